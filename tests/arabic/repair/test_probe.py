"""Order that no sign shows to be damaged is found by reading some lines anew; noise inside words is no such damage."""

import pytest

from ogp_nlp.arabic.normalize import clean
from ogp_nlp.repairing import load_repairer
from ogp_nlp.textmetrics import text_scores
from ogp_nlp.training.damage import damaged, damaged_to


@pytest.fixture(scope="module")
def clean_text(corpus):
    return clean(corpus["bh-chamber-01"].read_text(encoding="utf-8")).text


def test_runs_reversed_without_any_sign_are_put_in_order(clean_text):
    broken, truth = damaged(clean_text, "runs", seed=24)
    before, after = (text_scores(truth, text).cer for text in (broken, load_repairer().repair(broken).aligned.text))
    assert before > 0.2
    assert after < 0.2 * before


@pytest.mark.parametrize(("make", "kind"), [(damaged, "glued"), (damaged, "ocr"), (damaged_to, "light")])
def test_damage_inside_words_leaves_the_order(clean_text, make, kind):
    broken, truth = make(clean_text, kind, seed=3)
    after = text_scores(truth, load_repairer().repair(broken).aligned.text)
    assert after.cer <= text_scores(truth, broken).cer
