"""One module a medium: bytes in, a Document out; ``read`` looks at the bytes and chooses."""

from __future__ import annotations

import sys
from pathlib import Path

from ogp_nlp.document import Document
from ogp_nlp.errors import InputError
from ogp_nlp.readers.limits import Limits

STANDARD_INPUT = "-"
_ZIP, _PDF = b"PK\x03\x04", b"%PDF-"
# Signatures of what people hand in by mistake, so that the message can say what the file is.
_FOREIGN = {
    b"\xff\xd8\xff": "a JPEG image",
    b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"\xd0\xcf\x11\xe0": "an old Word, Excel or PowerPoint file; save it as .docx",
    b"{\\rtf": "an RTF file; save it as .docx or .txt",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}


def load(source: str | Path, limits: Limits) -> tuple[str, bytes]:
    """Name and bytes of an input, ``-`` for standard input; never holds more than the limit in memory.

    Raises InputError when there is no such file, it cannot be read, is a folder or too large.
    """
    if str(source) == STANDARD_INPUT:
        return "stdin", within(STANDARD_INPUT, sys.stdin.buffer.read(limits.max_bytes + 1), limits)
    path = Path(source)
    try:
        if path.is_dir():
            raise InputError(str(source), "is a folder; name the files in it")
        with path.open("rb") as stream:
            return path.name, within(str(source), stream.read(limits.max_bytes + 1), limits)
    except FileNotFoundError:
        raise InputError(str(source), "no such file") from None
    except PermissionError:
        raise InputError(str(source), "no permission to read it") from None
    except OSError as error:
        raise InputError(str(source), error.strerror or str(error)) from None


def within(source: str, data: bytes, limits: Limits) -> bytes:
    """The bytes themselves; raises InputError when there are none or too many."""
    if len(data) > limits.max_bytes:
        raise InputError(source, f"is larger than {limits.max_bytes / 1e6:g} MB; raise the limit with --max-size")
    if not data.strip():
        raise InputError(source, "is empty")
    return data


def read(source: str | Path, limits: Limits | None = None) -> Document:
    """Read one input into a Document; raises InputError, which names the file and the reason."""
    limits = limits or Limits()
    name, data = load(source, limits)
    return read_bytes(name, data, str(source), limits)


def read_bytes(name: str, data: bytes, label: str, limits: Limits) -> Document:
    """As ``read``, for bytes at hand; ``label`` names them in errors. Raises InputError."""
    if data.lstrip()[:5] == _PDF:
        from ogp_nlp.readers import pdf

        return pdf.read(name, data, label, limits, limits.password)
    if data[:4] == _ZIP:
        from ogp_nlp.readers import docx

        return docx.read(name, data, label, limits)
    for signature, what in _FOREIGN.items():
        if data.startswith(signature):
            raise InputError(label, f"is {what}, not text")
    from ogp_nlp.readers import text

    return text.read(name, data, label, limits)
