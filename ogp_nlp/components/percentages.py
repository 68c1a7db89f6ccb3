"""`ogp_percentages`: every percentage with what it speaks of, what it measures and what is marked at it."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.arabic.normalize import clean
from ogp_nlp.components.base import add_item
from ogp_nlp.components.figures import Figure
from ogp_nlp.components.review import review
from ogp_nlp.components.review_knowledge import knowledge_of

# How sure the link is, by the rule that found it: shares of right links on the annotated minutes.
_CONFIDENCE = {
    "row": 0.97,
    "table": 0.93,
    "explicit": 0.93,
    "region": 0.93,
    "carried": 0.88,
    "quoted": 0.8,
    "free": 0.9,
}


class Percentages:
    """Adds the percentages in order; ``about_of_progress``: say what figures of progress measure, too."""

    def __init__(self, name: str, files: tuple[str, str, str], about_of_progress: bool) -> None:
        self.name = name
        self.knowledge = knowledge_of(*files)
        self.about_of_progress = about_of_progress

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans["percentages"]``."""
        text = doc.text  # put together anew at each access
        for figure in review(doc, self.knowledge).figures:
            confidence = _CONFIDENCE.get(figure.how, 0.85) - (0.15 if figure.fraction else 0)
            add_item(
                doc, "percentages", self._fields(text, figure), [(figure.start, figure.end)], confidence, self.name
            )
        return doc

    def _fields(self, text: str, figure: Figure) -> dict[str, object]:
        named = figure.subject == "other" or self.about_of_progress
        return {
            "value": figure.value,
            "text": " ".join(clean(text[figure.start : figure.end]).text.split()),
            "subject": figure.subject,
            "commitment": figure.commitment,
            "about": (clean(figure.about).text or None) if named and figure.about else None,
            "qualifiers": list(figure.qualifiers),
            "as_of": figure.as_of,
        }


@Language.factory(
    "ogp_percentages",
    assigns=["doc.spans"],
    requires=["doc.spans", "doc.user_data"],
    default_config={
        "knowledge": "percentages",
        "commitments": "commitments",
        "percents": "percents",
        "about_of_progress": False,
    },
)
def make_percentages(
    nlp: Language, name: str, knowledge: str, commitments: str, percents: str, about_of_progress: bool
) -> Percentages:
    """Make the component from the names of its knowledge files. Assigns ``doc.spans["percentages"]``."""
    return Percentages(name, (commitments, knowledge, percents), about_of_progress)
