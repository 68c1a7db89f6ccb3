"""Which word may follow which: a bilinear model of word classes and frequent words, with bigrams seen elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.repair.features import CLASSES, INDEX, classes, fold, stem

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


def word_rows(word: str, listed: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """Class rows of a word: its form, and the lists it stands in, with or without a conjunction."""
    shape = classes(word)
    if not word[0].isalpha():
        return shape
    key = fold(word)
    found = listed.get(key) or (listed.get(key[1:]) if key[0] in "وف" and len(key) > 2 else None)
    return (*shape, *(found or (INDEX["is:none"],)))


def _gathered(lent: Sequence[FloatArray], shown: Sequence[tuple[int, ...]]) -> FloatArray:
    """What each of ``lent`` (row) gives to the classes that each other word shows (column), summed."""
    starts = np.cumsum([0, *(len(rows) for rows in shown)])[:-1]
    columns = [column for rows in shown for column in rows]
    return np.asarray(np.add.reduceat(np.stack(lent)[:, columns], starts, axis=1), np.float32)


@dataclass(frozen=True, eq=False)
class AdjacencyModel:
    """Log odds that two words stand side by side rather than in the wrong order.

    ``onward`` has a row for what a left word shows (the classes of ``features``, ``listed`` holding those of listed
    words, then the ``vocabulary``) and a column for each class of a right word; ``back`` has a row for each right
    word of the vocabulary and a column for each class of a left one. ``seen`` holds hashes of the word pairs of the
    training text, ``seen_weight`` their log odds by number of documents (1, 2, 3 or more); ``here_weight`` and
    ``near_weight`` those of pairs of the text at hand.
    """

    listed: Mapping[str, tuple[int, ...]]
    vocabulary: Mapping[str, int]
    onward: FloatArray
    back: FloatArray
    bias: float
    seen: PairCounts
    seen_weight: tuple[float, float, float]
    here_weight: tuple[float, float, float]
    near_weight: tuple[float, float, float] = (0.7, 1.2, 1.5)
    _words: dict[str, tuple[tuple[int, ...], FloatArray, FloatArray]] = field(default_factory=dict, repr=False)

    def _lent(self, word: str) -> tuple[tuple[int, ...], FloatArray, FloatArray]:
        """The classes of a word, what it lends to those of a word after it, and to those of one before it."""
        known = self._words.get(word)
        if known is None:
            shown = word_rows(word, self.listed)
            onward, back = self.onward[list(shown)].sum(axis=0), np.zeros(len(CLASSES), np.float32)
            own = self.vocabulary.get(fold(word))
            if own is not None:
                onward, back = onward + self.onward[len(CLASSES) + own], self.back[own]
            if len(self._words) > 20_000:
                self._words.clear()
            known = self._words[word] = (shown, onward, back)
        return known

    def matrix(
        self, left: Sequence[str], right: Sequence[str], here: PairCounts | None = None, near: PairCounts | None = None
    ) -> FloatArray:
        """Log odds for each left word (row) and right word (column).

        ``here`` counts the pairs of this document as it was read so far, ``near`` the words that stand side by side
        in its lines as they are, in whichever order.
        """
        if not left or not right:
            return np.zeros((len(left), len(right)), np.float32)
        lefts_lent, rights_lent = [self._lent(word) for word in left], [self._lent(word) for word in right]
        # Sums over few classes: a product of matrices would wake all cores for little.
        scores = _gathered([lent[1] for lent in lefts_lent], [lent[0] for lent in rights_lent])
        scores = scores + _gathered([lent[2] for lent in rights_lent], [lent[0] for lent in lefts_lent]).T
        scores += np.float32(self.bias)
        lefts = np.array([word_hash(word) * _LEFT & 0xFFFFFFFF for word in left], np.uint64)
        rights = np.array([word_hash(word) * _RIGHT & 0xFFFFFFFF for word in right], np.uint64)
        hashes = ((lefts[:, None] + rights[None, :]) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        bonus = np.array((0.0, *self.seen_weight), np.float32)[np.minimum(self.seen.look_up(hashes), 3)]
        if here is not None:
            local = np.array((0.0, *self.here_weight), np.float32)[np.minimum(here.look_up(hashes), 3)]
            bonus = bonus + local
        if near is not None:
            beside = np.array((0.0, *self.near_weight), np.float32)[np.minimum(near.look_up(hashes), 3)]
            bonus = bonus + beside
        return np.asarray(scores + bonus, np.float32)

    def score(self, left: str, right: str, here: PairCounts | None = None) -> float:
        """Log odds of one pair."""
        return float(self.matrix([left], [right], here)[0, 0])
