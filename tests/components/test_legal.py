import spacy

from ogp_nlp.components.base import items
from ogp_nlp.components.legal import make_legal_references  # noqa: F401


def test_legal_references_of_a_document():
    nlp = spacy.blank("ar")
    nlp.add_pipe("ogp_legal_references")
    doc = nlp("بناء على القانون رقم 112.12، والتعميم رقم 9/2024.\nالقرار رقم 1: المصادقة على الحساب.")
    held = items(doc, "legal_references")
    assert [(i.fields["kind"], i.fields["number"]) for i in held] == [("law", "112.12"), ("circular", "9/2024")]
    assert [doc.text[slice(*i.evidence[0])] for i in held] == ["القانون رقم 112.12", "التعميم رقم 9/2024"]
