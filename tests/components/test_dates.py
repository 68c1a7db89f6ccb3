import spacy

from ogp_nlp.components.base import items
from ogp_nlp.components.dates import make_dates  # noqa: F401
from ogp_nlp.components.legal import make_legal_references  # noqa: F401
from ogp_nlp.components.sections import make_sections  # noqa: F401

TEXT = """محضر اجتماع مجلس إدارة التعاونية

اجتمع مجلس الإدارة يوم الأحد 16 مارس 2025 بمقر التعاونية، طبقا للقانون رقم 112.12.
وستقدم الحسابات قبل نهاية أبريل، كما عرضت في يناير الماضي.
"""


def process():
    nlp = spacy.blank("ar")
    for factory in ("ogp_sections", "ogp_dates", "ogp_legal_references"):
        nlp.add_pipe(factory)
    return nlp(TEXT)


def test_dates_of_a_document():
    held = items(process(), "dates")
    assert [item.fields["value"] for item in held] == ["2025-03-16", "2025-04", "2025-01"]
    for item in held:
        ((start, end),) = item.evidence
        assert TEXT[start:end] == item.fields["text"]
        assert 0 < item.confidence <= 1


def test_a_document_with_nothing():
    nlp = spacy.blank("ar")
    nlp.add_pipe("ogp_sections")
    nlp.add_pipe("ogp_dates")
    assert items(nlp("لا شيء هنا"), "dates") == []
