"""Which word may follow which: words as vectors of what they show, multiplied, with pairs seen elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.repair.features import shown, stem

_LEFT, _RIGHT = 2654435761, 2246822519
_KEPT = 20_000  # words whose vectors are kept
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
class Known:
    """Words as the left one of a pair and as the right one, (n, d) each, and their hashes (n,)."""

    onward: FloatArray
    back: FloatArray
    hashes: npt.NDArray[np.uint64]

    def and_(self, other: Known) -> Known:
        """These words and others."""
        return Known(
            np.concatenate((self.onward, other.onward)),
            np.concatenate((self.back, other.back)),
            np.concatenate((self.hashes, other.hashes)),
        )


def _counted(left: Known, right: Known, counts: PairCounts, weights: tuple[float, float, float]) -> FloatArray:
    lefts, rights = left.hashes * np.uint64(_LEFT), right.hashes * np.uint64(_RIGHT)
    hashes = ((lefts[:, None] + rights[None, :]) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    worth: FloatArray = np.array((0.0, *weights), np.float32)
    return np.asarray(worth[np.minimum(counts.look_up(hashes), 3)], np.float32)


@dataclass(frozen=True, eq=False)
class AdjacencyModel:
    """Log odds that two words stand side by side rather than in the wrong order.

    ``rows`` numbers what words show (``features.shown``), ``listed`` the classes of listed words. A word is the sum
    of its rows: in ``onward`` (rows, d) as the left one of a pair, in ``back`` (rows, d) as the right one; ``turns``
    (distances, d, d) lies between the two for neighbours, and for words two and three places apart. ``seen`` holds
    hashes of the word pairs of the training text, ``seen_weight`` their log odds by number of documents (1, 2, 3 or
    more); ``here_weight`` and ``near_weight`` those of pairs of the text at hand.
    """

    rows: Mapping[str, int]
    listed: Mapping[str, tuple[int, ...]]
    onward: FloatArray
    back: FloatArray
    turns: FloatArray
    bias: float
    seen: PairCounts
    seen_weight: tuple[float, float, float]
    here_weight: tuple[float, float, float]
    near_weight: tuple[float, float, float] = (0.7, 1.2, 1.5)
    _words: dict[str, tuple[FloatArray, FloatArray]] = field(default_factory=dict, repr=False)

    def _vectors(self, word: str) -> tuple[FloatArray, FloatArray]:
        """The word as the left one of a pair, and as the right one."""
        known = self._words.get(word)
        if known is None:
            own = [self.rows[name] for name in shown(word, self.listed) if name in self.rows]
            if len(self._words) > _KEPT:
                self._words.clear()
            known = self._words[word] = (self.onward[own].sum(axis=0), self.back[own].sum(axis=0))
        return known

    def known(self, words: Sequence[str]) -> Known:
        """What the model knows of some words, for ``tables`` and ``counted``."""
        vectors = [self._vectors(word) for word in words]
        hashes = np.array([word_hash(word) for word in words], np.uint64)
        return Known(np.stack([left for left, _ in vectors]), np.stack([right for _, right in vectors]), hashes)

    def tables(self, left: Known, right: Known, near: PairCounts | None = None) -> FloatArray:
        """Log odds (distances, left, right) that a right word stands one, two, ... places after a left one.

        ``near`` counts the words that stand side by side in the lines of the document as they are, in either order.
        """
        found = np.asarray(left.onward @ self.turns @ right.back.T, np.float32)
        found[0] += np.float32(self.bias)
        for counts, weights in ((self.seen, self.seen_weight), (near, self.near_weight)):
            if counts is not None:
                found[0] += _counted(left, right, counts, weights)
        return found

    def counted(self, left: Known, right: Known, here: PairCounts) -> FloatArray:
        """Log odds (left, right) of neighbours by the pairs of this document as it was read so far."""
        return _counted(left, right, here, self.here_weight)

    def matrix(
        self, left: Sequence[str], right: Sequence[str], here: PairCounts | None = None, near: PairCounts | None = None
    ) -> FloatArray:
        """Log odds for each left word (row) and right word (column) that they are neighbours."""
        if not left or not right:
            return np.zeros((len(left), len(right)), np.float32)
        rows, columns = self.known(left), self.known(right)
        found = self.tables(rows, columns, near)[0]
        return np.asarray(found if here is None else found + self.counted(rows, columns, here), np.float32)

    def score(self, left: str, right: str, here: PairCounts | None = None) -> float:
        """Log odds of one pair."""
        return float(self.matrix([left], [right], here)[0, 0])
