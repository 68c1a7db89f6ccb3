"""Plain text: the encoding found out, line ends and invisible signs tidied, form feeds as pages."""

from __future__ import annotations

import codecs
import hashlib
import re

import numpy as np

from ogp_nlp.arabic.alignment import Aligned, Alignment
from ogp_nlp.arabic.normalize import clean
from ogp_nlp.document import Document, Warn
from ogp_nlp.errors import InputError
from ogp_nlp.readers.limits import Limits

# Windows-1256 first: it is by far the more common; the others must be clearly better.
_LEGACY = ("cp1256", "iso8859_6", "mac_arabic", "cp720", "cp864")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
          (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
_ARABIC = re.compile(r"[\u0621-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]")
_WORD = re.compile(r"[\u0621-\u064a]{2,}")
_SAMPLE = 20_000
_EMBED, _POP, _OPENERS = "\u202b", "\u202c", frozenset("\u202a\u202b\u202d\u202e")


def _plausibility(text: str) -> float:
    """How much a text looks like Arabic prose: the share of its characters in words that Arabic has, minus junk."""
    from wordfreq import zipf_frequency

    sample = text[:_SAMPLE]
    known = sum(len(word) for word in _WORD.findall(sample) if zipf_frequency(word, "ar") > 2)
    letters = sum(not character.isspace() and not character.isdigit() for character in sample)
    return (known - 2 * len(_CONTROL.findall(sample))) / max(letters, 1)


def _looks_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte is one of the few high bytes of Arabic and ASCII."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    if len(sample) < 4 or len(data) % 2:
        return None
    high = {0x00, 0x06, 0x20, 0xFB, 0xFC, 0xFD, 0xFE}
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        column, other = sample[offset::2], sample[1 - offset :: 2]
        fits = sum(byte in high for byte in column) / len(column)
        if fits > 0.95 and 0x06 in column and len(set(other)) > len(set(column)):
            return encoding
    return None


def _legacy(data: bytes) -> tuple[str, str]:
    """Encoding and text of bytes in one of the single-byte Arabic encodings."""
    best = ("cp1256", data.decode("cp1256", "replace"))
    score = _plausibility(best[1])
    for encoding in _LEGACY[1:]:
        text = data.decode(encoding, "replace")
        value = _plausibility(text)
        if value > score + 0.1:
            best, score = (encoding, text), value
    return best


def decode(data: bytes) -> tuple[str, str, tuple[Warn, ...]]:
    """Text, encoding and warnings of bytes: a mark, UTF-8, UTF-16, else the likeliest single-byte encoding.

    Bytes that mix UTF-8 with another encoding are decoded line by line, with a warning.

    >>> decode("محضر الاجتماع".encode("cp1256"))[:2]
    ('محضر الاجتماع', 'cp1256')
    >>> decode("محضر الاجتماع".encode("utf-16"))[:2]
    ('محضر الاجتماع', 'utf-16-le')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            lost = (
                (Warn("undecodable_bytes", f"bytes that are no {encoding} were replaced"),) if "\ufffd" in text else ()
            )
            return text, encoding, lost
    found = _looks_utf16(data)
    if found:
        return data.decode(found, "replace"), found, ()
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    lines = data.split(b"\n")
    valid = [_utf8_arabic(line) for line in lines]
    if not any(text is not None for text in valid):
        encoding, text = _legacy(data)
        return text, encoding, ()
    encoding, _ = _legacy(b"\n".join(line for line, text in zip(lines, valid, strict=True) if text is None))
    decoded = [
        text if text is not None else line.decode(encoding, "replace") for line, text in zip(lines, valid, strict=True)
    ]
    odd = [number for number, text in enumerate(valid, 1) if text is None and not lines[number - 1].isascii()]
    some = ", ".join(map(str, odd[:5])) + (" ..." if len(odd) > 5 else "")
    return (
        "\n".join(decoded),
        "utf-8",
        (Warn("mixed_encodings", f"lines {some} are no UTF-8 and were read as {encoding}"),),
    )


def _utf8_arabic(line: bytes) -> str | None:
    """A line as UTF-8 where it is valid and holds more than ASCII."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if text.isascii() else text


def _tidy_line_ends(text: str) -> Aligned:
    r"""Make ``\r\n`` and ``\\r`` one line feed, so that lines are the same whichever system wrote them."""
    if "\r" not in text:
        return Aligned.of(text)
    keep = [i for i, sign in enumerate(text) if not (sign == "\r" and text[i + 1 : i + 2] == "\n")]
    return Aligned("".join("\n" if text[i] == "\r" else text[i] for i in keep), Alignment.select(keep, len(text)))


def _part_embeddings(text: str) -> Aligned:
    """A line break where one outermost right-to-left embedding ends and the next begins at once.

    pdftotext wraps each line that it finds on a page so, and at times forgets the line feed between two of them.
    """
    if _POP + _EMBED not in text:
        return Aligned.of(text)
    rows: list[int] = []
    parts: list[str] = []
    depth = 0
    for i, sign in enumerate(text):
        if sign == _EMBED and depth == 0 and i and text[i - 1] == _POP:
            parts.append("\n")
            rows.append(-1)
        depth += (sign in _OPENERS) - (sign == _POP and depth > 0)
        depth = 0 if sign == "\n" else depth
        parts.append(sign)
        rows.append(i)
    return Aligned("".join(parts), Alignment.select(rows, len(text)))


def check_arabic(text: str, label: str, limits: Limits) -> None:
    """Raise InputError for text that is none, holds no Arabic words or is too long for one document."""
    for what, held, limit in (
        ("characters", len(text), limits.max_characters),
        ("lines", text.count("\n"), limits.max_lines),
    ):
        if held > limit:
            raise InputError(label, f"holds {held:,} {what}, above the limit of {limit:,} for one document; split it")
    if not text.strip():
        raise InputError(label, "is empty")
    control = len(_CONTROL.findall(text[: 5 * _SAMPLE]))
    if control > 0.02 * min(len(text), 5 * _SAMPLE):
        raise InputError(label, "is binary, not text")
    if len(_ARABIC.findall(text)) < 2 or not re.search(r"[\u0621-\u064a\ufb50-\ufdff\ufe70-\ufefc]{2}", text):
        raise InputError(
            label, "holds no Arabic words; was it extracted with the wrong encoding, or is it in another language?"
        )


def read(name: str, data: bytes, label: str, limits: Limits) -> Document:
    """Read text bytes into a Document; raises InputError for what is no Arabic text."""
    decoded, _, warnings = decode(data)
    check_arabic(decoded, label, limits)
    content = Aligned.of(decoded).then(_tidy_line_ends).then(_part_embeddings).then(clean)
    pages = np.zeros(0, np.int32)
    if "\f" in content.text:
        breaks = np.array([character == "\f" for character in content.text])
        pages = (1 + np.concatenate(([0], np.cumsum(breaks)[:-1]))).astype(np.int32)
    return Document(
        source=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        reader="text",
        content=content,
        decoded=decoded,
        pages=pages,
        warnings=warnings,
    )
