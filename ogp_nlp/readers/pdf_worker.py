"""PDFs are taken apart in a child process under limits of time and memory, so that a bad one harms nothing else.

The child lives on for the next document; one that hangs, dies or eats too much memory is replaced.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from ogp_nlp.document import Document
from ogp_nlp.errors import InputError, OgpNlpError
from ogp_nlp.readers.limits import Limits
from ogp_nlp.readers.pipes import HEADER, read_until


class _Child:
    """A process that reads one PDF after the other."""

    def __init__(self, memory: int) -> None:
        command = [sys.executable, "-m", "ogp_nlp.readers.pdf_worker", str(memory)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
            start_new_session=True,
        )  # fmt: skip
        self.memory = memory

    def ask(self, question: bytes, seconds: float) -> bytes | None:
        """The child's answer; None when it died. Raises TimeoutError."""
        out, into = self.process.stdout, self.process.stdin
        if out is None or into is None:
            return None
        try:
            into.write(HEADER.pack(len(question)) + question)
            into.flush()
            until = time.monotonic() + seconds
            header = read_until(out.fileno(), HEADER.size, until)
            return read_until(out.fileno(), HEADER.unpack(header)[0], until) if header else None
        except BrokenPipeError:
            return None

    def stop(self) -> None:
        """Kill the process with the programs it started (Tesseract), and wait for its end."""
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self.process.wait()


_lock = threading.Lock()
_child: _Child | None = None


def _stop() -> None:
    global _child  # noqa: PLW0603 - one child a process
    if _child is not None:
        _child.stop()
        _child = None


atexit.register(_stop)


def read_apart(name: str, data: bytes, label: str, limits: Limits, password: str | None = None) -> Document:
    """Read a PDF in the child process; raises InputError when it cannot be read, hangs or eats too much memory."""
    global _child  # noqa: PLW0603
    question = pickle.dumps((name, data, label, limits, password))
    with _lock:
        if _child is None or _child.process.poll() is not None or _child.memory != limits.max_memory:
            _stop()
            _child = _Child(limits.max_memory)
        try:
            answer = _child.ask(question, limits.max_seconds)
        except TimeoutError:
            _stop()
            reason = (
                f"takes more than {limits.max_seconds:g} seconds to read; it is damaged or made to harm, or has very "
                "many pages: raise the limit with --max-seconds"
            )
            raise InputError(label, reason) from None
        if not answer:
            _stop()
            raise InputError(label, "broke the PDF reader or needs too much memory; it is damaged or made to harm")
    result: Any = pickle.loads(answer)
    if isinstance(result, Document):
        return result
    raise InputError(label, str(result))


def _serve(memory: int) -> None:
    """Answer questions until the pipe is closed."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    from ogp_nlp.readers import pdf

    into, out = sys.stdin.buffer, sys.stdout.buffer
    while header := into.read(HEADER.size):
        name, data, label, limits, password = pickle.loads(into.read(HEADER.unpack(header)[0]))
        try:
            answer: Any = pdf.read_here(name, data, label, limits, password)
        except InputError as error:
            answer = error.reason
        except OgpNlpError as error:
            answer = str(error)
        except MemoryError:
            answer = "needs too much memory; it is damaged or made to harm"
        payload = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
        out.write(HEADER.pack(len(payload)) + payload)
        out.flush()


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
