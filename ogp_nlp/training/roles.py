"""Learns the roles of lines: multinomial logistic regression on hashed features, and transitions between roles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from threadpoolctl import threadpool_limits

from ogp_nlp.components.line_features import SIZE, line_features
from ogp_nlp.components.line_roles import ROLES, RoleModel
from ogp_nlp.components.lines import Line, lines_of
from ogp_nlp.pipeline import Pipeline, load_pipeline
from ogp_nlp.readers import read
from ogp_nlp.samples import Sample
from ogp_nlp.training.role_labels import labels, moved


@dataclass(frozen=True)
class Recipe:
    """How the model is learned; stands in the card."""

    strength: float = 20.0  # C of the logistic regression
    smoothing: float = 0.5  # added to every count of a transition
    trust: float = 0.6  # weight of the transitions against the lines
    iterations: int = 500
    tolerance: float = 1e-3  # of the gradient, where the fit ends


@dataclass(frozen=True, slots=True)
class Labelled:
    """The lines of one document with their roles."""

    id: str
    body: str
    lines: Sequence[Line]
    roles: Sequence[str]
    rows: Sequence[npt.NDArray[np.int64]]

    @classmethod
    def of(cls, name: str, body: str, lines: Sequence[Line], roles: Sequence[str]) -> Labelled:
        """With the features of the lines."""
        return cls(name, body, lines, roles, line_features(lines))


def _matrix(rows: Sequence[npt.NDArray[np.int64]]) -> Any:  # noqa: ANN401 - scipy's sparse matrix
    lengths = [len(held) for held in rows]
    values = np.concatenate([np.full(size, 1 / np.sqrt(size)) for size in lengths])
    return csr_matrix((values, np.concatenate(rows), np.r_[0, np.cumsum(lengths)]), (len(rows), SIZE))


def fit(documents: Sequence[Labelled], recipe: Recipe) -> RoleModel:
    """The model of documents; roles that none of them has are never told."""
    place = {role: at for at, role in enumerate(ROLES)}
    given = _matrix([held for one in documents for held in one.rows])
    wanted = np.array([place[role] for one in documents for role in one.roles])
    solver = LogisticRegression(C=recipe.strength, max_iter=recipe.iterations, tol=recipe.tolerance)
    with threadpool_limits(1):  # faster for matrices this thin, and the same sums every time
        solver.fit(given, wanted)
    weights = np.zeros((SIZE, len(ROLES)), np.float32)
    bias = np.full(len(ROLES), -30.0)
    weights[:, solver.classes_], bias[solver.classes_] = solver.coef_.T, solver.intercept_
    first = np.full(len(ROLES), recipe.smoothing)
    onward = np.full((len(ROLES), len(ROLES)), recipe.smoothing)
    for one in documents:
        path = [place[role] for role in one.roles]
        if path:
            first[path[0]] += 1
        np.add.at(onward, (path[:-1], path[1:]), 1)
    prior = np.bincount(wanted, minlength=len(ROLES)) + recipe.smoothing
    # The lines' own scores hold how common a role is already.
    onward = np.log(onward / onward.sum(axis=1, keepdims=True)) - np.log(prior / prior.sum())
    return RoleModel(weights, bias, recipe.trust * np.log(first / first.sum()), recipe.trust * onward)


def save(model: RoleModel, folder: Path, card: dict[str, object]) -> None:
    """Write ``model.npz`` (arrays only: weights of 8 bits, a scale a role) and ``card.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = np.abs(model.weights).max(axis=0) / 127 + 1e-9
    np.savez_compressed(
        folder / "model.npz",
        weights=np.round(model.weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        roles=np.frombuffer("\n".join(ROLES).encode(), np.uint8),
        bias=model.bias,
        first=model.first,
        onward=model.onward,
    )
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def labelled(sample: Sample, pipeline: Pipeline) -> Labelled | None:
    """The lines of a sample with their roles by gold; None where its text is repaired, so that gold counts another."""
    document = pipeline.read(sample.document)
    record = moved(sample.gold, read(sample.document).text, document.text)
    if record is None:
        return None
    lines = lines_of(pipeline.analyse(document))
    body = str(sample.meta.get("body_family") or sample.id)
    return Labelled.of(sample.id, body, lines, labels(lines, record))


def agreement(wanted: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """Number of lines, share of equal roles, and F1 by role on the mean over the roles wanted (0-1)."""
    macro = f1_score(wanted, found, labels=sorted(set(wanted)), average="macro", zero_division=0)
    right = np.mean([a == b for a, b in zip(wanted, found, strict=True)])
    return {"lines": len(wanted), "accuracy": round(float(right), 4), "macro_f1": round(float(macro), 4)}


def left_out(documents: Sequence[Labelled], recipe: Recipe, folds: Path | None = None) -> dict[str, float]:
    """How the roles of documents are told by models that saw no document of their kind of body.

    The models are kept in ``folds`` where it is given, one folder a family.
    """
    told: list[str] = []
    wanted: list[str] = []
    for body in sorted({one.body for one in documents}):
        others = [one for one in documents if one.body != body]
        if not others:
            continue
        model = fit(others, recipe)
        if folds is not None:
            save(model, folds / body / "roles", {"left_out": body})
        for one in documents:
            if one.body == body:
                wanted += one.roles
                told += model.best(one.lines)
    return agreement(wanted, told) if wanted else {}


def documents_of(samples: Sequence[Sample]) -> list[Labelled]:
    """The labelled lines of the samples whose text needs no repair."""
    pipeline = load_pipeline("minutes-rules")
    return [one for one in (labelled(sample, pipeline) for sample in samples) if one is not None]


def train(samples: Sequence[Sample], models: Path, *, recipe: Recipe | None = None, folds: Path | None = None) -> Path:
    """Learn from samples, none of the test split among them, and write ``models/roles``; see ``left_out``."""
    recipe = recipe or Recipe()
    documents = documents_of(samples)
    folder = models / "roles"
    card: dict[str, object] = {
        "what": "roles of lines from their words, build and neighbours, decoded over the document",
        "roles": list(ROLES),
        "labels": "told from the places of gold's items and from the document, see ogp_nlp/training/role_labels.py",
        "data": {"documents": [one.id for one in documents]},
        "left_out": "the test split",
        "recipe": asdict(recipe),
        "scores": {"kinds_of_body_left_out": left_out(documents, recipe, folds)},
        "format": "npz without pickle: weights of hashed features (8 bits, a scale a role), transitions",
        "license": "Apache-2.0",
    }
    save(fit(documents, recipe), folder, card)
    return folder
