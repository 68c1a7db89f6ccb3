"""`ogp_commitments`: the numbered undertakings of the plan under review, with title, axis, progress and who reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.arabic.normalize import clean
from ogp_nlp.components.base import Offsets, add_item, items, key_of
from ogp_nlp.components.commitment_definitions import Definition
from ogp_nlp.components.commitment_leads import LeadKnowledge
from ogp_nlp.components.commitment_titles import tidy
from ogp_nlp.components.figures import Figure
from ogp_nlp.components.lines import Line, lines_of
from ogp_nlp.components.review import Review, review
from ogp_nlp.components.review_knowledge import knowledge_of
from ogp_nlp.components.section_knowledge import SectionKnowledge
from ogp_nlp.components.undertakings import Mention, alternatives
from ogp_nlp.resources import load_toml

_CONFIDENCE = {"heading": 0.97, "row": 0.95, "inline": 0.95, "prose": 0.8}
_RANK = {"heading": 0, "inline": 0, "row": 1, "prose": 2}
_NO_FIGURE = frozenset({"target", "previous", "range_start", "range_end", "minimum"})


@dataclass(frozen=True)
class CommitmentKnowledge:
    """Cue words of the fields of a commitment."""

    raw: dict[str, Any]
    sections: SectionKnowledge

    @cached_property
    def lead(self) -> LeadKnowledge:
        """Who reports."""
        return LeadKnowledge(self.raw, tuple(self.raw["lead"]["honorifics"]))

    @cached_property
    def axis(self) -> re.Pattern[str]:
        """The word and number before the name of an axis: ``المحور الأول:``."""
        words = [*self.raw["themes"]["words"], *self.sections.raw["headings"]["themes"]]
        number = r"(?:(?:رقم|عدد)\s*)?(?:\(?\d{1,2}\)?|[اأ]?ال\w+(?:\s+عشره?|\s+وال\w+)?|[ivx]{1,4})"
        return re.compile(rf"\W*{alternatives(words)}(?:\s+{number})?\s*(?P<sign>[:.\-/،(]+|$)\s*")

    def theme_name(self, text: str) -> str:
        """The name of an axis without its number: ``المحور الأول: الشفافية`` is ``الشفافية``."""
        plain = tidy(text)
        match = self.axis.match(key_of(plain))
        if match and match.end() < len(key_of(plain)) and len(key_of(plain)) == len(plain):
            return tidy(plain[match.end() :])
        sign = re.match(r"[^:\-–—/]{3,40}?\s*[:\-–—/]\s*(?=\S)", plain)
        return tidy(plain[sign.end() :]) if match and sign else plain


class Commitments:
    """Adds one item for each numbered undertaking, in order of number."""

    def __init__(self, name: str, knowledge: str, files: tuple[str, str, str]) -> None:
        self.name = name
        self.review = knowledge_of(*files)
        self.knowledge = CommitmentKnowledge(load_toml(knowledge), SectionKnowledge(load_toml("sections")))

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans["commitments"]``."""
        found = review(doc, self.review)
        lines = lines_of(doc)
        numbers: dict[int, list[Definition]] = {}
        for definition in found.definitions:
            numbers.setdefault(definition.number, []).append(definition)
        bare = self._bare(lines, found)
        for number in sorted({*numbers, *bare}):
            places = numbers.get(number, [])
            if places and all(place.listed for place in places) and number not in bare and len(numbers) > 1:
                continue
            self._add(doc, lines, found, number, places, bare.get(number))
        return doc

    def _bare(self, lines: Sequence[Line], found: Review) -> dict[int, Mention]:
        """Undertakings that are only mentioned: they count when a figure speaks of them, or as more of a kind."""
        reported = {figure.commitment for figure in found.figures if figure.commitment is not None}
        result: dict[int, Mention] = {}
        for line in lines:
            for mention in self.review.undertakings.find(line.text, line.start):
                alike = found.unit is not None and mention.unit == found.unit
                if mention.number in reported and (alike or found.unit is None):
                    result.setdefault(mention.number, mention)
        return result

    def _add(
        self,
        doc: Doc,
        lines: Sequence[Line],
        found: Review,
        number: int,
        places: list[Definition],
        mention: Mention | None,
    ) -> None:
        ranked = sorted(places, key=lambda place: (place.listed, place.title is None, _RANK[place.style], place.start))
        main = ranked[0] if ranked else None
        evidence: Offsets | None = (main.start, main.end) if main else (mention.start, mention.end) if mention else None
        if evidence is None:
            return
        theme = next((place.theme for place in ranked if place.theme), None)
        theme = (
            self.knowledge.theme_name(theme)
            if theme
            else self._theme(lines, ranked, {d.line for d in found.definitions})
        )
        lead = self._lead(doc, lines, ranked, mention)
        if lead and key_of(lead) in self.knowledge.lead.pronouns:
            lead = next(
                (item.fields["lead"] for item in reversed(items(doc, "commitments")) if item.fields["lead"]), None
            )
        fields = {
            "number": number,
            "title": next((place.title for place in ranked if place.title), None),
            "theme": theme,
            "progress": self._progress(found.figures, number, ranked),
            "lead": lead,
        }
        fields = {k: (clean(v).text or None) if isinstance(v, str) else v for k, v in fields.items()}
        confidence = _CONFIDENCE[main.style] if main and main.title else 0.7
        add_item(doc, "commitments", fields, [evidence], confidence, self.name)

    def _theme(self, lines: Sequence[Line], places: Sequence[Definition], defining: set[int]) -> str | None:
        """The axis under whose heading an undertaking stands; ``defining`` are the lines of all undertakings."""
        for place in places:
            if place.listed or place.style == "prose":
                continue
            for line in reversed(lines[: place.line]):
                if line.table >= 0 and line.table == lines[place.line].table:
                    continue
                if self._is_axis(line, lines):
                    return self.knowledge.theme_name(line.text) or None
                if line.kind == "heading" and line.level <= 1 and line.index not in defining:
                    break
        return None

    def _is_axis(self, line: Line, lines: Sequence[Line]) -> bool:
        key = line.key
        if len(line.text) > 170 or line.cells or (line.text.rstrip().endswith((".", "؛")) and line.kind != "heading"):
            return False
        match = self.knowledge.axis.match(key)
        if match and match["sign"]:
            return True
        stands_out = line.gap or bool(lines[min(line.index + 1, len(lines) - 1)].cells)
        short = len(line.text.split()) <= 8 and line.text.rstrip()[-1:].isalpha()
        plain = line.kind == "paragraph" and stands_out and short
        named = re.match(rf"\W*{alternatives(self.knowledge.raw['themes']['words'])}\s", key)
        return bool((line.kind == "heading" or plain) and named)

    @staticmethod
    def _progress(figures: Sequence[Figure], number: int, places: Sequence[Definition]) -> float | None:
        """The figure the document gives now: in the undertaking's own text first; None where it is a range."""
        own = [f for f in figures if f.commitment == number and f.subject == "commitment_progress"]
        inside = [f for f in own if any(place.start <= f.start < place.until for place in places)]
        for group in (inside, own):
            for figure in group:
                if set(figure.qualifiers) & {"range_start", "range_end"}:
                    return None
                if not set(figure.qualifiers) & _NO_FIGURE or (set(figure.qualifiers) & _NO_FIGURE == {"minimum"}):
                    return figure.value
        return None

    def _presenter(self, lines: Sequence[Line], places: Sequence[Definition]) -> str | None:
        """Who presents a list of undertakings: the reporter of the line with a colon above it."""
        for place in places:
            above = next((other for other in reversed(lines[: place.line]) if not self._is_listed(other)), None)
            if place.style == "inline" and above is not None and above.text.rstrip().endswith(":"):
                return self.knowledge.lead.find(above.text)
        return None

    def _is_listed(self, line: Line) -> bool:
        """Whether a line is one of a list of undertakings."""
        return line.kind == "item" or any(mention.place < 4 for mention in self.review.undertakings.find(line.text))

    def _own_text(self, text: str, number: int) -> str:
        """What is said of an undertaking, up to the line that turns to another: ``وبخصوص الالتزام الثاني ...``."""
        kept: list[str] = []
        for order, line in enumerate(text.split("\n")):
            named = {mention.number for mention in self.review.undertakings.find(line[:80])}
            if order and named and number not in named:
                break
            kept.append(line)
        return "\n".join(kept)

    def _lead(
        self, doc: Doc, lines: Sequence[Line], places: Sequence[Definition], mention: Mention | None
    ) -> str | None:
        """Who reports: a table's cell, a label or the first reporter in what is said of the undertaking."""
        cell = next((place.lead for place in places if place.lead), None)
        if cell:
            return self.knowledge.lead.strip(cell) or None
        for place in places:
            if place.style == "row" or place.listed:
                continue
            found = self.knowledge.lead.find(self._own_text(doc.text[place.body : place.until], place.number))
            if found:
                return found
        presenter = self._presenter(lines, places)
        if presenter:
            return presenter
        spoken = [(place.line, place.start) for place in places if place.style == "prose"]
        if mention is not None and not places:
            spoken = [(line.index, mention.start) for line in lines if line.start <= mention.start < line.end]
        for index, start in spoken:
            line = lines[index]
            sentence = max(
                line.start,
                *(line.start + m.end() for m in re.finditer(r"[.؛]\s", line.text[: start - line.start])),
                line.start,
            )
            found = self.knowledge.lead.find(doc.text[sentence:start]) or self.knowledge.lead.find(
                doc.text[start : line.end]
            )
            if found:
                return found
        return None


@Language.factory(
    "ogp_commitments",
    assigns=["doc.spans"],
    requires=["doc.spans", "doc.user_data"],
    default_config={"knowledge": "commitments", "percentages": "percentages", "percents": "percents"},
)
def make_commitments(nlp: Language, name: str, knowledge: str, percentages: str, percents: str) -> Commitments:
    """Make the component from the names of its knowledge files. Assigns ``doc.spans["commitments"]``."""
    return Commitments(name, knowledge, (knowledge, percentages, percents))
