"""`ogp_sections`: which lines are headings, list items and table rows, and what each heading announces."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.components.base import key_of
from ogp_nlp.components.governing import govern
from ogp_nlp.components.layouts import Layout
from ogp_nlp.components.line_roles import load_roles, topic_hints
from ogp_nlp.components.lines import Line, LineKind, keep_lines, split_lines
from ogp_nlp.components.section_knowledge import SectionKnowledge, column_roles
from ogp_nlp.components.spacing import with_gaps
from ogp_nlp.resources import load_toml

_PROSE_END = (".", "؛", "،", ";", ",")


def _is_sentence(key: str, topic: str) -> bool:
    """Whether a line that begins with a cue goes on as a clause: ``حضر الاجتماع السيد ...``."""
    return topic in ("attendance", "absence", "guests") and bool(
        re.search(r"\s(?:السيد|السيده|الاستاذ|الدكتور)\s", key)
    )


def _stands_over(line: Line, following: Line | None) -> bool:
    """Whether a bulleted line set apart stands over a paragraph rather than in a list."""
    if line.kind != "item" or line.number is not None or not line.gap or following is None:
        return False
    lettered = line.marker[:1].isalpha() or following.gap is False
    return (
        lettered and following.kind != "item" and len(line.text.split()) <= 12 and len(following.text) > len(line.text)
    )


def _goes_on(line: Line, before: list[Line]) -> bool:
    """Whether a marked line continues a list: the one above is an item with the same mark."""
    above = before[-1] if before else None
    same = above is not None and above.kind == "item" and above.marker == line.marker and not line.gap
    return bool(line.marker) and line.number is None and same


def _is_listed(line: Line, following: Line | None) -> bool:
    """Whether a line is one of a list: the next one has the same mark and follows at once."""
    return following is not None and not following.gap and following.marker == line.marker


def _groups_items(line: Line, following: Line | None) -> bool:
    """Whether a numbered line stands over items with another mark: ``أولاً: الجهات الحكومية`` over ``- السيد ...``."""
    if line.number is None or following is None or following.kind != "item" or len(line.text.split()) > 8:
        return False
    return not following.gap and (following.number is None or (following.number == 1 and line.number > 1))


def _level_siblings(lines: list[Line]) -> list[Line]:
    """Give a numbered heading the level of the one numbered just before it in the same manner."""
    result: list[Line] = []
    last: dict[str, Line] = {}
    for line in lines:
        shape = re.sub(r"[\w٠-٩]+", "n", line.marker) if line.number is not None else ""
        before = last.get(shape)
        follows = before is not None and line.number == (before.number or 0) + 1
        apart = line.gap and len(line.text.split()) <= 14 and not line.text.endswith(_PROSE_END)
        if shape and (line.kind == "heading" or (follows and line.kind == "item" and apart)):
            if before and follows:
                line = replace(line, kind="heading", level=before.level)  # noqa: PLW2901
            last[shape] = line
        result.append(line)
    return result


class Sections:
    """Tells headings, items and rows apart and carries topics down from heading to line."""

    def __init__(self, nlp: Language, name: str, knowledge: str, roles: str = "", sure: float = 0.9) -> None:
        self.name = name
        self.roles = roles
        self.sure = sure
        self.knowledge = SectionKnowledge(load_toml(knowledge))

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans["ogp_lines"]``, labelled by kind, and keep the lines for the other components."""
        layout = Layout(doc.user_data.get("ogp_blocks", ()))
        lines = layout.items(split_lines(doc, self.knowledge.marks))
        lines, table_topics = _mark_tables(lines, self.knowledge)
        lines = self._mark_headings(with_gaps(lines, self.knowledge), layout)
        hints = topic_hints(load_roles(self.roles), lines, self.sure) if self.roles else {}
        keep_lines(doc, govern(lines, self.knowledge, table_topics, hints))
        return doc

    def _mark_headings(self, lines: list[Line], layout: Layout) -> list[Line]:
        printed = layout.headings(lines)
        result: list[Line] = []
        begun = False
        for line in lines:
            following = lines[line.index + 1] if line.index + 1 < len(lines) else None
            level = 0
            if line.kind not in ("row", "header_row") and not _goes_on(line, result):
                guess = begun and not printed.complete  # else the print tells what a heading is
                level = self._heading_level(line, following, guess)
            level = level or printed.level(line.index)
            begun = begun or bool(level and self.knowledge.topic_of(line.key)) or len(line.text) > 200
            result.append(replace(line, kind="heading", level=level) if level else line)
        return _level_siblings(result)

    def _heading_level(self, line: Line, following: Line | None, begun: bool) -> int:
        """1 for headings of points and themes, 2 for those below them, 0 for lines that are no heading."""
        limits = self.knowledge.raw["headings"]
        text, key = line.text, line.key
        words = len(text.split())
        topic = self.knowledge.topic_of(key)
        sentence = _is_sentence(key, topic)
        if not text or len(text) > limits["max_characters"] or words > limits["max_words"]:
            return 0
        numbered = self._numbered_level(line, following, key_of(f"{line.marker} {text}" if line.marker else text))
        if numbered is not None:
            return numbered
        if text.endswith((":", "：")):
            alone = line.gap and following is not None and following.gap and following.kind == "paragraph"
            announces = words <= (13 if alone else 9) and not self.knowledge.reporting.match(key)
            return 1 if topic and not sentence else 2 * announces
        ends = text.endswith(_PROSE_END)
        marked = line.marker in self.knowledge.marks["heading_bullets"] or _stands_over(line, following)
        if ends or (line.kind == "item" and line.number is None and not marked):
            return 0
        if marked or _groups_items(line, following):
            return 1 if marked else 2
        return 1 if topic and words <= 7 and not sentence else self._plain_heading(line, following, begun)

    def _numbered_level(self, line: Line, following: Line | None, full_key: str) -> int | None:
        """The level of a theme, a point or an undertaking by its number; None for other lines."""
        text, key = line.text, line.key
        ends = text.endswith(_PROSE_END)
        if self.knowledge.theme.match(full_key + ":") and not ends:
            return 1
        short = ":" if len(text.split()) <= 4 else ""
        if self.knowledge.point.match(key + short) and not text.endswith(_PROSE_END[1:]):
            return 0 if line.marker and _is_listed(line, following) else 1
        outcome = self.knowledge.outcome.match(key)
        if outcome:
            return 0 if key[outcome.end() :].strip(" :.") else 1
        unit = self.knowledge.unit.match(key) and not ends
        return 2 if unit and (line.kind != "item" or _stands_over(line, following)) else None

    def _plain_heading(self, line: Line, following: Line | None, begun: bool) -> int:
        """A short line after a gap that something longer, a list or a table follows."""
        words = len(line.text.split())
        if following is None or not line.gap or words > 14 or line.text.endswith(_PROSE_END):
            return 0
        called = self.knowledge.calls_point(following.key)
        if not (begun or called):
            return 0
        if line.text.count(":") > 1:  # facts in a row, not a heading
            return 0
        if line.kind == "item" and following.kind == "item" and not following.gap:
            return 0
        ratio = 1.5 * len(line.text)
        longer = len(following.text) > (ratio if words <= 6 and not following.gap else max(90, ratio))
        ends = following.gap and following.text.endswith((".", ":", "؛"))
        longer = longer or (ends and len(following.text) > len(line.text))
        listed = following.kind in ("row", "header_row", "item")
        return 1 if (longer or listed or called) and not re.search(r"[.!؟?]\s", line.text) else 0


