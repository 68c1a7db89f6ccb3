"""Learns how sure an item is: curves from a rule's figure and what surrounds the item to the share that is right.

Fitted on the training documents alone, on predictions made without the cue words of the document's own kind of body,
from clean text and from text damaged as extractors do. For each kind the best of three forms is kept, judged on the
kinds of body left out in turn by the Brier score, which unlike the calibration error also minds whether right and wrong
items are told apart: a logistic curve of all features, a monotone table of the rule's figure, or that figure itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from ogp_nlp import metrics
from ogp_nlp.arabic.normalize import clean
from ogp_nlp.components.confidence import LEAST, MOST, Curve
from ogp_nlp.components.confidence_features import KINDS, NAMES
from ogp_nlp.metrics.counts import meeting_agrees
from ogp_nlp.samples import Sample
from ogp_nlp.training.damage import damaged_to
from ogp_nlp.training.heldout import HeldOut, held_out

Floats = npt.NDArray[np.float64]
_MEETING = ("date", "body")  # a meeting is right when it is known who met and when


@dataclass(frozen=True)
class Recipe:
    """How the curves are learned; stands in the card."""

    strength: float = 0.3  # C of the logistic regression: few items are wrong
    every: int = 3  # every third document is also read damaged
    levels: tuple[str, ...] = ("light", "scan", "medium")  # of damage, in turn
    doubt: float = 1.0  # wrong and right items added to every kind, so that none is certain
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Examples:
    """Items of one kind: their features, whether they are right, the kind of body and the weight of each."""

    rows: Floats
    right: npt.NDArray[np.bool_]
    bodies: npt.NDArray[np.str_]

    def part(self, chosen: npt.NDArray[np.bool_]) -> Examples:
        """Some of them."""
        return Examples(self.rows[chosen], self.right[chosen], self.bodies[chosen])


def damaged_texts(samples: Sequence[Sample], recipe: Recipe) -> dict[str, str]:
    """Some of the texts damaged, the levels in turn."""
    found = {}
    for at, sample in enumerate(samples[:: recipe.every]):
        text = clean(sample.document.read_text(encoding="utf-8")).text
        found[sample.id] = damaged_to(text, recipe.levels[at % len(recipe.levels)], recipe.seed)[0]
    return found


def _rights(sample: Sample, kind: str, record: dict[str, Any]) -> list[bool]:
    """Whether each item that was found of a kind is right."""
    if kind == "meeting":
        gold = sample.gold.get("meeting")
        return [] if gold is None else [all(meeting_agrees(name, gold, record["meeting"]) for name in _MEETING)]
    comparison = metrics.compare(sample.gold, record).get(kind)
    return [] if comparison is None else [one.matched for one in comparison.judged()]


def examples(samples: Sequence[Sample], predictions: Sequence[dict[str, HeldOut]]) -> dict[str, Examples]:
    """All items that were found, by kind."""
    rows: dict[str, list[list[float]]] = {kind: [] for kind in KINDS}
    right: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    bodies: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for found in predictions:
        for sample in (sample for sample in samples if sample.id in found):
            one = found[sample.id]
            for kind in KINDS:
                told = _rights(sample, kind, one.record)
                if len(told) == len(one.features[kind]):  # else an item was left out of the record
                    rows[kind] += one.features[kind]
                    right[kind] += told
                    bodies[kind] += [str(sample.meta.get("body_family") or sample.id)] * len(told)
    return {
        kind: Examples(np.array(rows[kind], np.float64), np.array(right[kind], bool), np.array(bodies[kind], str))
        for kind in KINDS
        if rows[kind]
    }


def _with_doubt(given: Examples, doubt: float) -> tuple[Floats, npt.NDArray[np.bool_], Floats]:
    """The examples and one right and one wrong item in their middle, with weights."""
    middle = np.repeat(given.rows.mean(axis=0, keepdims=True), 2, axis=0)
    weights = np.r_[np.ones(len(given.right)), doubt, doubt]
    return np.r_[given.rows, middle], np.r_[given.right, True, False], weights


def logistic(given: Examples, recipe: Recipe) -> Curve:
    """A logistic curve over all features."""
    rows, right, weights = _with_doubt(given, recipe.doubt)
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scale[scale < 1e-6] = np.inf  # a feature that is always the same says nothing
    solver = LogisticRegression(C=recipe.strength, max_iter=1000).fit((rows - mean) / scale, right, weights)
    slopes = solver.coef_[0] / scale
    return Curve(round(float(solver.intercept_[0] - slopes @ mean), 4), tuple(round(float(x), 4) for x in slopes))


def monotone(given: Examples, recipe: Recipe) -> Curve:
    """A rising table of the rule's own figure."""
    rows, right, weights = _with_doubt(given, recipe.doubt)
    solver = IsotonicRegression(y_min=LEAST, y_max=MOST, out_of_bounds="clip").fit(rows[:, 0], right, weights)
    points = zip(solver.X_thresholds_, solver.y_thresholds_, strict=True)
    return Curve(0.0, (), tuple((round(float(x), 4), round(float(y), 4)) for x, y in points))


