"""Which word may follow which: a bilinear model of word classes and frequent words, with bigrams seen elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.repair.features import CLASSES, classes, fold

FloatArray = npt.NDArray[np.float32]


def pair_hash(left: str, right: str) -> int:
    """A stable 32 bit number for a pair of folded words."""
    return crc32(f"{left} {right}".encode())


@dataclass(frozen=True, eq=False)
class AdjacencyModel:
    """Log odds that two words stand side by side rather than in the wrong order.

    ``weights`` has one row for what a left word shows and one column for what a right word shows: the classes of
    ``features`` first, then the ``vocabulary``; identity rows meet class columns only. ``seen`` holds hashes of word
    pairs of the training text, ``seen_weight`` their log odds by number of documents (1, 2, 3 or more).
    """

    vocabulary: Mapping[str, int]
    weights: FloatArray
    bias: float
    seen: Mapping[int, int]
    seen_weight: tuple[float, float, float]
    here_weight: tuple[float, float, float]
    _rows: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)

    def rows(self, word: str) -> tuple[int, ...]:
        """Rows (or columns) of ``weights`` that a word switches on."""
        known = self._rows.get(word)
        if known is None:
            identity = self.vocabulary.get(fold(word))
            known = classes(word) if identity is None else (*classes(word), len(CLASSES) + identity)
            if len(self._rows) < 200_000:
                self._rows[word] = known
        return known

    def _indicator(self, words: Sequence[str]) -> FloatArray:
        out = np.zeros((len(words), len(self.weights)), np.float32)
        for position, word in enumerate(words):
            out[position, list(self.rows(word))] = 1.0
        return out

    def matrix(self, left: Sequence[str], right: Sequence[str], here: Mapping[int, int]) -> FloatArray:
        """Log odds for each left word (row) and right word (column); ``here`` counts pairs of this document."""
        if not left or not right:
            return np.zeros((len(left), len(right)), np.float32)
        scores = self._indicator(left) @ self.weights @ self._indicator(right).T + np.float32(self.bias)
        rights = [fold(word) for word in right]
        for row, word in enumerate(left):
            start = crc32(f"{fold(word)} ".encode())
            for column, other in enumerate(rights):
                key = crc32(other.encode(), start)
                bonus = 0.0
                count = self.seen.get(key)
                if count:
                    bonus = self.seen_weight[min(count, 3) - 1]
                count = here.get(key)
                if count:
                    bonus = max(bonus, self.here_weight[min(count, 3) - 1])
                if bonus:
                    scores[row, column] += bonus
        return scores

    def score(self, left: str, right: str, here: Mapping[int, int] | None = None) -> float:
        """Log odds of one pair."""
        return float(self.matrix([left], [right], here or {})[0, 0])
