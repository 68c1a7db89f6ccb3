"""From the order in which a reader's eye meets the signs, right to left, to the order in which they are spoken.

Undoes the Unicode bidirectional algorithm on a line: Latin words and numbers run left to right, brackets are
told from where they stand, and the two letters of a lam-alef come in their order.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

_D = r"\d"  # digits of all three sets
_L = r"A-Za-z\u00c0-\u024f\u0370-\u04ff"
_NUMBER = rf"{_D}(?:[.,:/٫٬،]?{_D})*"
# A run with Latin letters: whatever stands between its first and its last Latin letter or digit, Arabic excepted.
_LATIN = rf"[{_L}\d](?:[^\n\u0590-\u08ff\ufb1d-\ufeff]*[{_L}\d])?"
_RUN = re.compile(rf"(?=[^\n\u0590-\u065f\u066a-\u08ff\ufb1d-\ufeff]*?[{_L}]){_LATIN}|{_NUMBER}")
_HAS_LATIN = re.compile(rf"[{_L}]")
# What stands before the first Arabic letter of a line: there numbers are European and draw their signs along.
_OPENING = re.compile(r"(?m)^[^\n\u0620-\u064a\u0671-\u06d3\ufb50-\ufeff]+")
_SIGNED = re.compile(rf"(?<![\w%٪])[%٪]?{_NUMBER}(?:[-+]{_NUMBER})*[%٪]?(?![\w%٪])")
_RANGE = re.compile(r"(?<![\w.,:/-])(\d+)([-–])(\d+)(?!\w|[.,:/-]\d)")
_CENTURIES = ("13", "14", "19", "20")
_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "“": "”", "﴾": "﴿"}
_CLOSERS = {close: open_ for open_, close in _PAIRS.items()}
_BRACKETS = re.compile("[" + re.escape("".join([*_PAIRS, *_CLOSERS])) + "]")
_AFTER_OPENING = frozenset(" \n")
_BEFORE_CLOSING = frozenset(" \n.،؛,;:؟!")


def text_of(codes: npt.NDArray[np.integer]) -> str:
    """The text of code points.

    >>> text_of(np.array([0x0644, 0x0627]))
    'لا'
    """
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def logical_order(seen: str) -> Ints:
    """Indices of ``seen`` (lines read from right to left, sign by sign) in logical order.

    >>> seen = "نسبة 05% عام 5202/21/52 من PGO"
    >>> "".join(seen[i] for i in logical_order(seen))
    'نسبة 50% عام 25/12/2025 من OGP'
    >>> "".join("%05"[i] for i in logical_order("%05"))
    '50%'
    """
    order = np.arange(len(seen))
    turned = np.zeros(len(seen), bool)
    runs = list(_RUN.finditer(seen))
    for match in runs:
        if _HAS_LATIN.search(match.group()):
            _turn(order, turned, *match.span())
    for opening in _OPENING.finditer(seen):
        for match in _SIGNED.finditer(seen, *opening.span()):
            if turned[match.start() : match.end()].any():
                continue
            _turn(order, turned, *match.span())
            if match.group()[-1] in "%٪":  # drawn on the left: files agree on the number first, whatever they draw
                order[match.start() : match.end()] = np.roll(order[match.start() : match.end()], -1)
    for match in runs:
        if not turned[match.start() : match.end()].any():
            _turn(order, turned, *match.span())
    return _plausible_ranges(seen, order) if "-" in seen or "–" in seen else order


def _turn(order: Ints, turned: npt.NDArray[np.bool_], start: int, end: int) -> None:
    order[start:end] = order[start:end][::-1]
    turned[start:end] = True


def _plausible_ranges(seen: str, order: Ints) -> Ints:
    """Years of a range in rising order: typesetters print 2024-2026 either way round."""
    text = text_of(np.frombuffer(seen.encode("utf-32-le", "surrogatepass"), "<u4")[order])
    for match in _RANGE.finditer(text):
        first, second = match[1], match[3]
        years = len(first) == len(second) == 4 and first[:2] in _CENTURIES and second[:2] in _CENTURIES
        if years and int(first) > int(second):
            start, end = match.span()
            own = order[start:end].copy()
            order[start:end] = np.concatenate((own[5:], own[4:5], own[:4]))
    return order


def fix_brackets(text: str) -> str:
    """The text with each bracket and quotation mark turned the way its place asks for; the length stays the same.

    Files hold the mirrored sign as often as the logical one, so the blank beside it decides, then the balance.

    >>> fix_brackets("اللجنة )الأولى( و»الخطة«")
    'اللجنة (الأولى) و«الخطة»'
    """
    if not _BRACKETS.search(text):
        return text
    signs = list(text)
    depth: dict[str, int] = {}
    for match in _BRACKETS.finditer(text):
        at, sign = match.start(), match.group()
        opening = sign if sign in _PAIRS else _CLOSERS[sign]
        before = text[at - 1] if at else "\n"
        after = text[at + 1] if at + 1 < len(text) else "\n"
        opens = before in _AFTER_OPENING and after not in _BEFORE_CLOSING
        closes = before not in _AFTER_OPENING and after in _BEFORE_CLOSING
        if opens == closes:
            opens = not depth.get(opening, 0)
        signs[at] = opening if opens else _PAIRS[opening]
        depth[opening] = max(0, depth.get(opening, 0) + (1 if opens else -1))
        if before == "\n":
            depth = {opening: depth[opening]}
    return "".join(signs)
