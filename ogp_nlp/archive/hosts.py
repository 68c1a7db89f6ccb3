"""Hosts seen from outside: started, asked, and replaced when they die."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ogp_nlp.archive.tasks import Outcome, Problem, Settings, Task
from ogp_nlp.errors import ConfigError
from ogp_nlp.readers.pipes import HEADER, message, read_until

START_SECONDS = 300.0  # a cold disk and a busy machine; the pipeline takes some five seconds
GRACE_SECONDS = 60.0  # the host itself ends a document at its limit; this is for a host that hangs
ATTEMPTS = 2  # a document whose host was lost twice is set aside for the next run
STARTS = 4
# A process with threads must not fork, and cores are shared out by documents.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class HostLostError(Exception):
    """The host died or does not answer."""


class Host:
    """One process that serves one document at a time. Raises ConfigError when it cannot load the pipeline."""

    def __init__(self, settings: Settings) -> None:
        environment = {**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self.settings = settings
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ogp_nlp.archive.host"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
            stderr=None if os.environ.get("OGP_NLP_DEBUG") else subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the main process, which lets documents in hand finish
        )  # fmt: skip
        self.name = f"{socket.gethostname()}:{self.process.pid}"
        try:
            said = json.loads(self._exchange(message(settings.to_json()), START_SECONDS))
        except BaseException:
            self.stop()
            raise
        if "refused" in said:
            self.stop()
            raise ConfigError(f"worker {self.name}: {said['refused']}")

    def ask(self, task: Task) -> Outcome:
        """What comes of one document; raises HostLostError."""
        head = {"sha256": task.sha256, "name": task.name, "label": str(task.place)}
        question = message(json.dumps(head).encode()) + message(task.data)
        answer = self._exchange(question, self.settings.limits.max_seconds + GRACE_SECONDS)
        return replace(Outcome.from_json(answer), worker=self.name)

    def _exchange(self, question: bytes, seconds: float) -> bytes:
        out, into = self.process.stdout, self.process.stdin
        if out is None or into is None:
            raise HostLostError
        until = time.monotonic() + seconds
        try:
            into.write(question)
            into.flush()
            header = read_until(out.fileno(), HEADER.size, until)
            answer = read_until(out.fileno(), HEADER.unpack(header)[0], until) if header else b""
        except (OSError, ValueError):  # closed, broken or, as TimeoutError, silent
            raise HostLostError from None
        if not answer:
            raise HostLostError
        return answer

    def stop(self) -> None:
        """End the process; its child ends with it, or when it finds its pipe closed."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(2)  # a host that waits for a document kills it first
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class HostPool:
    """Hosts of one process, one for each thread that asks at a time; idle ones are used again."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._idle: list[Host] = []
        self._all: set[Host] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._failed_starts = 0

    @contextmanager
    def _borrowed(self) -> Iterator[Host]:
        with self._lock:
            host = self._idle.pop() if self._idle else None
        if host is None or host.process.poll() is not None:
            host = self._start()
        try:
            yield host
        except BaseException:
            self._drop(host)
            raise
        with self._lock:
            closed = self._closed
            if not closed:
                self._idle.append(host)
        if closed:
            self._drop(host)

    def _start(self) -> Host:
        """A new host; when none comes up after a few attempts in a row, none will."""
        try:
            host = Host(self.settings)
        except (HostLostError, OSError):
            with self._lock:
                self._failed_starts += 1
                never = self._failed_starts >= STARTS
            if never:
                way = "set OGP_NLP_DEBUG=1 to see what it says"
                raise ConfigError(f"workers end before they are ready, {STARTS} in a row: {way}") from None
            raise
        with self._lock:
            self._failed_starts = 0
            closed = self._closed
            if not closed:
                self._all.add(host)
        if closed:  # meanwhile
            host.stop()
            raise HostLostError("the pool is closed")
        return host

    def _drop(self, host: Host) -> None:
        with self._lock:
            self._all.discard(host)
        host.stop()

    def process(self, task: Task) -> Outcome:
        """The outcome of a task; a host that is lost is replaced and asked once more. Raises ConfigError."""
        for _ in range(ATTEMPTS):
            if self._closed:
                break
            try:
                with self._borrowed() as host:
                    return host.ask(task)
            except (HostLostError, OSError):
                continue
        return lost(task)

    def close(self) -> None:
        """End all hosts at once, whatever they do; threads that wait for one find it lost and clean up after it."""
        with self._lock:
            self._closed = True
            idle, busy = self._idle, self._all.difference(self._idle)
            self._idle, self._all = [], busy
        for host in busy:
            with contextlib.suppress(ProcessLookupError):
                host.process.terminate()
        for host in idle:
            host.stop()


def lost(task: Task) -> Outcome:
    """The outcome of a task whose worker went away again and again."""
    problem = Problem("worker_lost", f"{task.place}: its worker was lost {ATTEMPTS} times; run again", passing=True)
    return Outcome(task.sha256, problem=problem)
