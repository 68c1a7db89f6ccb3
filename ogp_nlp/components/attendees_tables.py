"""Attendance tables: columns of names, offices, bodies and attendance in any order, with a heading row or without."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ogp_nlp.components.attendees_cues import Cue, combine
from ogp_nlp.components.attendees_model import Mention, State
from ogp_nlp.components.attendees_prose import ProseReader
from ogp_nlp.components.base import Offsets, fold, key_of
from ogp_nlp.components.lines import Line
from ogp_nlp.components.people import Person, person_at
from ogp_nlp.components.people_tail import read_tail

_MARKS = ("mark_absent", "mark_excused", "mark_remote")
_FIELDS = ("name", "honorific", "role", "organization", "attendance", *_MARKS, "note", "signature", "number")


@dataclass(frozen=True)
class TableReader:
    """Reads the people of tables; cells that hold more than a name are read as running text."""

    prose: ProseReader

    @cached_property
    def columns(self) -> dict[str, frozenset[str]]:
        """Folded column headings by what the column holds."""
        table = self.prose.cues.raw["columns"]
        plain = {**{name: words for name, words in table.items() if name != "marks"}, **table["marks"]}
        return {name: frozenset(_plain(word) for word in words) for name, words in plain.items()}

    @cached_property
    def _edges(self) -> list[tuple[int, str, frozenset[str]]]:
        """Place of a word in a heading, what the column holds, and the words that tell so."""
        table = self.prose.cues.raw["column_words"]
        return [
            (place, name, frozenset(_plain(word) for word in words))
            for edge, place in (("first", 0), ("last", -1))
            for name, words in table[edge].items()
        ]

    def _field_of(self, cell: str, columns: dict[str, int]) -> str:
        """What a column so headed holds, "" for unknown or held by another already."""
        known = any(cell in words for words in self.columns.values())
        name = next((name for name in _FIELDS if cell in self.columns[name] and name not in columns), "")
        if name or known or len(cell.split()) < 2:
            return name
        told = (name for place, name, words in self._edges if cell.split()[place] in words and name not in columns)
        return next(told, "")

    def is_attendance(self, rows: Sequence[Line], listed: bool) -> dict[str, int] | None:
        """The columns of an attendance table by what they hold, None for others; ``listed``: under such a heading."""
        first = _strict(rows[0])
        header = [_plain(first.cell_text(column)) for column in range(len(first.cells))]
        if any(cell in self.columns["not_people"] for cell in header) and not listed:
            return None
        columns: dict[str, int] = {}
        for place, cell in enumerate(header):
            name = self._field_of(cell, columns)
            if name:
                columns[name] = place
        if "name" in columns and (listed or len(columns) > 1):
            return columns
        if "name" in columns or (not columns and not listed):
            return None
        return self._guess(rows[1 if len(columns) > 1 else 0 :], columns)

    def _guess(self, rows: Sequence[Line], columns: dict[str, int]) -> dict[str, int] | None:
        """Columns told by their content: the one that holds titles or given names is that of the names."""
        if not rows:
            return None
        scores = []
        for place in range(max(len(row.cells) for row in rows)):
            found = [self._person(row, place) for row in rows if place < len(row.cells)]
            known = sum(person is not None and self._known(person) for person in found)
            scores.append(known / max(1, len(rows)))
        best = max(range(len(scores)), key=scores.__getitem__, default=-1)
        if best < 0 or scores[best] < 0.6:
            return None
        columns = {name: place for name, place in columns.items() if place != best}
        columns["name"] = best
        free = [place for place in range(len(scores)) if place not in columns.values()]
        for place in free:
            cells = [key_of(row.cell_text(place)) for row in rows]
            kind = self._kind_of(cells)
            if kind and kind not in columns:
                columns[kind] = place
            elif kind == "role":
                columns["second_role"] = place
        return columns

    def _kind_of(self, cells: Sequence[str]) -> str:
        words, cues = self.prose.words, self.prose.cues
        firsts = [[*cell.split(), "", ""][:2] for cell in cells if cell.strip()]
        half = len(cells) / 2
        if sum(bool(cues.status(cell) or cues.cell_status(cell)) for cell in cells) >= half:
            return "attendance"
        if sum(words.is_office(*first) for first in firsts) >= half:
            return "role"
        return "organization" if sum(words.is_body(first[0]) for first in firsts) >= half else ""

    def _known(self, person: Person) -> bool:
        first, second = [*key_of(person.name).split(), ""][:2]
        known = self.prose.words.sex_of_given(first) is not None and not self.prose.words.is_office(first, second)
        return person.honorific is not None or known

    def _person(self, row: Line, place: int) -> Person | None:
        text = row.cell_text(place)
        view = fold(text, row.cells[place][0])
        start = len(view.key) - len(re.sub(r"^[\s\d.)\-–•*]+", "", view.key))
        return person_at(view, text, start, bare_name=True, words=self.prose.words) if text.strip() else None

    def read(
        self,
        rows: Sequence[Line],
        columns: dict[str, int],
        state: State,
        group_state: Callable[[str, Line, State], State],
    ) -> list[Mention]:
        """The people of the rows, heading row left out."""
        mentions = []
        group = state
        width = _strict(rows[0]).cells
        for loose in rows:
            row = _strict(loose) if len(_strict(loose).cells) == len(width) else loose
            if loose is rows[0] and self._is_header(row, columns):
                continue
            filled = [cell for cell in (row.cell_text(place).strip() for place in range(len(row.cells))) if cell]
            person = self._person(row, columns["name"]) if columns["name"] < len(row.cells) else None
            if len(filled) == 1 and len(rows) > 2 and not (person and self._known(person)):
                group = group_state(filled[0], row, group)
                continue
            if len(row.cells) <= columns["name"]:
                continue
            mention = self._read_row(row, columns, group)
            if mention is not None:
                mentions.append(mention)
        return mentions

    def is_header(self, row: Line) -> bool:
        """Whether a row holds headings of columns: half of its cells at least."""
        cells = [_plain(row.cell_text(place)) for place in range(len(row.cells))]
        known = sum(any(cell in words for words in self.columns.values()) for cell in cells)
        return 2 * known >= len(cells) > 1

    def _is_header(self, row: Line, columns: dict[str, int]) -> bool:
        cells = [(name, _plain(row.cell_text(place))) for name, place in columns.items() if place < len(row.cells)]
        known = any(cell in self.columns.get(name, ()) for name, cell in cells)
        return known or any(self._field_of(cell, {}) == name for name, cell in cells)

    def _read_row(self, row: Line, columns: dict[str, int], state: State) -> Mention | None:
        person = self._person(row, columns["name"])
        if person is None:
            return None
        end = row.cells[columns["name"]][1]
        inside = row.text[person.end - row.start : end - row.start]
        tail = read_tail(inside, person.end, self.prose.words)
        mention = Mention(person, state, Cue(), tail, source="table")
        role = self._cell(row, columns, "role")
        if role:
            mention.tail.offices.append(key_of(role[0]))
            mention.tail.role, mention.tail.role_at = role
        second = self._cell(row, columns, "second_role")
        if second:
            mention.tail.offices.append(key_of(second[0]))
        body = self._cell(row, columns, "organization")
        words = [*key_of(role[0]).split(), ""][:2] if role else ["", ""]
        if role and not body and self.prose.words.is_body(words[0]) and not self.prose.words.is_office(*words):
            body, mention.tail.role, mention.tail.role_at = role, None, None
        if body and role and self.prose.words.deputy_starts.match(key_of(role[0])):
            mention.tail.deputy, mention.tail.role, mention.tail.role_at = True, None, None
            mention.tail.notes.append(key_of(role[0]))
        if body:
            mention.tail.organization, mention.tail.organization_at = body
            mention.tail.tied = True
        elif role:
            found = read_tail(role[0], role[1][0], self.prose.words)
            mention.tail.part_of_house = found.part_of_house
            if not mention.tail.tied:
                mention.tail.organization, mention.tail.organization_at = found.organization, found.organization_at
            if found.deputy:
                mention.tail.deputy, mention.tail.role, mention.tail.role_at = True, found.role, found.role_at
        if role and body and mention.tail.role is not None:
            self._without_proxy(mention, role)
        title = self._cell(row, columns, "honorific")
        if title and person.honorific is None:
            mention.person = replace(person, honorific=title[0], honorific_at=title[1])
        for name in ("attendance", "note", "signature"):
            self._add_note(mention, row, columns, name)
        self._add_marks(mention, row, columns)
        return mention

    def _without_proxy(self, mention: Mention, role: tuple[str, Offsets]) -> None:
        """An office in a cell without what it says in brackets on whom the person stands in for."""
        found = read_tail(role[0], role[1][0], self.prose.words)
        if found.deputy:
            mention.tail.deputy, mention.tail.role, mention.tail.role_at = True, found.role, found.role_at
            mention.tail.notes += found.notes

    def _add_marks(self, mention: Mention, row: Line, columns: dict[str, int]) -> None:
        """Attendance told by the column in which a row has its mark: ``لم يحضر | ✓``."""
        for name in _MARKS:
            cell = self._cell(row, columns, name)
            if cell is None or key_of(cell[0]) in ("0", "لا"):
                continue
            status = name.removeprefix("mark_")
            own = [self.prose.cues.status(note) for note in mention.tail.notes]
            if status == "absent" and ("excused" in own or self._reason(row, columns)):
                status = "excused"
            mention.tail.notes = [note for note in mention.tail.notes if self.prose.cues.cell_status(note) is None]
            mention.state = replace(mention.state, status=status)

    def _reason(self, row: Line, columns: dict[str, int]) -> bool:
        """Whether the row's remark is a reason, and not that there was none."""
        cell = self._cell(row, columns, "note")
        return cell is not None and not self.prose.cues.has("without_excuse", key_of(cell[0]))

    def _add_note(self, mention: Mention, row: Line, columns: dict[str, int], name: str) -> None:
        cell = self._cell(row, columns, name)
        if not cell:
            return
        key, cues = key_of(cell[0]), self.prose.cues
        status = cues.cell_status(key) if name != "signature" else None
        mention.tail.notes.append(key)
        read = cues.read(key)
        if name == "attendance" and read.status is None and status is None and cues.is_reason(key):
            status = "excused"
            mention.state = replace(mention.state, status=status)
        mention.cue = combine(mention.cue, replace(read, status=status or read.status))

    def _cell(self, row: Line, columns: dict[str, int], name: str) -> tuple[str, Offsets] | None:
        """The content of a row's cell with its offsets; None where it is missing or empty."""
        place = columns.get(name)
        if place is None or place >= len(row.cells):
            return None
        text = row.cell_text(place).strip()
        if not text or key_of(text) in self.prose.words.empty:
            return None
        start = row.cells[place][0] + row.cell_text(place).index(text)
        return text, (start, start + len(text))


def _strict(row: Line) -> Line:
    """The row with every cell between its bars or tabs, empty ones included."""
    sign = "|" if "|" in row.text else "\t"
    if sign not in row.text:
        return row
    cells, start = [], row.start
    for part in row.text.split(sign):
        content = part.strip()
        at = start + (part.index(content) if content else 0)
        cells.append((at, at + len(content)))
        start += len(part) + 1
    return replace(row, cells=tuple(cells))


def _plain(text: str) -> str:
    """A column heading as compared: folded, without signs at its ends."""
    return re.sub(r"\s+", " ", re.sub(r"[:()*|]", " ", key_of(text))).strip(" .")
