"""Scans read by the real Tesseract: words in order with their places, numbers, mixed files, and what is said."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from readers.pdf_samples import html_pdf

from ogp_nlp import textmetrics
from ogp_nlp.errors import InputError
from ogp_nlp.readers import pdf, read
from ogp_nlp.readers.limits import Limits
from ogp_nlp.readers.ocr import tesseract

LINES = (
    "محضر الاجتماع الثالث للجنة المتابعة",
    "عقدت اللجنة اجتماعها الثالث بقاعة الاجتماعات بمقر الوزارة",
    "بلغت نسبة الإنجاز 50% مقابل 47% في الدورة السابقة",
    "رفعت الجلسة يوم 25/12/2025 على الساعة 12:30",
)
INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed: pip install 'ogp-nlp[test]'")
if tesseract.missing():
    pytest.skip(f"scans: {tesseract.missing()}", allow_module_level=True)


def page_images(path, resolution=200):
    """The pages of a PDF as gray images."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(path) as book:
        return [page.render(scale=resolution / 72, grayscale=True).to_pil().convert("L") for page in book]


def scanned(path, target, change=lambda image: image):
    """The PDF as one of images alone."""
    first, *others = [change(image) for image in page_images(path)]
    first.save(target, "PDF", resolution=200, save_all=True, append_images=others, quality=90)
    return target


def here(path, **limits):
    """Read in this process, where tests can put things aside."""
    return pdf.read_here(path.name, path.read_bytes(), str(path), replace(Limits(), **limits))


def body(lines=LINES):
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    style = "body {font-family: 'Noto Naskh Arabic'; font-size: 14pt}"
    return html_pdf(body(), tmp_path_factory.mktemp("scan"), style)


@pytest.fixture(scope="module")
def scan(printed):
    return read(scanned(printed, printed.with_name("scan.pdf")))


def test_lines_come_in_order_with_few_errors(scan):
    assert textmetrics.character_error_rate(" ".join(LINES), scan.text) < 0.05
    assert scan.text.index("محضر") < scan.text.index("عقدت") < scan.text.index("رفعت")


def test_boxes_cover_the_words(scan, printed):
    """The places of words are those that the printed file has."""
    truth = read(printed)
    assert set(scan.pages.tolist()) == {1}
    for word in ("محضر", "الوزارة", "الجلسة"):
        (ours,) = scan.boxes_of(scan.text.index(word), scan.text.index(word) + len(word))
        (wanted,) = truth.boxes_of(truth.text.index(word), truth.text.index(word) + len(word))
        assert np.abs(np.array(ours) - wanted).max() < 6


def test_what_was_read_by_ocr_is_said(scan):
    warnings = {warning.code: warning for warning in scan.warnings}
    assert re.search(r"\d+% sure", warnings["ocr_page"].message)
    assert warnings["ocr_page"].page == 1
    assert len(scan.certainty) == len(scan.text)
    assert 0 < scan.certainty_of(0, len(scan.text)) < 1


def test_records_of_scans_are_less_certain(scan, printed, pipeline):
    def shares(document):
        return {item.value: item.confidence for item in pipeline.record(document).percentages}

    ours, clean = shares(scan), shares(read(printed))
    assert ours
    assert all(confidence < clean[value] for value, confidence in ours.items() if value in clean)


def test_digits_that_tesseract_does_not_know_are_read_by_the_second_look(tmp_path, monkeypatch):
    """Tesseract's Arabic model knows neither ٢-٩ nor the percent sign."""
    from ogp_nlp.readers.ocr import pages

    lines = [line.translate(INDIC) for line in LINES]
    path = html_pdf(body(lines), tmp_path, "body {font-family: Amiri; font-size: 14pt}")
    path = scanned(path, tmp_path / "scan.pdf")
    assert textmetrics.number_share(" ".join(lines), here(path).text) >= 0.75
    monkeypatch.setattr(pages, "read_numbers", lambda gray, words, em: list(words))
    assert textmetrics.number_share(" ".join(lines), here(path).text) <= 0.5


def test_a_skewed_page_is_made_level(printed, tmp_path):
    path = scanned(printed, tmp_path / "skew.pdf", lambda image: image.rotate(1.5, fillcolor=255))
    document = here(path)
    assert textmetrics.character_error_rate(" ".join(LINES), document.text) < 0.08
    first, last = (document.boxes_of(at, at + 4)[0] for at in (0, document.text.index("بمقر")))
    assert first[0] > last[0]


