"""Glyphs that the file names no character for: read from the words they stand in, where these leave one choice."""

from __future__ import annotations

import re
from collections import defaultdict

from ogp_nlp.arabic.alignment import Aligned, Alignment

LOST = "\ufffd"
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآؤئء"
_KNOWN = 2.5  # Zipf frequency from which a word counts as known
_UNKNOWN = 1.5  # Zipf frequency below which it does not
_SHARE = 0.6  # of its words, a letter must make known
_MARGIN = 0.15  # and so much more than any other letter
_SAMPLE = 80
_UNNAMED = re.compile("[\U000f0000-\U000fffff]")
_WORD = re.compile("[\u0621-\u0652\U000f0000-\U000fffff]+")
_MARKS = re.compile("[\u0640\u064b-\u0652]")


def _frequency(word: str) -> float:
    from wordfreq import zipf_frequency

    return float(zipf_frequency(_MARKS.sub("", word), "ar"))


def _letter_of(sign: str, words: list[str]) -> str | None:
    """The letter that makes known words of those the sign stands in, "" where they are words without it.

    None where nothing clearly fits. A sign that words do well without is a diacritic or half of a letter.
    """
    sample = words[:_SAMPLE]
    shares = {
        letter: sum(_frequency(word.replace(sign, letter)) >= _KNOWN for word in sample) / len(sample)
        for letter in _LETTERS
    }
    best, second = sorted(shares, key=lambda letter: -shares[letter])[:2]
    without = sum(_frequency(word.replace(sign, "")) >= _KNOWN for word in sample) / len(sample)
    if without >= max(_SHARE, shares[best]):
        return ""
    return best if shares[best] >= _SHARE and shares[best] - shares[second] >= _MARGIN else None


def read_unmapped(text: str) -> tuple[Aligned, int, int]:
    """The text with unnamed glyphs read or marked U+FFFD, and how many were read and how many lost.

    A sign that is part of a letter drawn in two pieces goes where its word is known without it alone: the commoner
    of two words would take prefixes away.
    """
    if not _UNNAMED.search(text):
        return Aligned.of(text), 0, 0
    words: dict[str, set[str]] = defaultdict(set)
    places = list(_WORD.finditer(text))
    for match in places:
        for sign in set(_UNNAMED.findall(match.group())):
            if len(set(_UNNAMED.findall(match.group()))) == 1 and len(match.group()) > 2:
                words[sign].add(match.group())
    letters = {sign: _letter_of(sign, sorted(own)) for sign, own in words.items()}
    signs: list[str] = list(text)
    for match in places:
        for at in range(*match.span()):
            if not _UNNAMED.match(text[at]):
                continue
            letter = letters.get(text[at])
            if letter == "":
                signs[at] = ""
            elif letter:
                word, inside = match.group(), at - match.start()
                without = word[:inside] + word[inside + 1 :]
                as_letter = word[:inside] + letter + word[inside + 1 :]
                drop = _frequency(as_letter) < _UNKNOWN and _frequency(without) >= _KNOWN
                signs[at] = "" if drop else letter
            else:
                signs[at] = LOST
    signs = [LOST if _UNNAMED.match(sign or " ") else sign for sign in signs]
    lost = signs.count(LOST) - text.count(LOST)
    order = [at for at, sign in enumerate(signs) if sign]
    read = len(_UNNAMED.findall(text)) - lost
    return Aligned("".join(signs), Alignment.select(order, len(text))), read, lost
