"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ogp_nlp.errors import OutputError


def fail(target: Path, error: OSError) -> OutputError:
    """The error of the operating system as one line that names the target."""
    return OutputError(f"{target}: cannot write: {error.strerror or error}")


def _is_special(target: Path) -> bool:
    """Devices and pipes cannot be replaced; they are written to directly."""
    try:
        return not stat.S_ISREG(target.stat().st_mode)
    except OSError:
        return False


def make_folder(target: Path) -> None:
    """Make a folder with its parents; raises OutputError."""
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise fail(target, error) from None


class Pending:
    """A file being written beside its target; ``commit`` moves it there, ``discard`` removes it."""

    def __init__(self, target: Path) -> None:
        target = Path(os.path.realpath(target))  # a link stays a link: what it points to is written
        self.target = target
        self._special = _is_special(target)
        make_folder(target.parent)
        try:
            if self._special:
                self.path = target
                self.stream: IO[bytes] = target.open("wb")
            else:
                handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
                self.path = Path(name)
                self.stream = os.fdopen(handle, "wb")
        except OSError as error:
            raise fail(target, error) from None

    def write(self, data: bytes) -> None:
        """Append bytes; raises OutputError when the disk is full."""
        try:
            self.stream.write(data)
        except OSError as error:
            raise fail(self.target, error) from None

    def commit(self) -> Path:
        """Close and put the file in its place; raises OutputError and leaves nothing when that fails."""
        try:
            self.stream.flush()
            self.stream.close()
            if not self._special:
                umask = os.umask(0)
                os.umask(umask)
                self.path.chmod(0o666 & ~umask)
                self.path.replace(self.target)
        except OSError as error:
            self.discard()
            raise fail(self.target, error) from None
        return self.target

    def discard(self) -> None:
        """Close and remove what was written; never raises."""
        with suppress(OSError):  # a full disk refuses the last flush; the file goes anyway
            self.stream.close()
        if not self._special:
            self.path.unlink(missing_ok=True)


@contextmanager
def pending(target: Path) -> Iterator[Pending]:
    """Write to a Pending that is committed at the end and discarded on any error."""
    file = Pending(target)
    try:
        yield file
    except BaseException:
        file.discard()
        raise
    file.commit()
