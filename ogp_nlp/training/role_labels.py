"""Roles of lines from a record: gold gives what to learn, a prediction gives what the rules hold each line for.

A record says where items stand, not what every line is for. What it does not say is told from the document: a short
line over people, points or outcomes is their heading; what stands before the first item or behind the last one is
other matter; all that is left tells of the meeting.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ogp_nlp import metrics
from ogp_nlp.components.line_roles import ROLES
from ogp_nlp.components.lines import Line

Record = Mapping[str, Any]
_HEAD = 15  # lines among which title and data of the meeting stand
_SHORT = 130  # characters of a heading at most


def moved(record: Record, wanted: str, text: str) -> dict[str, Any] | None:
    """A record with the offsets of evidence counted in ``text`` instead of ``wanted``, which differ in blanks alone.

    None where they differ in more.
    """
    if "".join(wanted.split()) != "".join(text.split()):
        return None
    ranks = np.cumsum([not sign.isspace() for sign in wanted])
    places = [at for at, sign in enumerate(text) if not sign.isspace()]

    def move(part: Record) -> dict[str, Any]:
        if part["start"] >= part["end"]:
            return dict(part)
        first, last = int(ranks[part["start"]]) - 1, int(ranks[part["end"] - 1]) - 1
        return {**part, "start": places[first], "end": places[last] + 1}

    result: dict[str, Any] = {}
    for kind, held in record.items():
        many = held if isinstance(held, list) else [held]
        if not many or not isinstance(many[0], Mapping) or "evidence" not in many[0]:
            continue
        new = [{**item, "evidence": [move(part) for part in item["evidence"]]} for item in many]
        result[kind] = new if isinstance(held, list) else new[0]
    return result


@dataclass
class Labels:
    """Roles found so far, by the index of the line."""

    lines: Sequence[Line]
    record: Record
    roles: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._starts = [line.full_start for line in self.lines]

    def _at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _set(self, at: int, role: str) -> None:
        if at >= 0:
            self.roles.setdefault(at, role)

    def _places(self, kind: str) -> list[tuple[int, Record, int]]:
        """The line of each item's main quote, the item, and the quote's length."""
        found = []
        for item in self.record.get(kind, ()):
            if item["evidence"]:
                first = item["evidence"][0]
                found.append((self._at(first["start"]), item, first["end"] - first["start"]))
        return [one for one in found if one[0] >= 0]

    def _title(self) -> None:
        title = (self.record.get("meeting") or {}).get("title")
        words = set(metrics.key(title).split()) if title else set()
        for line in self.lines[:_HEAD]:
            own = set(metrics.key(line.text).split())
            if len(own) > 1 and words and len(own & words) >= 0.7 * len(own):
                self._set(line.index, "title")
                return

    def _items(self) -> None:
        crowd = [at for at, _, _ in self._places("attendees")]
        for at in crowd:
            if len(self.lines[at].text) <= 220 or crowd.count(at) > 1:
                self._set(at, "attendee")
        for at, _, _ in self._places("commitments"):
            self._set(at, "commitment_heading")
        agenda = [at for at, _, _ in self._places("agenda")]
        for at in agenda:
            near = len(agenda) == 1 or any(at != other and abs(at - other) <= 2 for other in agenda)
            if near or agenda.count(at) > 1:
                self._set(at, "agenda")
        for kind in ("action_items", "decisions"):
            for at, item, size in self._places(kind):
                line = self.lines[at]
                whole = size >= 0.5 * len(line.text)
                listed = item.get("origin") == "listed" or (kind == "decisions" and line.kind != "paragraph")
                if listed or (whole and kind == "decisions"):
                    self._set(at, "outcome")
        for at, item, _ in self._places("percentages"):
            if item["subject"] != "other":
                self._set(at, "progress")

    def _themes(self) -> None:
        for theme in {item.get("theme") for item in self.record.get("commitments", ())} - {None}:
            wanted = metrics.key(theme)
            for line in self.lines:
                own = metrics.key(line.text)
                if line.index not in self.roles and wanted in own and len(own) <= len(wanted) + 40:
                    self._set(line.index, "theme_heading")
                    break

    def _meeting(self) -> None:
        for part in (self.record.get("meeting") or {}).get("evidence", ()):
            at = self._at(part["start"])
            if 0 <= at < max(_HEAD, len(self.lines) // 4):
                self._set(at, "meeting_data")

    def _headings(self) -> None:
        for below, role in (("attendee", "attendance_heading"), ("agenda", "agenda_heading"),
                            ("outcome", "outcome_heading")):  # fmt: skip
            for at in range(len(self.lines) - 2, -1, -1):
                line, under = self.lines[at], self.roles.get(at + 1)
                short = len(line.text) <= _SHORT or line.text.endswith(":")
                follows = under == below or (under == role and below == "attendee")
                if at not in self.roles and follows and short and not re.search(r"[.؛]$", line.text):
                    self.roles[at] = below if line.kind == "row" and below != "attendee" else role

    def all(self) -> list[str]:
        """The role of each line."""
        self._title()
        self._items()
        self._themes()
        self._meeting()
        self._headings()
        told = [at for at in self.roles if self.roles[at] not in ("title", "meeting_data")]
        first, last = min(told, default=0), max(told, default=0)
        for kind in ("action_items", "decisions", "percentages", "legal_references"):
            last = max([last, *(at for at, _, _ in self._places(kind))])
        for line in self.lines:
            inside = first < line.index <= last or (line.index > first and len(line.text) > 200)
            self._set(line.index, "discussion" if inside else "other")
        return [self.roles[line.index] for line in self.lines]


def labels(lines: Sequence[Line], record: Record) -> list[str]:
    """The role of each line by a record whose offsets count the text of the lines; one of ``ROLES`` each."""
    found = Labels(lines, record).all()
    assert set(found) <= set(ROLES)
    return found
