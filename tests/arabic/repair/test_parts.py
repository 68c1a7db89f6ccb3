"""Tables of plain cases for the parts of the repair."""

import pytest

from ogp_nlp.arabic.lexicon import Lexicon, is_broken
from ogp_nlp.arabic.repair.atoms import Atom
from ogp_nlp.arabic.repair.features import stem
from ogp_nlp.arabic.repair.glyphs import mend_backwards, mend_digits, mend_ligatures, mend_lost_alef
from ogp_nlp.arabic.repair.marks import dash_inside, mark_of
from ogp_nlp.arabic.repair.order import Run
from ogp_nlp.arabic.repair.signs import mend_signs
from ogp_nlp.arabic.repair.writing import Brackets, write_line
from ogp_nlp.repairing import load_repairer

LIGATURES = "اجتمع املجلس البلدي لدراسة األشغال واالتفاق مع اآلخرين حول اإلنارة"


@pytest.fixture(scope="module")
def worth():
    return load_repairer().lexicon.log_probability


def test_swapped_ligatures(worth):
    assert mend_ligatures(LIGATURES, worth).text == "اجتمع المجلس البلدي لدراسة الأشغال والاتفاق مع الآخرين حول الإنارة"


def test_words_written_backwards(worth):
    assert mend_backwards("ةسلجلا ةيداعلا ةعامجلل يف يوم سيمخلا", worth).text == "الجلسة العادية للجماعة في يوم الخميس"


def test_alefs_lost_by_a_ligature(worth):
    mended = mend_lost_alef("اللجنة الولى واللغة المازيغية والجهزة الدارية", worth)
    assert mended.text == "اللجنة الأولى واللغة الأمازيغية والأجهزة الدارية"
    put_in = [at for at in range(len(mended.text)) if not mended.alignment.row(at)]
    assert [mended.text[at] for at in put_in] == ["أ"] * 3


def test_a_letter_that_ends_a_run_is_no_prefix():
    """A run that began inside a word ended in ب, which was taken for a prefix and joined to the next word."""
    atoms = [Atom("نائ", (8, 9, 10), -1, 1), Atom("ب", (11,), 0, 1), Atom("الممثل", tuple(range(6)), -1, 0)]
    line = "الممثل  نائب"
    rows = write_line(line, mark_of(line), atoms, [Run(0, 2, False), Run(2, 3, False)], Brackets())
    assert "".join(sign for sign, _ in rows) == "نائب الممثل"


@pytest.mark.parametrize("text", ["عام 2025 وعام 2024", "الرقم 4202", "سنة ٢٠٢٥ وسنة ٢٠٢٤ وسنة ٢٠٢٣"])
def test_right_digits_stay(text):
    assert mend_digits(text).alignment.is_identity


def test_arabic_digits_backwards():
    assert mend_digits("٥٢٠٢ و٤٢٠٢ و٣٢٠٢ رقم ٤١٫٣١١").text == "٢٠٢٥ و٢٠٢٤ و٢٠٢٣ رقم ١١٣٫١٤"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("يوم  06أكتوبر  2025الموافق  13رجب", "يوم 06 أكتوبر 2025 الموافق 13 رجب"),
        ("حتى ،15/09/2024 ثم ،1447 وكذا ،%58 منها", "حتى 15/09/2024، ثم 1447، وكذا %58، منها"),
        ("يوم 6 أكتوبر 2025، وعلى الساعة 10", "يوم 6 أكتوبر 2025، وعلى الساعة 10"),
    ],
)
def test_signs(before, after):
    assert mend_signs(before).text == after


@pytest.mark.parametrize(
    ("line", "front", "body"),
    [
        ("إرسال الدعوات •", "•", "إرسال الدعوات"),
        ("إرسال الدعوات .12", "12.", "إرسال الدعوات"),
        ("إرسال الدعوات -", "-", "إرسال الدعوات"),
        ("• إرسال الدعوات", "•", "إرسال الدعوات"),
        ("3) إرسال الدعوات", "3)", "إرسال الدعوات"),
        ("إرسال الدعوات قبل 12", "", "إرسال الدعوات قبل 12"),
    ],
)
def test_list_marks(line, front, body):
    mark = mark_of(line)
    assert "".join(line[at] for at in mark.order) == front
    assert line[mark.start : mark.end] == body


def test_lone_dash_inside():
    assert dash_inside("ذات الطابع - القانوني").order == (11,)
    assert dash_inside("طنجة - تطوان - الحسيمة") is None


@pytest.mark.parametrize(("word", "broken"), [("ةالرسمي", True), ("إلىالتي", True), ("المدرسة", False), ("على", False)])
def test_broken_words(word, broken):
    assert is_broken(word) is broken


def test_clitics_and_unknown_words():
    lexicon = Lexicon({"الاجتماع": 1e-4, "مجلس": 1e-4})
    assert lexicon.log_probability("والاجتماع") > lexicon.log_probability("قثصشطظ")
    assert lexicon.log_probability("مجلسالاجتماع") < lexicon.log_probability("قثصشطظ")


@pytest.mark.parametrize(("one", "other"), [("والتنمية", "للتنمية"), ("بالمجلس", "المجلس"), ("حصيلتها", "الحصيلة")])
def test_stems_agree(one, other):
    assert stem(one) == stem(other)
