"""Damage inside a line that does not move its runs: blanks lost and made, figures turned, letters swapped or misread.

Each function takes a line and a source of chance and gives the line as an extractor or an OCR engine would. The kinds
are those of public reports on extractors: words fused or cut, digits and dates turned, the percent sign on the other
side, lam-alef and final yeh swapped, whole lines reversed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_NUMBER = re.compile(r"[\d٠-٩]+(?:[.,٫/\-][\d٠-٩]+)*")
_PERCENT = re.compile(r"(?:([%٪])( ?)([\d٠-٩]+(?:[.,٫][\d٠-٩]+)?))|(?:([\d٠-٩]+(?:[.,٫][\d٠-٩]+)?)( ?)([%٪]))")
_LAM_ALEF = re.compile("ل([اأإآ])")
_FINAL_YEH = re.compile(r"(\w)([ىي])(?!\w)")
_MIRRORED = str.maketrans("()[]«»<>", ")(][»«><")
# Letters of one stroke that differ by their dots, and the pairs that OCR engines mix up most.
_FAMILIES = ("بتثن", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "ةه", "ىي", "اأإآ", "وؤ", "٥ه", "١ا", "مع")
_MISREAD: dict[str, str] = {}
for _family in _FAMILIES:
    for _letter in _family:
        _MISREAD[_letter] = _MISREAD.get(_letter, "") + _family.replace(_letter, "")

GLUE, CUT, MISREAD = 0.12, 0.05, 0.02


def glued(line: str, rng: random.Random, rate: float = GLUE) -> str:
    """Some blanks lost: two words become one."""
    return "".join(c for c in line if c != " " or rng.random() >= rate)


def cut(line: str, rng: random.Random, rate: float = CUT) -> str:
    """Some words with a blank inside, as stretched fonts give them."""
    words = []
    for word in line.split(" "):
        if len(word) > 3 and word.isalpha() and rng.random() < rate:
            at = rng.randint(1, len(word) - 1)
            word = f"{word[:at]} {word[at:]}"  # noqa: PLW2901 - the word as it comes out
        words.append(word)
    return " ".join(words)


def turned_numbers(line: str, rng: random.Random) -> str:
    """Numbers from the last digit to the first, or dates and dotted numbers from the last part to the first."""

    def turn(match: re.Match[str]) -> str:
        parts = re.split(r"([.,٫/\-])", match.group())
        if len(parts) > 1 and rng.random() < 0.5:
            return "".join(reversed(parts))
        return match.group()[::-1]

    return _NUMBER.sub(turn, line)


def moved_percents(line: str, _: random.Random) -> str:
    """The percent sign on the other side of its number: ``47%`` becomes ``%47`` and the other way round."""

    def move(match: re.Match[str]) -> str:
        if match[1]:
            return f"{match[3]}{match[2]}{match[1]}"
        return f"{match[6]}{match[5]}{match[4]}"

    return _PERCENT.sub(move, line)


def swapped_lam_alef(line: str, _: random.Random) -> str:
    """Each lam-alef as two letters in the wrong order: ``الاشتراك`` becomes ``االشتراك``."""
    return _LAM_ALEF.sub(r"\1ل", line)


def swapped_yeh(line: str, _: random.Random) -> str:
    """A final yeh before its letter: ``على`` becomes ``عىل``."""
    return _FINAL_YEH.sub(r"\2\1", line)


def reversed_line(line: str, _: random.Random) -> str:
    """The line as it is seen, from left to right; numbers read as printed, brackets stand for their mirrors."""
    turned = line[::-1].translate(_MIRRORED)
    return _NUMBER.sub(lambda match: match.group()[::-1], turned)


def misread(line: str, rng: random.Random, rate: float = MISREAD) -> str:
    """Letters taken for their neighbours in shape, some lost, some blanks made: what OCR does to a poor scan."""
    out = []
    for letter in line:
        roll = rng.random()
        if letter in _MISREAD and roll < rate:
            out.append(rng.choice(_MISREAD[letter]))
        elif letter.isalpha() and roll < 1.2 * rate:
            continue
        elif letter.isalpha() and roll < 1.4 * rate:
            out.append(letter + " ")
        else:
            out.append(letter)
    return "".join(out)


Change = Callable[[str, random.Random], str]
# Kinds that keep every letter, and those that lose some.
KEEPING: dict[str, Change] = {
    "glued": glued,
    "cut": cut,
    "turned_numbers": turned_numbers,
    "moved_percents": moved_percents,
    "lam_alef": swapped_lam_alef,
    "yeh": swapped_yeh,
    "reversed": reversed_line,
}
LOSING: dict[str, Change] = {"ocr": misread}
