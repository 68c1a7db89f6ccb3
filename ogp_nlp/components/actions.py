"""`ogp_actions`: what somebody is to do after the meeting, listed among the outcomes or said in the account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.components.actions_items import Items
from ogp_nlp.components.actions_lists import Listed, Outcomes, columns_of
from ogp_nlp.components.actions_rules import ActionRules
from ogp_nlp.components.actions_sections import section_names
from ogp_nlp.components.actions_tables import Tables
from ogp_nlp.components.actions_text import TextActions
from ogp_nlp.components.base import add_item
from ogp_nlp.components.candidates import Candidate
from ogp_nlp.components.clauses import inline_parts
from ogp_nlp.components.lines import Line, lines_of
from ogp_nlp.components.persons import people_of
from ogp_nlp.components.reference import meeting_date, next_meeting_date
from ogp_nlp.components.section_knowledge import SectionKnowledge
from ogp_nlp.components.speakers import Speakers
from ogp_nlp.components.verbs import keys
from ogp_nlp.resources import load_toml

_ARTICLE = re.compile(r"\W*(?:ال)?ماده\s+\S+\s*:")
_FOLLOWS = re.compile(r"\W*(?:\w+\W+){0,3}?(?:متابعه|موقف|مال|حاله)\s+(?:تنفيذ|انجاز|ال)?\w*")
_NO_TASKS = frozenset({"agenda", "signature", "attendance", "absence", "guests", "remote", "decisions"})
_NO_ACCOUNT = frozenset({"agenda", "signature"})


class Actions:
    """Proposes clauses, items and rows that may be action items, and adds those that its rules take."""

    def __init__(self, name: str, knowledge: str, sections: str, dates: Sequence[str]) -> None:
        self.name = name
        merged: dict[str, object] = {}
        for part in dates:
            merged |= load_toml(part)
        self.rules = ActionRules(load_toml(knowledge), merged)
        self.sections = SectionKnowledge(load_toml(sections))

    @cached_property
    def columns(self) -> dict[str, frozenset[str]]:
        """Folded headings of the columns of follow-up tables."""
        return columns_of(self.rules.raw["columns"], self.sections.raw["columns"])

    def __call__(self, doc: Doc) -> Doc:
        """Add items of kind "action_items"."""
        for candidate in self.candidates(doc):
            if candidate.verdict:
                add_item(doc, candidate.kind, candidate.fields, candidate.evidence, candidate.confidence, self.name)
        return doc

    def candidates(self, doc: Doc) -> list[Candidate]:
        """Everything that may be an action item, with the rules' verdict, in document order."""
        lines, text = lines_of(doc), doc.text  # the text is put together anew at each access
        speakers = Speakers(lines, people_of(doc), self.rules.owners, self.rules.raw)
        reader = TextActions(self.rules, speakers, meeting_date(doc), next_meeting_date(doc), section_names(lines))
        outcomes = Outcomes(self.rules, lines)
        listed, decided = outcomes.listed(), outcomes.decided()
        listed += self._structured(lines, listed, decided, reader)
        found = [*self._inline(text, lines, reader)]
        held = {one.line.index for one in listed if one.line.kind != "row"} | {
            line.index for line in lines if self._leads(line)
        }
        held |= decided
        listed = [one for one in listed if not self._leads(one.line)]
        found += [*self._listed(text, lines, listed, reader), *self._tables(text, lines, listed, reader)]
        for line in lines:
            if line.index not in held and self._is_account(line):
                found.extend(reader.of_line(line, text))
        return sorted(found, key=lambda one: (one.start, one.end))

    def _is_account(self, line: Line) -> bool:
        """Whether a line may tell of the meeting itself."""
        if line.kind in ("heading", "row", "header_row") or (line.topic == "decisions" and line.kind == "item"):
            return False
        if _ARTICLE.match(line.key):
            return False  # an article of a decision
        return line.topic not in _NO_ACCOUNT or len(line.text) > 120

    def _structured(
        self, lines: list[Line], listed: list[Listed], decided: frozenset[int], reader: TextActions
    ) -> list[Listed]:
        """Items of lists under a heading nobody knew, told by their build: most have a task with its owner or day."""
        held = {one.line.index for one in listed} | decided
        items = Items(reader)
        runs: dict[int, list[Line]] = {}
        for line in lines:
            labelled = line.kind == "paragraph" and items.parts.labelled(line.text) is not None
            if (line.kind == "item" or labelled) and line.index not in held and line.topic not in _NO_TASKS:
                runs.setdefault(line.heading, []).append(line)
        found: list[Listed] = []
        for heading, run in runs.items():
            if len(run) >= 2 and sum(map(items.structured, run)) > len(run) / 2:
                found.extend(Listed(line, mixed=False, owner=None, lead=max(heading, 0)) for line in run)
        return found

    def _leads(self, line: Line) -> bool:
        """Whether a line leads into a list of outcomes and holds it too."""
        return self._is_account(line) and Outcomes(self.rules, ()).inline.match(line.key) is not None

    def _inline(self, text: str, lines: list[Line], reader: TextActions) -> Iterator[Candidate]:
        outcomes, items = Outcomes(self.rules, lines), Items(reader)
        for line in lines:
            lead = outcomes.inline.match(line.key) if self._is_account(line) else None
            if lead:
                charged = outcomes.owner_in(line, lead.end())
                owner = text[slice(*charged)] if charged else None
                parts = inline_parts(line.key, lead.end(), len(line.key))
                yield from items.candidates(line, text, owner, mixed=False, clauses=parts)

    def _listed(self, text: str, lines: list[Line], listed: list[Listed], reader: TextActions) -> Iterator[Candidate]:
        items = Items(reader)
        for one in listed:
            if one.line.kind != "row":
                owner = text[slice(*one.owner)] if one.owner else None
                lead = lines[one.lead]
                if lead.kind == "paragraph" and len(lead.text) <= 90:
                    reader.sections[one.line.index] = lead.text.strip(" :\n")
                yield from items.candidates(one.line, text, owner, mixed=one.mixed)

    def _tables(self, text: str, lines: list[Line], listed: list[Listed], reader: TextActions) -> Iterator[Candidate]:
        outcome = {one.line.table for one in listed if one.line.kind == "row"}
        words = {name: frozenset(keys(cues)) for name, cues in self.rules.raw["column_words"].items()}
        tables = Tables(reader, self.columns, words, self.sections.unit)
        numbers = dict.fromkeys(line.table for line in lines if line.table >= 0)
        for number in numbers:
            rows = [line for line in lines if line.table == number]
            if rows[0].topic in ("attendance", "absence", "guests", "signature"):
                continue
            above = lines[rows[0].index - 1].key if rows[0].index else ""
            follows = bool(_FOLLOWS.match(above)) and len(above.split()) <= 12
            roles = tables.roles(rows, outcome=number in outcome, follows=follows)
            headed = rows[0].kind == "header_row" or not tables.by_content(rows, roles)
            for row in rows[headed:] if roles else ():
                candidate = tables.candidate(row, roles, text)
                if candidate is not None:
                    yield candidate


@Language.factory(
    "ogp_actions",
    assigns=["doc.spans"],
    requires=["doc.user_data"],
    default_config={"knowledge": "actions", "sections": "sections", "dates": ["dates", "months", "deadlines"]},
)
def make_actions(nlp: Language, name: str, knowledge: str, sections: str, dates: list[str]) -> Actions:
    """Make the component; the settings name TOML files of ``pipelines/``. Assigns ``doc.spans["action_items"]``."""
    return Actions(name, knowledge, sections, dates)
