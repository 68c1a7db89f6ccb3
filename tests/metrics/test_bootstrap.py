"""Intervals over documents: against scipy's bootstrap, and where there is nothing to draw from."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import bootstrap

from ogp_nlp.metrics import Counts, f1_interval, mean_interval, ratio_interval
from ogp_nlp.metrics.bootstrap import accuracy_interval


def test_the_mean_as_scipy_has_it():
    values = list(np.random.default_rng(4).beta(8, 2, 30))
    mine = mean_interval(values, draws=20_000)
    theirs = bootstrap((values,), np.mean, method="percentile", n_resamples=20_000, rng=1).confidence_interval
    assert mine.value == pytest.approx(np.mean(values))
    assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high), abs=0.003)


def test_a_ratio_as_scipy_has_it():
    rng = np.random.default_rng(5)
    wholes = rng.integers(1, 40, 25)
    parts = rng.binomial(wholes, 0.8)
    mine = ratio_interval(list(parts), list(wholes), draws=20_000)

    def ratio(a, b, axis=-1):
        return a.sum(axis=axis) / b.sum(axis=axis)

    theirs = bootstrap(
        (parts, wholes), ratio, paired=True, method="percentile", n_resamples=20_000, rng=1
    ).confidence_interval
    assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high), abs=0.004)


def test_f1_is_of_the_sums():
    documents = [{"dates": Counts(10, 10, 9)}, {"dates": Counts(2, 0, 0)}]
    found = f1_interval(documents, "dates")
    assert found.value == pytest.approx(18 / 22)
    assert found.low == 0.0
    assert found.high == pytest.approx(0.9)


def test_one_document_has_no_interval():
    assert f1_interval([{"dates": Counts(10, 10, 9)}], "dates") == (pytest.approx(0.9), None, None)


def test_documents_without_the_kind_say_nothing():
    one = {"dates": Counts(4, 4, 2)}
    assert f1_interval([one, one, {"dates": Counts()}, {}], "dates") == (0.5, 0.5, 0.5)


def test_accuracy_counts_only_documents_that_have_the_attribute():
    one, other = Counts(attributes={"owner": (1, 2)}), Counts()
    assert accuracy_interval([{"a": one}, {"a": other}, {}], "a", "owner") == (0.5, None, None)


def test_the_same_documents_give_the_same_interval():
    assert ratio_interval([1, 2, 3], [3, 3, 3]) == ratio_interval([1, 2, 3], [3, 3, 3])


def test_the_mean_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no values"):
        mean_interval([])
