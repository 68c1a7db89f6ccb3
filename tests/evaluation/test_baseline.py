"""No headline score on train and dev falls by more than its noise; the comparison notices when one does."""

from __future__ import annotations

import importlib
import json

import pytest

from ogp_nlp.metrics import Interval


@pytest.fixture(scope="module")
def baseline(scripts):
    return importlib.import_module("baseline")


def test_scores_hold(baseline):
    stored = json.loads(baseline.BASELINE.read_text(encoding="utf-8"))
    fallen = baseline.fallen(baseline.measure(), stored)
    assert fallen == [], "mend it, or accept it by: python evaluation/baseline.py --write"


def test_the_baseline_holds_every_kind_and_no_test_document(baseline):
    from score import chosen

    stored = json.loads(baseline.BASELINE.read_text(encoding="utf-8"))
    assert {f"{kind} f1" for kind in baseline.KINDS} <= stored.keys()
    assert all(baseline.LEAST <= old["noise"] <= baseline.MOST for old in stored.values())
    assert {sample.split for sample in chosen(["train", "dev"])} == {"train", "dev"}


@pytest.mark.parametrize(
    ("now", "fell"),
    [(0.9, False), (0.95, False), (0.885, False), (0.879, True), (0.0, True)],
)
def test_a_fall_beyond_the_noise_is_noticed(baseline, now, fell):
    stored = {"dates f1": {"value": 0.9, "noise": 0.02}}
    assert bool(baseline.fallen({"dates f1": Interval(now, None, None)}, stored)) is fell


def test_a_score_that_is_gone_is_noticed(baseline):
    assert baseline.fallen({}, {"dates f1": {"value": 0.9, "noise": 0.02}}) == ["dates f1: is not measured any more"]


@pytest.mark.parametrize(
    ("low", "high", "noise"), [(0.9, 0.9, 0.005), (0.88, 0.9, 0.01), (0.5, 1.0, 0.02), (None, None, 0.005)]
)
def test_noise_is_half_the_interval_within_limits(baseline, low, high, noise):
    assert baseline.held({"a": Interval(0.9, low, high)})["a"]["noise"] == noise
