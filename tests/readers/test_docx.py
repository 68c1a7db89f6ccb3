"""Word documents made with python-docx: lists, tables, headings and text boxes in reading order."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement

from ogp_nlp.errors import InputError
from ogp_nlp.readers import read


@pytest.fixture
def minutes(tmp_path):
    book = docx.Document()
    book.add_heading("محضر الاجتماع الثاني", level=1)
    book.add_paragraph("التاريخ: 3 مارس 2025")
    book.add_paragraph("المصادقة على المحضر", style="List Number")
    book.add_paragraph("عرض التقرير", style="List Number")
    book.add_paragraph("السيد أنس", style="List Bullet")
    table = book.add_table(rows=2, cols=3)
    for cell, words in zip(table.rows[0].cells, ["م", "الاسم", "الصفة"], strict=True):
        cell.text = words
    for cell, words in zip(table.rows[1].cells, ["1", "هدى العلمي", "رئيسة اللجنة"], strict=True):
        cell.text = words
    book.add_paragraph("رفعت الجلسة.")
    path = tmp_path / "minutes.docx"
    book.save(path)
    return path


def test_reading_order(minutes):
    document = read(minutes)
    assert [line for line in document.text.splitlines() if line] == [
        "محضر الاجتماع الثاني",
        "التاريخ: 3 مارس 2025",
        "1. المصادقة على المحضر",
        "2. عرض التقرير",
        "- السيد أنس",
        "م | الاسم | الصفة",
        "1 | هدى العلمي | رئيسة اللجنة",
        "رفعت الجلسة.",
    ]


def test_blocks_say_what_the_layout_knows(minutes):
    document = read(minutes)
    kinds = [(block.kind, document.text[block.start : block.end]) for block in document.blocks]
    assert kinds[0] == ("heading", "محضر الاجتماع الثاني")
    assert [kind for kind, _ in kinds].count("list_item") == 3
    row = next(block for block in document.blocks if block.kind == "table_row")
    assert [document.text[a:b] for a, b in row.cells] == ["م", "الاسم", "الصفة"]


def test_a_table_that_runs_from_the_left_is_turned(tmp_path):
    book = docx.Document()
    book.add_paragraph("جدول المتابعة للجنة")
    table = book.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, [["المسؤول", "الإجراء", "م"], ["المقرر", "إعداد التقرير", "1"]], strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    path = tmp_path / "left.docx"
    book.save(path)
    assert "م | الإجراء | المسؤول" in read(path).text
    table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
    book.save(path)
    assert "المسؤول | الإجراء | م" in read(path).text


def test_merged_cells_are_read_once(tmp_path):
    book = docx.Document()
    table = book.add_table(rows=1, cols=3)
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "أعضاء اللجنة"
    table.rows[0].cells[2].text = "الصفة"
    path = tmp_path / "merged.docx"
    book.save(path)
    assert read(path).text.strip() == "أعضاء اللجنة | الصفة"


@pytest.mark.parametrize("change", ["other archive", "truncated"])
def test_broken_files_are_refused(change, tmp_path, minutes):
    path = tmp_path / "broken.docx"
    if change == "other archive":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("note.txt", "محضر")
        path.write_bytes(buffer.getvalue())
    else:
        path.write_bytes(minutes.read_bytes()[:2000])
    with pytest.raises(InputError, match=r"archive|damaged"):
        read(path)
