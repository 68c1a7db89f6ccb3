"""Blanks and signs that slipped to the other side of a number or a word, in lines whose order is right."""

from __future__ import annotations

import re

from ogp_nlp.arabic.alignment import Aligned, Alignment

_NUMBER = r"[%٪]?[\d٠-٩]+(?:[.,٫/\-][\d٠-٩]+)*[%٪]?"
_LETTER = r"[\u0621-\u064a]"
# The blank after a number stands before it: two blanks, the number, a word of two letters or more glued to it.
_SLIPPED = re.compile(rf"  {_NUMBER}{_LETTER}{{2}}")
_RULES: tuple[tuple[re.Pattern[str], tuple[int | str, ...]], ...] = (
    # "عددهم23 :" is "عددهم: 23"
    (re.compile(rf"({_LETTER})({_NUMBER}) ([:])(?=\s|$)"), (1, 3, " ", 2)),
    # " )1عضو" is "1) عضو"
    (re.compile(rf"(?m)^ ?([)(])({_NUMBER})(?={_LETTER})"), (2, 1, " ")),
    # "  06أكتوبر" is " 06 أكتوبر"
    (re.compile(rf"( ) ?({_NUMBER})(?={_LETTER}{{2}})"), (1, 2, " ")),
    # "صباحا ،التأم" is "صباحا، التأم"
    (re.compile(rf"( )([،؛:.؟])(?={_LETTER})"), (2, 1)),
    # a vowel sign that stands apart belongs to the letter before it
    (re.compile(r" ([\u064b-\u0652])"), (1,)),
    # "الاثنين06" is "الاثنين 06"
    (re.compile(rf"(?<={_LETTER}{_LETTER})({_NUMBER})"), (" ", 1)),
)


def slipped(text: str) -> int:
    """How many numbers have lost the blank after them to the place before them."""
    return len(_SLIPPED.findall(text))


# "في ،1447 وعلى" is "في 1447، وعلى"
_SIGN_FIRST = re.compile(rf"(?<=\s)([،؛.])({_NUMBER})(?=[\s\u0621-\u064a]|$)")
# "يوم الاثنين06" at the end of a line is "يوم الاثنين 06"
_GLUED_END = re.compile(rf"(?m)(?<={_LETTER}{_LETTER})({_NUMBER})(?=[ \t]*$)")


def mend_signs(text: str) -> Aligned:
    """Numbers, blanks and signs put to the side where they belong, in a text where many slipped.

    >>> mend_signs("يوم  06أكتوبر  2025الموافق  13رجب 1447 وعلى").text
    'يوم 06 أكتوبر 2025 الموافق 13 رجب 1447 وعلى'
    """
    result = Aligned.of(text)
    if len(_SIGN_FIRST.findall(text)) >= 3:
        result = result.then(lambda now: _rewrite(now, _SIGN_FIRST, (2, 1)))
    if len(_GLUED_END.findall(text)) >= 3:
        result = result.then(lambda now: _rewrite(now, _GLUED_END, (" ", 1)))
    if slipped(text) >= 3:
        for pattern, order in _RULES:
            result = result.then(lambda now, pattern=pattern, order=order: _rewrite(now, pattern, order))  # type: ignore[misc]
    return result


def _rewrite(text: str, pattern: re.Pattern[str], order: tuple[int | str, ...]) -> Aligned:
    """Put the groups of each match in a new order; a string in ``order`` is put in."""
    rows: list[int] = []
    signs: list[str] = []
    last = 0
    for match in pattern.finditer(text):
        rows += range(last, match.start())
        signs.append(text[last : match.start()])
        for part in order:
            if isinstance(part, str):
                rows += [-1] * len(part)
                signs.append(part)
            else:
                rows += range(match.start(part), match.end(part))
                signs.append(match.group(part))
        last = match.end()
    rows += range(last, len(text))
    signs.append(text[last:])
    return Aligned("".join(signs), Alignment.select(rows, len(text)))