def kept(given: Examples, recipe: Recipe) -> Curve:
    """The rule's own figure."""
    return Curve(0.0, (1.0, *(0.0 for _ in NAMES[1:])))


FORMS: dict[str, Callable[[Examples, Recipe], Curve]] = {"logistic": logistic, "table": monotone, "rules": kept}


def _left_out(given: Examples, form: str, recipe: Recipe) -> Floats:
    """What a form says of each item when the item's kind of body is left out of the fit."""
    sure = np.zeros(len(given.right))
    for body in np.unique(given.bodies):
        here = given.bodies == body
        if here.all():
            return np.full(len(given.right), given.right.mean())
        curve = FORMS[form](given.part(~here), recipe)
        sure[here] = [curve.sure(row) for row in given.rows[here].tolist()]
    return sure


def _errors(sure: Floats, right: npt.NDArray[np.bool_]) -> dict[str, float]:
    judged = [metrics.Judged(float(p), bool(r), bool(r)) for p, r in zip(sure, right, strict=True)]
    found = metrics.calibrate(judged)
    return {"error": round(found.error, 4), "brier": round(found.brier, 4)}


def fit(given: dict[str, Examples], recipe: Recipe) -> tuple[dict[str, Any], dict[str, Any]]:
    """The curves as plain data by kind, and how each form did on kinds of body left out."""
    kinds: dict[str, Any] = {}
    scores: dict[str, Any] = {}
    for kind, mine in given.items():
        told = {form: _errors(_left_out(mine, form, recipe), mine.right) for form in FORMS}
        chosen = min(FORMS, key=lambda form: told[form]["brier"])
        curve = FORMS[chosen](mine, recipe)
        kinds[kind] = {
            "form": chosen,
            "bias": curve.bias,
            "weights": dict(zip(NAMES, curve.weights, strict=False)),
            "table": [list(point) for point in curve.table],
        }
        scores[kind] = {"items": len(mine.right), "right": round(float(mine.right.mean()), 4), "taken": chosen, **told}
    return kinds, scores


def train(
    samples: Sequence[Sample],
    models: Path,
    *,
    workers: int = 1,
    recipe: Recipe | None = None,
    folds: Path | None = None,
) -> Path:
    """Learn from samples, which must all be of the training split, and write ``models/confidence``.

    ``folds`` holds a folder of other models for each family, learned without it, to predict its documents with.
    """
    recipe = recipe or Recipe()
    texts = {sample.id: sample.document.read_text(encoding="utf-8") for sample in samples}
    predictions = held_out(samples, [texts, damaged_texts(samples, recipe)], workers=workers, models=folds)
    kinds, scores = fit(examples(samples, predictions), recipe)
    folder = models / "confidence"
    folder.mkdir(parents=True, exist_ok=True)
    model = {"features": list(NAMES), "kinds": kinds}
    (folder / "model.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    card = {
        "what": "share of items that are right, from the rule's figure, the place and what is known of the item",
        "right": "gold has the item; a meeting: its date and body are right",
        "data": {"documents": [sample.id for sample in samples], "damaged": sorted(predictions[1])},
        "left_out": "dev and test; for each document the cue words that only its own kind of body uses",
        "recipe": asdict(recipe),
        "scores": {"kinds_of_body_left_out": scores},
        "format": "JSON: a bias and weights by feature, or a rising table of log odds and share",
        "license": "Apache-2.0",
    }
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return folder
