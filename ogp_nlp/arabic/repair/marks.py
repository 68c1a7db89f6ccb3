"""Marks of lists at the wrong end of a line, and the small order of signs: blanks, brackets, percent, years."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLET_END = re.compile(r"[ \t]*([•▪●◾■➢✓])[ \t]*$")
_DASH_END = re.compile(r"[ \t]+(-)[ \t]*$")
_NUMBER_END = re.compile(r"(?:[ \t]+|^|(?<=[^\W\d]))([.)\-])(\d{1,2})[ \t]*$")
_FRONT = re.compile(r"^[ \t]*(?:([•▪●◾■➢✓])|(-)(?=[ \t])|(\d{1,2})([.)\-])(?=[ \t]))[ \t]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A list mark as offsets in its line, in the order it is to be read; the body is ``line[start:end]``."""

    order: tuple[int, ...]
    start: int
    end: int
    moved: bool


def mark_of(line: str) -> Mark:
    """The list mark of a line, at its right end where an extractor put it or at the front.

    >>> mark = mark_of("إرسال الدعوات .1")
    >>> mark.order, "إرسال الدعوات .1"[mark.start : mark.end]
    ((15, 14), 'إرسال الدعوات')
    """
    body = len(line.rstrip())
    for pattern in (_BULLET_END, _NUMBER_END, _DASH_END):
        match = pattern.search(line)
        if match and re.search(r"\w", line[: match.start()]):
            if pattern is _NUMBER_END:
                order = (*range(match.start(2), match.end(2)), match.start(1))
            else:
                order = (match.start(1),)
            return Mark(order, len(line) - len(line.lstrip()), match.start(), True)
    match = _FRONT.match(line)
    if match and match.end() < body:
        return Mark(tuple(range(match.start(), len(match.group().rstrip()))), match.end(), body, False)
    return Mark((), len(line) - len(line.lstrip()), body, False)


_DASH_INSIDE = re.compile(r"(?<=\S)[ \t]+-[ \t]+(?=\S)")


def dash_inside(line: str) -> Mark | None:
    """The mark of a line whose only free dash stands inside, where a justified line may have dropped it."""
    found = list(_DASH_INSIDE.finditer(line))
    if len(found) != 1:
        return None
    at = found[0].start() + found[0].group().index("-")
    return Mark((at,), len(line) - len(line.lstrip()), len(line.rstrip()), True)
