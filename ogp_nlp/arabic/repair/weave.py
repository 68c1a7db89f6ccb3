"""The best reading of a line whose runs are woven: each part of it reversed, the parts running into one another."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.repair.adjacency import AdjacencyModel, FloatArray, PairCounts
from ogp_nlp.arabic.repair.atoms import Atom
from ogp_nlp.arabic.repair.order import Run
from ogp_nlp.arabic.repair.settings import RepairNumbers

NEVER = np.float32(-1e6)
_SPREAD, _OTHER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
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


@dataclass(frozen=True, eq=False)
class _Links:
    """Worth of words (rows) before others (columns) by distance; the six words around the line stand behind them."""

    tables: list[FloatArray]
    before: list[int]
    after: list[int]


def _links(
    words: Sequence[Word],
    around: tuple[Sequence[str], Sequence[str]],
    model: AdjacencyModel,
    counts: Sequence[PairCounts | None],
    numbers: RepairNumbers,
) -> _Links:
    texts = [word.text for word in words]
    size = len(texts)
    some = [*texts, *around[0], *around[1], "(", ")"]
    known = model.known(some)
    here, near = counts
    found = model.tables(known, known, near)
    if here is not None:
        found[0] += model.counted(known, known, here)
    tables = [found[0] * np.float32(numbers.adjacency), *(found[1:] * np.float32(numbers.apart))]
    brackets = [at for at, text in enumerate(texts) if text in "()"]
    for scores in tables if brackets else ():
        scores[brackets] = scores[[-2, -1]].max(axis=0)
        scores[:, brackets] = scores[:, [-2, -1]].max(axis=1, keepdims=True)
    ends = size + len(around[0])
    return _Links(tables, list(range(size, ends)), list(range(ends, ends + len(around[1]))))


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
    """Beam search over the orders of words, each scored with the three that were read before it."""

    def __init__(self, links: _Links, steps: FloatArray) -> None:
        self.links, self.steps, self.size = links, steps, len(steps)

    def worth(self, order: Sequence[int]) -> float:
        """The worth of an order of the words."""
        row = [*reversed(self.links.before), *order, *self.links.after]
        edge = len(self.links.before)
        total = sum(float(self.steps[a, b]) for a, b in itertools.pairwise(order))
        for distance, table in enumerate(self.links.tables, 1):
            for at in range(max(edge, distance), min(edge + len(order) + distance, len(row))):
                if at - distance < edge + len(order):
                    total += float(table[row[at - distance], row[at]])
        return total

    def best(self, width: int) -> tuple[list[int], float]:
        """The best order that the beam keeps, and its worth."""
        n, tables = self.size, self.links.tables
        bits = np.left_shift(np.uint64(1), np.arange(n, dtype=np.uint64))
        mask, score = np.zeros(1, np.uint64), np.zeros(1, np.float32)
        last = np.array([self.links.before[: len(tables)]])
        trail: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
        for number in range(n):
            worth = score[:, None] + sum(table[last[:, k], :n] for k, table in enumerate(tables))
            if number:
                worth = worth + self.steps[last[:, 0]]
            worth[(mask[:, None] & bits[None, :]) != 0] = NEVER
            flat = worth.ravel()
            most = min(3 * width, flat.size)
            keep = np.argpartition(-flat, most - 1)[:most]
            keep = keep[flat[keep] > NEVER / 2]
            keep = keep[np.argsort(-flat[keep], kind="stable")]
            rows, now = keep // n, keep % n
            # One way to each set of words read with its last two is enough.
            ends = now.astype(np.uint64) * np.uint64(64) + (last[rows, 0] % 64).astype(np.uint64)
            key = (mask[rows] | bits[now]) * _SPREAD + ends * _OTHER  # modulo 2 ** 64
            _, unique = np.unique(key, return_index=True)
            chosen = np.sort(unique)[:width]
            rows, now, score = rows[chosen], now[chosen], flat[keep[chosen]]
            trail.append((rows, now))
            mask = mask[rows] | bits[now]
            last = np.concatenate([now[:, None], last[rows, :-1]], axis=1)
        total = score + self._ending(last)
        at = int(total.argmax())
        worth_found, order = float(total[at]), []
        for rows, now in reversed(trail):
            order.append(int(now[at]))
            at = int(rows[at])
        return order[::-1], worth_found

    def _ending(self, last: npt.NDArray[np.int64]) -> FloatArray:
        after = self.links.after
        found = np.zeros(len(last), np.float32)
        for distance, table in enumerate(self.links.tables):
            for k in range(distance + 1):
                found += table[last[:, k], after[distance - k]]
        return found


def woven(
    atoms: Sequence[Atom],
    words: Sequence[Word],
    around: tuple[Sequence[str], Sequence[str]],
    model: AdjacencyModel,
    counts: Sequence[PairCounts | None],
    numbers: RepairNumbers,
) -> tuple[tuple[Run, ...], float]:
    """The best woven order of the words of a reading, as runs, and what it gains over that reading.

    ``around`` are the three words before and after the line, from it away.
    No gain where the line is too short or too long.
    """
    if not 4 <= len(words) <= LONGEST:
        return (), 0.0
    beam = _Beam(_links(words, around, model, counts, numbers), -_costs(words, atoms, numbers))
    order, worth = beam.best(numbers.weave_width)
    return runs_of([words[at] for at in order], atoms), worth - beam.worth(range(len(words)))
