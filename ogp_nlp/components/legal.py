"""`ogp_legal_references`: every numbered legal text that the document mentions."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.arabic.legal import find_legal_references
from ogp_nlp.components.base import add_item
from ogp_nlp.resources import load_toml


class LegalReferences:
    """Finds laws, decrees, bills, decisions and circulars by number."""

    def __init__(self, nlp: Language, name: str, knowledge: str) -> None:
        self.name = name
        self.knowledge = load_toml(knowledge)

    def __call__(self, doc: Doc) -> Doc:
        """Add items of kind "legal_references"."""
        whole = doc.text  # put together anew at each access
        for mention in find_legal_references(whole, self.knowledge):
            text = whole[mention.start : mention.end]
            fields = {"kind": mention.kind, "number": mention.number, "text": text}
            confidence = 0.85 if mention.kind == "decision" else 0.96
            add_item(doc, "legal_references", fields, [(mention.start, mention.end)], confidence, self.name)
        return doc


@Language.factory("ogp_legal_references", assigns=["doc.spans"], default_config={"knowledge": "legal"})
def make_legal_references(nlp: Language, name: str, knowledge: str) -> LegalReferences:
    """Make the component; ``knowledge`` names a TOML file of ``pipelines/``."""
    return LegalReferences(nlp, name, knowledge)
