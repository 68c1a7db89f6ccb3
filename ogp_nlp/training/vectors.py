"""Fits vectors of what words show, so that in a line each word chooses its neighbours among all words of the line.

torch (which CAMeL Tools brings) is imported here alone, and only where a model is learned.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.repair.adjacency import FloatArray, pair_hash

NEVER = -1e9
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Shape:
    """Size and schedule of the fit."""

    size: int = 48  # of a vector
    distances: int = 3  # neighbours, and words two and three places apart
    epochs: int = 6
    batch: int = 48  # lines
    rate: float = 4e-3
    drop_own: float = 0.3  # how often a word is shown without itself and its stem, as unknown words are
    drop: float = 0.35  # of the numbers of a vector


@dataclass(frozen=True)
class Fitted:
    """``onward``, ``back`` (rows, size), ``turns`` (distances, size, size), weights of pairs seen in 1, 2, 3 texts."""

    onward: FloatArray
    back: FloatArray
    turns: FloatArray
    seen_weight: tuple[float, float, float]


@dataclass(frozen=True)
class Line:
    """A line of words with its document's number; ``shown`` are the rows of each word, its own ones first."""

    document: int
    words: tuple[str, ...]
    own: tuple[tuple[int, ...], ...]
    shown: tuple[tuple[int, ...], ...]


def seen_counts(line: Line, seen: Mapping[int, set[int]]) -> Counts:
    """In how many other documents (at most 3) each word (row) stands before each other word (column) of the line."""
    size = len(line.words)
    counts = np.zeros((size, size), np.int64)
    for i, left in enumerate(line.words):
        for j, right in enumerate(line.words):
            where = seen.get(pair_hash(left, right)) if i != j else None
            if where:
                counts[i, j] = min(3, len(where) - (line.document in where))
    return counts


def fit_vectors(lines: Sequence[Line], rows: int, seen: Mapping[int, set[int]], shape: Shape, seed: int) -> Fitted:
    """Fit all vectors and weights; the same for the same seed on one machine."""
    import torch

    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = _network(rows, shape)
    optimizer = torch.optim.AdamW(model.parameters(), lr=shape.rate)
    steps = shape.epochs * (1 + len(lines) // shape.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=shape.rate, total_steps=steps, pct_start=0.1)
    pairs = [seen_counts(line, seen) for line in lines]
    for _ in range(shape.epochs):
        for chosen in _batches(len(lines), shape.batch, rng):
            loss = _loss(model, [lines[at] for at in chosen], [pairs[at] for at in chosen], shape, rng)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    weights = model["seen"].detach().numpy()
    one, two, three = (float(weights[count] - weights[0]) for count in (1, 2, 3))
    onward, back, turns = (model[name].detach().numpy() for name in ("onward", "back", "turns"))
    return Fitted(onward, back, turns, (one, two, three))


def _network(rows: int, shape: Shape) -> Any:  # noqa: ANN401 - torch is typed loosely
    import torch
    from torch import nn

    onward, back = (0.08 * torch.randn(rows, shape.size) for _ in range(2))
    turns = 0.05 * torch.randn(shape.distances, shape.size, shape.size)
    turns[0] = torch.eye(shape.size)
    return nn.ParameterDict({"onward": onward, "back": back, "turns": turns, "seen": torch.zeros(4)})


def _batches(count: int, size: int, rng: random.Random) -> Iterator[list[int]]:
    order = list(range(count))
    rng.shuffle(order)
    for at in range(0, count, size):
        yield order[at : at + size]


def _loss(model: Any, lines: Sequence[Line], pairs: Sequence[Counts], shape: Shape, rng: random.Random) -> Any:  # noqa: ANN401
    """Cross entropy of each word's choice of the next and of the last word among all words of its line."""
    import torch
    from torch.nn import functional

    longest = max(len(line.words) for line in lines)
    lefts, rights = _looked_up(model, lines, longest, shape, rng)
    seen = torch.zeros((len(lines), longest, longest), dtype=torch.long)
    for number, counts in enumerate(pairs):
        seen[number, : len(counts), : len(counts)] = torch.from_numpy(counts)
    scores = [torch.einsum("bid,de,bje->bij", lefts, turn, rights) for turn in model["turns"]]
    scores[0] = scores[0] + model["seen"][seen]
    onward, back = scores[0].clone(), scores[0].transpose(1, 2).clone()
    place = torch.arange(longest)
    sizes = torch.tensor([len(line.words) for line in lines])
    beyond = (place[None, :] >= sizes[:, None])[:, None, :]
    step = place[:, None] - place[None, :]
    for distance in range(1, len(scores)):
        onward[:, distance:, :] += scores[distance][:, :-distance, :]
        back[:, :-distance, :] += scores[distance].transpose(1, 2)[:, distance:, :]
    # Nothing chooses itself, what was just read, or the far end of the line.
    last = (place[None, :] == (sizes - 1)[:, None])[:, None, :]
    onward = onward.masked_fill(beyond | ((step >= 0) & (step < shape.distances)) | (place == 0), NEVER)
    back = back.masked_fill(beyond | ((step <= 0) & (step > -shape.distances)) | last, NEVER)
    inside = place[None, :] < sizes[:, None]
    forth = inside & (place[None, :] < (sizes - 1)[:, None])
    behind = inside & (place > 0)
    after = (place + 1).clamp(max=longest - 1).expand(len(lines), longest)
    before = (place - 1).clamp(min=0).expand(len(lines), longest)
    return functional.cross_entropy(onward[forth], after[forth]) + functional.cross_entropy(
        back[behind], before[behind]
    )


def _looked_up(
    model: Any,  # noqa: ANN401
    lines: Sequence[Line],
    longest: int,
    shape: Shape,
    rng: random.Random,
) -> tuple[Any, Any]:
    import torch
    from torch.nn import functional

    flat: list[int] = []
    starts: list[int] = []
    for line in lines:
        for own, rows in zip(line.own, line.shown, strict=True):
            starts.append(len(flat))
            flat += rows[len(own) :] if own and rng.random() < shape.drop_own else rows
        starts += [len(flat)] * (longest - len(line.words))
    index, offsets = torch.tensor(flat), torch.tensor(starts)
    found = (
        functional.embedding_bag(index, model[name], offsets, mode="sum").view(len(lines), longest, -1)
        for name in ("onward", "back")
    )
    lefts, rights = (functional.dropout(vectors, shape.drop) for vectors in found)
    return lefts, rights
