"""Expected calibration error on cases worked by hand, and against scikit-learn's curve."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from ogp_nlp.metrics import Judged, calibrate


def judged(*pairs):
    return [Judged(confidence, right, right) for confidence, right in pairs]


def test_by_hand():
    # (0.7, 0.8]: 4 items of 0.8, half right, off by 0.3; (0.3, 0.4]: one item of 0.4, right, off by 0.6.
    found = calibrate(judged((0.8, True), (0.8, True), (0.8, False), (0.8, False), (0.4, True)))
    assert found.error == pytest.approx((4 * 0.3 + 0.6) / 5)
    assert found.brier == pytest.approx((2 * 0.04 + 2 * 0.64 + 0.36) / 5)
    assert [(part.low, part.items, part.right) for part in found.bins] == [(0.3, 1, 1.0), (0.7, 4, 0.5)]


def test_whole_and_found_are_judged_apart():
    items = [Judged(1.0, True, False)]
    assert (calibrate(items, "matched").error, calibrate(items, "linked").error) == (0.0, 1.0)


@pytest.mark.parametrize(("confidence", "low"), [(0.0, 0.0), (0.1, 0.0), (0.7, 0.6), (0.71, 0.7), (1.0, 0.9)])
def test_a_bin_holds_its_upper_end(confidence, low):
    assert calibrate(judged((confidence, True))).bins[0].low == pytest.approx(low)


def test_the_curve_as_scikit_learn_has_it():
    rng = np.random.default_rng(3)
    confidence = rng.random(500)
    right = rng.random(500) < confidence**2
    found = calibrate([Judged(float(c), bool(r), False) for c, r in zip(confidence, right, strict=True)])
    shares, means = calibration_curve(right, confidence, n_bins=10)
    assert [part.right for part in found.bins] == pytest.approx(list(shares))
    assert [part.confidence for part in found.bins] == pytest.approx(list(means))
    assert found.brier == pytest.approx(brier_score_loss(right, confidence))


def test_nothing_found_has_no_curve():
    assert calibrate([]).bins == ()
