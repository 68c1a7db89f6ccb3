"""`ogp_agenda`: the listed points of the agenda, or the headings of the points discussed where none is listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.components.base import Offsets, add_item, cue_pattern, fold, key_of
from ogp_nlp.components.lines import Line, lines_of
from ogp_nlp.components.section_knowledge import SectionKnowledge
from ogp_nlp.resources import load_toml

_TRIM = " \t\n.،؛;:-–—*/"
# A numbered point inside a paragraph: "1- ...، 2- ..." or "أولا: ... ثانيا: ...".
_INLINE = re.compile(r"(?:^|(?<=[\s:،؛.]))\(?(\d{1,2})\s?[-–.)/]+\s*(?!\d)")


class Agenda:
    """Adds one item for each point of the agenda."""

    def __init__(self, name: str, knowledge: str, sections: str) -> None:
        self.name = name
        self.knowledge = load_toml(knowledge)
        self.sections = SectionKnowledge(load_toml(sections))
        self.lead = cue_pattern(self.sections.raw["flow"]["leads"]["agenda"])

    def __call__(self, doc: Doc) -> Doc:
        """Add items of kind ``agenda``."""
        lines, whole = lines_of(doc), doc.text  # put together anew at each access
        listed = self._listed(doc, lines)
        confidence = 0.95 if listed else 0.7
        for start, end in listed or self._discussed(lines):
            text = whole[start:end]
            begin = start + len(text) - len(text.lstrip(_TRIM))
            title = text.strip(_TRIM)
            if key_of(title):
                add_item(doc, "agenda", {"title": title}, [(begin, begin + len(title))], confidence, self.name)
        return doc

    def _listed(self, doc: Doc, lines: Sequence[Line]) -> list[Offsets]:
        found: list[Offsets] = []
        for line in lines:
            if line.topic != "agenda" or line.kind == "header_row":
                if line.kind == "paragraph" and not found and self.lead.search(line.key):
                    found += self._inline(doc, line, after_label=True, numbered=True)
                continue
            if line.kind == "heading" or (line.kind == "paragraph" and self._leads(line)):
                found += self._inline(doc, line, after_label=True)
            elif line.kind == "row":
                widest = max(line.cells, key=lambda cell: cell[1] - cell[0])
                found.append(widest)
            elif line.kind == "item" or not found or not line.gap:
                found += self._inline(doc, line, after_label=False) or [self._point(line)]
        return found

    def _leads(self, line: Line) -> bool:
        """Whether a paragraph leads into the list or holds it after a label, rather than being a point."""
        return line.text.endswith(":") or bool(self.sections.topic_of(line.key) == "agenda") or len(line.text) > 250

    def _point(self, line: Line) -> Offsets:
        """A point without the words that number it: ``النقطة الأولى: ...``."""
        match = self.sections.point.match(line.key)
        if match and line.key[match.end() :].strip(_TRIM):
            return fold(line.text, line.start).offsets(match.end(), len(line.key))
        return line.start, line.end

    def _label(self, key: str) -> int | None:
        """Where the words after ``جدول الأعمال ...:`` begin."""
        cue = self.lead.search(key)
        colon = key.find(":", cue.end()) if cue else -1
        return colon + 1 if colon >= 0 else None

    def _inline(self, doc: Doc, line: Line, *, after_label: bool, numbered: bool = False) -> list[Offsets]:
        """Points numbered inside one paragraph, or parted by semicolons after ``جدول الأعمال:``."""
        view = fold(line.text, line.start)
        label = self._label(view.key) if after_label else None
        if after_label and label is None:
            return []
        begin = label or 0
        marks = list(_INLINE.finditer(view.key, begin))
        if len(marks) >= 2 and int(marks[0][1]) == 1:
            ends = [*(mark.start() for mark in marks[1:]), len(view.key)]
            return [view.offsets(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
        rest = view.key[begin:].strip()
        if not after_label or not rest or numbered:
            return []
        parts = re.split(r"[؛;]" if re.search(r"[؛;]", rest) else r"[،,](?!\d)", view.key[begin:])
        offsets, at = [], begin
        for part in parts:
            if part.strip(_TRIM):
                offsets.append(view.offsets(at, at + len(part)))
            at += len(part) + 1
        return offsets

    def _discussed(self, lines: Sequence[Line]) -> list[Offsets]:
        """Headings of the account, without those that only structure it (opening, discussion, closing)."""
        labelled = self._labelled(lines)
        if labelled:
            return labelled
        structural = cue_pattern(self.knowledge["structural"])
        over_tables = cue_pattern(self.knowledge["tables"])
        heads = [line for line in lines if line.kind == "heading" and line.topic == "discussion"]
        level = min((line.level for line in heads), default=0)
        found: list[tuple[Line, Offsets]] = []
        for line in heads:
            if line.level != level or structural.fullmatch(re.sub(r"\W+", " ", line.key).strip()):
                continue
            if self.sections.unit.match(line.key) or "محضر" in line.key[:8] or over_tables.match(line.key):
                continue
            found.append((line, self._point(line)))
        return _without_repeats(found)

    def _labelled(self, lines: Sequence[Line]) -> list[Offsets]:
        """Points that lines name by a label: ``الموضوع: ...``, or ``حول موسم القمح: عرض السيد ...``."""
        subject = re.compile(rf"(?:{cue_pattern(self.knowledge['subjects']).pattern})\s*:\s*")
        label = re.compile(rf"(?:{cue_pattern(self.knowledge['labels']).pattern})[^:.،]{{3,60}}(?=:\s*\S)")
        account = [line for line in lines if line.topic in ("", "discussion", "agenda") and line.index > 3]
        for pattern, whole in ((subject, True), (label, False)):
            found = []
            for line in account:
                match = pattern.match(line.key)
                if match and (not whole or len(line.key) < 200):
                    span = (match.end(), len(line.key)) if whole else (0, match.end())
                    found.append(fold(line.text, line.start).offsets(*span))
            if len(found) >= 2:
                return found
        return []


def _without_repeats(points: Sequence[tuple[Line, Offsets]]) -> list[Offsets]:
    """Each point once, where points listed first stand over their parts of the account again."""
    kept: dict[str, Offsets] = {}
    for line, (start, end) in points:
        kept.setdefault(key_of(line.text[start - line.start : end - line.start]).strip(_TRIM), (start, end))
    return list(kept.values())


@Language.factory(
    "ogp_agenda",
    assigns=["doc.spans"],
    requires=["doc.user_data"],
    default_config={"knowledge": "agenda", "sections": "sections"},
)
def make_agenda(nlp: Language, name: str, knowledge: str, sections: str) -> Agenda:
    """Make the component; both settings name TOML files of ``pipelines/``. Assigns ``doc.spans["agenda"]``."""
    return Agenda(name, knowledge, sections)
