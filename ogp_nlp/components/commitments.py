"""`ogp_commitments`: the numbered undertakings of the plan under review, with title, axis, progress and who reports."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.arabic.normalize import clean
from ogp_nlp.components.base import Offsets, add_item, key_of
from ogp_nlp.components.commitment_definitions import Definition
from ogp_nlp.components.commitment_fields import CommitmentFields
from ogp_nlp.components.commitment_knowledge import CommitmentKnowledge
from ogp_nlp.components.lines import Line, lines_of
from ogp_nlp.components.persons import people_of
from ogp_nlp.components.review import Review, review
from ogp_nlp.components.review_knowledge import knowledge_of
from ogp_nlp.components.section_knowledge import SectionKnowledge
from ogp_nlp.components.undertakings import Mention, UndertakingKnowledge
from ogp_nlp.resources import load_toml

_CONFIDENCE = {"heading": 0.97, "row": 0.95, "inline": 0.95, "prose": 0.8}
_RANK = {"heading": 0, "inline": 0, "row": 1, "prose": 2}


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
        undertakings = (self.review.by_axes if found.axes else self.review).undertakings
        fields = CommitmentFields(self.knowledge, undertakings, doc.text, lines, found)
        numbers: dict[int, list[Definition]] = {}
        for definition in found.definitions:
            numbers.setdefault(definition.number, []).append(definition)
        bare = self._bare(lines, found, undertakings)
        reporter: str | None = None
        for number in sorted({*numbers, *bare}):
            places = numbers.get(number, [])
            if places and all(place.listed for place in places) and number not in bare and len(numbers) > 1:
                continue
            reporter = self._add(doc, fields, number, places, bare.get(number), reporter) or reporter
        return doc

    @staticmethod
    def _attendee(doc: Doc, lead: str | None) -> str | None:
        """A reporter whose name, as the attendance has it, is only the beginning of what was read."""
        words = key_of(lead or "").split()
        for person in people_of(doc):
            name = key_of(person.name).split()
            if 1 < len(name) < len(words) and words[: len(name)] == name:
                return " ".join((lead or "").split()[: len(name)])
        return lead

    @staticmethod
    def _bare(lines: Sequence[Line], found: Review, undertakings: UndertakingKnowledge) -> dict[int, Mention]:
        """Undertakings that are only mentioned: they count when a figure speaks of them, or as more of a kind."""
        reported = {figure.commitment for figure in found.figures if figure.commitment is not None}
        result: dict[int, Mention] = {}
        for line in lines:
            view = line.folded
            several = (one for members in undertakings.lists_in(view) for one in members)
            for mention in sorted([*undertakings.find_in(view), *several], key=lambda one: one.start):
                alike = found.unit is not None and mention.unit == found.unit
                if mention.number in reported and (alike or found.unit is None):
                    result.setdefault(mention.number, mention)
        return result

    def _add(
        self,
        doc: Doc,
        known: CommitmentFields,
        number: int,
        places: list[Definition],
        mention: Mention | None,
        reporter: str | None,
    ) -> str | None:
        """Add one undertaking; returns who reports on it. ``reporter`` is who reported on the one before."""
        ranked = sorted(places, key=lambda place: (place.listed, place.title is None, _RANK[place.style], place.start))
        main = ranked[0] if ranked else None
        evidence: Offsets | None = (main.start, main.end) if main else (mention.start, mention.end) if mention else None
        if evidence is None:
            return None
        theme = next((place.theme for place in ranked if place.theme), None)
        theme = self.knowledge.theme_name(theme) if theme else known.theme(ranked)
        lead = known.lead(ranked, mention)
        if lead and key_of(lead) in self.knowledge.lead.pronouns:
            lead = reporter
        lead = self._attendee(doc, lead)
        fields = {
            "number": number,
            "title": next((place.title for place in ranked if place.title), None),
            "theme": theme,
            "progress": known.progress(number, ranked),
            "lead": lead,
        }
        fields = {k: (clean(v).text or None) if isinstance(v, str) else v for k, v in fields.items()}
        confidence = _CONFIDENCE[main.style] if main and main.title else 0.7
        add_item(doc, "commitments", fields, [evidence], confidence, self.name)
        return lead


@Language.factory(
    "ogp_commitments",
    assigns=["doc.spans"],
    requires=["doc.spans", "doc.user_data"],
    default_config={"knowledge": "commitments", "percentages": "percentages", "percents": "percents"},
)
def make_commitments(nlp: Language, name: str, knowledge: str, percentages: str, percents: str) -> Commitments:
    """Make the component from the names of its knowledge files. Assigns ``doc.spans["commitments"]``."""
    return Commitments(name, knowledge, (knowledge, percentages, percents))
