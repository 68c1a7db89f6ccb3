"""The cue words of ``sections.toml``, compiled: headings, topics and what the columns of a table hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ogp_nlp.arabic.numbers import ordinal_source
from ogp_nlp.components.base import cue_pattern, key_of
from ogp_nlp.components.lines import Line


def _number() -> str:
    """Source of a pattern for the number of a heading: digits, Roman digits or an ordinal word."""
    return rf"(?:(?:رقم|عدد|n°)?\s*(?:\(?\d{{1,3}}\)?|[ivx]{{1,5}}(?!\w))|{ordinal_source()})"


@dataclass(frozen=True)
class SectionKnowledge:
    """The cue words of ``sections.toml``, compiled."""

    raw: dict[str, Any]

    @cached_property
    def marks(self) -> dict[str, Any]:
        """List marks."""
        return dict(self.raw["marks"])

    @cached_property
    def topics(self) -> list[tuple[str, re.Pattern[str]]]:
        """For each topic a pattern that a heading must begin with."""
        lead = "|".join(re.escape(key_of(word)) for word in self.raw["topics"]["lead"])
        found = []
        for name, cues in self.raw["topics"].items():
            if isinstance(cues, dict):
                body = cue_pattern(cues["starts"]).pattern
                found.append((name, re.compile(rf"\W*(?:(?:{lead})\s+)*(?P<cue>{body})")))
        return found

    @cached_property
    def person(self) -> re.Pattern[str]:
        """Opens the line of a person."""
        return cue_pattern(self.raw["flow"]["person"])

    @cached_property
    def titled(self) -> re.Pattern[str]:
        """Opens the line of a person with a title, which no other list item does."""
        return cue_pattern(self.raw["flow"]["titles"])

    def _numbered(self, name: str, after: str) -> re.Pattern[str]:
        words = "|".join(re.escape(key_of(word)) for word in self.raw["headings"][name])
        return re.compile(rf"\W*(?:{words})\s+{_number()}\s*{after}")

    @cached_property
    def theme(self) -> re.Pattern[str]:
        """Opens the heading of an axis: ``المحور الأول: ...``."""
        return self._numbered("themes", r"[:.\-–/(]")

    def names_theme(self, key: str) -> bool:
        """Whether a folded line begins with the word for an axis, numbered or not: ``محور الموارد المائية``."""
        return cue_pattern(self.raw["headings"]["themes"]).match(key) is not None

    @cached_property
    def point(self) -> re.Pattern[str]:
        """Opens the heading of a point of the meeting: ``البند الأول: ...``."""
        return self._numbered("points", r"[:.\-–/(]")

    def calls_point(self, key: str) -> bool:
        """Whether a folded sentence soon calls what stands above it a point: ``تم على مستوى هذه النقطة تقديم عرض``."""
        return cue_pattern(self.raw["headings"]["points_again"]).search(key[:80]) is not None

    @cached_property
    def outcome(self) -> re.Pattern[str]:
        """Opens a numbered decision or recommendation: ``القرار رقم 2: ...``."""
        return self._numbered("outcomes", r"(?:[:.\-–/(]|$)")

    @cached_property
    def unit(self) -> re.Pattern[str]:
        """Opens the heading of one undertaking: ``المشروع رقم 3: ...``."""
        return self._numbered("units", r"[:.\-–/(]\s*\S")

    @cached_property
    def _leads(self) -> dict[str, re.Pattern[str]]:
        return {topic: cue_pattern(cues) for topic, cues in self.raw["flow"]["leads"].items()}

    def lead_of(self, key: str) -> str:
        """What a sentence that ends with a colon leads into ("" for no list of a known kind)."""
        if not key.endswith(":"):
            return ""
        places = {topic: [m.start() for m in pattern.finditer(key[-120:])] for topic, pattern in self._leads.items()}
        return max((starts[-1], topic) for topic, starts in places.items() if starts)[1] if any(places.values()) else ""

    @cached_property
    def reporting(self) -> re.Pattern[str]:
        """Opens a sentence on what somebody said or did."""
        return cue_pattern(self.raw["flow"]["reporting"])

    def parts(self, above: str, key: str) -> bool:
        """Whether a sentence begins below a numbered heading, however full that line is (folded texts)."""
        return bool((self.unit.match(above) or self.theme.match(above)) and self.reporting.match(key))

    def opens(self, key: str) -> bool:
        """Whether a folded line begins as a numbered heading or outcome does: ``المشروع رقم 2: ...``."""
        return any(pattern.match(key) for pattern in (self.theme, self.point, self.unit, self.outcome))

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """Opens the account of the meeting itself."""
        return cue_pattern(self.raw["flow"]["opening"])

    @cached_property
    def columns(self) -> dict[str, frozenset[str]]:
        """Folded column headings by what the column holds."""
        return {name: frozenset(key_of(word) for word in words) for name, words in self.raw["columns"].items()}

    def topic_of(self, key: str) -> str:
        """What a heading announces ("" when nothing known); the longest cue wins."""
        best, length = "", 0
        for name, pattern in self.topics:
            match = pattern.match(key)
            if match and len(match["cue"]) > length:
                best, length = name, len(match["cue"])
        return best


def column_roles(header: Line, columns: dict[str, frozenset[str]]) -> list[str]:
    """What each cell of a table's heading row announces; "" for unknown, each role once, left to the first."""
    roles: list[str] = []
    for column in range(len(header.cells)):
        key = re.sub(r"\s+", " ", re.sub(r"[^\w\s/.#]", " ", key_of(header.cell_text(column)))).strip()
        names = [name for name, words in columns.items() if key in words]
        if not names and key:
            names = [name for name, words in columns.items() if any(_covers(key, word) for word in words)]
        roles.append(next((name for name in names if name not in roles), ""))
    return roles


def _covers(key: str, word: str) -> bool:
    """Whether a longer column heading begins with a known one of at least five letters."""
    return len(word) >= 5 and key.startswith(word + " ")
