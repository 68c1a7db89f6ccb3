"""PDFs written glyph by glyph: what the file says of its glyphs, against where they stand."""

from __future__ import annotations

import pytest
from readers.pdf_writer import codes_of, line, visual_line, write_pdf

from ogp_nlp.errors import InputError
from ogp_nlp.readers import read as read_any
from ogp_nlp.readers.limits import Limits

TEXT = "عقدت اللجنة اجتماعها العادي بقاعة الجماعة"
MORE = "وناقش الأعضاء مشروع الميزانية"


def read(path):
    """What the text layer alone gives."""
    return read_any(path, Limits(ocr=False))


def inverse(codes):
    return {code: sign for sign, code in codes.items()}


def test_row_02_visual_text_beside_logical_text(tmp_path):
    """Two lines drawn alike, one stored from the left, one from the right; a third in parts of both kinds."""
    codes = codes_of(TEXT + MORE)
    first, second = MORE[:14], MORE[14:]
    mixed = visual_line(first, codes, y=720) + "\n" + line(second, codes, y=720, right=540 - 6 * len(first))
    content = "\n".join([visual_line(TEXT, codes), line(MORE, codes, y=750), mixed])
    text = read(write_pdf(tmp_path / "both.pdf", content, unicode=inverse(codes))).text
    assert text.split() == f"{TEXT} {MORE} {MORE}".split()


@pytest.mark.parametrize("shape", ["uni{:04X}", "u{:04X}"])
def test_row_07_glyph_names_tell_the_characters(tmp_path, shape):
    forms = "ﻣﺤﻀﺮ ﺍﻻﺟﺘﻤﺎﻉ ﺍﻷﻭﻝ"  # the file has no other map
    codes = codes_of(forms)
    names = [shape.format(ord(sign)) for sign in codes]
    text = read(write_pdf(tmp_path / "names.pdf", visual_line(forms, codes), names=names)).text
    assert text == "محضر الاجتماع الأول"


def test_row_08_no_map_and_no_invented_text(tmp_path):
    codes = codes_of(TEXT)
    with pytest.raises(InputError, match="OCR"):
        read(write_pdf(tmp_path / "none.pdf", visual_line(TEXT, codes)))


def test_row_08_private_characters_are_no_text(tmp_path):
    """ReportLab shapes words into glyphs that its map calls by private code points."""
    codes = codes_of(TEXT)
    private = {code: chr(0xE000 + code) if sign != " " else " " for sign, code in codes.items()}
    with pytest.raises(InputError, match="OCR"):
        read(write_pdf(tmp_path / "private.pdf", visual_line(TEXT, codes), unicode=private))


def test_row_08_a_page_partly_without_a_map_is_marked(tmp_path):
    codes = codes_of(TEXT + MORE)
    known = {code: sign for sign, code in codes.items() if sign not in "جق"}
    private = {code: chr(0xE000 + code) for sign, code in codes.items() if sign in "جق"}
    lines = [visual_line(words, codes, y=780 - 20 * at) for at, words in enumerate((TEXT, MORE) * 6)]
    document = read(write_pdf(tmp_path / "part.pdf", "\n".join(lines), unicode=known | private))
    assert {warning.code for warning in document.warnings} & {"no_unicode_map", "glyphs_lost", "glyphs_read_by_words"}
    assert not any(0xE000 <= ord(sign) < 0xF900 for sign in document.text)


def test_row_09_letters_of_a_strange_script_are_a_slip_of_the_map(tmp_path):
    """WeasyPrint names glyphs that stand for no character of their own by their numbers: Tamil in an Arabic word."""
    codes = codes_of(TEXT + MORE)
    unicode = inverse(codes) | {codes["ق"]: "\u0bd1"}
    lines = [visual_line(words, codes, y=780 - 20 * at) for at, words in enumerate((TEXT, MORE) * 3)]
    document = read(write_pdf(tmp_path / "strange.pdf", "\n".join(lines), unicode=unicode))
    assert "\u0bd1" not in document.text
    assert {warning.code for warning in document.warnings} & {"glyphs_lost", "glyphs_read_by_words"}


def test_row_15_blanks_that_the_file_lacks_are_seen(tmp_path):
    """No blank is stored; words stand apart."""
    codes = codes_of(TEXT)
    bare = {code: sign for code, sign in inverse(codes).items() if sign != " "}
    parts, right = [], 540.0
    for word in TEXT.split():
        parts.append(line(word, codes, right=right))
        right -= 6 * len(word) + 3
    assert read(write_pdf(tmp_path / "glued.pdf", "\n".join(parts), unicode=bare)).text == TEXT


@pytest.mark.parametrize("mode", [0, 3])
def test_row_22_a_layer_of_one_letter_words(tmp_path, mode):
    """A text layer that stores a blank after each letter, visible or not, below an image of the page."""
    codes = codes_of(TEXT)
    parts, right = [f"{mode} Tr"], 540.0
    for word in TEXT.split():
        for sign in word:
            right -= 6
            parts.append(f"BT {mode} Tr /F 12 Tf {right:.2f} 780 Td <{codes[sign]:02X}> Tj ET")
            parts.append(f"BT {mode} Tr /F 12 Tf {right:.2f} 780 Td <{codes[' ']:02X}> Tj ET")
        right -= 3.5
    assert read(write_pdf(tmp_path / "letters.pdf", "\n".join(parts), unicode=inverse(codes))).text == TEXT


def test_a_glyph_named_by_its_letter_and_diacritic_comes_once(tmp_path):
    """Typst names the letter's glyph and the diacritic's glyph by both."""
    codes = {"م": 1, "fatha": 2, "ح": 3, "د": 4}
    unicode = {1: "\u0645\u064e", 2: "\u0645\u064e", 3: "ح", 4: "د"}
    content = "\n".join(
        f"BT /F {size} Tf {x} {y} Td <{codes[name]:02X}> Tj ET"
        for name, x, y, size in (("م", 534, 780, 12), ("fatha", 536, 784, 4), ("ح", 528, 780, 12), ("د", 522, 780, 12))
    )
    assert read(write_pdf(tmp_path / "marks.pdf", content, unicode=unicode)).text == "مَحد"
