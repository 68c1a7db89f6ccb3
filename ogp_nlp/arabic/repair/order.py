"""The best reading of a line whose runs stand in reversed order: exact search over where the runs begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.repair.adjacency import AdjacencyModel, PairCounts
from ogp_nlp.arabic.repair.atoms import Atom, LogProbability, is_word
from ogp_nlp.arabic.repair.features import BOS, EOS
from ogp_nlp.arabic.repair.settings import RepairNumbers

Floats = npt.NDArray[np.float32]
CLOSING = frozenset("،؛.:؟!,;")
NEVER = np.float32(-1e6)


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


class LineScores:
    """All scores that readings of one line are made of, computed once as arrays."""

    def __init__(
        self,
        atoms: list[Atom],
        model: AdjacencyModel,
        log_probability: LogProbability,
        here: PairCounts | None,
        numbers: RepairNumbers,
        before: str = BOS,
    ) -> None:
        self.atoms, self.numbers = atoms, numbers
        n = self.n = len(atoms)
        self.lp: Callable[[str], float] = lambda text: log_probability(text) if is_word(text) else 0.0
        token = np.array([atom.token for atom in atoms])
        self.ws = np.array([int(np.searchsorted(token, token[i], "left")) for i in range(n)])
        self.we = np.array([int(np.searchsorted(token, token[i], "right")) for i in range(n)])
        text = [atom.text for atom in atoms]
        # Pieces that end before r (index r - 1) and that begin at q: to the border of the token, or the atom alone.
        self.last_full = ["".join(text[self.ws[i] : i + 1]) for i in range(n)]
        self.first_full = ["".join(text[i : self.we[i]]) for i in range(n)]
        self.text = text
        lefts = [before, *self.last_full, *text]
        rights = [*self.first_full, *text, EOS]
        some_left, row = np.unique(np.array(lefts, object), return_inverse=True)
        some_right, column = np.unique(np.array(rights, object), return_inverse=True)
        scores = model.matrix(some_left.tolist(), some_right.tolist(), here)[row][:, column]
        scores *= np.float32(numbers.adjacency)
        self.bos = scores[0, :n]
        self.bos_atom = scores[0, n : 2 * n]
        scores[0, [i for i, word in enumerate(rights) if word in CLOSING]] -= numbers.closing_first
        self.eos = scores[1 : n + 1, 2 * n]
        self.eos_atom = scores[n + 1 :, 2 * n]
        self.adjacent = {
            (True, True): scores[1 : n + 1, :n],
            (False, True): scores[n + 1 :, :n],
            (True, False): scores[1 : n + 1, n : 2 * n],
            (False, False): scores[n + 1 :, n : 2 * n],
        }
        self.gap_before = np.array([atom.gap if atom.gap >= 0 else 9 for atom in atoms])
        self.gap_after = np.append(self.gap_before[1:], 9)
        self._inner()
        self._cuts()
        self._glue()

    def _cuts(self) -> None:
        numbers = self.numbers
        costs = np.full(self.n + 1, numbers.cut_blank, np.float32)
        costs[:-1][self.gap_before > 1] = numbers.cut_wide
        costs[:-1][self.gap_before == 0] = numbers.cut_kind
        inside = self.ws != np.arange(self.n)
        costs[:-1][inside] = numbers.cut_word
        costs[self.n] = costs[0] = 0.0
        self.cut = costs

    def _inner(self) -> None:
        """``inner[q, p]``: the worth of the run of atoms q to p read as they stand."""
        n = self.n
        full = self.adjacent[True, True]
        firsts = [i for i in range(n) if self.ws[i] == i]
        number = {first: t for t, first in enumerate(firsts)}
        words = ["".join(self.text[i : self.we[i]]) for i in firsts]
        worth = np.array([self.lp(word) for word in words])
        link = np.array([full[self.we[firsts[t - 1]] - 1, firsts[t]] if t else 0.0 for t in range(len(firsts))])
        total = np.append(0.0, np.cumsum(worth))
        links = np.append(np.cumsum(link), 0.0)
        start = np.zeros(n)
        stop = np.zeros(n + 1)
        for q in range(n):
            t = number[self.ws[q]]
            if self.ws[q] == q:
                start[q] = -total[t] - links[t]
            else:
                follow = full[self.we[q] - 1, self.we[q]] if self.we[q] < n else 0.0
                start[q] = self.lp(self.first_full[q]) + follow - total[t + 1] - links[min(t + 1, len(firsts) - 1)]
        for p in range(1, n + 1):
            t = number[self.ws[p - 1]]
            if self.we[p - 1] == p:
                stop[p] = total[t + 1] + links[t]
            else:
                lead = full[self.ws[p - 1] - 1, self.ws[p - 1]] if t else 0.0
                stop[p] = self.lp(self.last_full[p - 1]) + lead + total[t] + links[max(t - 1, 0)]
        inner = start[:, None] + stop[None, :]
        for q in range(n):
            for p in range(q + 1, self.we[q] + (0 if self.ws[q] == q else 1)):
                inner[q, p] = self.lp("".join(self.text[q:p]))
        inner[np.tril_indices(n, 0, n + 1)] = NEVER
        self.inner = inner.astype(np.float32)

    def _glue_cost(self, r: int, q: int) -> float:
        blanks = int(self.gap_after[r] > 0) + int(self.gap_before[q] > 0)
        return (self.numbers.glue_none, self.numbers.glue_one, self.numbers.glue_both)[blanks]

    def _loose(self, piece: str, cut: bool) -> bool:
        return is_word(piece) and (cut or len(piece) <= 2 or self.lp(piece) < -12.5)

    def _glue(self) -> None:
        """``junction[kinds][r, q]``: the better of a blank and of glue between pieces ending at r and beginning at q."""
        n = self.n
        none = (self.gap_after == 0)[:, None] & (self.gap_before == 0)[None, :]
        space = np.where(none, np.float32(-self.numbers.space_none), np.float32(0))
        # No blank is missed beside a sign or where digits meet letters.
        wordy = np.array([is_word(piece) for piece in self.text])
        space[~wordy, :] = 0.0
        space[:, ~wordy] = 0.0
        self.junction: dict[tuple[bool, bool], Floats] = {}
        self.glued: dict[tuple[bool, bool], npt.NDArray[np.bool_]] = {}
        cut_right = self.we != np.arange(n) + 1
        cut_left = self.ws != np.arange(n)
        split = bool(cut_left.any())
        for kinds, adjacent in self.adjacent.items():
            if not split and kinds != (True, True):
                self.junction[kinds], self.glued[kinds] = self.junction[True, True], self.glued[True, True]
                continue
            lefts = self.last_full if kinds[0] else self.text
            rights = self.first_full if kinds[1] else self.text
            value = adjacent + space
            glued = np.zeros((n, n), bool)
            loose_left = [self._loose(piece, bool(cut_right[i])) for i, piece in enumerate(lefts)]
            loose_right = [self._loose(piece, bool(cut_left[i])) for i, piece in enumerate(rights)]
            for r in range(n):
                if not is_word(lefts[r]):
                    continue
                for q in range(n):
                    if not (loose_left[r] or loose_right[q]) or r == q or not is_word(rights[q]):
                        continue
                    together = self.lp(lefts[r] + rights[q])
                    if together < -17.0:
                        continue
                    gain = together - self.lp(lefts[r]) - self.lp(rights[q]) - self._glue_cost(r, q)
                    if gain > value[r, q]:
                        value[r, q] = gain
                        glued[r, q] = True
            self.junction[kinds], self.glued[kinds] = value, glued

    def middle(self, p: int) -> tuple[Floats, npt.NDArray[np.bool_]] | None:
        """Glue of three pieces around the lone atom p: worth by (r, q), or None where the atom is no fragment."""
        atom = self.text[p]
        cut = self.ws[p] != p or self.we[p] != p + 1
        if not is_word(atom) or len(atom) > 3 or not (cut or len(atom) == 1 or self.lp(atom) < -14):
            return None
        worth = np.full((self.n, self.n), NEVER, np.float32)
        for r in range(p, self.n):
            left = self.last_full[r] if self.ws[r] > p else self.text[r]
            if not is_word(left) or r == p or (self.lp(left) > -10 and len(left) > 3):
                continue
            for q in range(p):
                right = self.first_full[q] if self.we[q] <= p else self.text[q]
                if not is_word(right):
                    continue
                together = self.lp(left + atom + right)
                if together < -15.0:
                    continue
                worth[r, q] = together - self.lp(left) - self.lp(right) - 2 * self._glue_cost(r, q) / 2
        return (worth, worth > NEVER) if (worth > NEVER).any() else None


def reversed_reading(scores: LineScores) -> Reading:
    """The best segmentation into runs that are read from the last to the first."""
    n = scores.n
    cut = scores.cut
    # value[p, r]: everything from p on is read, its last run being p to r (r counts from 1, column r - 1).
    value = np.full((n + 1, n), NEVER, np.float32)
    back: dict[tuple[int, int], tuple[int, int, bool]] = {}
    start = np.where(scores.we <= n, scores.bos, scores.bos_atom)
    value[:n, n - 1] = scores.inner[:, n] + start
    positions = np.arange(n)
    middles = {p: scores.middle(p) for p in range(1, n)} if (scores.ws != positions).any() or n < 60 else {}
    for p in range(n - 1, 0, -1):
        ends = positions[p:]  # r - 1
        left_full = scores.ws[ends] >= p
        right_full = scores.we[:p] <= p
        options = np.where(
            left_full[:, None],
            np.where(right_full[None, :], scores.junction[True, True][p:, :p], scores.junction[True, False][p:, :p]),
            np.where(right_full[None, :], scores.junction[False, True][p:, :p], scores.junction[False, False][p:, :p]),
        )
        paths = value[p, p:][:, None] + options
        best = paths.argmax(axis=0)
        gained = paths[best, positions[:p]]
        for q in range(p):
            r = int(best[q]) + p
            glued = bool(scores.glued[bool(left_full[best[q]]), bool(right_full[q])][r, q])
            back[q, p] = (p, r + 1, glued)
        value[:p, p - 1] = scores.inner[:p, p] - cut[p] + gained
        for b in (p,):
            middle = middles.get(b)
            if middle is None or b + 1 >= n:
                continue
            # The atom b alone is a run: the run before it begins at b + 1.
            worth = value[b + 1, :][:, None] + middle[0][:, :p] - cut[b + 1]
            best3 = worth.argmax(axis=0)
            gained3 = worth[best3, positions[:p]]
            better = gained3 > gained
            for q in np.flatnonzero(better):
                back[int(q), p] = (b + 1, int(best3[q]) + 1, True)
                value[q, p - 1] = scores.inner[q, p] - cut[p] + gained3[q]
    final = value[0, :] + scores.eos
    r = int(final.argmax())
    as_is = float(scores.inner[0, n] + start[0] + scores.eos[n - 1])
    runs: list[Run] = []
    q, p = 0, r + 1
    while p < n:
        nq, np_, glued = back[q, p]
        runs.append(Run(q, p, glued))
        if nq != p:
            runs.append(Run(p, nq, True))
        q, p = nq, np_
    runs.append(Run(q, p, False))
    return Reading(tuple(reversed(runs)), float(final[r]), as_is)
