"""Normalization by CAMeL Tools behind functions that return the text with its alignment."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np
from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
    normalize_unicode,
)

from ogp_nlp.arabic.alignment import Aligned, Alignment, map_characters

TATWEEL = "\u0640"
# Written out, because camel_tools.utils.charsets walks all of Unicode when it is imported (0.6 s).
DIACRITICS = frozenset(map(chr, (*range(0x064B, 0x0660), *range(0x0610, 0x061B), *range(0x06D6, 0x06ED), 0x0670)))
# Directional marks, joiners, byte order marks and soft hyphens: no reader sees them.
INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad\u2060"
)
# Letters of other keyboards (Persian, Urdu) that stand for Arabic ones in minutes typed or extracted with them.
_LOOKALIKES = {"\u06cc": "ي", "\u06a9": "ك", "\u06aa": "ك", "\u06c1": "ه", "\u06be": "ه", "\u06d5": "ه"}
_DIGIT = re.compile(r"[\u0660-\u0669\u06f0-\u06f9]")
_BLANKS = frozenset("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t")
_KEY_SIGNS = {"٪": "%", "٫": ".", "٬": ",", "؍": "/", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "٭": "*"}


def is_presentation_form(character: str) -> bool:
    """Whether a code point is a shaped glyph of Arabic (U+FB50-FDFF, U+FE70-FEFC) rather than a letter."""
    return "\ufb50" <= character <= "\ufdff" or "\ufe70" <= character <= "\ufefc"


@lru_cache(maxsize=4096)
def _folded_form(character: str) -> str:
    """A presentation form as its letters in logical order; other code points as they are."""
    if not is_presentation_form(character) or unicodedata.category(character) in ("Cn", "Ps", "Pe", "So"):
        return character
    plain = normalize_unicode(character)
    # Forms of lone diacritics decompose to a blank or tatweel with the sign: the sign alone is meant.
    return str(plain.lstrip(f" {TATWEEL}") or plain)


@lru_cache(maxsize=4096)
def _clean_character(character: str) -> str:
    if character in INVISIBLE or character == TATWEEL:
        return ""
    if character in _BLANKS:
        return " " if character != "\t" else character
    return _LOOKALIKES.get(character) or _folded_form(character)


def clean(text: str) -> Aligned:
    """The logical text that records quote: forms folded, tatweel, bidi marks and invisible signs dropped.

    Spelling, diacritics and digits stay as printed.

    >>> clean("اﻻجتمـــاع\u200f الأول").text
    'الاجتماع الأول'
    """
    return map_characters(text, _clean_character)


@lru_cache(maxsize=4096)
def _key_character(character: str) -> str:
    plain = _clean_character(character)
    if character in DIACRITICS or plain in DIACRITICS:
        return ""
    if character == "\t":
        return " "
    if _DIGIT.match(character):
        return str(unicodedata.digit(character))
    plain = _KEY_SIGNS.get(plain, plain)
    plain = normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(plain)))
    return str(plain.replace("ؤ", "و").replace("ئ", "ي").replace("ء", "").casefold())


def match_key(text: str) -> Aligned:
    """The folded view that cue words are matched on; every code point leads back to ``text``.

    Alef, yeh, teh marbuta and hamza variants are folded, diacritics and tatweel dropped, digits of all three
    sets become 0-9, signs such as ٪ and ٫ become their ASCII twins. Hamza on the line vanishes, so that
    الأعضاء and الاعضا agree.

    >>> match_key("الأُولَى ٤٧٪").text
    'الاولي 47%'
    """
    return map_characters(text, _key_character)


class _Table(dict[int, str]):
    """The folded form of each code point, filled as they are met: what ``str.translate`` asks."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _key_character(chr(code))
        return folded


_TABLE = _Table()


def fold_key(text: str) -> str:
    """The text of ``match_key`` without its alignment, many times faster: for cue words and comparisons.

    >>> fold_key("الأُولَى ٤٧٪")
    'الاولي 47%'
    """
    return text.translate(_TABLE)


def collapse_spaces(text: str) -> Aligned:
    r"""Runs of blanks as one blank, none at the ends of lines; line breaks stay.

    >>> collapse_spaces(" محضر   الاجتماع \n ").text
    'محضر الاجتماع\n'
    """
    keep = np.ones(len(text), dtype=bool)
    for match in re.finditer(r"(?m)^[ \t]+|[ \t]+$|(?<=[ \t])[ \t]+", text):
        keep[match.start() : match.end()] = False
    order = np.flatnonzero(keep)
    return Aligned("".join(text[i] for i in order), Alignment.select(order, len(text)))