def _mark_tables(lines: list[Line], knowledge: SectionKnowledge) -> tuple[list[Line], dict[int, str]]:
    """Number runs of rows as tables and tell heading rows; a lone row of two cells stays a paragraph.

    Also returns the topic that a table's own column headings announce, by the table's number.
    """
    result = list(lines)
    topics: dict[int, str] = {}
    table = at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].cells and (end == at or not lines[end].gap):
            end += 1
        run = lines[at:end]
        if (len(run) >= 2 and max(len(line.cells) for line in run) >= 2) or (run and len(run[0].cells) >= 3):
            roles = column_roles(run[0], knowledge.columns)
            has_header = len(run) > 1 and (sum(map(bool, roles)) * 2 >= len(roles) or _words_over_figures(run))
            for offset, line in enumerate(run):
                kind: LineKind = "header_row" if offset == 0 and has_header else "row"
                result[line.index] = replace(line, kind=kind, table=table)
            topics[table] = _topic_of_columns(set(roles)) if has_header else ""
            table += 1
        at = max(end, at + 1)
    return result, topics


def _words_over_figures(run: list[Line]) -> bool:
    """Tell whether the first row has no figures where most rows below it have them."""
    figures = re.compile(r"[%٪]|^[^\w]*[\d٠-٩]")

    def count(line: Line) -> int:
        return sum(bool(figures.search(line.cell_text(column))) for column in range(1, len(line.cells)))

    return len(run[0].cells) >= 3 and count(run[0]) == 0 and 2 * sum(count(line) > 0 for line in run[1:]) > len(run) - 1


def _topic_of_columns(roles: set[str]) -> str:
    """Tell what a table holds by its columns alone: a follow-up table, or a list of people."""
    if {"task", "owner"} <= roles or {"task", "due"} <= roles or {"owner", "due"} <= roles:
        return "actions"
    return "attendance" if "name" in roles and roles & {"role", "organization", "attendance"} else ""


@Language.factory(
    "ogp_sections",
    assigns=["doc.spans", "doc.user_data"],
    default_config={"knowledge": "sections", "roles": "", "sure": 0.9},
)
def make_sections(nlp: Language, name: str, knowledge: str, roles: str, sure: float) -> Sections:
    """Make the component; ``knowledge`` names the TOML file of ``pipelines/``. Assigns ``doc.spans["ogp_lines"]``.

    ``roles`` names a model of ``models/`` that tells what a heading without a cue word announces where it is ``sure``
    (0-1); "" for none.
    """
    return Sections(nlp, name, knowledge, roles, sure)
