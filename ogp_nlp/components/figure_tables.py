"""What a figure in a table cell speaks of: its row's undertaking, its row's name or its column's heading."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ogp_nlp.components.about import Phrase
from ogp_nlp.components.base import key_of
from ogp_nlp.components.commitment_definitions import Definition
from ogp_nlp.components.commitment_tables import headers_of
from ogp_nlp.components.commitment_titles import tidy
from ogp_nlp.components.figures import Figure
from ogp_nlp.components.lines import Line
from ogp_nlp.components.progress import ProgressKnowledge, stems
from ogp_nlp.components.qualifiers import by_column


class Tables:
    """The tables of a document: heading rows, and how many columns of each hold figures."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.headers = headers_of(lines)
        self.measured: dict[int, set[int]] = defaultdict(set)
        for line in lines:
            if line.table >= 0 and line.kind == "row":
                marked = (i for i in range(len(line.cells)) if re.search(r"[%٪]", line.cell_text(i)))
                self.measured[line.table].update(marked)


@dataclass(frozen=True)
class TableReader:
    """Figures in tables, by the column headings of ``[columns]``."""

    raw: dict[str, Any]
    progress: ProgressKnowledge

    def _keys(self, name: str) -> frozenset[str]:
        return frozenset(" ".join(key_of(word).split()) for word in self.raw["columns"][name])

    @cached_property
    def generic(self) -> frozenset[str]:
        """Headings that name no measure of their own."""
        return self._keys("generic") | self._keys("target") | self._keys("previous")

    @cached_property
    def other(self) -> frozenset[str]:
        """Headings of what is no progress."""
        return self._keys("other")

    def read(
        self, figure: Figure, line: Line, tables: Tables, row: Definition | None, phrase: Phrase, reviewed: bool
    ) -> Figure:
        """The figure with its subject; ``row`` is the undertaking of its row, ``reviewed`` whether the plan has any."""
        column = next((i for i, (start, end) in enumerate(line.cells) if start <= figure.start < end), 0)
        header = tables.headers[line.table]
        headed = header.kind == "header_row" or header.table != line.table
        heading = tidy(header.cell_text(column)) if headed and header.index != line.index else ""
        key = " ".join(re.sub(r"[^\w\s%]", " ", key_of(heading)).split())
        marks = tuple(dict.fromkeys([*by_column(heading, self.raw["columns"]), *figure.qualifiers]))
        figure = replace(
            figure, qualifiers=tuple(sorted(marks, key=_ORDER.index)), place="table", how="row" if row else "table"
        )
        name = self._row_name(line, column)
        cell = self._in_cell(line, column, phrase)
        if row is not None:
            progressive = key not in self.other and not (stems((key.split() or [""])[0]) & self.progress.never)
            if progressive:
                return replace(figure, subject="commitment_progress", commitment=row.number, about=row.title)
            return replace(figure, about=row.title or name or heading)
        if self._is_total(line) and key not in self.other and (reviewed or self._of_progress(key)):
            return replace(figure, subject="plan_progress", about=name)
        return replace(figure, about=cell or name or heading or None)

    def _of_progress(self, key: str) -> bool:
        return any(stems(word) & self.progress.nouns for word in key.split())

    def _is_total(self, line: Line) -> bool:
        first = next((line.cell_text(i) for i in range(len(line.cells)) if line.cell_text(i).strip()), "")
        return " ".join(key_of(first).split()).strip(" :.") in self.progress.totals

    @staticmethod
    def _row_name(line: Line, column: int) -> str | None:
        """The first cell with words that is not the figure's own."""
        for place in range(len(line.cells)):
            text = tidy(line.cell_text(place))
            if place != column and len(re.findall(r"[^\W\d_]", text)) > 2:
                return text
        return None

    @staticmethod
    def _in_cell(line: Line, column: int, phrase: Phrase) -> str | None:
        """The phrase inside the figure's own cell, where a cell holds a sentence."""
        if phrase.span is None or phrase.place != "before" or column >= len(line.cells):
            return None
        start, end = line.folded.offsets(*phrase.span)
        first, last = line.cells[column]
        words = phrase.key.split()
        if start < first or end > last or len(words) < 2 or words[0] not in ("نسبه", "معدل", "متوسط", "حصه"):
            return None
        return tidy(line.text[start - line.start : end - line.start])


_ORDER = ("provisional", "approximate", "range_start", "range_end", "target", "previous", "minimum", "maximum")
