"""`ogp_sections`: which lines are headings, list items and table rows, and what each heading announces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.components.base import cue_pattern, key_of
from ogp_nlp.components.lines import Line, keep_lines, split_lines
from ogp_nlp.resources import load_toml

_PROSE_END = (".", "؛", "،", ";", ",")
_NUMBER_WORD = r"(?:رقم|عدد|n°)?\s*\S{1,12}(?:\s+عشره?|\s+و\S+)?"


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
    def theme(self) -> re.Pattern[str]:
        """Opens the heading of an axis: ``المحور الأول: ...``."""
        words = "|".join(re.escape(key_of(word)) for word in self.raw["headings"]["themes"])
        return re.compile(rf"\W*(?:{words})\s+{_NUMBER_WORD}\s*[:.\-–/(]")

    @cached_property
    def point(self) -> re.Pattern[str]:
        """Opens the heading of a point of the meeting: ``البند الأول: ...``."""
        words = "|".join(re.escape(key_of(word)) for word in self.raw["headings"]["points"])
        return re.compile(rf"\W*(?:{words})\s+{_NUMBER_WORD}\s*[:.\-–/(]")

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


class Sections:
    """Tells headings, items and rows apart and carries topics down from heading to line."""

    def __init__(self, nlp: Language, name: str, knowledge: str) -> None:
        self.name = name
        self.knowledge = SectionKnowledge(load_toml(knowledge))

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans["ogp_lines"]``, labelled by kind, and keep the lines for the other components."""
        lines = split_lines(doc, self.knowledge.marks)
        lines = _mark_tables(lines, self.knowledge)
        lines = self._mark_headings(lines, doc.user_data.get("ogp_blocks", ()))
        keep_lines(doc, self._govern(lines))
        return doc

    def _mark_headings(self, lines: list[Line], blocks: Sequence[Sequence[Any]]) -> list[Line]:
        known = {(block[0]): block for block in blocks}
        result = []
        for line in lines:
            block = known.get(line.full_start)
            following = lines[line.index + 1] if line.index + 1 < len(lines) else None
            level = 0
            if block is not None and block[2] == "heading":
                level = max(1, int(block[3]))
            elif line.kind not in ("row", "header_row"):
                level = self._heading_level(line, following)
            result.append(replace(line, kind="heading", level=level) if level else line)
        return result

    def _heading_level(self, line: Line, following: Line | None) -> int:
        """1 for headings of points and themes, 2 for those below them, 0 for lines that are no heading."""
        limits = self.knowledge.raw["headings"]
        text, key = line.text, line.key
        full_key = key_of(f"{line.marker} {text}" if line.marker else text)
        if not text or len(text) > limits["max_characters"] or len(text.split()) > limits["max_words"]:
            return 0
        if self.knowledge.theme.match(full_key + ":") and not text.endswith(_PROSE_END):
            return 1
        if self.knowledge.point.match(key + (":" if len(key.split()) <= 4 else "")) and not text.endswith(_PROSE_END[1:]):
            return 1
        topic = self.knowledge.topic_of(key)
        if text.endswith(":") or text.endswith("："):
            return 2 if not topic else 1
        if line.marker in self.knowledge.marks["heading_bullets"] and not text.endswith(_PROSE_END):
            return 1
        if text.endswith(_PROSE_END) or line.kind == "item" and line.number is None:
            return 0
        if topic and len(text.split()) <= 7:
            return 1
        return self._plain_heading(line, following)

    def _plain_heading(self, line: Line, following: Line | None) -> int:
        """A short line after a gap that something longer, a list or a table follows."""
        if following is None or not line.gap or len(line.text.split()) > 14:
            return 0
        if line.kind == "item" and following.kind == "item" and not following.gap:
            return 0
        longer = following.kind in ("row", "header_row", "item") or len(following.text) > max(90, 1.5 * len(line.text))
        return 1 if longer and not re.search(r"[.!؟?]\s", line.text) else 0

    def _govern(self, lines: list[Line]) -> list[Line]:
        """Give every line its heading, its parent heading and its topic."""
        result: list[Line] = []
        current = parent = -1
        topic = ""
        for line in lines:
            if line.kind != "heading":
                result.append(replace(line, topic=topic, heading=current, parent=parent))
                continue
            own = self.knowledge.topic_of(line.key)
            own = "theme" if self.knowledge.theme.match(line.key + ":") else own
            if own or line.level == 1 or topic in ("", "discussion", "theme"):
                is_group = not own and line.level > 1 and current >= 0
                parent = current if is_group and result[current].level == 1 else (parent if is_group else -1)
                if own:
                    topic = own
                elif line.level == 1 and not self._continues(lines, line, topic):
                    topic = "discussion"
            elif current >= 0 and result[current].level == 1:
                parent = current
            current = line.index
            result.append(replace(line, topic=topic, heading=parent, parent=parent))
        return result

    def _continues(self, lines: list[Line], line: Line, topic: str) -> bool:
        """Whether a heading without a cue of its own stays within lists of people: ``أولا: الجهات الحكومية``."""
        following = lines[line.index + 1] if line.index + 1 < len(lines) else None
        return topic in ("attendance", "absence", "guests", "remote") and following is not None and (
            following.kind in ("item", "row", "header_row") and len(following.text) < 200
        )


def _mark_tables(lines: list[Line], knowledge: SectionKnowledge) -> list[Line]:
    """Number runs of rows as tables and tell heading rows; a lone row of two cells stays a paragraph."""
    result = list(lines)
    table = 0
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].cells and (end == at or not lines[end].gap):
            end += 1
        run = lines[at:end]
        if len(run) >= 2 and max(len(line.cells) for line in run) >= 2 or run and len(run[0].cells) >= 3:
            roles = column_roles(run[0], knowledge.columns)
            has_header = sum(map(bool, roles)) * 2 >= len(roles) and len(run) > 1
            for offset, line in enumerate(run):
                kind = "header_row" if offset == 0 and has_header else "row"
                result[line.index] = replace(line, kind=kind, table=table)  # type: ignore[arg-type]
            table += 1
        at = max(end, at + 1)
    return result


@Language.factory(
    "ogp_sections", assigns=["doc.spans", "doc.user_data"], default_config={"knowledge": "sections"}
)
def make_sections(nlp: Language, name: str, knowledge: str) -> Sections:
    """Factory; ``knowledge`` names the TOML file of ``pipelines/``. Assigns ``doc.spans["ogp_lines"]``."""
    return Sections(nlp, name, knowledge)
