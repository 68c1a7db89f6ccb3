"""From folders, files, globs and zip archives to inputs, one by one and always in the same order."""

from __future__ import annotations

import glob
import lzma
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ogp_nlp.archive.tasks import Place, Problem
from ogp_nlp.errors import UsageError

KINDS = frozenset({".pdf", ".txt", ".docx"})
_ZIP = ".zip"
_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Found:
    """An input that has not been read yet; ``read(n)`` gives up to n bytes, raises OSError, ValueError."""

    place: Place
    name: str
    read: Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that cannot be an input, and why."""

    place: Place
    problem: Problem


def shown(path: str) -> str:
    """A path that any store can hold: bytes that are no UTF-8 are written out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def check_inputs(inputs: Iterable[str]) -> list[str]:
    """The inputs with globs resolved (sorted); raises UsageError for what is not there."""
    found: list[str] = []
    for given in inputs:
        if os.path.lexists(given):
            found.append(given)
            continue
        matches = sorted(glob.glob(given, recursive=True)) if _GLOB & set(given) else []  # noqa: PTH207
        if not matches:
            raise UsageError(f"{given}: no such file or folder")
        found += matches
    return found


def discover(inputs: Iterable[str]) -> Iterator[Found | Refused]:
    """Every .pdf, .docx, .txt and every such member of a .zip below the inputs, in the order of names.

    Links are followed; a folder that was entered before, by whatever way, is not entered again. Hidden files are left
    out, files named in ``inputs`` are taken whatever they are called.
    """
    entered: set[tuple[int, int]] = set()
    for given in inputs:
        path = os.path.abspath(given)  # noqa: PTH100 - links stay as they are named
        if Path(path).is_dir():
            yield from _folder(path, entered)
        else:
            yield from _file(path)


def _folder(path: str, entered: set[tuple[int, int]]) -> Iterator[Found | Refused]:
    try:
        state = os.stat(path)  # noqa: PTH116
        if (state.st_dev, state.st_ino) in entered:
            return
        entered.add((state.st_dev, state.st_ino))
        with os.scandir(path) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        yield _refused(path, f"cannot be entered: {error.strerror or error}", passing=True)
        return
    for name in names:
        below = os.path.join(path, name)  # noqa: PTH118
        if os.path.isdir(below):  # noqa: PTH112 - paths as strings: archives have many
            yield from _folder(below, entered)
        elif os.path.splitext(name)[1].lower() in {*KINDS, _ZIP}:  # noqa: PTH122
            yield from _file(below)


def _file(path: str) -> Iterator[Found | Refused]:
    try:
        state = os.stat(path)  # noqa: PTH116
    except OSError as error:
        yield _refused(path, error.strerror or str(error), passing=True)
        return
    if not stat.S_ISREG(state.st_mode):
        yield _refused(path, "is no regular file")
        return
    if path.lower().endswith(_ZIP):
        yield from _members(path, state)
        return
    place = Place(shown(path), "", state.st_size, state.st_mtime_ns)
    yield Found(place, shown(Path(path).name), lambda limit: _read(path, limit))


def _read(path: str, limit: int) -> bytes:
    with open(path, "rb") as stream:  # noqa: PTH123
        return stream.read(limit)


def _members(path: str, state: os.stat_result) -> Iterator[Found | Refused]:
    try:
        with zipfile.ZipFile(path) as archive:
            for info in sorted(archive.infolist(), key=lambda info: info.filename):
                yield from _member(archive, info, path, state.st_mtime_ns)
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        yield _refused(path, f"is a damaged zip archive: {error}")
    except OSError as error:
        yield _refused(path, error.strerror or str(error), passing=True)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, mtime_ns: int) -> Iterator[Found | Refused]:
    name = info.filename.rsplit("/", 1)[-1]
    suffix = Path(name).suffix.lower()
    if info.is_dir() or name.startswith(".") or info.filename.startswith("__MACOSX/"):
        return
    place = Place(shown(path), shown(info.filename), info.file_size, mtime_ns)
    if suffix == _ZIP:
        yield Refused(place, Problem("input", f"{place}: is a zip archive inside a zip archive; unpack it first"))
    elif suffix in KINDS:
        yield Found(place, shown(name), lambda limit: _unpack(archive, info, limit))


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """Up to ``limit`` bytes of a member, however large it says it is; raises ValueError for what cannot be unpacked."""
    try:
        with archive.open(info) as stream:
            return stream.read(limit)
    except (RuntimeError, NotImplementedError) as error:  # encrypted; a way of packing that Python does not know
        raise ValueError(str(error)) from None
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as error:
        raise ValueError(f"is damaged inside its zip archive: {error}") from None


def _refused(path: str, reason: str, *, passing: bool = False) -> Refused:
    place = Place(shown(path), "", 0, 0)
    return Refused(place, Problem("input", f"{place}: {reason}", passing=passing))
