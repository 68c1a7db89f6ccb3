"""The best reading of a line whose runs are woven: each part of it reversed, the parts running into one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.repair.adjacency import AdjacencyModel, FloatArray, PairCounts
from ogp_nlp.arabic.repair.atoms import Atom
from ogp_nlp.arabic.repair.order import Run
from ogp_nlp.arabic.repair.settings import RepairNumbers

NEVER = np.float32(-1e6)
LONGEST = 62  # words that fit the mask of what was read
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a reading: its text, and the atoms (half-open spans) that it is made of."""

    text: str
    spans: tuple[Span, ...]


def words_of(atoms: Sequence[Atom], runs: Sequence[Run]) -> list[Word]:
    """The words of a reading, in its order."""
    found: list[Word] = []
    for run in runs:
        begin = run.first
        for at in range(run.first + 1, run.last + 1):
            if at < run.last and atoms[at].token == atoms[at - 1].token:
                continue
            text = "".join(atom.text for atom in atoms[begin:at])
            if run.glued and begin == run.first and found:
                found[-1] = Word(found[-1].text + text, (*found[-1].spans, (begin, at)))
            else:
                found.append(Word(text, ((begin, at),)))
            begin = at
    return found


def runs_of(words: Sequence[Word], atoms: Sequence[Atom]) -> tuple[Run, ...]:
    """The runs of words in the order given."""
    runs: list[Run] = []
    for word in words:
        for number, (first, last) in enumerate(word.spans):
            same = first > 0 and atoms[first].token == atoms[first - 1].token
            if runs and number == 0 and runs[-1].last == first and not same:
                runs[-1] = Run(runs[-1].first, last, runs[-1].glued)
            else:
                runs.append(Run(first, last, number > 0))
    return tuple(runs)


def _links(
    words: Sequence[Word], around: tuple[str, str], model: AdjacencyModel, counts: Sequence[PairCounts | None]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Scores of each word after each, of each at the beginning, and of each at the end."""
    texts = [word.text for word in words]
    some = [*texts, around[0], around[1], "(", ")"]
    scores = model.matrix(some, some, *counts)
    size = len(texts)
    brackets = [at for at, text in enumerate(texts) if text in "()"]
    if brackets:
        scores[brackets] = scores[[size + 2, size + 3]].max(axis=0)
        scores[:, brackets] = scores[:, [size + 2, size + 3]].max(axis=1, keepdims=True)
    return scores[:size, :size], scores[size, :size], scores[:size, size + 1]


def _costs(words: Sequence[Word], atoms: Sequence[Atom], numbers: RepairNumbers) -> FloatArray:
    """What a step from one word to another costs by their places in the line."""
    first = np.array([word.spans[0][0] for word in words])
    last = np.array([word.spans[-1][1] for word in words])
    place = first.argsort().argsort()
    step = place[None, :] - place[:, None]
    cost = np.where(step < 0, numbers.weave_left * np.minimum(-step - 1, 6), numbers.weave_right).astype(np.float32)
    bound = np.array([end < len(atoms) and 0 <= atoms[end].gap < 2 for end in last])
    cost += np.where(bound, np.float32(numbers.weave_break), np.float32(0))[:, None]
    follows = last[:, None] == first[None, :]
    cost[follows & bound[:, None]] = 0.0
    return cost


class _Beam:
    """Beam search over the orders of words."""

    def __init__(self, begin: FloatArray, links: FloatArray, end: FloatArray) -> None:
        self.begin, self.links, self.end = begin, links, end

    def worth(self) -> float:
        """The worth of the order as it is given."""
        n = len(self.begin)
        return float(self.begin[0] + self.links[np.arange(n - 1), np.arange(1, n)].sum() + self.end[n - 1])

    def best(self, width: int) -> tuple[list[int], float]:
        """The best order that the beam keeps, and its worth."""
        n = len(self.begin)
        bits = np.left_shift(np.uint64(1), np.arange(n, dtype=np.uint64))
        mask, last, score = bits.copy(), np.arange(n), self.begin.copy()
        trail: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
        for _ in range(n - 1):
            worth = score[:, None] + self.links[last]
            worth[(mask[:, None] & bits[None, :]) != 0] = NEVER
            flat = worth.ravel()
            most = min(3 * width, flat.size)
            keep = np.argpartition(-flat, most - 1)[:most]
            keep = keep[flat[keep] > NEVER / 2]
            keep = keep[np.argsort(-flat[keep], kind="stable")]
            rows, now = keep // n, keep % n
            # One way to each set of words read with its last one is enough.
            _, unique = np.unique((mask[rows] | bits[now]) * np.uint64(n) + now.astype(np.uint64), return_index=True)
            chosen = np.sort(unique)[:width]
            rows, now, score = rows[chosen], now[chosen], flat[keep[chosen]]
            trail.append((rows, now))
            mask, last = mask[rows] | bits[now], now
        total = score + self.end[last]
        at = int(total.argmax())
        worth_found, order = float(total[at]), []
        for rows, now in reversed(trail):
            order.append(int(now[at]))
            at = int(rows[at])
        return [at, *reversed(order)], worth_found


def woven(
    atoms: Sequence[Atom],
    words: Sequence[Word],
    around: tuple[str, str],
    model: AdjacencyModel,
    counts: Sequence[PairCounts | None],
    numbers: RepairNumbers,
) -> tuple[tuple[Run, ...], float]:
    """The best woven order of the words of a reading, as runs, and what it gains over that reading.

    ``around`` are the words before and after the line. No gain where the line is too short or too long.
    """
    if not 4 <= len(words) <= LONGEST:
        return (), 0.0
    links, begin, end = _links(words, around, model, counts)
    weight = np.float32(numbers.adjacency)
    table = links * weight - _costs(words, atoms, numbers)
    np.fill_diagonal(table, NEVER)
    beam = _Beam(begin * weight, table, end * weight)
    order, worth = beam.best(numbers.weave_width)
    return runs_of([words[at] for at in order], atoms), worth - beam.worth()
