"""The best reading of a line whose runs stand in reversed order, by words up to three places apart: a beam search.

``order`` finds the best reading by neighbours alone, exactly; here hypotheses that have read the same atoms compete,
each with the words it read last.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.repair.order import Reading, Run
from ogp_nlp.arabic.repair.scores import NEVER, Floats, LineScores

WIDTH = 10  # hypotheses kept at each place
SPACED, GLUED, AROUND = 0, 1, 2  # how a run follows: after a blank, glued, glued with a lone atom between
_SLOTS = np.array((SPACED, SPACED, SPACED, GLUED, GLUED, AROUND))
_LAST = 3  # words that a hypothesis knows of what it read

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Hypotheses:
    """Readings of everything from one place on, best first; ``last`` (k, 3) the words read last, newest first."""

    score: Floats
    last: Ints
    end: Ints  # the atom that was read last
    once: npt.NDArray[np.bool_]  # a lone piece glued on may not be glued again
    back: Ints  # (k, 3): place and number of the hypothesis that was extended, and how


class _Runs:
    """What the run of atoms q to p begins and ends with, and its worth, as arrays over q and p."""

    def __init__(self, scores: LineScores) -> None:
        n, none = scores.n, scores.none
        starts, ends = scores.ws, scores.we
        number = np.full((n + 1, n + 1), none, np.int64)
        for (i, j), piece in scores.piece.items():
            number[i, j] = piece
        place = np.arange(n)
        self.firsts = np.full((_LAST, n, n + 1), none, np.int64)  # (k, q, p): the k-th piece of the run
        self.lasts = np.full((_LAST + 1, n, n + 1), none, np.int64)
        until = np.arange(n + 1)
        begin = place.copy()
        for k in range(_LAST):
            inside = begin < n
            stop = np.where(inside, ends[np.minimum(begin, n - 1)], n)
            row = number[np.minimum(begin, n)[:, None], np.minimum(stop[:, None], until[None, :])]
            self.firsts[k] = np.where(inside[:, None] & (begin[:, None] < until[None, :]), row, none)
            begin = stop
        token_start = np.append(0, starts)  # of the token that ends at or holds the atom before p
        stop = until.copy()
        for k in range(_LAST + 1):
            first = np.where(stop > 0, token_start[stop], 0)
            begin2 = np.maximum(first[None, :], place[:, None])
            row = number[np.minimum(begin2, n), stop[None, :]]
            self.lasts[k] = np.where(stop[None, :] > place[:, None], row, none)
            stop = first


class Beam:
    """Beam search over segmentations into runs that are read from the last to the first."""

    def __init__(self, scores: LineScores, width: int = WIDTH) -> None:
        self.scores, self.width = scores, width
        self.runs = _Runs(scores)
        self.inner = scores.with_apart(self.runs.lasts)
        n = self.n = scores.n
        self.found: list[_Hypotheses | None] = [None] * (n + 1)
        self.pending = np.full((n + 1, len(_SLOTS), n), NEVER, np.float32)
        self.source = np.zeros((n + 1, len(_SLOTS), n), np.int64)
        self.read = np.zeros((n + 2, width, _LAST), np.int64)  # what the hypotheses of each place read last

    def reading(self) -> Reading:
        """The best reading that the beam keeps."""
        scores, n = self.scores, self.n
        start = np.array([[scores.before[k] for k in range(_LAST)]])
        self.found[n] = _Hypotheses(
            np.zeros(1, np.float32), start, np.array([n]), np.ones(1, bool), np.zeros((1, 3), np.int64)
        )
        for p in range(n, 0, -1):
            known = self.found[p] = self._choose(p) if p < n else self.found[n]
            if known is not None:
                self.read[p, : len(known.last)] = known.last
            self._extend(p)
        last = self._choose(0)
        final = last.score + self._ending(last)
        at = int(final.argmax())
        return Reading(self._trace(last, at), float(final[at]), self._as_it_stands(start))

    def _as_it_stands(self, start: Ints) -> float:
        """The worth of the line as one run."""
        scores, n = self.scores, self.n
        worth = self._links(start, self.runs.firsts[:, :1, n])[0, 0] - scores.numbers.closing_first * scores.closing[0]
        last = self.runs.lasts[:_LAST, :1, n].T
        short = last[0] == scores.none
        last = np.where(short, start[0][: len(short)], last[0])[None, :]
        ending = self._ending(_Hypotheses(worth, last, start[:, 0], start[:, 0] > 0, start))
        return float(scores.plain - scores.intact_cost + scores.whole_apart + worth + ending[0])

    def _ending(self, last: _Hypotheses) -> Floats:
        scores = self.scores
        found = scores.near[0][last.last[:, 0], scores.after[0]].copy()
        for distance in range(1, _LAST):
            for k in range(distance + 1):
                found += scores.near[distance][last.last[:, k], scores.after[distance - k]]
        return np.asarray(found, np.float32)

    def _extend(self, p: int) -> None:
        """Let the run q to p follow each hypothesis that begins at p, for all q."""
        scores, known = self.scores, self.found[p]
        if known is None or not len(known.score):
            return
        firsts = self.runs.firsts[:, :p, p]
        gain = self.inner[:p, p] - scores.cut[p] if p < self.n else self.inner[:p, p]
        spaced = known.score[:, None] + self._links(known.last, firsts) + gain
        if p == self.n:
            spaced = spaced - scores.numbers.closing_first * scores.closing[:p]
            self._put(p, spaced, None, None)
            return
        spaced = spaced + scores.space[known.end][:, :p]
        pieces = scores.glue[known.last[:, 0]][:, firsts[0]]
        glued = known.score[:, None] + pieces - scores.glue_cost[known.end][:, :p] + gain
        glued[known.once] = NEVER
        self._put(p, spaced, glued, self._around(p, gain))

    def _links(self, last: Ints, firsts: Ints) -> Floats:
        """Worth of the words of a run after those read last, up to three places apart."""
        near = self.scores.near
        worth = near[0][last[:, 0]][:, firsts[0]]
        for distance in range(1, _LAST):
            for k in range(distance + 1):
                worth = worth + near[distance][last[:, k]][:, firsts[distance - k]]
        return np.asarray(worth, np.float32)

    def _around(self, p: int, gain: Floats) -> tuple[Floats, Ints] | None:
        """The best hypotheses that begin after the lone atom p - 1 ... glued on both sides of atom p."""
        scores = self.scores
        known = self.found[p + 1] if p + 1 < self.n else None
        middle = scores.middle(p) if known is not None else None
        if known is None or middle is None:
            return None
        worth = known.score[:, None] + middle[known.end - p - 1] - scores.cut[p + 1] + gain
        worth[known.once] = NEVER
        best = worth.argmax(axis=0)
        return worth[best, np.arange(p)], best

    def _put(self, p: int, spaced: Floats, glued: Floats | None, around: tuple[Floats, Ints] | None) -> None:
        pending, source = self.pending[p], self.source[p]
        for matrix, slots in ((spaced, (0, 1, 2)), (glued, (3, 4))):
            if matrix is None:
                continue
            count = min(len(slots), len(matrix))
            order = (
                np.argpartition(-matrix, count - 1, axis=0)[:count]
                if count < len(matrix)
                else np.argsort(-matrix, axis=0)
            )
            pending[slots[0] : slots[0] + count, :p] = np.take_along_axis(matrix, order, axis=0)
            source[slots[0] : slots[0] + count, :p] = order
        if around is not None:
            pending[5, :p], source[5, :p] = around

    def _choose(self, q: int) -> _Hypotheses:
        """The best hypotheses whose last run begins at q, one for each way they can go on."""
        flat = self.pending[q + 1 :, :, q].ravel()
        most = min(4 * self.width, len(flat))
        keep = np.argpartition(-flat, most - 1)[:most]
        keep = keep[flat[keep] > NEVER / 2]
        keep = keep[np.argsort(-flat[keep], kind="stable")]
        at, slot = q + 1 + keep // len(_SLOTS), keep % len(_SLOTS)
        how, number = _SLOTS[slot], self.source[at, slot, q]
        before = self.read[at + (how == AROUND), number]
        last = self.runs.lasts[:_LAST, q, at].T.copy()
        joined = how != SPACED
        before[joined, :-1] = before[joined, 1:]
        filled = (last != self.scores.none).sum(axis=1)
        for k in range(1, _LAST):
            empty = filled <= k
            last[empty, k] = before[empty, (k - filled)[empty]]
        once = joined & (q >= self.scores.ws[at - 1])
        size = self.scores.none + 1
        key = (((last[:, 0] * size + last[:, 1]) * size + last[:, 2]) * (self.n + 1) + at) * 2 + once
        _, unique = np.unique(key, return_index=True)
        chosen = np.sort(unique)[: self.width]
        return _Hypotheses(
            flat[keep[chosen]], last[chosen], at[chosen] - 1, once[chosen], np.stack([at, number, how], axis=1)[chosen]
        )

    def _trace(self, last: _Hypotheses, number: int) -> tuple[Run, ...]:
        runs: list[Run] = []
        q, known = 0, last
        while q < self.n:
            place, before, how = (int(value) for value in known.back[number])
            runs.append(Run(q, place, how != SPACED))
            if how == AROUND:
                runs.append(Run(place, place + 1, True))
                place += 1
            q, number = place, before
            following = self.found[q]
            if q < self.n and following is not None:
                known = following
        return tuple(reversed(runs))
