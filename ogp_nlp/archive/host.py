"""The process that holds a loaded pipeline and forks a child for each document: ``python -m ogp_nlp.archive.host``.

The pipeline is loaded once; a child that hangs, dies or eats too much memory takes only its own document with it, and
leaves nothing behind that could change the next one. The host has one thread, which makes forking safe.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import json
import math
import os
import resource
import select
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ogp_nlp.archive.fingerprints import fingerprint
from ogp_nlp.archive.tasks import Outcome, Problem, Settings
from ogp_nlp.errors import ConfigError, DefectError, OgpNlpError
from ogp_nlp.readers.limits import Limits
from ogp_nlp.readers.pipes import HEADER, message, read_until, write_all

if TYPE_CHECKING:
    from ogp_nlp.pipeline import Pipeline

# What a machine lacks today and may have tomorrow.
_PASSING = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EIO}
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
_OUTSIDE = {signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}  # none of our own doing ends by these


def problem_of(label: str, error: Exception) -> Problem:
    """The problem that an exception stands for; what the machine lacked may pass."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in _PASSING:
            return Problem("resources", f"{label}: {seen.strerror or seen}", passing=True)
        seen = seen.__cause__ or seen.__context__
    if isinstance(error, OgpNlpError):
        return Problem(error.code, str(error), passing=error.code == "wrong_password")
    if os.environ.get("OGP_NLP_DEBUG"):
        traceback.print_exception(error)
    defect = DefectError(label, error)
    return Problem(defect.code, str(defect))


def _extract(pipeline: Pipeline, limits: Limits, head: dict[str, str], data: bytes) -> Outcome:
    from ogp_nlp.readers import read_bytes, within

    label = head["label"]
    try:
        document = pipeline.prepare(read_bytes(head["name"], within(label, data, limits), label, limits))
        return Outcome(head["sha256"], pipeline.record(document).model_dump_json())
    except MemoryError:
        return Outcome(head["sha256"], problem=_too_big(label, limits))
    except Exception as error:
        return Outcome(head["sha256"], problem=problem_of(label, error))


def _too_big(label: str, limits: Limits) -> Problem:
    reason = f"needs more than {limits.max_memory / 1e6:g} MB of memory; it is damaged or made to harm, or very long"
    return Problem("out_of_memory", f"{label}: {reason}: raise the limit with --max-memory")


def _child(pipeline: Pipeline, limits: Limits, head: dict[str, str], data: bytes, answer: int) -> NoReturn:
    """Extract one document under its limits and leave by the shortest way."""
    status = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.setsid()  # with the programs it starts it can be killed as one
        _end_with_host()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = limits.max_memory + _address_space()  # what the host holds already is no document's
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        seconds = math.ceil(limits.max_seconds) + 5  # only for a child whose host is gone
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        write_all(answer, _extract(pipeline, limits, head, data).to_json())
        status = 0
    finally:
        os._exit(status)


def _address_space() -> int:
    """Bytes of address space that this process has (0 where the system does not say)."""
    with contextlib.suppress(OSError):
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _end_with_host() -> None:
    """On Linux a child whose host is killed is killed too; elsewhere it ends at its limits."""
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:
            os._exit(1)


def _kill(pid: int) -> None:
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(pid, signal.SIGKILL)


def _answer(pid: int, handle: int, questions: int, seconds: float) -> tuple[bytes, bool]:
    """All that the child wrote, and whether its time was up. Exits when nobody waits for the answer any more."""
    until = time.monotonic() + seconds
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([handle, questions], [], [], max(0.0, until - time.monotonic()))
        if questions in ready:  # one question at a time: this is the end of the pipe
            sys.exit(0)
        if not ready:
            _kill(pid)
            return b"", True
        part = os.read(handle, 1 << 20)
        if not part:
            return b"".join(parts), False
        parts.append(part)


def _ended(label: str, status: int, limits: Limits) -> Problem:
    """What a child died of that left no answer."""
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number in _OUTSIDE:
        name = signal.Signals(number).name
        reason = f"its process was killed from outside ({name}), perhaps because the machine has too little memory"
        return Problem("killed", f"{label}: {reason}", passing=True)
    how = f"by signal {number} ({signal.strsignal(number)})" if number else f"with status {status >> 8}"
    reason = f"broke its process {how} or needs more than {limits.max_memory / 1e6:g} MB; damaged or made to harm"
    return Problem("crashed", f"{label}: {reason}")


def process(pipeline: Pipeline, limits: Limits, head: dict[str, str], data: bytes, questions: int) -> Outcome:
    """Fork, wait within the limit, and tell what came of it; ``head`` has sha256, name and label of the data."""
    begun, label = time.monotonic(), head["label"]
    out, into = os.pipe()
    try:
        pid = os.fork()
    except OSError as error:
        os.close(out)
        os.close(into)
        return Outcome(head["sha256"], problem=problem_of(label, error))
    if pid == 0:
        os.close(out)
        os.close(questions)
        _child(pipeline, limits, head, data, into)
    os.close(into)
    try:
        written, late = _answer(pid, out, questions, limits.max_seconds)
    except BaseException:
        _kill(pid)
        raise
    finally:
        os.close(out)
    _, status = os.waitpid(pid, 0)
    seconds = time.monotonic() - begun
    if late:
        reason = f"takes more than {limits.max_seconds:g} seconds; it is damaged or made to harm, or very long"
        problem = Problem("too_slow", f"{label}: {reason}: raise the limit with --max-seconds")
        return Outcome(head["sha256"], problem=problem, seconds=seconds)
    try:
        found = Outcome.from_json(written)
    except (ValueError, KeyError, TypeError):
        return Outcome(head["sha256"], problem=_ended(label, status, limits), seconds=seconds)
    return Outcome(found.sha256, found.record, found.problem, seconds)


def _load(name: str) -> Pipeline:
    """A pipeline with all that its first document would load."""
    from ogp_nlp.archive.warming import warm
    from ogp_nlp.pipeline import load_pipeline

    pipeline = load_pipeline(name)
    warm(pipeline)
    return pipeline


def serve(questions: int, answers: int) -> None:
    """Load what the first message asks for, say so, then answer one document after the other until the pipe closes."""

    def receive() -> bytes:
        header = read_until(questions, HEADER.size, None)
        return read_until(questions, HEADER.unpack(header)[0], None) if header else b""

    settings = Settings.from_json(receive())
    limits = settings.limits
    try:
        own = fingerprint(settings.pipeline, ocr=limits.ocr)
        if own != settings.fingerprint:
            raise ConfigError("this worker has another version, pipeline or models than the main process")
        pipeline = _load(settings.pipeline)
    except OgpNlpError as error:
        write_all(answers, message(json.dumps({"refused": str(error)}).encode()))
        return
    gc.collect()
    gc.freeze()  # so that children share its memory for longer
    write_all(answers, message(json.dumps({"ready": os.getpid()}).encode()))
    while head := receive():
        data = receive()
        outcome = process(pipeline, limits, json.loads(head), data, questions)
        write_all(answers, message(outcome.to_json()))


def main() -> None:
    """Speak over standard input and output; whatever else prints there goes to standard error."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    answers = os.dup(1)
    os.set_inheritable(answers, False)
    os.dup2(2, 1)
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(0, answers)


if __name__ == "__main__":
    main()
