import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.arabic.numbers import find_numbers, find_ordinals, read_number_words, read_ordinal

UNITS = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
TENS = ["", "عشرة", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
TEEN = ["", "أحد", "اثنا", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
HUNDREDS = ["", "مائة", "مائتان", "ثلاثمائة", "أربعمائة", "خمسمئة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة"]


def spell(number: int) -> str:
    """A number below a million as a schoolbook writes it."""
    if number >= 1000:
        head = {1: "ألف", 2: "ألفان"}.get(number // 1000, f"{spell(number // 1000)} ألف")
        return f"{head} و{spell(number % 1000)}" if number % 1000 else head
    parts = [HUNDREDS[number // 100]] if number >= 100 else []
    rest = number % 100
    if 10 < rest < 20:
        parts.append(f"{TEEN[rest - 10]} عشر")
    elif rest:
        parts += [word for word in (UNITS[rest % 10], TENS[rest // 10]) if word]
    return " و".join(parts)


@given(st.integers(1, 999_999))
def test_spelled_numbers_are_read(number):
    assert read_number_words(spell(number)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("خمسة وأربعون", 45),
        ("خمس وأربعين", 45),
        ("اثنتا عشرة", 12),
        ("مئة", 100),
        ("مية وعشرين", 120),
        ("ثلاث مائة", 300),
        ("مليونان وثلاثمائة ألف", 2_300_000),
        ("سبعة ونصف", 7.5),
        ("أربعة فاصل خمسة", 4.5),
        ("صفر", 0),
        ("الخمسة والعشرون", 25),
        ("ثلاثة وأربعة", None),
        ("اجتماع", None),
        ("", None),
    ],
)
def test_number_words(text, value):
    assert read_number_words(text) == value


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("الأول", 1),
        ("الأولى", 1),
        ("أولا", 1),
        ("ثانياً", 2),
        ("الثاني عشر", 12),
        ("الثانية عشرة", 12),
        ("الحادي عشر", 11),
        ("الحادي والعشرون", 21),
        ("الحادية والعشرين", 21),
        ("الواحدة والعشرون", 21),
        ("الخامس والثلاثين", 35),
        ("العشرون", 20),
        ("تاسع عشر", 19),
        ("المائة", 100),
        ("رقم 03", 3),
        ("رقم (٧)", 7),
        ("عدد 12", 12),
        ("7", 7),
        ("الثالث مكرر", 3),
        ("القادم", None),
    ],
)
def test_ordinals(text, place):
    assert read_ordinal(text) == place


def test_numbers_are_found_where_they_stand():
    text = "حضر ثلاثة وعشرون عضوا من أصل ٣٠، وفي الأحد القادم بخمسين"
    found = find_numbers(text)
    assert [(text[n.start : n.end], n.value) for n in found] == [("ثلاثة وعشرون", 23), ("٣٠", 30), ("خمسين", 50)]


def test_ordinals_are_found():
    text = "الالتزام الأول والالتزام الثاني عشر والحادي والعشرون"
    assert [n.value for n in find_ordinals(text)] == [1, 12, 21]
