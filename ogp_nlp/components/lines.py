"""The lines of a document with their marks and cells: what a typist shows by layout alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from spacy.tokens import Doc

from ogp_nlp.components.base import Folded, Offsets, fold, key_of

LineKind = Literal["heading", "item", "row", "header_row", "paragraph"]

_OUTER = " \t\f\r\u00a0"
_CELL = re.compile(r"[ \t]*\|[ \t]*|[ ]*\t[ \t]*")  # a bar may part empty cells, tabs only align
# A code before a number: "م (١) ...", "ت-٣: ..."; "د. ..." is none, it has no number.
_CODED = re.compile(r"[\u0621-\u064a]\s?(?:\(\s?(\d{1,2})\s?\)|[\-/]?\s?(\d{1,2})\s?[:.\-–)/]+)\s+(?=\D)")
_ROMAN = re.compile(r"([IVX]{1,6})\s?[.)\-–/:]+\s*")
_FRAMED = re.compile(
    r"(?P<sign>\[|={2,}|\*{1,2}|_{2,}|<<|-{2,})\s*(?P<inside>[^\[\]=*_<>]{3,}?)\s*(?:\]|={2,}|\*{1,2}|_{2,}|>>|-{2,})\s*:?"
)
# A letter with a point may be a title (د. for doctor): it is a list mark where its neighbour in the list stands too.
_TITLES = {"أ.": "ب.", "ا.": "ب.", "د.": "ج.", "م.": "ل.", "ذ.": "د."}
_WIDE_GAP = re.compile(r" {4,}")
_NUMBERED = re.compile(r"(?:\(\s?(\d{1,3})\s?\)|(\d{1,3})\s?[.)\-–/:ـ]+(?!\d)|[.\-](\d{1,3})(?=\s))\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """One non-empty line; offsets are of its content, without list mark and outer blanks.

    ``marker`` is the list mark as printed ("" without one), ``number`` its value where it counts; ``cells`` are
    the offsets of a table row's cells from the first (rightmost) one; ``table`` numbers the tables (-1 outside);
    ``topic`` is what the governing heading announces; ``heading`` and ``parent`` are indices into the list of
    lines (-1 where there is none); ``gap`` tells that a blank line stands before it.
    """

    index: int
    start: int
    end: int
    text: str
    full_start: int
    kind: LineKind = "paragraph"
    marker: str = ""
    number: int | None = None
    level: int = 0
    cells: tuple[Offsets, ...] = ()
    table: int = -1
    topic: str = ""
    heading: int = -1
    parent: int = -1
    gap: bool = False

    @property
    def folded(self) -> Folded:
        """The folded view of the line's content."""
        return fold(self.text, self.start)

    @property
    def key(self) -> str:
        """The folded content alone."""
        return key_of(self.text)

    def cell_text(self, column: int) -> str:
        """The text of one cell; empty where the row is shorter."""
        if not 0 <= column < len(self.cells):
            return ""
        start, end = self.cells[column]
        return self.text[start - self.start : end - self.start]


def read_marker(text: str, marks: Mapping[str, Any]) -> tuple[str, int | None, int]:
    """List mark of a line's text: the mark as printed, its number, and the length to skip.

    >>> marks = {"bullets": ["-", "•"], "heading_bullets": ["**"], "letters": ["أ"], "ordinals": ["أولا"]}
    >>> read_marker("2) عرض", marks), read_marker("- السيد", marks), read_marker("أولاً: الحضور", marks)
    (('2)', 2, 3), ('-', None, 2), ('أولاً:', 1, 7))
    """
    for sign in sorted([*marks["heading_bullets"], *marks["bullets"]], key=len, reverse=True):
        if text.startswith(sign) and (not sign.isalnum() or text[len(sign) : len(sign) + 1].isspace()):
            rest = text[len(sign) :]
            if sign in "-–—" and re.match(r"\d", rest):
                break
            return sign, None, len(text) - len(rest.lstrip())
    match = _NUMBERED.match(fold_digits(text)) or _CODED.match(fold_digits(text))
    if match:
        digits = next(group for group in match.groups() if group)
        return text[: match.end()].strip(), int(digits), match.end()
    match = _ROMAN.match(text)
    if match:
        return match.group().strip(), _roman(match[1]), match.end()
    view = fold(text)
    for place, word in enumerate(marks["ordinals"]):
        found = re.match(rf"{re.escape(key_of(word))}\s*(?:[:.\-–/،)]+\s*|(?=\s))", view.key)
        if found:
            value = _ordinal_place(place, marks["ordinals"])
            return text[: view.offsets(0, found.end())[1]].strip(), value, view.offsets(0, found.end())[1]
    match = re.match(rf"\(?(?:{'|'.join(map(re.escape, marks['letters']))})\s?[).\-–/]+\s*", text)
    if match and len(match.group()) < len(text):
        return match.group().strip(), None, match.end()
    return "", None, 0


