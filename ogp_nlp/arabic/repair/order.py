"""The best reading of a line whose runs stand in reversed order: exact search over where the runs begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ogp_nlp.arabic.repair.scores import NEVER, Floats, LineScores
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
    """Exact search over segmentations into runs that are read from the last to the first, for several styles at once.

    ``value[style, state, p, r - 1]``: everything from p on is read, its last run being p to r; state 1 where that run
    is one piece glued to what was read before it, so that no further glue may follow.
    """

    def __init__(self, scores: LineScores, inner: Floats, cut: Floats) -> None:
        self.scores, self.inner, self.cut = scores, inner, cut
        n, size = scores.n, len(inner)
        self.n = n
        self.value = np.full((size, 2, n + 1, n), NEVER, np.float32)
        self.value[:, 0, :n, n - 1] = inner[:, :, n] + scores.bos
        # How the run q to p was reached: end of the run before it, that run's state and start, whether glued.
        self.end = np.zeros((size, 2, n, n), np.int32)
        self.before = np.zeros((size, n, n), np.int32)
        self.start = np.zeros((size, 2, n, n), np.int32)
        self.glued = np.zeros((size, n, n), np.bool_)
        for p in range(n - 1, 0, -1):
            self._extend(p)

    def _extend(self, p: int) -> None:
        scores, value = self.scores, self.value
        known = value[:, :, p, p:]
        pieces = np.ix_(scores.lasts[p], scores.firsts[p])
        spaced = known.max(axis=1)[:, :, None] + (scores.adjacent[pieces] + scores.space[p:, :p])
        glued = known[:, 0][:, :, None] + (scores.glue[pieces] - scores.glue_cost[p:, :p])
        by_space, by_glue = spaced.argmax(axis=1), glued.argmax(axis=1)
        worth_space, worth_glue = spaced.max(axis=1), glued.max(axis=1)
        end_glue, start_glue = p + by_glue, np.full(by_glue.shape, p)
        middle = scores.middle(p) if p + 1 < self.n else None
        if middle is not None:
            around = value[:, 0, p + 1, p + 1 :][:, :, None] + middle - self.cut[:, p + 1, None, None]
            best, worth = around.argmax(axis=1), around.max(axis=1)
            better = worth > worth_glue
            worth_glue = np.where(better, worth, worth_glue)
            end_glue, start_glue = np.where(better, best + p + 1, end_glue), np.where(better, p + 1, start_glue)
        # A lone piece glued on may not be glued again: it gets a state of its own.
        single = np.arange(p) >= scores.ws[p - 1]
        use_glue = ~single & (worth_glue > worth_space)
        gain = self.inner[:, :p, p] - self.cut[:, p, None]
        value[:, 0, :p, p - 1] = gain + np.where(use_glue, worth_glue, worth_space)
        value[:, 1, :p, p - 1] = np.where(single, gain + worth_glue, NEVER)
        state = np.take_along_axis(known.argmax(axis=1), by_space, axis=1)
        self.end[:, 0, :p, p - 1] = np.where(use_glue, end_glue, p + by_space)
        self.end[:, 1, :p, p - 1] = end_glue
        self.before[:, :p, p - 1] = np.where(use_glue, 0, state)
        self.start[:, 0, :p, p - 1] = np.where(use_glue, start_glue, p)
        self.start[:, 1, :p, p - 1] = start_glue
        self.glued[:, :p, p - 1] = use_glue

    def reading(self, number: int) -> Reading:
        """The best reading by one of the styles."""
        scores, n = self.scores, self.n
        final = self.value[number, :, 0, :] + scores.eos
        state, last = (int(i) for i in np.unravel_index(int(final.argmax()), final.shape))
        score = float(final[state, last])
        runs: list[Run] = []
        q, p = 0, last + 1
        while p < n:
            end, start = int(self.end[number, state, q, p - 1]), int(self.start[number, state, q, p - 1])
            runs.append(Run(q, p, bool(state or self.glued[number, q, p - 1])))
            if start != p:
                runs.append(Run(p, start, True))
            state = 0 if state else int(self.before[number, q, p - 1])
            q, p = start, end + 1
        runs.append(Run(q, p, False))
        as_is = scores.plain - scores.intact_cost + float(scores.bos[0] + scores.eos[n - 1])
        return Reading(tuple(reversed(runs)), score, as_is)


def reversed_reading(scores: LineScores, styles: Sequence[GapRates], tried: Sequence[int]) -> Reading:
    """The best segmentation into runs that are read from the last to the first, over the styles that are ``tried``."""
    inner, cut = [], []
    for number in tried:
        scores.set_style(styles[number])
        inner.append(scores.inner)
        cut.append(scores.cut)
    search = _Search(scores, np.stack(inner), np.stack(cut))
    readings = [replace(search.reading(at), style=number) for at, number in enumerate(tried)]
    return max(readings, key=lambda reading: reading.score)
