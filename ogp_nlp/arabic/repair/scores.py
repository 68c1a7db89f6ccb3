"""All scores that readings of one line are made of: words, neighbours, gaps and glue, as arrays."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.repair.adjacency import AdjacencyModel, Known, PairCounts
from ogp_nlp.arabic.repair.atoms import SURELY_GLUED, Atom, LogProbability, is_word
from ogp_nlp.arabic.repair.settings import GapRates, RepairNumbers

Floats = npt.NDArray[np.float32]
CLOSING = frozenset("،؛.:؟!,;")
FINAL = frozenset("؛.:؟!;")
CLITICS = frozenset(("و", "ب", "ل", "ف", "ك", "ال", "وال", "بال", "لل"))
NEVER = np.float32(-1e6)


def number_borders(words: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Where a number meets a word, seen from the right one of the two."""
    digit = np.array([word[0].isdigit() for word in words])
    letter = np.array([is_word(word) for word in words])
    border = (digit[1:] & letter[:-1]) | (letter[1:] & digit[:-1])
    return np.append(False, border)


def gap_kinds(gaps: npt.NDArray[np.int64], at_number: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Which rate of ``GapRates`` holds before each atom (1 for blanks, whatever stands before them)."""
    return np.where(at_number, 4, np.where(gaps > 1, 0, np.where(gaps == 1, 1, 3)))


class LineScores:
    """All scores that readings of one line are made of, computed once as arrays.

    ``made`` may tell the log probability of words put together on trial faster than ``log_probability``.
    """

    def __init__(
        self,
        atoms: list[Atom],
        log_probability: LogProbability,
        numbers: RepairNumbers,
        made: LogProbability | None = None,
    ) -> None:
        self.atoms, self.numbers = atoms, numbers
        n = self.n = len(atoms)
        self.lp: LogProbability = lambda text: log_probability(text) if is_word(text) else 0.0
        self.made: LogProbability = made or log_probability
        token = np.array([atom.token for atom in atoms])
        self.ws = np.searchsorted(token, token, "left")
        self.we = np.searchsorted(token, token, "right")
        self.text = [atom.text for atom in atoms]
        self._pieces()
        self.closing = np.array([piece in CLOSING for piece in self.text])
        self.gap_before = np.array([atom.gap if atom.gap >= 0 else 9 for atom in atoms])
        self.gap_after = np.append(self.gap_before[1:], 9)
        self.inside = np.flatnonzero(self.ws != np.arange(n))
        self._borders()
        self._glue()
        self._middles: dict[int, Floats | None] = {}
        self._own: tuple[Known, Floats] | None = None
        # A line that is intact seldom has wide gaps, signs that stand apart, or letters glued to digits.
        self.intact_cost = numbers.intact_wide * float((self.gap_before[1:] > 2).sum())
        self.intact_cost += numbers.intact_sign * float((self.closing & (self.gap_before > 0))[1:].sum())

    def judge(
        self,
        model: AdjacencyModel,
        here: PairCounts | None,
        near: PairCounts | None,
        before: Sequence[str],
        after: Sequence[str],
    ) -> None:
        """Score all words up to three places apart.

        ``here``, ``near`` as in the model, ``near`` the same in every call; ``before`` and ``after`` are the three
        words around the line, from it away.
        """
        numbers, size = self.numbers, len(self.words)
        if self._own is None:  # the same in every reading
            own = model.known([*self.words, "(", ")"])
            self._own = own, model.tables(own, own, near)
        own, inside = self._own
        around = model.known([*before, *after])
        both = own.and_(around)
        tables = np.concatenate([inside, model.tables(around, own, near)], axis=1)
        tables = np.concatenate([tables, model.tables(both, around, near)], axis=2)
        if here is not None:
            tables[0] += model.counted(both, both, here)
        tables *= np.array([numbers.adjacency, *[numbers.apart] * (len(tables) - 1)], np.float32)[:, None, None]
        # Which way a bracket opens is not known before the order is.
        pair = [size, size + 1]
        for at in [at for at, word in enumerate(self.words) if word in "()"]:
            tables[:, at] = tables[:, pair].max(axis=1)
        for at in [at for at, word in enumerate(self.words) if word in "()"]:
            tables[:, :, at] = tables[:, :, pair].max(axis=2)
        kept = [*range(size), *range(size + 2, tables.shape[1])]
        self.near = np.zeros((len(tables), len(kept) + 1, len(kept) + 1), np.float32)
        self.near[:, :-1, :-1] = tables[:, kept][:, :, kept]
        self.before = list(range(size, size + len(before)))
        self.after = list(range(size + len(before), size + len(before) + len(after)))
        self.none = len(kept)
        self.adjacent = self.near[0][:size, :size]
        self.bos = self.near[0][self.before[0], self.firsts[self.n]] - numbers.closing_first * self.closing
        self.eos = self.near[0][self.lasts[0], self.after[0]]
        self._inner()

    def _pieces(self) -> None:
        """All pieces that runs can leave of a token, numbered; ``piece[i, j]`` is the number of atoms i to j."""
        self.piece: dict[tuple[int, int], int] = {}
        self.words: list[str] = []
        for i in range(self.n):
            word = ""
            for j in range(i + 1, int(self.we[i]) + 1):
                word += self.text[j - 1]
                self.piece[i, j] = len(self.words)
                self.words.append(word)
        self.worth = [self.lp(word) for word in self.words]
        self.firsts = [np.array(self._first_piece(p), np.int64) for p in range(self.n + 1)]
        self.lasts = [np.array(self._last_piece(p), np.int64) for p in range(self.n + 1)]

    def _first_piece(self, p: int) -> list[int]:
        """Numbers of the pieces that runs ending at p begin with, by their starts q < p."""
        return [self.piece[q, min(p, int(self.we[q]))] for q in range(p)]

    def _last_piece(self, p: int) -> list[int]:
        """Numbers of the pieces that runs beginning at p end with, by their ends r > p."""
        return [self.piece[max(p, int(self.ws[r])), r + 1] for r in range(p, self.n)]

    def with_apart(self, lasts: npt.NDArray[np.int64]) -> Floats:
        """``inner`` with the worth of words two and three places apart in the same run; ``lasts`` by (k, q, p)."""
        n = self.n
        found = np.zeros((n, n + 1), np.float32)
        for distance in range(1, len(self.near)):
            found += self.near[distance][lasts[distance], lasts[0]]
        # The run up to the token that ends at p has all but what its last word adds.
        for p in range(1, n + 1):
            start = int(self.ws[p - 1])
            found[:start, p] += found[:start, start]
        self.whole_apart = float(found[0, n])
        return np.asarray(self.inner + found, np.float32)

    def set_style(self, rates: GapRates) -> None:
        """``cut``: what a run that begins at an atom costs; ``inner``: runs less what depends on where they begin."""
        numbers, n = self.numbers, self.n
        kind = gap_kinds(self.gap_before, self.at_number)
        cut = np.array(rates.cut(), np.float32)[kind]
        stay = np.array(rates.stay(), np.float32)[kind]
        cut[self.inside], stay[self.inside] = self.inside_cut, self.inside_stay
        cut[self.kinds_glued], stay[self.kinds_glued] = -np.log(numbers.rate_glued), -np.log(1 - numbers.rate_glued)
        # A sign keeps to the word it stands at; one that stands apart, or at the head of its line, began a run.
        attached = self.closing & (self.gap_before == 0)
        cut[attached], stay[attached] = numbers.cut_sign, 0.0
        likely = self.closing & (self.gap_before > 0)
        final = np.array([piece in FINAL for piece in self.text])
        after = np.append(False, final[:-1]) & (self.gap_before == 0) & ~self.closing
        after[1:2] |= final[:1]
        likely |= after
        cut[likely], stay[likely] = -np.log(numbers.rate_sign), -np.log(1 - numbers.rate_sign)
        cut[0] = stay[0] = 0.0
        self.cut = np.append(cut, np.float32(0))
        summed = np.cumsum(stay)
        before = np.append(0.0, summed)
        inner = self.bare - np.maximum(before[None, :] - summed[:, None], 0.0)
        # The first gap of a run follows one where a run began, and so does the gap after a run of one word.
        blank = (kind == 1) & ~likely
        blank[0] = False
        first = np.array([*self._first_gaps(), n])
        more_stay = np.append(np.where(blank, rates.stay()[2] - rates.stay()[1], 0.0), 0.0)
        more_cut = np.append(np.where(blank, rates.cut()[2] - rates.cut()[1], 0.0), 0.0)
        within = first[:n, None] < np.arange(n + 1)[None, :]
        inner -= np.where(within, more_stay[first[:n]][:, None], more_cut[None, :])
        self.inner = inner.astype(np.float32)

    def _first_gaps(self) -> list[int]:
        """For each atom the first one after it that a blank stands before."""
        found, following = [], self.n
        for at in range(self.n - 1, -1, -1):
            found.append(following)
            if self.gap_before[at] > 0:
                following = at
        return found[::-1]

    def _inside_costs(self, at: int) -> tuple[float, float]:
        """Costs of a run that begins at an atom inside a token, and of none beginning there."""
        numbers = self.numbers
        i, j = int(self.ws[at]), int(self.we[at])
        left, right = self.piece[i, at], self.piece[at, j]
        if self.worth[self.piece[i, j]] > -17.9:
            return numbers.cut_word, 0.0
        if self.words[left] in CLITICS and self.worth[right] > -14.0:
            return numbers.cut_clitic, 0.0
        if self.worth[self.piece[i, j]] < SURELY_GLUED:  # an article or an end of words inside: it is glued somewhere
            return numbers.cut_glued, 0.0
        if min(len(self.words[left]), len(self.words[right])) < 2:
            return (numbers.cut_letter, 0.0)
        parts = sorted((self.worth[left], self.worth[right]))
        if parts[0] > -16.0 and parts[1] > -14.0:
            return numbers.cut_glue, numbers.stay_glue
        return (numbers.cut_part, 0.0) if parts[0] > -17.0 or parts[1] > -11.0 else (numbers.cut_word, 0.0)

    def _inner(self) -> None:
        """``bare[q, p]``: the worth of the run of atoms q to p read as they stand."""
        n, piece = self.n, self.piece
        firsts = [i for i in range(n) if self.ws[i] == i]
        number = {first: t for t, first in enumerate(firsts)}
        whole = [piece[i, int(self.we[i])] for i in firsts]
        link = [0.0, *(float(self.adjacent[a, b]) for a, b in itertools.pairwise(whole))]
        total = np.append(0.0, np.cumsum([self.worth[k] for k in whole]))
        links = np.cumsum(link)
        start, stop = np.zeros(n), np.zeros(n + 1)
        for q in range(n):
            t = number[int(self.ws[q])]
            start[q] = -total[t] - links[t]
            if self.ws[q] != q:
                k = piece[q, int(self.we[q])]
                start[q] = self.worth[k] - total[t + 1]
                if t + 1 < len(whole):
                    start[q] += self.adjacent[k, whole[t + 1]] - links[t + 1]
        for p in range(1, n + 1):
            t = number[int(self.ws[p - 1])]
            stop[p] = total[t + 1] + links[t]
            if self.we[p - 1] != p:
                k = piece[int(self.ws[p - 1]), p]
                stop[p] = self.worth[k] + total[t]
                if t:
                    stop[p] += self.adjacent[whole[t - 1], k] + links[t - 1]
        inner = start[:, None] + stop[None, :]
        for (q, p), k in piece.items():
            inner[q, p] = self.worth[k]
        self.plain = float(inner[0, n])
        inner[np.tril_indices(n, 0, n + 1)] = NEVER
        self.bare = inner

    def _borders(self) -> None:
        """What runs cost that begin inside words, and where numbers and names stand at words."""
        costs = [self._inside_costs(int(i)) for i in self.inside]
        self.inside_cut = np.array([cut for cut, _ in costs], np.float32)
        self.inside_stay = np.array([stay for _, stay in costs], np.float32)
        arabic = np.array([is_word(piece) for piece in self.text])
        self.at_number = number_borders(self.text)
        # Digits and Latin names glued to words of more than a letter.
        glued = (self.gap_before == 0) & (arabic != np.append(arabic[0], arabic[:-1]))
        glued &= np.array([piece[0].isalnum() for piece in self.text])
        glued[1:] &= [left[-1].isalnum() and (not is_word(left) or len(left) > 1) for left in self.text[:-1]]
        self.kinds_glued = glued

    def _loose(self, piece: int, cut: bool) -> bool:
        word = self.words[piece]
        return is_word(word) and (cut or len(word) <= 2 or self.worth[piece] < -12.5)

    def _glue(self) -> None:
        """``space``, ``glue_cost`` by (r, q) and ``glue`` by pieces: a blank or none between two runs."""
        numbers = self.numbers
        after, before = (self.gap_after > 0).astype(int), (self.gap_before > 0).astype(int)
        blanks = after[:, None] + before[None, :]
        costs = np.array((numbers.glue_none, numbers.glue_one, numbers.glue_both), np.float32)
        self.glue_cost = costs[blanks]
        space = np.where(blanks == 0, np.float32(-numbers.space_none), np.float32(0))
        # No blank is missed beside a sign or where digits meet letters.
        wordy = np.array([is_word(piece) for piece in self.text])
        space[~wordy, :] = 0.0
        space[:, ~wordy] = 0.0
        space[np.ix_(self.closing, self.closing)] -= numbers.closing_first
        self.space = space
        size = len(self.words)
        self.glue = np.full((size, size), NEVER, np.float32)
        places = list(self.piece)
        loose = [self._loose(k, i != self.ws[i] or j != self.we[i]) for k, (i, j) in enumerate(places)]
        wordy_pieces = [k for k in range(size) if is_word(self.words[k])]
        for k in wordy_pieces:
            for m in wordy_pieces:
                # Read later is what stands further left: the right piece must lie before the left one.
                if places[m][1] > places[k][0] or not (loose[k] or loose[m]):
                    continue
                together = self.made(self.words[k] + self.words[m])
                if together > -17.0:
                    self.glue[k, m] = together - self.worth[k] - self.worth[m]

    def middle(self, p: int) -> Floats | None:
        """As ``_middle``, computed once."""
        if p not in self._middles:
            self._middles[p] = self._middle(p)
        return self._middles[p]

    def _middle(self, p: int) -> Floats | None:
        """Glue of three pieces around the lone atom p: worth by (end r - p - 1, start q); None for no fragment."""
        atom = self.text[p]
        cut = self.ws[p] != p or self.we[p] != p + 1
        if not is_word(atom) or len(atom) > 3 or not (cut or len(atom) == 1 or self.lp(atom) < -14):
            return None
        lefts, rights = self.lasts[p + 1].tolist(), self.firsts[p].tolist()
        worth = np.full((len(lefts), len(rights)), NEVER, np.float32)
        for i, k in enumerate(lefts):
            left = self.words[k]
            if not is_word(left) or (self.worth[k] > -10 and len(left) > 3):
                continue
            for q, m in enumerate(rights):
                if not is_word(self.words[m]):
                    continue
                together = self.made(left + atom + self.words[m])
                if together > -15.0:
                    worth[i, q] = together - self.worth[k] - self.worth[m] - self.glue_cost[p + 1 + i, q]
        return worth if (worth > NEVER).any() else None