def _roman(digits: str) -> int:
    """The value of Roman digits up to 39."""
    values = [{"I": 1, "V": 5, "X": 10}[digit] for digit in digits]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _ordinal_place(place: int, ordinals: list[str]) -> int:
    """The number an ordinal word stands for: spelling variants of one word share a number."""
    seen = [key_of(word) for word in ordinals]
    return len(dict.fromkeys(seen[: place + 1]))


_DIGITS = {ord(c): str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


def fold_digits(text: str) -> str:
    """ASCII digits for Arabic-Indic and Extended ones; the length stays the same."""
    return text.translate(_DIGITS)


def cells_of(text: str, start: int) -> tuple[Offsets, ...]:
    """Offsets of the cells of a line that is typed as a table row; empty for other lines."""
    for separator, least in ((_CELL, 1), (_WIDE_GAP, 2)):
        gaps = list(separator.finditer(text))
        if len(gaps) >= least:
            edges = [0, *(edge for gap in gaps for edge in gap.span()), len(text)]
            return tuple((start + a, start + b) for a, b in zip(edges[::2], edges[1::2], strict=True))
    return ()


@dataclass(frozen=True, slots=True)
class Physical:
    """A line as it stands in the text, without outer blanks and bars, and the number of blank lines before it."""

    start: int
    text: str
    blank: int
    cells: tuple[Offsets, ...]
    framed: bool


def physical_lines(text: str) -> list[Physical]:
    """The lines that have words; a ruled line parts paragraphs as a blank one does."""
    found: list[Physical] = []
    position, blank = 0, 1
    for raw in text.split("\n"):
        content = raw.strip(_OUTER)
        if len(content) > 1 and content[0] == content[-1] == "|":  # bars around the row, as Markdown has them
            content = content[1:-1].strip(_OUTER)
        if re.search(r"[^\W_]", content):
            start = position + raw.index(content)
            framed = bool(_unframe(start, content)[2])
            found.append(Physical(start, content, blank + raw.startswith("\f"), cells_of(content, start), framed))
            blank = int(raw.endswith("\f"))
        else:
            blank += "\f" not in raw  # a page break alone does not end a paragraph
        position += len(raw) + 1
    return found


def _unframe(begin: int, content: str) -> tuple[int, str, str]:
    """A line without the signs that a clerk puts around a heading (``[ ... ]``, ``== ... ==``), and the first sign."""
    match = _FRAMED.fullmatch(content)
    if match is None or len(content) > 120:
        return begin, content, ""
    return begin + match.start("inside"), match["inside"], match["sign"]


ReadMarker = Callable[[str], tuple[str, int | None, int]]


def marker_reader(physical: Sequence[Physical], marks: Mapping[str, Any]) -> ReadMarker:
    """``read_marker`` for the lines of one text: a letter with a point is a title where no list stands around it."""
    lettered = {line.text[:2] for line in physical}

    def read(text: str) -> tuple[str, int | None, int]:
        marker, number, skip = read_marker(text, marks)
        title = marker.rstrip("/ ")
        return ("", None, 0) if title in _TITLES and _TITLES[title] not in lettered else (marker, number, skip)

    return read


def split_lines(doc: Doc, marks: Mapping[str, Any]) -> list[Line]:
    """All non-empty lines with their marks and cells, kinds not yet told apart; each is a whole paragraph."""
    physical = physical_lines(doc.text)
    read = marker_reader(physical, marks)
    lines: list[Line] = []
    for line in physical:
        begin, content, framed = _unframe(line.start, line.text)
        marker, number, skip = (framed, None, 0) if line.cells or framed else read(content)
        kind: LineKind = "item" if marker else "paragraph"
        lines.append(
            Line(
                len(lines),
                begin + skip,
                begin + len(content),
                content[skip:],
                begin,
                kind=kind,
                marker=marker,
                number=number,
                cells=line.cells,
                gap=line.blank > 0,
            )
        )
    return lines


def keep_lines(doc: Doc, lines: list[Line]) -> None:
    """Store the lines on the Doc as plain data."""
    doc.user_data["ogp_lines"] = [asdict(line) for line in lines]
    spans = (doc.char_span(line.full_start, line.end, label=line.kind, alignment_mode="expand") for line in lines)
    doc.spans["ogp_lines"] = [span for span in spans if span is not None]


def lines_of(doc: Doc) -> list[Line]:
    """The lines that the sections component found; raises ValueError when it has not run."""
    if "ogp_lines" not in doc.user_data:
        raise ValueError("the component ogp_sections must run before this one")
    return [Line(**{**plain, "cells": tuple(map(tuple, plain["cells"]))}) for plain in doc.user_data["ogp_lines"]]
