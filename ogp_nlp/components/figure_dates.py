"""The day tied to a figure: in its clause, at the head of its column, or in the line over its list."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence

from ogp_nlp.components.base import Offsets
from ogp_nlp.components.commitment_definitions import Definition
from ogp_nlp.components.figure_tokens import key_span
from ogp_nlp.components.lines import Line
from ogp_nlp.components.qualifiers import QualifierKnowledge, last_day

_SHORT = 3  # lines of an undertaking in a list that has no account in it
_CAPTION = 18  # words of the line over a table that may date it
_LISTED = ("item", "row", "header_row")
Dated = tuple[Offsets, str, str | None]


class FigureDates:
    """Finds the dates of a document that belong to its figures.

    ``counted`` are the indices of the lines with figures, ``headers`` the heading rows by table.
    """

    def __init__(
        self,
        knowledge: QualifierKnowledge,
        lines: Sequence[Line],
        dates: Sequence[Dated],
        definitions: Sequence[Definition],
        counted: Collection[int],
        headers: Mapping[int, Line],
    ) -> None:
        self.knowledge = knowledge
        self.lines = lines
        self.dates = sorted(dates)
        self.headers = headers
        self._starts = [offsets[0] for offsets, _, _ in self.dates]
        self._counted = counted
        inline = {d.line for d in definitions if d.style == "inline" or d.line in counted}
        for definition in definitions:  # "المحور الأول: ..." with its figures in the line below
            below = lines[definition.line : definition.line + _SHORT + 1]
            reach = [line.index for line in below if line.start < definition.until]
            if definition.style == "heading" and len(reach) <= _SHORT:
                inline.update(reach)
        self._above: list[int] = []  # for each line the last one that is no member of a list
        for line in lines:
            before = lines[self._above[-1]] if self._above else None
            member = line.kind in _LISTED or line.index in inline or self._follows(line, before)
            self._above.append(self._above[-1] if member and self._above else line.index)
        self._heads: dict[int, str | None] = {}

    def _follows(self, line: Line, head: Line | None) -> bool:
        """Whether a line without a list mark stands in the list under a line with a colon: short, with a figure."""
        listed = not line.text[:1].isalnum() or (len(line.text) < 120 and re.search(r"\w\s*[:\-–].*[%٪]", line.text))
        return bool(head and _leads(head) and line.index in self._counted and listed and line.kind != "heading")

    def within(self, start: int, end: int) -> list[Dated]:
        """The dates between two offsets of the text."""
        found = self.dates[bisect_left(self._starts, start) : bisect_right(self._starts, end)]
        return [date for date in found if date[0][1] <= end]

    def of_column(self, start: int, line: Line) -> str | None:
        """The day that the heading of a figure's column names: ``الحالي (حتى 30/4/2025)``."""
        header = self.headers[line.table]
        column = next((i for i, (first, last) in enumerate(line.cells) if first <= start < last), -1)
        if header.index == line.index or not 0 <= column < len(header.cells):
            return None
        dated = self.within(*header.cells[column])
        return last_day(dated[0][2] or dated[0][1]) if dated else None

    def of_list(self, line: Line) -> str | None:
        """The day that the line over a list or table names: ``الوضعية إلى غاية 31 مارس 2025:``."""
        above = self._above[line.index]
        if above == line.index:
            return None
        if above not in self._heads:
            self._heads[above] = self._of_head(self.lines[above])
        return self._heads[above]

    def _of_head(self, above: Line) -> str | None:
        following = self.lines[min(above.index + 1, len(self.lines) - 1)]
        captions = following.table >= 0 and above.table < 0 and len(above.text.split()) <= _CAPTION
        if not (_leads(above) or captions):
            return None
        view = above.folded
        for offsets, value, until in reversed(self.within(above.start, above.end)):
            first = key_span(view, offsets)[0]
            lead = view.key[max(0, first - 90) : first]
            own = above.index not in self._counted and self.knowledge.firm.search(lead[-24:])
            if own or self.knowledge.status.search(lead):
                return last_day(until or value)
        return None


def _leads(line: Line) -> bool:
    """Whether a line leads in a list."""
    return line.text.rstrip().endswith(":")
