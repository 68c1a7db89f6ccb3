"""The second look at numbers: words that may be numbers, and ink that no word covers, are read by the numbers model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from ogp_nlp.readers.ocr import numbers
from ogp_nlp.readers.ocr.numbers import LETTERS, Sign
from ogp_nlp.readers.ocr.strips import Strip, foot, ink_box, lost_ink, strip_of
from ogp_nlp.readers.ocr.tesseract import Gray, Word

_REACH = 1.2  # em; how far a sign that Tesseract lost may stand beside its number
_SURE = 0.5  # a number less certain is not put in the place of Tesseract's
_SURE_ALONE = 0.8  # nor is ink that Tesseract saw no word in
_LETTER = re.compile(r"[^\W\d_]")
_RUNS = re.compile(r"[\d%٪.,/:()٫٬،-]*[\d%٪][\d%٪.,/:()٫٬،-]*")
_TRUST = 0.9  # of what the model is sure of, about so much is right on scans
_LIKE_DIGITS = frozenset("ها")  # alone, what Tesseract calls ٥ and ١, however sure
_SAME_PLACE = 0.5  # share of a word's box that another number covers
_DIGIT = re.compile(r"\d")
_POINT_OF_SIGN = re.compile(r"(?<=\d)\.(?=%)|(?<=%)\.(?=\d)")  # of the percent sign ٪, read as a point
_DOT_OF_SIGN = re.compile(r"(?<=%)٠(?=[١-٩])")  # or as a zero
_COMMA_OF_SIGN = re.compile(r"^[٠-٩](?=%[٠-٩])")  # no digit stands there, but commas do
_FULL_STOP = re.compile(r"^٠(?=%?\d+%?$)")  # a point on the left, where sentences end, looks like a zero
_ARABIC_POINT = re.compile(r"(?<=[٠-٩]),(?=[٠-٩])")
_COMMA = re.compile(r"^,(?=[%\d])")  # on the left, where Arabic sentences go on
_CORE = re.compile(r"[\d%](?:.*[\d%])?")
_ANY_DIGIT = re.compile(r"[\d%٪]")


def read_numbers(gray: Gray, words: Sequence[Word], em: float) -> list[Word]:
    """The words with numbers read again; number words hold their signs as printed from left to right."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    kept: list[Word] = []
    strips: list[Strip] = []
    for line in lines.values():
        line.sort(key=lambda word: -word.middle)
        kept.extend(word for word in line if not _may_be_number(word))
        strips.extend(_strips(gray, line, em))
    lost = lost_ink(gray, words, em)
    system = _system([*strips, *lost])
    for strip in strips:
        kept.extend(_read(gray, strip, em, system))
    number = 1 + max((word.line for word in words), default=-1)
    for at, strip in enumerate(lost):
        kept.extend(_read_lost(gray, strip, em, system, number + at))
    return _without_overlaps(kept)


def _without_overlaps(words: list[Word]) -> list[Word]:
    """The words without those that stand where a longer or surer number does: strips reach over their words."""
    order = sorted(words, key=_weight)
    taken: list[Word] = []
    dropped: set[int] = set()
    for word in order:
        doubtful = word.number or word.certainty < 0.6
        if doubtful and any(_overlap(word.box, other.box) > _SAME_PLACE for other in taken):
            dropped.add(id(word))
        elif word.number:
            taken.append(word)
    for word in taken:  # ink that a box of Tesseract's left out was read twice
        beside = (other for other in taken if other is not word and _beside(word, other))
        if any(_digits(word) in _digits(other) for other in beside if len(_digits(other)) > len(_digits(word))):
            dropped.add(id(word))
    return [word for word in words if id(word) not in dropped]


def _weight(word: Word) -> tuple[float, float, float]:
    """Numbers with more digits, then with more signs, then surer ones come first."""
    digits = len(_digits(word)) if word.number else -1
    return (-digits, -len(word.text), -word.certainty)


def _digits(word: Word) -> str:
    return "".join(_DIGIT.findall(word.text))


def _beside(word: Word, other: Word) -> bool:
    """Whether less room than a blank is between two words of a line."""
    high = other.box[3] - other.box[1]
    gap = max(word.box[0] - other.box[2], other.box[0] - word.box[2])
    return abs(word.baseline - other.baseline) < 0.5 * high and gap < 0.25 * high


