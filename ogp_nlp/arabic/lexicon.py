"""How common a word of Arabic is: wordfreq's list, seen through clitics and spelling variants."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ogp_nlp.arabic.repair.features import fold

# Log probabilities of wordfreq's rarest entries lie at -18.4; what is in no list stands below.
UNKNOWN = -19.0
_PER_LETTER = 0.9
_LONGEST = 40
_BROKEN = -9.0
_ARTICLE_INSIDE = -5.0  # a common word with its article stands inside
# Clitics with the cost of having to strip them.
_CLITICS = (
    ("وال", "ال", 3.0), ("و", "", 3.0), ("فال", "ال", 4.5), ("ف", "", 4.5), ("بال", "ال", 3.0), ("لل", "ال", 3.0),
    ("كال", "ال", 5.0), ("ب", "", 4.0), ("ل", "", 4.0), ("ك", "", 5.0), ("ال", "", 3.0),
)  # fmt: skip


def wordfreq_arabic() -> dict[str, float]:
    """The Arabic list that ships with wordfreq: word to frequency (0 to 1)."""
    from wordfreq import get_frequency_dict

    return dict(get_frequency_dict("ar"))


def is_broken(word: str) -> bool:
    """Whether a letter that only ends words stands inside one, or the word starts with one.

    >>> is_broken("ةالرسمي"), is_broken("المدرسة")
    (True, False)
    """
    letters = fold(word)[:-1]
    return "ة" in letters or "ى" in letters


class Lexicon:
    """Log probabilities (natural) of words by a frequency list.

    >>> lexicon = Lexicon({"مجلس": 1e-4, "الاجتماع": 1e-4})
    >>> lexicon.log_probability("مجلس") > lexicon.log_probability("والاجتماع") > lexicon.log_probability("مجلسالا")
    True
    """

    def __init__(self, frequencies: Mapping[str, float]) -> None:
        self._frequencies = frequencies
        self._known: dict[str, float] = {}

    def frequency(self, word: str) -> float:
        """Frequency of the word as written (0 where it is in no list)."""
        return self._frequencies.get(word, 0.0)

    def _plain(self, word: str) -> float:
        found = self._frequencies.get(word)
        if found is None:
            found = self._frequencies.get(fold(word), 0.0) * 0.5
        return math.log(found) if found else UNKNOWN - 1

    def is_known(self, word: str, floor: float = -17.9) -> bool:
        """Whether the word, or its stem without clitics, is in the list and not among its rarest."""
        return self.log_probability(word) > floor

    def log_probability(self, word: str) -> float:
        """Of the word or of its stem at the price of its clitics; longer unknown words are less likely."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._estimate(word)
            if len(self._known) > 400_000:
                self._known.clear()
        return known

    def _bare_article(self, word: str, clitic: str) -> bool:
        """Whether a lam or an article stands before an article, which no word has (لالسيد, where للسيد is meant)."""
        rest = word[len(clitic) :]
        return clitic in ("ل", "ال") and rest.startswith("ال") and self._plain(rest[2:]) > -14.0

    def _estimate(self, word: str) -> float:
        best = self._plain(word)
        if best < -12:
            for clitic, instead, cost in _CLITICS:
                if word.startswith(clitic) and len(word) - len(clitic) > 2 and not self._bare_article(word, clitic):
                    best = max(best, self._plain(instead + word[len(clitic) :]) - cost)
        if best > UNKNOWN:
            return best
        length = len(fold(word))
        for at in range(2, min(length, _LONGEST) - 4):
            if word.startswith("ال", at) and self._plain(word[at:]) > -13.0:
                return UNKNOWN + _ARTICLE_INSIDE - _PER_LETTER * max(0, length - 6)
        return UNKNOWN - _PER_LETTER * max(0, length - 6) + (_BROKEN if is_broken(word) else 0.0)
