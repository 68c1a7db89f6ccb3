"""Character error rate, word F1 and numbers."""

import pytest

from ogp_nlp.textmetrics import number_share, numbers_of, text_scores, word_f1


def test_same_text_is_perfect():
    scores = text_scores("محضر 47% في 31.13", "محضر  47%\nفي 31.13")
    assert (scores.cer, scores.word_f1, scores.numbers) == (0.0, 1.0, 1.0)


def test_marks_do_not_count():
    assert text_scores("## عنوان\n- بند", "عنوان\n• بند").cer == 0.0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%47", ["47%"]),
        ("47 %", ["47%"]),
        ("٤٧٪", ["47%"]),
        ("2025برسم", []),
        ("31.13برسم", []),
        ("في 2.22.1075 و", ["2.22.1075"]),
    ],
)
def test_numbers(text, found):
    assert sorted(numbers_of(text)) == found


def test_shares():
    assert word_f1("أ ب ج", "أ ب د") == pytest.approx(2 / 3)
    assert number_share("1 2", "1 3") == 0.5
    assert number_share("لا شيء", "") == 1.0
