"""How near a text is to the truth: character error rate, word F1, and the share of numbers that came through."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ogp_nlp.arabic.normalize import clean

# Marks that carry no words: heading and list marks of Markdown and of printed lists, quotation marks' variants.
_LINE_MARK = re.compile(r"(?m)^[ \t]*(?:#{1,6}[ \t]+|[-*•▪●o–][ \t]+)+|[ \t]*[•▪●][ \t]*$|(?<=\s)-[ \t]*$")
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_WORD = re.compile(r"[^\W_]+")
# A number glued to letters is not come through; a percent sign may stand at either side, a blank between.
_NUMBER = re.compile(r"(?<![^\W_])(?:[%٪] ?)?\d+(?:[.,٫/\-]\d+)*+(?: ?[%٪])?(?![^\W_])")


_ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")


@dataclass(frozen=True, slots=True)
class TextScores:
    """Character error rate (0 or more), word F1 and exact numbers (0 to 1)."""

    cer: float
    word_f1: float
    numbers: float


def plain_view(text: str) -> str:
    r"""What is compared: letters, digits and signs of the logical text with single blanks; marks of lists dropped.

    Orders of diacritics that Unicode calls equal (shadda before its vowel or after it) are one.

    >>> plain_view("## العنوان\n- بند  أول")
    'العنوان بند أول'
    """
    plain = unicodedata.normalize("NFC", clean(text).text.replace("**", ""))
    return " ".join(_LINE_MARK.sub("", plain).split())


def character_error_rate(truth: str, text: str) -> float:
    """Edits needed to turn ``text`` into ``truth``, for each character of the truth.

    >>> character_error_rate("محضر", "محصر")
    0.25
    """
    wanted, given = plain_view(truth), plain_view(text)
    return Levenshtein.distance(wanted, given) / max(1, len(wanted))


def multiset_f1(truth: Counter[str], found: Counter[str]) -> float:
    """Twice the common items over all items, repeats counted; 1.0 where both are empty."""
    total = truth.total() + found.total()
    return 2 * (truth & found).total() / total if total else 1.0


def word_f1(truth: str, text: str) -> float:
    """F1 of the words as a multiset: order does not count, cuts and glue do.

    >>> word_f1("محضر الاجتماع", "محضرالاجتماع")
    0.0
    """
    return multiset_f1(words_of(truth), words_of(text))


def words_of(text: str) -> Counter[str]:
    """The words without their diacritics, which are no letters to ``re`` and would cut them."""
    return Counter(_WORD.findall(_MARKS.sub("", plain_view(text))))


def numbers_of(text: str) -> Counter[str]:
    """Numbers with the percent sign that stands at them, whichever side, and nothing between.

    >>> sorted(numbers_of("%47 في 31.13"))
    ['31.13', '47%']
    """
    found: Counter[str] = Counter()
    for match in _NUMBER.finditer(plain_view(text).translate(_ASCII_DIGITS)):
        raw = match.group().strip()
        digits = re.sub(r"[%٪\s]", "", raw)
        found[digits + ("%" if re.search("[%٪]", raw) else "")] += 1
    return found


def number_share(truth: str, text: str) -> float:
    """The share of the truth's numbers (percent sign included, repeats counted) that the text has exactly."""
    wanted = numbers_of(truth)
    return (wanted & numbers_of(text)).total() / wanted.total() if wanted else 1.0


def text_scores(truth: str, text: str) -> TextScores:
    """All three."""
    return TextScores(character_error_rate(truth, text), word_f1(truth, text), number_share(truth, text))
