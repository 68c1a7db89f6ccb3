"""The best reading of a line whose runs stand in reversed order: exact search over where the runs begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ogp_nlp.arabic.repair.scores import NEVER, LineScores
from ogp_nlp.arabic.repair.settings import GapRates


@dataclass(frozen=True, slots=True)
class Run:
    """Atoms ``first`` to ``last`` (half-open), read in their own order; glued to the run before it or not."""

    first: int
    last: int
    glued: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """Runs in reading order, the score of the reading, and that of the line as it stands."""

    runs: tuple[Run, ...]
    score: float
    as_is: float
    style: int = 0


class _Search:
    """Exact search over segmentations into runs that are read from the last to the first.

    ``value[state][p, r - 1]``: everything from p on is read, its last run being p to r; state 1 where that run is
    one piece glued to what was read before it, so that no further glue may follow.
    """

    def __init__(self, scores: LineScores) -> None:
        self.scores = scores
        n = self.n = scores.n
        self.value = np.full((2, n + 1, n), NEVER, np.float32)
        self.value[0, :n, n - 1] = scores.inner[:, n] + scores.bos
        # How the run q to p was reached: end of the run before it, that run's state and start, whether glued.
        self.back = np.zeros((2, n, n, 4), np.int32)
        for p in range(n - 1, 0, -1):
            self._extend(p)

    def _extend(self, p: int) -> None:
        scores, value = self.scores, self.value
        state = value[:, p, p:].argmax(axis=0)
        either = value[:, p, p:].max(axis=0)
        pieces = np.ix_(scores.lasts[p], scores.firsts[p])
        spaced = either[:, None] + scores.adjacent[pieces] + scores.space[p:, :p]
        glued = value[0, p, p:][:, None] + scores.glue[pieces] - scores.glue_cost[p:, :p]
        middle = scores.middle(p) if p + 1 < self.n else None
        columns = np.arange(p)
        by_space, by_glue = spaced.argmax(axis=0), glued.argmax(axis=0)
        worth_space, worth_glue = spaced[by_space, columns], glued[by_glue, columns]
        gain = scores.inner[:p, p] - scores.cut[p]
        with_space = np.stack([p + by_space, state[by_space], np.full(p, p), np.zeros(p, np.int64)], axis=1)
        with_glue = np.stack([p + by_glue, np.zeros(p, np.int64), np.full(p, p), np.ones(p, np.int64)], axis=1)
        if middle is not None:
            around = value[0, p + 1, p + 1 :][:, None] + middle - scores.cut[p + 1]
            best = around.argmax(axis=0)
            better = around[best, columns] > worth_glue
            worth_glue = np.where(better, around[best, columns], worth_glue)
            with_glue[better, 0] = best[better] + p + 1
            with_glue[better, 2] = p + 1
        # A lone piece glued on may not be glued again: it gets a state of its own.
        single = columns >= scores.ws[p - 1]
        use_glue = ~single & (worth_glue > worth_space)
        value[0, :p, p - 1] = gain + np.where(use_glue, worth_glue, worth_space)
        value[1, :p, p - 1] = np.where(single, gain + worth_glue, NEVER)
        self.back[0, :p, p - 1] = np.where(use_glue[:, None], with_glue, with_space)
        self.back[1, :p, p - 1] = with_glue

    def reading(self) -> Reading:
        """The best reading."""
        scores, n = self.scores, self.n
        final = self.value[:, 0, :] + scores.eos
        state, last = (int(i) for i in np.unravel_index(int(final.argmax()), final.shape))
        score = float(final[state, last])
        runs: list[Run] = []
        q, p = 0, last + 1
        while p < n:
            end, before, start, glued = (int(i) for i in self.back[state, q, p - 1])
            runs.append(Run(q, p, bool(glued)))
            if start != p:
                runs.append(Run(p, start, True))
            q, p, state = start, end + 1, before
        runs.append(Run(q, p, False))
        as_is = scores.plain - scores.intact_cost + float(scores.bos[0] + scores.eos[n - 1])
        return Reading(tuple(reversed(runs)), score, as_is)


def reversed_reading(scores: LineScores, styles: Sequence[GapRates], tried: Sequence[int]) -> Reading:
    """The best segmentation into runs that are read from the last to the first, over the styles that are ``tried``."""
    readings = []
    for number in tried:
        scores.set_style(styles[number])
        readings.append(replace(_Search(scores).reading(), style=number))
    return max(readings, key=lambda reading: reading.score)