def test_a_ruled_table_keeps_its_cells(tmp_path):
    style = "body {font-family: 'Noto Naskh Arabic'} table {border-collapse: collapse; width: 100%} td {border: 1px solid; padding: 4pt}"
    rows = (("الاسم", "الصفة", "الجهة"), ("هدى العلوي", "رئيسة اللجنة", "وزارة الداخلية"))
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    path = html_pdf(f"{body(LINES[:2])}<table>{table}</table>", tmp_path, style)
    document = here(scanned(path, tmp_path / "scan.pdf"))
    cells = [[document.text[a:b] for a, b in b_.cells] for b_ in document.blocks if b_.kind == "table_row"]
    assert cells == [list(row) for row in rows]


def test_a_mixed_document_is_read_page_by_page(printed, tmp_path):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed: pip install 'ogp-nlp[bench]'")
    writer = pypdf.PdfWriter()
    writer.append(printed)
    writer.append(scanned(printed, tmp_path / "scan.pdf"))
    writer.write(tmp_path / "mixed.pdf")
    writer.close()
    document = here(tmp_path / "mixed.pdf")
    assert set(document.pages.tolist()) == {1, 2}
    assert [warning.page for warning in document.warnings if warning.code == "ocr_page"] == [2]
    second = int(np.argmax(document.pages == 2))
    assert document.certainty[:second].min() == 1.0
    assert document.text.count("الوزارة") == 2


def test_a_page_without_unicode_map_is_read_from_its_image(tmp_path):
    style = "body {font-family: 'Noto Naskh Arabic'; font-size: 14pt}"
    path = html_pdf(body(), tmp_path, style, uncompressed_pdf=True)
    path.write_bytes(path.read_bytes().replace(b"/ToUnicode", b"/ToUnicodx"))
    assert textmetrics.character_error_rate(" ".join(LINES), here(path).text) < 0.08


def test_row_22_an_ocr_layer_of_one_letter_words(printed, tmp_path):
    """Letters each placed as a word of their own, unseen, over the image of the page."""
    reportlab = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab is not installed")
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = [path for path in _fonts() if path.name == "DejaVuSans.ttf"]
    if not fonts:
        pytest.skip("DejaVu Sans is not installed: apt install fonts-dejavu-core")
    pdfmetrics.registerFont(TTFont("layer", str(fonts[0])))
    canvas = reportlab.Canvas(str(tmp_path / "layer.pdf"), pagesize=(595, 842))
    canvas.drawImage(ImageReader(page_images(printed)[0]), 0, 0, 595, 842)
    for at, line in enumerate(LINES):
        for place, letter in enumerate(line.replace(" ", "")):
            text = canvas.beginText(530 - 11 * place, 770 - 40 * at)
            text.setFont("layer", 8)
            text.setTextRenderMode(3)
            text.textOut(letter + " ")
            canvas.drawText(text)
    canvas.save()
    document = here(tmp_path / "layer.pdf")
    assert "اللجنة اجتماعها الثالث" in document.text
    with pytest.raises(InputError, match="single letters where words should be; it needs OCR"):
        here(tmp_path / "layer.pdf", ocr=False)


def _fonts():
    from pathlib import Path

    return Path("/usr/share/fonts").rglob("*.ttf")


def test_without_tesseract_one_line_names_the_package(printed, tmp_path, monkeypatch):
    path = scanned(printed, tmp_path / "scan.pdf")
    monkeypatch.setenv("PATH", str(tmp_path))
    tesseract.missing.cache_clear()
    try:
        with pytest.raises(InputError, match=r"needs OCR: Tesseract is not installed .*tesseract-ocr-ara") as caught:
            here(path)
        assert "\n" not in str(caught.value)
    finally:
        monkeypatch.undo()
        tesseract.missing.cache_clear()


def test_ocr_can_be_switched_off(printed, tmp_path):
    with pytest.raises(InputError, match="needs OCR: OCR is switched off"):
        here(scanned(printed, tmp_path / "scan.pdf"), ocr=False)


def test_the_time_limit_holds_and_says_what_to_do(printed, tmp_path):
    with pytest.raises(InputError, match=r"0 of 1 .*--max-seconds.*--no-ocr"):
        here(scanned(printed, tmp_path / "scan.pdf"), max_seconds=0.2)


def test_an_image_without_words_is_no_text(tmp_path):
    noise = np.random.default_rng(1).integers(0, 255, (330, 240)).astype(np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.pdf", "PDF", resolution=100)
    with pytest.raises(InputError, match="OCR found nothing believable"):
        here(tmp_path / "noise.pdf")