def _overlap(box: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """The share of a box that another covers."""
    across = min(box[2], other[2]) - max(box[0], other[0])
    down = min(box[3], other[3]) - max(box[1], other[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return across * down / area if across > 0 and down > 0 and area > 0 else 0.0


def _may_be_number(word: Word) -> bool:
    letters = len(_LETTER.findall(word.text))
    doubtful = (word.certainty < 0.9 and letters <= 3) or (word.certainty < 0.6 and letters <= 5)
    return letters == 0 or _has_digit(word) or doubtful or word.text in _LIKE_DIGITS


def _strips(gray: Gray, line: list[Word], em: float) -> list[Strip]:
    """Strips of one line, words from the right: neighbours that may be numbers stand on one strip."""
    groups: list[tuple[list[Word], float, float]] = []
    for at, word in enumerate(line):
        if not _may_be_number(word):
            continue
        right = line[at - 1].box[0] if at else word.box[2] + _REACH * em
        left = line[at + 1].box[2] if at + 1 < len(line) else word.box[0] - _REACH * em
        left = min(word.box[0], max(left, word.box[0] - _REACH * em))
        right = max(word.box[2], min(right, word.box[2] + _REACH * em))
        if groups and groups[-1][0][-1] is line[at - 1] and groups[-1][0][-1].box[0] - word.box[2] < em:
            members, _, far = groups[-1]
            groups[-1] = ([*members, word], left, far)
        else:
            groups.append(([word], left, right))
    bare = not any(len(_LETTER.findall(word.text)) > 1 for word in line)  # Tesseract knows no baseline of digits alone
    return [
        strip_of(gray, members, left, right, foot(gray, members) if bare else members[0].baseline, em)
        for members, left, right in groups
    ]


def _system(strips: Sequence[Strip]) -> str:
    """The digits of the page, "east" (٠-٩) or "west" (0-9); "" where it has both or none."""
    leans = np.clip([numbers.lean(strip.logs) for strip in strips], -6, 6)
    total = float(leans.sum())
    weight = float(np.abs(leans).sum())
    if weight == 0 or abs(total) < 0.5 * weight:
        return ""
    return "east" if total > 0 else "west"


def _signs(strip: Strip, system: str) -> list[Sign]:
    """The strip's signs in one system of digits: the page's, unless the strip clearly is of the other."""
    lean = numbers.lean(strip.logs)
    other = "east" if lean > 0 else "west"
    chosen = other if not system or (other != system and abs(lean) > 5) else system
    return numbers.decode(strip.logs, chosen)


def _read(gray: Gray, strip: Strip, em: float, system: str) -> list[Word]:
    """The strip's words read anew where the model is surer of a number; no number where it is sure of letters."""
    inner_left, inner_right = min(w.box[0] for w in strip.words), max(w.box[2] for w in strip.words)
    signs = _signs(strip, system)
    width = strip.x1 - strip.x0

    def outside(sign: Sign) -> bool:
        place = strip.x0 + sign.place * width
        return place < inner_left - 0.1 * em or place > inner_right + 0.1 * em

    signs = _reaching(signs, outside)
    text = "".join(sign.sign for sign in signs)
    if _ANY_DIGIT.search(text) is None:
        letters = LETTERS in text and min(sign.certainty for sign in signs) > _SURE_ALONE
        return [_doubted(word) for word in strip.words if _LETTER.search(word.text) or not letters]
    if LETTERS in text:
        return _mixed(gray, strip, em, system)
    sure = [sign.certainty for sign in signs]
    letters = any(_LETTER.search(word.text) and not _has_digit(word) for word in strip.words)
    if np.mean(sure) < _SURE or (letters and min(sure) < _SURE_ALONE):
        return [_doubted(word) for word in strip.words]
    return _tokens(gray, strip, signs, em)


def _reaching(signs: list[Sign], outside: Callable[[Sign], bool]) -> list[Sign]:
    """The signs without what stands beside the words: letters, and numbers that are whole without them."""
    inside = [at for at, sign in enumerate(signs) if not outside(sign)]
    if not inside:
        return []
    first, last = inside[0], inside[-1]
    while first and signs[first - 1].sign not in (LETTERS, " "):
        first -= 1
    while last + 1 < len(signs) and signs[last + 1].sign not in (LETTERS, " "):
        last += 1
    return signs[first : last + 1]


def _has_digit(word: Word) -> bool:
    return _ANY_DIGIT.search(word.text) is not None


def _doubted(word: Word) -> Word:
    """A number by Tesseract alone; letters stay as sure as they were."""
    if _ANY_DIGIT.search(word.text) is None:
        return word
    return Word(word.text, word.box, word.baseline, word.line, min(word.certainty, 0.3))


def _mixed(gray: Gray, strip: Strip, em: float, system: str) -> list[Word]:
    """Words of letters and digits: the letters are Tesseract's, the digits the model's where both see as many runs."""
    out = []
    for word in strip.words:
        single = strip
        if len(strip.words) > 1:
            single = strip_of(gray, [word], word.box[0], word.box[2], word.baseline, em)
        signs = _signs(single, system)
        text = "".join(sign.sign for sign in signs)
        sure = min((sign.certainty for sign in signs), default=0.0)
        ours = [run for run in re.split(f"[{LETTERS} ]+", text) if _ANY_DIGIT.search(run)]
        theirs = list(_RUNS.finditer(word.text))
        if LETTERS not in text and ours and (sure >= _SURE_ALONE or not _LETTER.search(word.text)):
            out.extend(_tokens(gray, single, signs, em))
        elif len(ours) == len(theirs) == 1 and _LETTER.search(word.text):
            match = theirs[0]
            text = word.text[: match.start()] + _spoken(_tidied(ours[0])) + word.text[match.end() :]
            out.append(word.with_text(text, _TRUST * sure))
        else:
            out.append(_doubted(word))
    return out


def _tidied(text: str) -> str:
    """A number as printed from left to right, without what the model is known to see in percent signs and points.

    >>> _tidied("%٠٢٠"), _tidied("٥٣.%"), _tidied("٠٢٠٢٥"), _tidied("٥٧,٥")
    ('%٢٠', '٥٣%', '.٢٠٢٥', '٥٧٫٥')
    """
    text = _DOT_OF_SIGN.sub("", _POINT_OF_SIGN.sub("", _COMMA_OF_SIGN.sub("،", text)))
    return _ARABIC_POINT.sub("٫", _FULL_STOP.sub(".", _COMMA.sub("،", text)))


def _spoken(printed: str) -> str:
    """A number beside letters as it is spoken: signs at its left end come after it.

    >>> _spoken("/٤١٨")
    '٤١٨/'
    """
    core = _CORE.search(printed)
    return printed[core.end() :] + core.group() + printed[: core.start()] if core else printed


def _tokens(gray: Gray, strip: Strip, signs: list[Sign], em: float, line: int | None = None) -> list[Word]:
    """One word for each stretch of signs between blanks, boxed by its ink."""
    width = strip.x1 - strip.x0
    groups: list[list[Sign]] = [[]]
    for sign in signs:
        if sign.sign == " ":
            groups.append([])
        else:
            groups[-1].append(sign)
    groups = [group for group in groups if group]
    places = [[strip.x0 + sign.place * width for sign in group] for group in groups]
    edges = [strip.x0, *((a[-1] + b[0]) / 2 for a, b in pairwise(places)), strip.x1]
    out = []
    for at, group in enumerate(groups):
        low = max(edges[at], places[at][0] - 0.6 * em)
        high = min(edges[at + 1], places[at][-1] + 0.6 * em)
        box = ink_box(gray, low, high, strip.baseline, em)
        text = _tidied("".join(sign.sign for sign in group))
        certainty = _TRUST * float(np.min([sign.certainty for sign in group]))
        at_line = strip.words[0].line if line is None else line
        out.append(Word(text, box, strip.baseline, at_line, certainty, number=True))
    return out


def _read_lost(gray: Gray, strip: Strip, em: float, system: str, line: int) -> list[Word]:
    """A number that Tesseract did not see; nothing where the model is not sure."""
    signs = _signs(strip, system)
    while signs and signs[0].sign in " ." + LETTERS:
        signs.pop(0)
    while signs and signs[-1].sign in " ." + LETTERS:
        signs.pop()
    text = "".join(sign.sign for sign in signs)
    if LETTERS in text or not re.search(r"\d", text):
        return []
    if min(sign.certainty for sign in signs) < _SURE_ALONE:
        return []
    return _tokens(gray, strip, signs, em, line)
