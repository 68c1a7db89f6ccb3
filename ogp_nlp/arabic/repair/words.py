"""The words of one document: what it repeats is a word, unless two common words explain it better."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from ogp_nlp.arabic.lexicon import UNKNOWN, Lexicon, is_broken

_COMMON, _PART = -15.5, -16.5
_LONGEST = 40
_TWO_WORDS = 1.0  # how much less likely than its two parts is what they would make as one word
_REPEATED = -13.0  # log probability of an unknown word that the document has twice


class DocumentWords:
    """Log probabilities by the lexicon and by what the document itself repeats."""

    def __init__(self, lexicon: Lexicon, words: Iterable[str]) -> None:
        self._lexicon = lexicon
        self._counts = Counter(words)
        self._known: dict[str, float] = {}
        self._glued: dict[str, bool] = {}

    def __call__(self, word: str) -> float:
        """Log probability (natural) of a word of Arabic letters."""
        known = self._known.get(word)
        if known is None:
            known = self._lexicon.log_probability(word)
            count = self._counts.get(word, 0)
            if count > 1 and known < -12 and len(word) > 2 and not self.is_glued(word):
                known = max(known, _REPEATED + math.log(count / 2))
            if known < UNKNOWN + 1 and (points := self.glue_points(word)):
                parts = self._lexicon.log_probability
                known = min(known, max(parts(word[:at]) + parts(word[at:]) for at in points) - _TWO_WORDS)
            self._known[word] = known
        return known

    def made(self, word: str) -> float:
        """The same for a word put together on trial, in less time: true from ``UNKNOWN + 1`` on, and low below."""
        known = self._known.get(word)
        if known is None and word not in self._counts:
            known = self._lexicon.log_probability(word)
        return self(word) if known is None else known

    def is_glued(self, word: str) -> bool:
        """Whether an unknown word reads as two words without a blank, or holds a letter that only ends words."""
        known = self._glued.get(word)
        if known is None:
            known = self._glued[word] = bool(self.glue_points(word)) or is_broken(word)
        return known

    def glue_points(self, word: str) -> list[int]:
        """Offsets where an unknown word falls into two known ones."""
        if not 6 <= len(word) <= _LONGEST or self._lexicon.log_probability(word) > UNKNOWN + 1:
            return []
        known = self._lexicon.log_probability
        return [
            at
            for at in range(3, len(word) - 2)
            if known(word[:at]) > _PART
            and known(word[at:]) > _COMMON
            and (word[at:].startswith("ال") or known(word[:at]) + known(word[at:]) > -25)
        ]
