"""The boxes that evidence points to cover the words they name: there is ink in them, and other readers agree."""

from __future__ import annotations

import re

import numpy as np
import pytest
from readers.pdf_samples import printed

from ogp_nlp.readers import read

TEXT = """محضر الاجتماع السنوي لمجلس المؤسسة

افتتح الرئيس الاجتماع بكلمة رحب فيها بالحاضرين، ثم عرض جدول الأعمال الذي تضمن خمس نقاط تتعلق بالميزانية والتجهيز وبرنامج العمل السنوي وتقرير لجنة المراقبة وما يستجد.

البند | المسؤول | الأجل
إعداد الميزانية | المحاسب العام | أبريل
تجديد التجهيزات | مدير المصالح | يونيو
"""
PRINTED = [("Chromium", "Amiri"), ("LibreOffice", "Noto Naskh Arabic"), ("WeasyPrint", "KacstBook"), ("Typst", "Amiri")]
PRINTED += [("ReportLab forms", "Noto Naskh Arabic"), ("ReportLab logical", "Amiri")]


@pytest.mark.parametrize(("producer", "font"), PRINTED)
def test_there_is_ink_in_the_box_of_each_word_and_none_above_the_page(tmp_path, producer, font):
    import pypdfium2 as pdfium

    path = printed(producer, TEXT, font, tmp_path)
    document = read(path)
    scale = 2
    with pdfium.PdfDocument(path) as book:
        dark = 255 - np.asarray(book[0].render(scale=scale).to_pil().convert("L"), dtype=float)
    words = list(re.finditer(r"\w{3,}", document.text))
    assert len(words) > 30
    covered = np.zeros_like(dark, dtype=bool)
    for word in words:
        for x0, top, x1, bottom in document.boxes_of(*word.span()):
            cut = slice(int(top * scale), int(bottom * scale) + 1), slice(int(x0 * scale), int(x1 * scale) + 1)
            assert dark[cut].mean() > 8, word.group()
            covered[cut] = True
    for word in re.finditer(r"\S+", document.text):  # and hardly any ink in none
        for x0, top, x1, bottom in document.boxes_of(*word.span()):
            covered[int(top * scale) - 4 : int(bottom * scale) + 5, int(x0 * scale) - 2 : int(x1 * scale) + 3] = True
    letters = np.where(_ruled(dark), 0, dark)
    assert letters[~covered].sum() < 0.03 * letters.sum()


def _ruled(dark):
    """Pixels of ruling lines: long runs of ink along a row or a column."""
    ink = dark > 60
    return (ink.mean(axis=1) > 0.2)[:, None] | (ink.mean(axis=0) > 0.05)[None, :]


@pytest.mark.parametrize(("producer", "font"), [("LibreOffice", "Amiri"), ("WeasyPrint", "Amiri"), ("Typst", "Amiri")])
def test_pdfplumber_sees_the_same_letters_in_the_box_of_a_word(tmp_path, producer, font):
    pdfplumber = pytest.importorskip("pdfplumber")
    path = printed(producer, TEXT, font, tmp_path)
    document = read(path)
    with pdfplumber.open(path) as book:
        signs = [(c["text"], (c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2) for c in book.pages[0].chars]
    for word in ("الرئيس", "الميزانية", "المحاسب", "السنوي"):
        start = document.text.index(word)
        ((x0, top, x1, bottom),) = document.boxes_of(start, start + len(word))
        inside = "".join(text for text, x, y in signs if x0 < x < x1 and top < y < bottom)
        assert sorted(inside.replace(" ", "")) == sorted(word)
