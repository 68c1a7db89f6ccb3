"""Rebuilds the parts of ``models/`` that the corpus teaches: fixed seeds, the same corpus, the same bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from ogp_nlp.errors import UsageError
from ogp_nlp.resources import load_toml
from ogp_nlp.samples import ALL, TEST, TRAIN, Sample, load_corpus

Part = Callable[[Path, Path, Path, int], Path]


def _development(corpus: Path) -> list[Sample]:
    return [sample for sample in load_corpus(corpus, ALL).samples if sample.split != TEST]


def _roles(corpus: Path, models: Path, folds: Path, workers: int) -> Path:
    from ogp_nlp.training.roles import train

    return train(_development(corpus), models, folds=folds)


def _confidence(corpus: Path, models: Path, folds: Path, workers: int) -> Path:
    from ogp_nlp.training.confidences import train
    from ogp_nlp.training.roles import Recipe, documents_of, left_out

    if not any(folds.iterdir()):  # roles were not learned before: predictions need models without the own kind of body
        left_out(documents_of(_development(corpus)), Recipe(), folds)
    return train(load_corpus(corpus, TRAIN).samples, models, workers=workers, folds=folds)


def _adjacency(corpus: Path, models: Path, folds: Path, workers: int) -> Path:
    from ogp_nlp.training.adjacency import train

    return train(corpus, models, load_toml("word_classes")["classes"])


PARTS: dict[str, Part] = {"roles": _roles, "confidence": _confidence, "adjacency": _adjacency}
USUAL = ("roles", "confidence")  # in this order; the repair's takes long and hardly changes with the gold


def train(corpus: Path, models: Path, parts: Sequence[str], workers: int = 1) -> list[Path]:
    """Learn parts from a corpus into a folder of models; returns their folders.

    Raises UsageError for an unknown part, SampleError for a corpus without gold.
    """
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise UsageError(f"--part {unknown[0]}: there is no such part; there are {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory() as folds:
        return [PARTS[part](corpus, models, Path(folds), workers) for part in parts or USUAL]
