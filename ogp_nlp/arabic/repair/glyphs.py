"""Damage inside words and numbers: ligatures whose letters are swapped or lost, words and digits written backwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations, pairwise

from ogp_nlp.arabic.alignment import Aligned, Alignment

LogProbability = Callable[[str], float]

_WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a]+")
_DIGITS = re.compile(r"[\d٠-٩]+(?:[.,٫/\-][\d٠-٩]+)*")
# No Arabic word holds these: the article before a lam-alef whose two letters were swapped.
_SWAPPED_ARTICLE = re.compile(r"ا[أإآ]ل|\bاال[^ل]")
_BACKWARDS = re.compile(r"(?<![\u0621-\u064a])[ةى][\u0621-\u064a]{2,}")
_YEAR = re.compile(r"(?<![\d.,/\-])(?:1[34]\d\d|20[0-4]\d)(?![\d.,/\-])")
_YEAR_BACK = re.compile(r"(?<![\d.,/\-])(?:\d\d[34]1|\d[0-4]02)(?![\d.,/\-])")
_TO_ASCII = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
LONGEST = 40
_LOST, _FOUND = -13.5, 6.0  # log probability of a word that lost a letter at most; gain of the whole one at least
# Two letters that fonts draw as one glyph and that some extractors give in the wrong order.
SWAPS = frozenset(
    (
        "ال",
        "أل",
        "إل",
        "آل",
        "مل",
        "حل",
        "جل",
        "خل",
        "ني",
        "ري",
        "زي",
        "رش",
        "رض",
        "رص",
        "رس",
        "رب",
        "رن",
        "يل",
        "يه",
        "مه",
    )
)


def _permuted(text: str, order: list[int]) -> Aligned:
    return Aligned("".join(text[at] for at in order), Alignment.select(order, len(text)))


def unswapped(word: str, log_probability: LogProbability, least: float) -> tuple[int, ...]:
    """The order of a word's letters with swapped ligatures put right; as it is where that gains less than ``least``."""
    places = [at for at in range(len(word) - 1) if word[at : at + 2] in SWAPS][:6]
    best: tuple[float, tuple[int, ...]] = (log_probability(word) + least, tuple(range(len(word))))
    for size in (1, 2, 3):
        for chosen in combinations(places, size):
            if any(b - a < 2 for a, b in pairwise(chosen)):
                continue
            order = list(range(len(word)))
            for at in chosen:
                order[at], order[at + 1] = at + 1, at
            worth = log_probability("".join(word[at] for at in order)) - 0.3 * size
            best = max(best, (worth, tuple(order)))
    return best[1]


def mend_ligatures(text: str, log_probability: LogProbability) -> Aligned:
    """Swapped ligatures (االشتراك, املجلس) put right, in a text that shows articles no word has.

    >>> mend_ligatures("دائرة األشغال", lambda word: -20.0).alignment.is_identity
    True
    """
    if len(_SWAPPED_ARTICLE.findall(text)) < 3:
        return Aligned.of(text)
    order = list(range(len(text)))
    for match in _WORD.finditer(text):
        word = match.group()
        if not 2 < len(word) < LONGEST:
            continue
        known = log_probability(word) > -14.0
        mended = unswapped(word, log_probability, 3.0 if known else 1.5)
        order[match.start() : match.end()] = [match.start() + at for at in mended]
    return _permuted(text, order)


def mend_backwards(text: str, log_probability: LogProbability) -> Aligned:
    """Words whose letters stand in reverse put right, in a text where many begin with letters that only end words.

    Where most words of a line are backwards and its order is too, the lines' runs are put in order later.
    """
    words = _WORD.findall(text)
    if len(_BACKWARDS.findall(text)) < max(3, 0.01 * len(words)):
        return Aligned.of(text)
    order = list(range(len(text)))
    for match in _WORD.finditer(text):
        word = match.group()
        back = word[::-1]
        if not 1 < len(word) < LONGEST:
            continue
        gain = log_probability(back) - log_probability(word)
        article = back.startswith("ال") and not word.startswith("ال")
        if gain > (0.5 if article or word[0] in "ةى" else 2.0) or word[0] in "ةى":
            order[match.start() : match.end()] = range(match.end() - 1, match.start() - 1, -1)
    return _permuted(text, order)


def mend_digits(text: str) -> Aligned:
    """Numbers whose digits stand in reverse put right, in a text whose years read only backwards.

    >>> mend_digits("سنة 5202 وسنة 4202 وسنة 3202").text
    'سنة 2025 وسنة 2024 وسنة 2023'
    """
    plain = text.translate(_TO_ASCII)
    back, forth = len(_YEAR_BACK.findall(plain)), len(_YEAR.findall(plain))
    if back < 3 or back < 4 * forth:
        return Aligned.of(text)
    order = list(range(len(text)))
    for match in _DIGITS.finditer(text):
        order[match.start() : match.end()] = range(match.end() - 1, match.start() - 1, -1)
    return _permuted(text, order)


# The article before a letter, where a ligature of lam and alef may have lost its alef.
_ARTICLE = re.compile(r"(?<![\u0621-\u064a])[وفبك]{0,2}ال(?=[\u0628-\u063a\u0641-\u064a][\u0621-\u064a])")


def mend_lost_alef(text: str, log_probability: LogProbability) -> Aligned:
    """The alef with hamza put back that a ligature lost (الول for الأول), in a text where several words show it.

    The letter is put in: it has no place in the source. For texts that an extractor damaged, not for a clerk's slips.
    """
    places: list[int] = []
    for match in _WORD.finditer(text):
        word = match.group()
        article = _ARTICLE.match(text, match.start())
        if article is None or not 4 < len(word) + 1 < LONGEST or log_probability(word) > _LOST:
            continue
        at = article.end() - match.start()
        if log_probability(f"{word[:at]}أ{word[at:]}") > log_probability(word) + _FOUND:
            places.append(article.end())
    if len(places) < 3:
        return Aligned.of(text)
    rows = [row for at in range(len(text)) for row in ((-1, at) if at in set(places) else (at,))]
    return Aligned("".join("أ" if at < 0 else text[at] for at in rows), Alignment.select(rows, len(text)))


def mend_glyphs(text: str, log_probability: LogProbability) -> Aligned:
    """All three; the text itself where none of them shows."""
    return (
        Aligned.of(text)
        .then(lambda now: mend_backwards(now, log_probability))
        .then(lambda now: mend_ligatures(now, log_probability))
        .then(mend_digits)
    )
