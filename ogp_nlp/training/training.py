"""Rebuilds ``models/``: each part from the corpus, with fixed seeds, so that the same corpus gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ogp_nlp.errors import UsageError
from ogp_nlp.resources import load_toml
from ogp_nlp.samples import TRAIN, load_corpus

Part = Callable[[Path, Path, int], Path]


def _confidence(corpus: Path, models: Path, workers: int) -> Path:
    from ogp_nlp.training.confidences import train

    return train(load_corpus(corpus, TRAIN).samples, models, workers=workers)


def _adjacency(corpus: Path, models: Path, workers: int) -> Path:
    from ogp_nlp.training.adjacency import train

    return train(corpus, models, load_toml("word_classes")["classes"])


PARTS: dict[str, Part] = {"confidence": _confidence, "adjacency": _adjacency}
USUAL = ("confidence",)  # the others take long and hardly change with the gold


def train(corpus: Path, models: Path, parts: Sequence[str], workers: int = 1) -> list[Path]:
    """Learn parts from a corpus into a folder of models; returns their folders.

    Raises UsageError for an unknown part, SampleError for a corpus without gold.
    """
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise UsageError(f"--part {unknown[0]}: there is no such part; there are {', '.join(PARTS)}")
    return [PARTS[part](corpus, models, workers) for part in parts or USUAL]
