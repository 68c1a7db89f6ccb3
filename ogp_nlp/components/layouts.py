"""What a reader knows of the layout, line by line: headings by their print, items of lists drawn or indented."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ogp_nlp.components.lines import Line

_HEAD = 6  # lines at the top that may be letterhead and title
_SET = 3  # headings below them from which a document is taken to print its headings as such
DRAWN = "•"  # the mark of an item whose mark is no letter of the text


@dataclass(frozen=True)
class Layout:
    """The blocks of a document as plain data: (start, end, kind, level) each, in order."""

    blocks: Sequence[Sequence[Any]]

    def kind(self, line: Line) -> tuple[str, int]:
        """Kind and level of the block that a line stands in; ("", 0) where nothing is known."""
        at = bisect_right(self.blocks, line.full_start, key=lambda block: block[0]) - 1
        if at < 0 or line.full_start >= self.blocks[at][1]:
            return "", 0
        return str(self.blocks[at][2]), int(self.blocks[at][3])

    def items(self, lines: Sequence[Line]) -> list[Line]:
        """The lines with those as items that stand in from the edge (a level) and have no mark in the text."""
        return [
            replace(line, kind="item", marker=DRAWN) if line.kind == "paragraph" and self._indented(line) else line
            for line in lines
        ]

    def _indented(self, line: Line) -> bool:
        kind, level = self.kind(line)
        return kind == "list_item" and level > 0 and not line.cells

    def headings(self, lines: Sequence[Line]) -> Headings:
        """The headings that the layout shows, by the index of their line."""
        levels = {line.index: level for line in lines for kind, level in [self.kind(line)] if kind == "heading"}
        return Headings(levels)


@dataclass(frozen=True)
class Headings:
    """Printed headings: the layout's level by the index of the line."""

    levels: dict[int, int]

    @property
    def complete(self) -> bool:
        """Whether the document prints so many headings as such that a plain line is none."""
        return sum(index >= _HEAD for index in self.levels) >= _SET

    def level(self, index: int) -> int:
        """1 for the largest print that several headings have, 2 for smaller print, 0 for no heading."""
        if index not in self.levels:
            return 0
        counts = Counter(level for at, level in self.levels.items() if at >= _HEAD)
        base = min((level for level, count in counts.items() if count > 1), default=max(self.levels.values()))
        return 1 if self.levels[index] <= base else 2
