"""Words, numbers and signs of a line, each with its place, so that they can be moved and traced back."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LETTER = r"\u0621-\u063a\u0640-\u065f\u0670-\u06d3\u06d5-\u06dc\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
# Numbers keep their inner separators; a percent sign is a token of its own.
TOKEN = re.compile(rf"[{_LETTER}]+|[\d٠-٩۰-۹]+(?:[.,٫/\-][\d٠-٩۰-۹]+)*|[^\W\d_]+|[^\s]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` with the offset of each character; ``gap`` blanks stand before it (-1: the first of its line)."""

    text: str
    at: tuple[int, ...]
    gap: int


def tokens_of(text: str, offset: int = 0) -> list[Token]:
    """The tokens of a line.

    >>> [t.text for t in tokens_of("بلغت50% (2024-2028)؛")]
    ['بلغت', '50', '%', '(', '2024-2028', ')', '؛']
    """
    found: list[Token] = []
    last = None
    for match in TOKEN.finditer(text):
        gap = -1 if last is None else match.start() - last
        found.append(Token(match.group(), tuple(range(offset + match.start(), offset + match.end())), gap))
        last = match.end()
    return found
