"""Numbered undertakings in tables: which column holds the number, the title, the axis and who is responsible."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from ogp_nlp.arabic.numbers import read_ordinal
from ogp_nlp.components.base import key_of
from ogp_nlp.components.commitment_definitions import Definition
from ogp_nlp.components.commitment_titles import TitleKnowledge, tidy
from ogp_nlp.components.lines import Line
from ogp_nlp.components.undertakings import UndertakingKnowledge, alternatives

_CODE = re.compile(r"^\W*[^\W\d]{1,3}[\s.\-/]*0*(\d{1,3})\W*$")
_NUMBERED = re.compile(r"^\W*(\d{1,3})\s*[.):\-/]+\s*(?=[^\W\d])")


def headers_of(lines: Sequence[Line]) -> dict[int, Line]:
    """The heading row of each table: its first row, or that of a table which an axis heading interrupts."""
    found: dict[int, Line] = {}
    for line in lines:
        if line.table < 0 or line.table in found:
            continue
        found[line.table] = line
        if line.kind != "header_row" and line.table > 0:
            above = next((other for other in reversed(lines[max(0, line.index - 2) : line.index]) if other.cells), None)
            if above is not None and above.table in found and len(above.cells) == len(line.cells):
                found[line.table] = found[above.table]
    return found


@dataclass(frozen=True)
class TableKnowledge:
    """The column headings of ``[columns]``, compiled."""

    raw: dict[str, Any]

    @cached_property
    def undertakings(self) -> UndertakingKnowledge:
        """Mentions by number."""
        return UndertakingKnowledge(self.raw)

    @cached_property
    def titles(self) -> TitleKnowledge:
        """Titles."""
        return TitleKnowledge(self.raw)

    def _headings(self, name: str) -> re.Pattern[str]:
        unit = rf"(?:ال|لل)?(?P<unit>{self.undertakings.units})"
        bodies = []
        for words in self.raw["columns"][name]:
            words = words.replace("ال{unit}", "{unit}")  # noqa: PLW2901
            parts = [r"\s+".join(map(re.escape, key_of(part).split())) for part in words.split("{unit}")]
            bodies.append(
                f"{parts[0]}{'' if not parts[0] else chr(92) + 's*'}@{parts[1] and chr(92) + 's*' + parts[1]}"
                if len(parts) > 1
                else parts[0]
            )
        body = "|".join(sorted(bodies, key=len, reverse=True))
        return re.compile(rf"\W*(?:{body.replace('@', unit.replace('?P<unit>', '?:'))})\W*$")

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """A pattern for each kind of column."""
        return {name: self._headings(name) for name in ("number", "title", "theme", "lead")}

    @cached_property
    def unit(self) -> re.Pattern[str]:
        """The noun inside a column heading."""
        return re.compile(rf"(?<!\w)(?:ال|لل)?(?P<unit>{self.undertakings.units})(?!\w)")

    @cached_property
    def firm(self) -> re.Pattern[str]:
        """Opens the name of a body."""
        return re.compile(rf"(?:ال)?{alternatives(self.raw['lead']['firms'])}\s")

    @cached_property
    def axis(self) -> re.Pattern[str]:
        """Opens a row that is the heading of an axis."""
        return re.compile(rf"\W*{alternatives(self.raw['themes']['words'])}(?!\w)")

    def define(self, lines: Sequence[Line]) -> list[Definition]:
        """Introductions in all tables, in order."""
        found: list[Definition] = []
        headers = headers_of(lines)
        for _, rows in groupby((line for line in lines if line.table >= 0), key=lambda line: line.table):
            table = list(rows)
            found.extend(self._table(table, headers[table[0].table]))
        return found

    def columns(self, header: Line) -> dict[str, int]:
        """Which column holds what, by the headings; the number's noun is told by ``unit_of``."""
        result: dict[str, int] = {}
        keys = [key_of(header.cell_text(column)).strip() for column in range(len(header.cells))]
        for name in ("number", "theme", "lead", "title"):
            for column, key in enumerate(keys):
                if name not in result and column not in result.values() and self.patterns[name].match(key):
                    result[name] = column
        return result

    def _table(self, rows: list[Line], header: Line) -> Iterator[Definition]:
        columns = self.columns(header)
        headed = header.kind == "header_row" or len(columns) >= 2
        if not headed:
            columns = {}
        unit = ""
        if "number" in columns:
            match = self.unit.search(key_of(header.cell_text(columns["number"])))
            unit = match["unit"] if match else ""
        theme: str | None = None
        for row in rows[1:] if headed and header is rows[0] else rows:
            filled = [column for column in range(len(row.cells)) if row.cell_text(column).strip()]
            if len(set(map(row.cell_text, filled))) == 1 and self.axis.match(key_of(row.cell_text(filled[0]))):
                theme = tidy(row.cell_text(filled[0]))
                continue
            if "theme" in columns and row.cell_text(columns["theme"]).strip(' -"«»'):
                theme = tidy(row.cell_text(columns["theme"]))
            definition = self._row(row, columns, unit, theme)
            if definition:
                yield definition

    def _row(self, row: Line, columns: dict[str, int], unit: str, theme: str | None) -> Definition | None:
        """The undertaking of one row, None where no cell numbers one."""
        found = self._number(row, columns, unit)
        if found is None:
            return None
        column, number, name, own = found
        title = own
        if "title" in columns and tidy(row.cell_text(columns["title"])):
            title = title or tidy(row.cell_text(columns["title"]))
        if not title:
            others = [tidy(row.cell_text(i)) for i in range(column + 1, len(row.cells)) if i not in columns.values()]
            title = next((text for text in others if len(text) > 5 and not re.search(r"[\d٠-٩%٪]{2,}", text)), "")
        lead = tidy(row.cell_text(columns["lead"])) if "lead" in columns else self._party(row, columns, column, title)
        start, end = row.start, row.end
        return Definition(
            number, name, "row", row.index, start, end, start, title or None, theme, lead or None, until=end
        )

    def _party(self, row: Line, columns: dict[str, int], column: int, title: str | None) -> str:
        """In a table without a known column of who is responsible: the words right behind number and title."""
        if columns.keys() - {"number", "title", "theme"} or not title:
            return ""
        place = next((i for i in range(column, len(row.cells)) if title in tidy(row.cell_text(i))), column)
        text = tidy(row.cell_text(place + 1))
        cells = [tidy(row.cell_text(i)) for i in range(place + 1, len(row.cells))]
        firm = next((cell for cell in cells if self.firm.match(key_of(cell)) and len(cell.split()) < 8), None)
        if firm:
            return firm
        plain = len(text.split()) >= 2 and not re.search(r"[\d٠-٩%٪]", text) and place + 2 < len(row.cells)
        return text if plain and not self.titles.report.match(key_of(text)) else ""

    def _number(self, row: Line, columns: dict[str, int], unit: str) -> tuple[int, int, str, str] | None:
        """Column, number, noun and title (where the same cell holds it) of a row's undertaking."""
        if "number" in columns and unit:
            text = row.cell_text(columns["number"])
            ordinal = read_ordinal(text.strip()) if text.strip() else None
            if ordinal:
                return columns["number"], ordinal, unit, ""
            code = _CODE.match(key_of(text))
            if code:
                return columns["number"], int(code[1]), unit, ""
            match = _NUMBERED.match(key_of(text))
            if match:
                own = re.sub(r"^\W*[\d٠-٩۰-۹]{1,3}\s*[.):\-–/]+\s*", "", text)
                return columns["number"], int(match[1]), unit, tidy(own)
        for column in range(len(row.cells)):
            text = row.cell_text(column)
            mention = next(iter(self.undertakings.find(text)), None)
            if mention and not key_of(text)[: mention.place].strip(" -*•"):
                titled = self.titles.read(text[mention.end :], mention.end, heading=True)
                own = tidy(text[slice(*titled.title)]) if titled.title else ""
                return column, mention.number, mention.unit, own
        return None
