"""Text that remembers where its items stand: pieces join and fill templates, and their marks move with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_SLOT = re.compile(r"\{(\w+)\}")
_GENDERED = re.compile(r"<([^|<>]*)\|([^|<>]*)>")


class Mark(NamedTuple):
    """Half-open code points of one quote of an item; ``order`` puts the main quote of an item first."""

    start: int
    end: int
    item: int
    order: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with the marks of the items in it."""

    text: str
    marks: tuple[Mark, ...] = ()

    def __add__(self, other: Piece | str) -> Piece:
        """The two after each other, nothing between."""
        if isinstance(other, str):
            return Piece(self.text + other, self.marks)
        by = len(self.text)
        return Piece(self.text + other.text, self.marks + tuple(_moved(mark, by) for mark in other.marks))

    def marked(self, item: int, order: int = 0) -> Piece:
        """The piece with all of it as a quote of an item."""
        return Piece(self.text, (*self.marks, Mark(0, len(self.text), item, order)))


def _moved(mark: Mark, by: int) -> Mark:
    return mark._replace(start=mark.start + by, end=mark.end + by)


def join(parts: Iterable[Piece | str], between: str = "") -> Piece:
    """Pieces after each other with a text between them.

    >>> join(["محضر", Piece("الاجتماع")], " ").text
    'محضر الاجتماع'
    """
    joined = Piece("")
    for place, part in enumerate(parts):
        joined = joined + (between if place else "") + part
    return joined


def fill(template: str, gender: str = "m", /, **slots: Piece | str) -> Piece:
    """A template with its slots filled and ``<masculine|feminine>`` chosen; an empty slot takes its blank with it.

    Raises KeyError for a slot that is not given.

    >>> fill("<أفاد|أفادت> {who} {when} أن", "f", who="مريم", when="").text
    'أفادت مريم أن'
    """
    template = _GENDERED.sub(lambda match: match[2 if gender == "f" else 1], template)
    for name, value in slots.items():
        if not (value if isinstance(value, str) else value.text):
            template = template.replace(f" {{{name}}}", "").replace(f"{{{name}}} ", "")
    made, last = Piece(""), 0
    for match in _SLOT.finditer(template):
        made = made + template[last : match.start()] + slots[match[1]]
        last = match.end()
    return made + template[last:]


def to_for(body: str) -> str:
    """A name after ل, its article merged.

    >>> to_for("المجلس البلدي"), to_for("لجنة القيادة")
    ('للمجلس البلدي', 'للجنة القيادة')
    """
    return "لل" + body[2:] if body.startswith("ال") else "ل" + body


def wrapped(text: str, width: int) -> str:
    r"""Blanks of long lines turned into line breaks, so that no offset moves; rows of tables stay whole.

    >>> wrapped("كلمة أخرى هنا", 9)
    'كلمة أخرى\nهنا'
    """
    lines = []
    for line in text.split("\n"):
        if "|" in line:
            lines.append(line)
            continue
        begin, last = 0, -1
        out = list(line)
        for place, character in enumerate(line):
            if character == " ":
                if place - begin > width and last > begin:
                    out[last] = "\n"
                    begin = last + 1
                last = place
        if len(line) - begin > width and last > begin:
            out[last] = "\n"
        lines.append("".join(out))
    return "\n".join(lines)


def slices(text: str, start: int, end: int) -> Sequence[tuple[int, int]]:
    r"""The half-open parts of a slice between its line breaks.

    >>> slices("ab\ncd", 1, 5)
    [(1, 2), (3, 5)]
    """
    found = []
    for part in text[start:end].split("\n"):
        if part:
            found.append((start, start + len(part)))
        start += len(part) + 1
    return found
