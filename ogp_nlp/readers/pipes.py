"""Messages between processes: a length, then as many bytes; waiting has an end."""

from __future__ import annotations

import os
import select
import struct
import time

HEADER = struct.Struct(">Q")


def read_until(handle: int, count: int, until: float | None) -> bytes:
    """``count`` bytes from a pipe, none where it was closed; ``until`` in seconds of time.monotonic(), None for ever.

    Raises TimeoutError.
    """
    parts, missing = [], count
    while missing:
        rest = None if until is None else until - time.monotonic()
        # An answer that lies there when the time is up is late too, or a limit would hold only on an idle machine.
        if rest is not None and (rest <= 0 or not select.select([handle], [], [], rest)[0]):
            raise TimeoutError
        part = os.read(handle, min(missing, 1 << 20))
        if not part:
            return b""
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def write_all(handle: int, data: bytes) -> None:
    """All bytes into a pipe; raises BrokenPipeError when nobody reads it any more."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def message(data: bytes) -> bytes:
    r"""The bytes with their length before them.

    >>> message(b"abc")
    b'\x00\x00\x00\x00\x00\x00\x00\x03abc'
    """
    return HEADER.pack(len(data)) + data
