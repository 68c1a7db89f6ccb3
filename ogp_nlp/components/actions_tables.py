"""Rows of follow-up tables: who does what until when, how far it is, and whether it is still open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ogp_nlp.components.actions_text import TextActions
from ogp_nlp.components.base import key_of
from ogp_nlp.components.candidates import Candidate
from ogp_nlp.components.lines import Line, fold_digits
from ogp_nlp.components.progress_words import is_done, rate_of
from ogp_nlp.components.section_knowledge import column_roles
from ogp_nlp.components.tasks import Due, tidy
from ogp_nlp.components.verbs import keys


@dataclass(frozen=True)
class Tables:
    """Reads the tables of a document that follow tasks up."""

    reader: TextActions
    columns: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]  # words of longer headings
    units: re.Pattern[str]

    def roles(self, rows: Sequence[Line], *, outcome: bool, follows: bool = False) -> list[str]:
        """What each column of a table holds; empty where it is no table of tasks.

        ``outcome``: it stands under a heading of outcomes, so that columns without known headings are told by what
        they hold. ``follows``: its heading says that it follows earlier outcomes up.
        """
        head = rows[0]
        roles = self._by_words(head, column_roles(head, dict(self.columns)))
        least = 1 if head.kind == "header_row" else 2
        if sum(role not in ("", "number") for role in roles) < least:
            roles = [""] * len(roles)
        if "task" not in roles and "title" in roles:
            roles = ["task" if role == "title" else role for role in roles]
        known = set(roles)
        if "task" in known and known & {"owner", "due"}:
            dated = "due" in known or "status" in known or known <= {"task", "owner", "number"}
            return roles if outcome or dated else []
        if {"task", "status"} <= known and (follows or outcome):
            return roles
        if {"owner", "due"} <= known:
            return self._with_task(roles, rows)
        return self._by_content(rows) if outcome else []

    def _by_words(self, head: Line, roles: list[str]) -> list[str]:
        """Headings that no list holds whole, told by one of their words; none where too few fit."""
        roles = list(roles)
        for column, role in enumerate(roles):
            words = key_of(head.cell_text(column)).split()
            if not role and 0 < len(words) <= 4:
                fits = (name for name, cues in self.words.items() if name not in roles and cues & set(words))
                roles[column] = next(fits, "")
        return roles

    def by_content(self, rows: Sequence[Line], roles: Sequence[str]) -> bool:
        """Whether the columns were told by what they hold, as the first row holds a task too."""
        told = self._by_words(rows[0], column_roles(rows[0], dict(self.columns)))
        named = [role for role in told if role not in ("", "number")]
        return bool(roles) and len(named) < 2

    def _with_task(self, roles: list[str], rows: Sequence[Line]) -> list[str]:
        free = [column for column, role in enumerate(roles) if not role]
        if not free:
            return []
        longest = max(free, key=lambda column: sum(len(row.cell_text(column)) for row in rows[1:]))
        return ["task" if column == longest else role for column, role in enumerate(roles)]

    def _by_content(self, rows: Sequence[Line]) -> list[str]:
        width = max(len(row.cells) for row in rows)
        if width < 2:
            return []
        mass = [sum(len(row.cell_text(column)) for row in rows) for column in range(width)]
        roles = [""] * width
        roles[mass.index(max(mass))] = "task"
        for column in range(width):
            cells = [row.cell_text(column) for row in rows if row.cell_text(column)]
            if roles[column] or not cells or all(fold_digits(cell).strip(" .)-").isdigit() for cell in cells):
                continue
            dated = sum(
                self.reader.rules.tasks.pick(cell, self.reader.day, self.reader.following) is not None for cell in cells
            )
            roles[column] = (
                "due" if 2 * dated >= len(cells) and "due" not in roles else "owner" if "owner" not in roles else ""
            )
        return roles if "owner" in roles or "due" in roles else []

    def _cell(self, row: Line, roles: Sequence[str], role: str) -> str:
        if role not in roles:
            return ""
        cell = tidy(row.cell_text(list(roles).index(role)))
        empty = {key.strip() for key in keys(self.reader.rules.raw["cues"]["empty"])}
        return "" if key_of(cell).strip() in empty else cell

    def _remarked(self, row: Line, roles: Sequence[str]) -> tuple[Due | None, str]:
        """A deadline among the remarks of a row: ``تنجز قبل 5 آذار``."""
        for column, role in enumerate(roles):
            cell = tidy(row.cell_text(column)) if not role and column < len(row.cells) else ""
            due = self.reader.rules.tasks.pick(cell, self.reader.day, self.reader.following) if cell else None
            if due and due.due_end and not cell[due.end :].strip(" .") and 1 <= len(cell[: due.start].split()) <= 3:
                return due, tidy(cell[due.start : due.end])
        return None, ""

    def candidate(self, row: Line, roles: Sequence[str], text: str, origin: str = "table") -> Candidate | None:
        """The candidate of one row; None for a row that holds no task."""
        task = self._cell(row, roles, "task")
        if row.kind not in ("row", "header_row") or not task or len(row.cells) < 2 or self.units.match(key_of(task)):
            return None
        status = self._cell(row, roles, "status")
        due_text = self._cell(row, roles, "due")
        progress = rate_of(self._cell(row, roles, "progress") or status)
        due = (
            self.reader.rules.tasks.pick(due_text or status, self.reader.day, self.reader.following)
            if due_text or status
            else None
        )
        if not due_text and due:
            due_text = tidy(status[due.start : due.end])
        if due is None and not due_text:
            due, due_text = self._remarked(row, roles)
        done = (
            progress in (None, 100)
            and is_done(status or self._cell(row, roles, "progress"), self.reader.rules.raw["cues"])
        ) or progress == 100
        owner = self._cell(row, roles, "owner")
        fields: dict[str, Any] = {
            "task": task,
            "owner": self.reader.speakers.owner(owner, row, 0) if owner else None,
            "due_text": due_text or None,
            "due_start": due.due_start.isoformat() if due and due.due_start else None,
            "due_end": due.due_end.isoformat() if due and due.due_end else None,
            "progress": progress,
            "origin": "listed",
            "section": self.reader.sections.get(row.index),
        }
        features: dict[str, float | str] = {
            "rule": origin,
            "due": float(bool(due_text)),
            "owner": float(bool(owner)),
            "words": float(len(task.split())),
            "done": float(done),
        }
        return Candidate(
            "action_items", origin, row.start, row.end, text[row.start : row.end], not done, 0.95, fields, features
        )
