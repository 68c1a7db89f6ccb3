"""`ogp_dates`: every explicit calendar expression of the document."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.arabic.dates import DateMention, find_dates
from ogp_nlp.components.base import add_item
from ogp_nlp.components.reference import meeting_date
from ogp_nlp.resources import load_toml


def _confidence(mention: DateMention, text: str) -> float:
    """By what is printed: a year leaves little doubt, a month alone was resolved."""
    digits = sum(character.isdigit() for character in text)
    if mention.level == 3:
        return 0.97 if digits >= 5 else 0.9
    if mention.level == 1:
        return 0.85
    return 0.93 if digits >= 4 else 0.85


class Dates:
    """Finds calendar expressions and resolves those without a year against the meeting's day."""

    def __init__(self, nlp: Language, name: str, knowledge: str, months: str) -> None:
        self.name = name
        self.knowledge = load_toml(knowledge) | load_toml(months)

    def __call__(self, doc: Doc) -> Doc:
        """Add items of kind "dates"."""
        whole = doc.text  # put together anew at each access
        for mention in find_dates(whole, self.knowledge, meeting_date(doc)):
            text = whole[mention.start : mention.end]
            fields = {"value": mention.value, "end": mention.end_value, "calendar": mention.calendar, "text": text}
            evidence = [(mention.start, mention.end)]
            add_item(doc, "dates", fields, evidence, _confidence(mention, text), self.name)
        return doc


@Language.factory(
    "ogp_dates",
    assigns=["doc.spans"],
    requires=["doc.user_data"],
    default_config={"knowledge": "dates", "months": "months"},
)
def make_dates(nlp: Language, name: str, knowledge: str, months: str) -> Dates:
    """Make the component; ``knowledge`` and ``months`` name TOML files of ``pipelines/``. Needs ``ogp_sections``."""
    return Dates(nlp, name, knowledge, months)
