"""Records made from a PDF equal the records made from the document's text; boxes cover the words they stand for.

Compared are all fields but offsets, boxes, confidence and ids. Nothing else may differ: the documents are chosen so
that no producer prints what a reader cannot tell from other text (a sign of percent that is drawn on the other side
of its number is one such case, two headings that only a typed blank line sets apart another).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from readers.pdf_samples import html_pdf, printed

from ogp_nlp.arabic.normalize import clean
from ogp_nlp.pipeline import load_pipeline
from ogp_nlp.readers import read
from ogp_nlp.readers import text as text_reader
from ogp_nlp.readers.limits import Limits
from ogp_nlp.repairing import RepairSettings, repair_document

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "evaluation"))
FONT = "Amiri"
PRODUCERS = ("Chromium", "LibreOffice", "WeasyPrint")
# Prose and numbered points; a table over a page break and people in a list; tables without lines and nested lists.
EQUAL = [
    ("ps-municipal-01", "Chromium", "minutes"),
    ("ps-municipal-01", "LibreOffice", "minutes"),
    ("tn-municipal-01", "Chromium", "minutes"),
    ("tn-municipal-01", "LibreOffice", "minutes"),
    ("dz-company-board-01", "Chromium", "minutes"),
    ("dz-company-board-01", "LibreOffice", "minutes"),
    ("ma-plan-steering-01", "WeasyPrint", "minutes"),
    ("ma-plan-steering-01", "LibreOffice", "minutes"),
]


@pytest.fixture(scope="module")
def pipeline():
    return load_pipeline()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The PDF of a document by producer and layout; each made once."""
    folder = tmp_path_factory.mktemp("records")
    known = {}

    def get(name, producer, layout):
        if (name, producer, layout) not in known:
            own = folder / f"{name}-{layout}"
            own.mkdir(exist_ok=True)
            known[name, producer, layout] = printed(producer, document_text(name), FONT, own, layout)
        return known[name, producer, layout]

    return get


def document_text(name):
    from retypeset import whole_paragraphs

    return whole_paragraphs((ROOT / "corpus" / "documents" / f"{name}.txt").read_text(encoding="utf-8"))


def fields_of(pipeline, document):
    from typesettings import fields

    return fields(pipeline.record(pipeline.prepare(document)).model_dump(mode="json"))


@pytest.mark.parametrize(("name", "producer", "layout"), EQUAL)
def test_records_of_the_pdf_are_those_of_the_text(pipeline, made, name, producer, layout):
    from typesettings import differences

    text = text_reader.read(name, document_text(name).encode(), name, Limits())
    expected = fields_of(pipeline, text)
    assert sum(map(len, (expected["agenda"], expected["attendees"], expected["percentages"]))) > 10
    assert differences(expected, fields_of(pipeline, read(made(name, producer, layout)))) == []


def _squeezed(text):
    return re.sub(r"\W", "", text)


@pytest.mark.parametrize("producer", PRODUCERS)
def test_evidence_boxes_cover_the_words_named(pipeline, made, producer):
    """What the file has inside each box is what the record quotes, read by an engine that knows nothing of ours."""
    import pypdfium2

    path = made("ps-municipal-01", producer, "minutes")
    record = pipeline.extract(path)
    checked = 0
    with pypdfium2.PdfDocument(path) as book:
        for item in [*record.percentages, *record.dates]:
            (evidence,) = item.evidence
            page = book[evidence.page - 1]
            height, text_page = page.get_height(), page.get_textpage()
            inside = ""
            for x0, top, x1, bottom in evidence.boxes:
                inside += text_page.get_text_bounded(x0 - 0.5, height - bottom, x1 + 0.5, height - top)
            digits = set(re.findall(r"\d+", evidence.text))
            found = set(re.findall(r"\d+", inside)) | {number[::-1] for number in re.findall(r"\d+", inside)}
            assert digits <= found, (evidence.text, inside)
            assert len(_squeezed(inside)) <= len(_squeezed(evidence.text)) + 4  # no neighbour's words
            checked += 1
    assert checked > 20


@pytest.mark.parametrize("producer", PRODUCERS)
@pytest.mark.parametrize("name", ["ps-municipal-01", "ma-plan-steering-01"])
def test_repair_leaves_good_lines_of_a_pdf_alone(made, name, producer):
    document = read(made(name, producer, "minutes"))
    truth = {_squeezed(line) for line in clean(document_text(name)).text.split("\n")}
    good = [line for line in document.text.split("\n") if _squeezed(line) in truth]
    assert len(good) > 20
    repaired = set(repair_document(document, RepairSettings()).text.split("\n"))
    assert [line for line in good if line not in repaired] == []


PAGE = "@top-center {content: 'محضر رسمي'} @bottom-center {content: 'صفحة ' counter(page)}"


def test_headings_by_size_and_weight_lists_by_indent_and_signatures_in_columns(tmp_path):
    sentence = "ناقشت اللجنة مشروع الميزانية السنوية وقدمت بشأنه جملة من الملاحظات العملية. "
    body = (
        "<h1>محضر الاجتماع الثالث للجنة المشتركة لمتابعة برنامج تحسين الخدمات العمومية بالمنطقة</h1>"
        f"<h2>الميزانية</h2><p>{sentence * 6}</p><h2>المشاريع</h2><p>{sentence * 6}</p><h2>التوصيات</h2>"
        "<ul style='list-style: none'><li>إعداد التقرير السنوي</li><li>نشر المحضر</li><li>دعوة الأعضاء</li></ul>"
        "<table style='width: 100%'><tr><td>الكاتب</td><td style='width: 50%'>الرئيس</td></tr>"
        "<tr><td>أنس العمري</td><td>هدى البكري</td></tr></table>"
    )
    document = read(html_pdf(body, tmp_path, "h1 {text-align: center; margin: 0 3cm}"))
    kinds = {document.text[b.start : b.end]: (b.kind, b.level) for b in document.blocks}
    title = next(text for text in kinds if text.startswith("محضر"))
    assert title.endswith("بالمنطقة")
    assert kinds[title] == ("heading", 1)
    assert [text for text, (kind, level) in kinds.items() if kind == "heading" and level > 1] == [
        "الميزانية",
        "المشاريع",
        "التوصيات",
    ]
    assert [text for text, kind in kinds.items() if kind == ("list_item", 1)] == [
        "إعداد التقرير السنوي",
        "نشر المحضر",
        "دعوة الأعضاء",
    ]
    assert kinds["أنس العمري | هدى البكري"][0] == "table_row"


def test_a_table_over_pages_is_one_table_with_one_heading(tmp_path):
    rows = "".join(f"<tr><td>{n}</td><td>إعداد التقرير رقم {n}</td><td>لجنة المتابعة</td></tr>" for n in range(1, 60))
    head = "<thead><tr><th>م</th><th>الإجراء</th><th>المسؤول</th></tr></thead>"
    for style in ("td, th {border: 1px solid}", "td, th {padding: 2pt 9pt}"):
        body = f"<p>خطة العمل المتفق عليها بين أعضاء اللجنة:</p><table style='width: 100%'>{head}{rows}</table>"
        document = read(html_pdf(body, tmp_path, f"@page {{{PAGE}}} {style}"))
        assert document.page_count > 1
        table = [document.text[b.start : b.end] for b in document.blocks if b.kind == "table_row"]
        assert len(table) == 60
        assert sum("المسؤول" in row for row in table) == 1
        assert "صفحة" not in document.text
        (note,) = [warning.message for warning in document.warnings if warning.code == "running_heads"]
        assert "محضر رسمي" in note
        assert "صفحة 1" in note
