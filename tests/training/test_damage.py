"""Made damage: the letters it keeps, the rates it has, the same for the same seed, and what it does to single lines."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.textmetrics import text_scores
from ogp_nlp.training import damage_noise
from ogp_nlp.training.damage import EVERY, KINDS, LEVELS, damaged, damaged_to

TEXT = "عقد المجلس اجتماعه العادي يوم 3 ماي 2025 بقاعة البلدية وحضره عشرة أعضاء من أصل اثني عشر على الأقل\n- كلف المدير بإعداد تقرير مفصل حول 47% من الأشغال"
KEEPING = sorted(EVERY.keys() - damage_noise.LOSING.keys())


@pytest.mark.parametrize("kind", KEEPING)
def test_letters_are_kept(kind):
    for seed in range(3):
        broken, truth = damaged(TEXT * 3, kind, seed=seed, share=1.0)
        assert sorted(broken.replace(" ", "")) == sorted(truth.replace(" ", ""))
    assert broken != truth


@pytest.mark.parametrize("kind", sorted(EVERY))
def test_a_seed_gives_the_same_damage(kind):
    assert damaged(TEXT, kind, seed=4) == damaged(TEXT, kind, seed=4)
    assert damaged(TEXT * 5, kind, seed=4)[0] != TEXT * 5


@pytest.mark.parametrize(
    ("kind", "line", "seen"),
    [
        ("moved_percents", "بلغت 47% و%12 ثم ٤٧ ٪", "بلغت %47 و12% ثم ٪ ٤٧"),
        ("moved_percents", "بلغت 47,5 % سنة 2031", "بلغت % 47,5 سنة 2031"),
        ("lam_alef", "الاشتراك والأعضاء", "االشتراك واألعضاء"),
        ("yeh", "على مستوى البلدية في", "عىل مستىو البلدية يف"),
        ("reversed", "يوم 16 (ماي)", "(يام) 16 موي"),
    ],
)
def test_single_lines(kind, line, seen):
    assert EVERY[kind](line, random.Random(1)) == seen


def test_numbers_are_turned_by_digits_or_by_parts():
    seen = {damage_noise.turned_numbers("في 12/03/2031", random.Random(seed)) for seed in range(20)}
    assert seen == {"في 1302/30/21", "في 2031/03/12"}


@pytest.mark.parametrize(("kind", "rate"), [("glued", damage_noise.GLUE), ("cut", damage_noise.CUT)])
def test_rates(kind, rate):
    line = " ".join(["الاجتماع"] * 4000)
    blanks = EVERY[kind](line, random.Random(3)).count(" ") - line.count(" ")
    assert abs(blanks) / 4000 == pytest.approx(rate, abs=0.02)


def test_a_scan_loses_few_letters():
    line = "الاجتماع العادي للمجلس " * 400
    scores = text_scores(line, damage_noise.misread(line, random.Random(3)))
    assert 0.01 < scores.cer < 0.05


@pytest.mark.parametrize("level", sorted(LEVELS))
def test_levels_keep_the_truth(level):
    text = TEXT * 8
    broken, truth = damaged_to(text, level, seed=2)
    assert truth.split() == text.split()
    assert broken != truth
    assert broken.count("\n") == truth.count("\n")


def test_levels_grow():
    rates = [text_scores(truth, broken).cer for level in ("light", "medium", "heavy")
             for broken, truth in [damaged_to(TEXT * 40, level, seed=2)]]  # fmt: skip
    assert rates == sorted(rates)
    assert 0 < rates[0] < 0.1
    assert rates[2] > 0.3


def test_tables_and_short_lines_stay():
    text = "الاسم | الصفة | الجهة | الحضور\nجدول الأعمال"
    for level in LEVELS:
        assert damaged_to(text, level, seed=1)[0] == text


def test_no_such_damage():
    with pytest.raises(KeyError):
        damaged(TEXT, "fire", seed=1)
    with pytest.raises(KeyError):
        damaged_to(TEXT, "total", seed=1)


@given(st.text(alphabet="ابتثعل %٪0123456789/.() ", max_size=60), st.sampled_from(KEEPING), st.integers(0, 99))
def test_no_letter_is_lost_whatever_the_line(line, kind, seed):
    made = EVERY[kind](line, random.Random(seed))
    mirrored = str.maketrans("()", "((")
    assert sorted(made.replace(" ", "").translate(mirrored)) == sorted(line.replace(" ", "").translate(mirrored))


def test_kinds_of_order_are_what_the_repair_is_measured_on():
    assert set(KINDS) == {"runs", "left_to_right", "slipped"}
