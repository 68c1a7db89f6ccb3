"""The best reading of a line whose runs stand in reversed order: exact search over where the runs begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.lexicon import is_broken
from ogp_nlp.arabic.repair.adjacency import AdjacencyModel, PairCounts
from ogp_nlp.arabic.repair.atoms import Atom, LogProbability, is_word
from ogp_nlp.arabic.repair.features import BOS, EOS
from ogp_nlp.arabic.repair.settings import GapRates, RepairNumbers

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
        rates: GapRates,
        before: str = BOS,
    ) -> None:
        self.atoms, self.numbers, self.rates = atoms, numbers, rates
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
        scores[0, [i for i, word in enumerate(rights) if word in CLOSING]] -= numbers.closing_first
        self.eos = scores[1 : n + 1, 2 * n]
        self.adjacent = {
            (True, True): scores[1 : n + 1, :n],
            (False, True): scores[n + 1 :, :n],
            (True, False): scores[1 : n + 1, n : 2 * n],
            (False, False): scores[n + 1 :, n : 2 * n],
        }
        self.gap_before = np.array([atom.gap if atom.gap >= 0 else 9 for atom in atoms])
        self.gap_after = np.append(self.gap_before[1:], 9)
        self._cuts()
        self._inner()
        self._glue()

    def _cuts(self) -> None:
        """``cut``: what a run that begins at an atom costs; ``stay``: what it costs that none begins there."""
        numbers = self.numbers
        kind = np.where(self.gap_before > 1, 0, np.where(self.gap_before == 1, 1, 2))
        cut = np.array(self.rates.cut(), np.float32)[kind]
        stay = np.array(self.rates.stay(), np.float32)[kind]
        inside = self.ws != np.arange(self.n)
        for i in np.flatnonzero(inside):
            cut[i], stay[i] = (numbers.cut_glue if self._two_words(int(i)) else numbers.cut_word), 0.0
        for i, piece in enumerate(self.text):  # a sign keeps to the word it stands at
            if piece in CLOSING and self.gap_before[i] == 0:
                cut[i], stay[i] = numbers.cut_sign, 0.0
        cut[0] = stay[0] = 0.0
        self.cut = np.append(cut, np.float32(0))
        self.stay = np.append(np.cumsum(stay), np.float32(0))

    def _two_words(self, at: int) -> bool:
        """Whether the cut before an atom leaves two words where the whole was none."""
        left, right = self.last_full[at - 1], self.first_full[at]
        if min(len(left), len(right)) < 2:
            return is_broken(left + right) and "ة" in left[-1:] + right[:1]
        if self.lp(left + right) > -17.9:
            return False
        parts = self.lp(left), self.lp(right)
        return min(parts) > -15.5 or (max(parts) > -10.5 and min(len(left), len(right)) > 3)

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
        # A run pays for each place inside it where others would begin.
        self.plain = float(inner[0, n])
        inside = np.append(0.0, self.stay[:n])  # sum up to atom p - 1
        inner -= np.maximum(inside[None, :] - self.stay[:n, None], 0.0)
        inner[np.tril_indices(n, 0, n + 1)] = NEVER
        self.inner = inner.astype(np.float32)

    def _glue_cost(self, r: int, q: int) -> float:
        blanks = int(self.gap_after[r] > 0) + int(self.gap_before[q] > 0)
        return (self.numbers.glue_none, self.numbers.glue_one, self.numbers.glue_both)[blanks]

    def _loose(self, piece: str, cut: bool) -> bool:
        return is_word(piece) and (cut or len(piece) <= 2 or self.lp(piece) < -12.5)

    def _glue(self) -> None:
        """``space`` and ``glue`` by (r, q): a blank, or none, between pieces ending at r and beginning at q."""
        n = self.n
        none = (self.gap_after == 0)[:, None] & (self.gap_before == 0)[None, :]
        space = np.where(none, np.float32(-self.numbers.space_none), np.float32(0))
        # No blank is missed beside a sign or where digits meet letters.
        wordy = np.array([is_word(piece) for piece in self.text])
        space[~wordy, :] = 0.0
        space[:, ~wordy] = 0.0
        closing = np.array([piece in CLOSING for piece in self.text])
        space[np.ix_(closing, closing)] -= self.numbers.closing_first
        self.space: dict[tuple[bool, bool], Floats] = {}
        self.glue: dict[tuple[bool, bool], Floats] = {}
        split = bool((self.ws != np.arange(n)).any())
        for kinds, adjacent in self.adjacent.items():
            if not split and kinds != (True, True):
                self.space[kinds], self.glue[kinds] = self.space[True, True], self.glue[True, True]
                continue
            self.space[kinds] = adjacent + space
            self.glue[kinds] = self._glued(
                self.last_full if kinds[0] else self.text, self.first_full if kinds[1] else self.text
            )

    def _glued(self, lefts: list[str], rights: list[str]) -> Floats:
        n = self.n
        out = np.full((n, n), NEVER, np.float32)
        loose_left = [self._loose(piece, self.we[i] != i + 1) for i, piece in enumerate(lefts)]
        loose_right = [self._loose(piece, self.ws[i] != i) for i, piece in enumerate(rights)]
        wordy_left = [is_word(piece) for piece in lefts]
        wordy_right = [is_word(piece) for piece in rights]
        for r in range(n):
            if not wordy_left[r]:
                continue
            for q in range(r):
                if not wordy_right[q] or not (loose_left[r] or loose_right[q]):
                    continue
                together = self.lp(lefts[r] + rights[q])
                if together > -17.0:
                    gain = together - self.lp(lefts[r]) - self.lp(rights[q])
                    out[r, q] = gain - self._glue_cost(r, q)
        return out

    def middle(self, p: int) -> Floats | None:
        """Glue of three pieces around the lone atom p: worth by (r, q), or None where the atom is no fragment."""
        atom = self.text[p]
        cut = self.ws[p] != p or self.we[p] != p + 1
        if not is_word(atom) or len(atom) > 3 or not (cut or len(atom) == 1 or self.lp(atom) < -14):
            return None
        worth = np.full((self.n, self.n), NEVER, np.float32)
        for r in range(p + 1, self.n):
            left = self.last_full[r] if self.ws[r] > p else self.text[r]
            if not is_word(left) or (self.lp(left) > -10 and len(left) > 3):
                continue
            for q in range(p):
                right = self.first_full[q] if self.we[q] <= p else self.text[q]
                if not is_word(right):
                    continue
                together = self.lp(left + atom + right)
                if together > -15.0:
                    worth[r, q] = together - self.lp(left) - self.lp(right) - self._glue_cost(r, q)
        return worth if (worth > NEVER).any() else None


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
        # How a run was reached: (end of the run before it, its state, start of that run, glue).
        self.back: dict[tuple[int, int, int], tuple[int, int, int, bool]] = {}
        for p in range(n - 1, 0, -1):
            self._extend(p)

    def _options(self, table: dict[tuple[bool, bool], Floats], p: int, first: int) -> Floats:
        """Rows: ends of the last run from ``first`` on; columns: starts before p. Pieces are cut where a run is."""
        scores = self.scores
        left = (scores.ws[first:] >= first)[:, None]
        right = (scores.we[:p] <= p)[None, :]
        if table[True, True] is table[False, False]:
            return table[True, True][first:, :p]
        return np.where(
            left,
            np.where(right, table[True, True][first:, :p], table[True, False][first:, :p]),
            np.where(right, table[False, True][first:, :p], table[False, False][first:, :p]),
        )

    def _extend(self, p: int) -> None:
        scores, value = self.scores, self.value
        state = value[:, p, p:].argmax(axis=0)
        either = value[:, p, p:].max(axis=0)
        spaced = either[:, None] + self._options(scores.space, p, p)
        glued = value[0, p, p:][:, None] + self._options(scores.glue, p, p)
        middle = scores.middle(p) if p + 1 < self.n else None
        if middle is not None:
            around = value[0, p + 1, :][:, None] + middle[:, :p] - scores.cut[p + 1]
        columns = np.arange(p)
        by_space = spaced.argmax(axis=0)
        by_glue = glued.argmax(axis=0)
        worth_space = spaced[by_space, columns]
        worth_glue = glued[by_glue, columns]
        gain = scores.inner[:p, p] - scores.cut[p]
        for q in range(p):
            r = int(by_space[q])
            plain = (float(worth_space[q]), (p + r, int(state[r]), p, False))
            best = (float(worth_glue[q]), (p + int(by_glue[q]), 0, p, True))
            if middle is not None:
                r = int(around[:, q].argmax())
                if around[r, q] > best[0]:
                    best = (float(around[r, q]), (r, 0, p + 1, True))
            single = q >= scores.ws[p - 1]
            if not single and best[0] > plain[0]:
                plain = best
            value[0, q, p - 1] = gain[q] + plain[0]
            self.back[q, p, 0] = plain[1]
            if single and best[0] > NEVER / 2:
                value[1, q, p - 1] = gain[q] + best[0]
                self.back[q, p, 1] = best[1]

    def reading(self) -> Reading:
        """The best reading."""
        scores, n = self.scores, self.n
        final = self.value[:, 0, :] + scores.eos
        state, last = (int(i) for i in np.unravel_index(int(final.argmax()), final.shape))
        score = float(final[state, last])
        runs: list[Run] = []
        q, p = 0, last + 1
        while p < n:
            end, before, start, glued = self.back[q, p, state]
            runs.append(Run(q, p, glued))
            if start != p:
                runs.append(Run(p, start, True))
            q, p, state = start, end + 1, before
        runs.append(Run(q, p, False))
        as_is = scores.plain + float(scores.bos[0] + scores.eos[n - 1])
        return Reading(tuple(reversed(runs)), score, as_is)


def reversed_reading(scores: LineScores) -> Reading:
    """The best segmentation into runs that are read from the last to the first."""
    return _Search(scores).reading()
