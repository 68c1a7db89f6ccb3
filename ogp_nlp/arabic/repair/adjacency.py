"""Which word may follow which: a bilinear model of word classes and frequent words, with bigrams seen elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.repair.features import CLASSES, classes, fold, stem

_LEFT, _RIGHT = 2654435761, 2246822519
FloatArray = npt.NDArray[np.float32]


def word_hash(word: str) -> int:
    """A stable number for the stem of a word."""
    return crc32(stem(word).encode())


def pair_hash(left: str, right: str) -> int:
    """A stable 32 bit number for a pair of words."""
    return (word_hash(left) * _LEFT + word_hash(right) * _RIGHT) & 0xFFFFFFFF


@dataclass(frozen=True, eq=False)
class PairCounts:
    """How often pairs of words were seen: sorted hashes with their counts."""

    keys: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, counts: Mapping[int, int]) -> PairCounts:
        """From a mapping of ``pair_hash`` to a count."""
        keys = np.array(sorted(counts), np.uint32)
        return cls(keys, np.array([min(255, counts[int(key)]) for key in keys], np.uint8))

    def without(self, some: Mapping[int, int]) -> PairCounts:
        """The counts less ``some``: what the rest of a document has."""
        if not some or not len(self.keys):
            return self
        counts = self.counts.copy()
        keys = np.array(list(some), np.uint32)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        less = np.minimum(np.array(list(some.values())), counts[at]) * (self.keys[at] == keys)
        counts[at] -= less.astype(np.uint8)
        return PairCounts(self.keys, counts)

    def look_up(self, hashes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
        """The count of each hash, 0 where it was never seen."""
        if not len(self.keys):
            return np.zeros(hashes.shape, np.uint8)
        at = np.minimum(np.searchsorted(self.keys, hashes), len(self.keys) - 1)
        return np.where(self.keys[at] == hashes, self.counts[at], np.uint8(0))


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
    seen: PairCounts
    seen_weight: tuple[float, float, float]
    here_weight: tuple[float, float, float]
    _rows: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    _lefts: dict[str, FloatArray] = field(default_factory=dict, repr=False)

    def rows(self, word: str) -> tuple[int, ...]:
        """Rows (or columns) of ``weights`` that a word switches on."""
        known = self._rows.get(word)
        if known is None:
            identity = self.vocabulary.get(fold(word))
            known = classes(word) if identity is None else (*classes(word), len(CLASSES) + identity)
            if len(self._rows) < 200_000:
                self._rows[word] = known
        return known

    def _left(self, word: str) -> FloatArray:
        """The weights that a left word lends to each column."""
        known = self._lefts.get(word)
        if known is None:
            known = self.weights[list(self.rows(word))].sum(axis=0)
            if len(self._lefts) > 20_000:
                self._lefts.clear()
            self._lefts[word] = known
        return known

    def matrix(self, left: Sequence[str], right: Sequence[str], here: PairCounts | None = None) -> FloatArray:
        """Log odds for each left word (row) and right word (column); ``here`` counts pairs of this document."""
        if not left or not right:
            return np.zeros((len(left), len(right)), np.float32)
        rights_of = [self.rows(word) for word in right]
        starts = np.cumsum([0, *(len(rows) for rows in rights_of)])[:-1]
        columns = [column for rows in rights_of for column in rows]
        lent = np.stack([self._left(word) for word in left])
        scores = np.add.reduceat(lent[:, columns], starts, axis=1) + np.float32(self.bias)
        lefts = np.array([word_hash(word) * _LEFT & 0xFFFFFFFF for word in left], np.uint64)
        rights = np.array([word_hash(word) * _RIGHT & 0xFFFFFFFF for word in right], np.uint64)
        hashes = ((lefts[:, None] + rights[None, :]) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        bonus = np.array((0.0, *self.seen_weight), np.float32)[np.minimum(self.seen.look_up(hashes), 3)]
        if here is not None:
            local = np.array((0.0, *self.here_weight), np.float32)[np.minimum(here.look_up(hashes), 3)]
            bonus = bonus + local
        return np.asarray(scores + bonus, np.float32)

    def score(self, left: str, right: str, here: PairCounts | None = None) -> float:
        """Log odds of one pair."""
        return float(self.matrix([left], [right], here)[0, 0])
