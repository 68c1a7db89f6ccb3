import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.arabic.normalize import DIACRITICS, INVISIBLE, TATWEEL, clean, collapse_spaces, match_key

ARABIC = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.characters(min_codepoint=0xFE70, max_codepoint=0xFEFC),
        st.sampled_from(" \t\n\u00a0\u200f\u202babc019٪%-–.,"),
    ),
    max_size=40,
)


@pytest.mark.parametrize("change", [clean, match_key, collapse_spaces])
@given(text=ARABIC)
def test_every_code_point_leads_back_and_twice_is_once(change, text):
    changed = change(text)
    assert changed.alignment.source_length == len(text)
    assert all(changed.alignment.row(place) for place in range(len(changed.text)))
    assert change(changed.text).text == changed.text


@given(text=ARABIC)
def test_the_key_of_clean_text_is_the_key(text):
    assert match_key(clean(text).text).text == match_key(text).text


@given(text=ARABIC)
def test_nothing_invisible_is_left(text):
    assert not (INVISIBLE | {TATWEEL}) & set(clean(text).text)
    assert not DIACRITICS & set(match_key(text).text)


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("الأَعْضَاء", "الاعضا"),
        ("الهيئة المُؤقتة", "الهييه الموقته"),
        ("٢٥٫٥٪", "25.5%"),
        ("۲۵", "25"),
        ("ﻻ", "لا"),
        ("محضـــر", "محضر"),
    ],
)
def test_keys(printed, key):
    assert match_key(printed).text == key


def test_clean_text_stays():
    text = "عقدت اللجنة اجتماعَها الثاني يوم 5 ماي 2025، وحضره 47,5 % من الأعضاء.\n- أولا: التقرير"
    assert clean(text).text == text
    assert clean(text).alignment.is_identity
