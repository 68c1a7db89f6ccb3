"""Learning confidences: the fit finds what tells right from wrong, and two runs write the same bytes."""

from pathlib import Path

import numpy as np
import pytest

from ogp_nlp.components.confidence import Curve, read_curves
from ogp_nlp.components.confidence_features import NAMES, raw_of
from ogp_nlp.samples import load_corpus
from ogp_nlp.training.confidences import Examples, Recipe, damaged_texts, fit, train

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def drawn(count=600, seed=3):
    """Items whose rule says 0.7 or 0.9 and which are right by their place alone."""
    rng = np.random.default_rng(seed)
    rows = np.zeros((count, len(NAMES)))
    rows[:, 0] = np.where(rng.random(count) < 0.5, raw_of(0.7), raw_of(0.9))
    rows[:, NAMES.index("expected")] = rng.random(count) < 0.5
    right = rng.random(count) < np.where(rows[:, NAMES.index("expected")] > 0, 0.95, 0.4)
    return Examples(rows, right, np.array([f"body {at % 5}" for at in range(count)]))


def test_the_form_that_tells_right_from_wrong_is_taken():
    kinds, scores = fit({"attendees": drawn()}, Recipe())
    told = scores["attendees"]
    assert kinds["attendees"]["form"] == told["taken"] == "logistic"
    assert told["logistic"]["error"] < 0.05 < told["rules"]["error"]
    weights = tuple(kinds["attendees"]["weights"][name] for name in NAMES)
    curve = Curve(kinds["attendees"]["bias"], weights)
    row = [0.0] * len(NAMES)
    row[0] = raw_of(0.8)
    expected = [*row]
    expected[NAMES.index("expected")] = 1.0
    assert curve.sure(expected) == pytest.approx(0.95, abs=0.04)
    assert curve.sure(row) == pytest.approx(0.4, abs=0.08)


def test_a_kind_that_is_always_right_is_still_not_certain():
    rows = np.tile([raw_of(0.9), *[0.0] * (len(NAMES) - 1)], (50, 1))
    given = Examples(rows, np.ones(50, bool), np.array(["a", "b"] * 25))
    kinds, _ = fit({"dates": given}, Recipe())
    weights = tuple(kinds["dates"]["weights"].get(name, 0.0) for name in NAMES)
    table = tuple((x, y) for x, y in kinds["dates"]["table"])
    assert 0.9 < Curve(kinds["dates"]["bias"], weights, table).sure(rows[0].tolist()) < 0.99


@pytest.mark.slow
def test_two_runs_write_the_same_bytes(tmp_path):
    samples = [one for one in load_corpus(CORPUS, "train").samples if one.id in ("dj-municipal-01", "eg-university-01")]
    assert len(samples) == 2
    folders = [train(samples, tmp_path / name) for name in ("one", "two")]
    first, second = ([(path.name, path.read_bytes()) for path in sorted(folder.iterdir())] for folder in folders)
    assert first == second
    assert set(read_curves(folders[0] / "model.json")) >= {"attendees", "dates"}


def test_damaged_texts_come_in_turn_and_differ():
    samples = load_corpus(CORPUS, "train").samples[:9]
    texts = damaged_texts(samples, Recipe())
    assert list(texts) == [samples[at].id for at in (0, 3, 6)]
    assert all(texts[one.id] != one.document.read_text(encoding="utf-8") for one in samples if one.id in texts)
