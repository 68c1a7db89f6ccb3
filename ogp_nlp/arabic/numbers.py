"""Arabic number words, cardinal and ordinal: the closed grammar of counting, read and found in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ogp_nlp.arabic.digits import NUMERAL, parse_number
from ogp_nlp.arabic.view import fold_view, key_of

# Stems of 1-9: cardinal forms, and the part that compounds with hundreds.
_UNITS: dict[int, tuple[str, ...]] = {
    1: ("واحد", "واحدة", "أحد", "إحدى", "احدا"),
    2: ("اثنان", "اثنين", "اثنتان", "اثنتين", "اثنا", "اثني", "اثنتا", "اثنتي", "ثنتان", "ثنتين"),
    3: ("ثلاث", "ثلاثة", "ثلاثا"),
    4: ("أربع", "أربعة", "اربعا"),
    5: ("خمس", "خمسة", "خمسا"),
    6: ("ست", "ستة", "ستا"),
    7: ("سبع", "سبعة", "سبعا"),
    8: ("ثمان", "ثماني", "ثمانية", "ثمانيا"),
    9: ("تسع", "تسعة", "تسعا"),
    10: ("عشر", "عشرة"),
}
_TENS = {20: "عشر", 30: "ثلاث", 40: "أربع", 50: "خمس", 60: "ست", 70: "سبع", 80: "ثمان", 90: "تسع"}
_HUNDRED = ("مائة", "مئة", "مية", "ماية", "مائه")
_SCALES: dict[int, tuple[str, ...]] = {
    1_000_000_000: ("مليار", "مليارا", "مليارات", "بليون"),
    1_000_000: ("مليون", "مليونا", "ملايين"),
    1_000: ("ألف", "ألفا", "آلاف", "الف"),
}
_DUALS: dict[int, tuple[str, ...]] = {
    200: ("مائتان", "مائتين", "مئتان", "مئتين", "مائتا", "مائتي", "مئتا", "مئتي"),
    2_000: ("ألفان", "ألفين", "ألفا", "ألفي"),
    2_000_000: ("مليونان", "مليونين"),
    2_000_000_000: ("ملياران", "مليارين"),
}
_PARTS = {0.5: ("نصف", "النصف"), 0.25: ("ربع", "الربع"), 1 / 3: ("ثلث", "الثلث"), 0.75: ("ثلاثة أرباع",)}
_ORDINALS: dict[int, tuple[str, ...]] = {
    1: ("أول", "أولى", "أولا", "حادي", "حادية", "واحد", "واحدة"),
    2: ("ثاني", "ثانية", "ثانيا", "ثان"),
    3: ("ثالث", "ثالثة", "ثالثا"),
    4: ("رابع", "رابعة", "رابعا"),
    5: ("خامس", "خامسة", "خامسا"),
    6: ("سادس", "سادسة", "سادسا"),
    7: ("سابع", "سابعة", "سابعا"),
    8: ("ثامن", "ثامنة", "ثامنا"),
    9: ("تاسع", "تاسعة", "تاسعا"),
    10: ("عاشر", "عاشرة", "عاشرا"),
}
_GAP = r"[ \n]+"
# Folded words that alone are more often something else: anyone, Sunday, a lady.
_COMMON_WORDS = frozenset({"احد", "الاحد", "احدي", "الاحدي", "الست", "احدا"})
_AND = rf"{_GAP}و ?(?:ال)?"


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text: half-open offsets, its value, and whether words or digits spell it."""

    start: int
    end: int
    value: float
    words: bool


def _words(forms: tuple[str, ...]) -> str:
    return "|".join(sorted({key_of(form) for form in forms}, key=len, reverse=True))


@cache
def _values() -> dict[str, float]:
    table: dict[str, float] = {key_of("صفر"): 0, key_of("الصفر"): 0}
    for group in (_UNITS, _SCALES, _DUALS):
        for value, forms in group.items():
            for form in forms:
                table.setdefault(key_of(form), value)
    for value, stem in _TENS.items():
        table |= {key_of(stem) + ending: value for ending in ("ون", "ين")}
    for hundred in _HUNDRED:
        table[key_of(hundred)] = 100
        for unit, forms in _UNITS.items():
            if 3 <= unit <= 9:
                table |= {key_of(form) + key_of(hundred): unit * 100 for form in forms}
    for part, forms in _PARTS.items():
        table |= {key_of(form): part for form in forms}
    return table


def _among(low: float, high: float) -> str:
    """Alternation of the single words whose value lies in a range."""
    forms = [word for word, value in _values().items() if low <= value <= high and " " not in word]
    return "(?:" + "|".join(sorted(forms, key=len, reverse=True)) + ")"


@cache
def number_word_source() -> str:
    """Source of a pattern for one number word up to 99: cheaper than ``cardinal_source`` where loose is enough."""
    return _among(1, 99)


@cache
def cardinal_source() -> str:
    """Source of a pattern for a cardinal in words on the folded view, its own parts indefinite or definite."""
    end = r"(?!\w)"
    ones, tens, hundreds = _among(1, 9) + end, _among(20, 90) + end, _among(100, 900) + end
    teens = rf"{_among(1, 9)}{_GAP}(?:ال)?عشره?{end}"
    below = rf"(?:{teens}|{ones}{_AND}{tens}|{tens}|{_among(1, 10)}{end})"
    split_hundred = rf"{_among(3, 9)}{_GAP}(?:{_words(_HUNDRED)}){end}"
    group = rf"(?:(?:{split_hundred}|{hundreds})(?:{_AND}{below})?|{below})"
    scale = "(?:" + "|".join(_words(forms) for forms in _SCALES.values()) + ")" + end
    dual = "(?:" + "|".join(_words(forms) for value, forms in _DUALS.items() if value > 200) + ")" + end
    piece = rf"(?:{group}{_GAP}{scale}|{dual}|{scale})"
    whole = rf"(?:{piece}(?:{_AND}{piece})*(?:{_AND}{group})?|{group}|صفر{end})"
    fraction = rf"(?:{_GAP}و ?(?:ثلاثه{_GAP}ارباع|نصف|ربع|ثلث){end})"
    decimal = rf"(?:{_GAP}فاصله?{_GAP}{group})"
    return rf"(?:ال)?{whole}(?:{decimal}|{fraction})?"


@cache
def _cardinal() -> re.Pattern[str]:
    return re.compile(cardinal_source())


def _fold_value(words: list[str]) -> float:
    total, current = 0.0, 0.0
    for word in words:
        value = _values()[word]
        if word in _scale_words():
            total += max(current, 1) * value
            current = 0
        elif value >= 2_000:  # a dual: two thousand, two million
            total += value
        elif value == 100 and 3 <= current % 100 <= 9 and current < 10:
            current *= 100
        else:
            current += value
    return total + current


@cache
def _scale_words() -> frozenset[str]:
    return frozenset(key_of(form) for forms in _SCALES.values() for form in forms)


def cardinal_value(key: str) -> float:
    """The value of a folded text that ``cardinal_source`` matches in full."""
    key = re.sub(r"ثلاثه\s+ارباع", "ثلاثهارباع", key)
    whole, _, decimals = (part.strip() for part in re.sub(r"\s+فاصله?\s+", "\0", key).partition("\0"))
    words, extra = [], 0.0
    for raw in whole.split():
        word = raw
        if word == "و":
            continue
        for prefix in ("و", "ال", "وال"):
            if word not in _values() and word.removeprefix(prefix) in _values():
                word = word.removeprefix(prefix)
        if word in ("وثلاثهارباع", "ثلاثهارباع"):
            extra += 0.75
        elif 0 < _values()[word] < 1:
            extra += _values()[word]
        else:
            words.append(word)
    value = _fold_value(words) + extra
    if decimals:
        digits = f"{cardinal_value(decimals):.0f}"
        value += float(f"0.{digits}")
    return value


def read_number_words(text: str) -> float | None:
    """The value of a number in words, None where the text is no such number.

    >>> read_number_words("خمسة وأربعون"), read_number_words("مائة وعشرين ألفا"), read_number_words("ثلاثة وأربعة")
    (45.0, 120000.0, None)
    >>> read_number_words("سبعة ونصف"), read_number_words("اثنا عشر"), read_number_words("صفر")
    (7.5, 12.0, 0.0)
    """
    key = key_of(text).strip()
    return float(cardinal_value(key)) if _cardinal().fullmatch(key) else None


def find_numbers(text: str) -> list[NumberMention]:
    """Every number of a text in order, in digits or words; a prefix (و، ب، ل، ف، ك) stays outside the offsets.

    >>> [(n.value, n.words) for n in find_numbers("بحضور ثلاثة وعشرين عضوا من أصل 30")]
    [(23.0, True), (30.0, False)]
    """
    view = fold_view(text)
    found = [
        NumberMention(*view.span(*m.span()), parse_number(m.group()), False) for m in _numeral().finditer(view.key)
    ]
    for start, end in cardinal_spans(view.key):
        found.append(NumberMention(*view.span(start, end), cardinal_value(view.key[start:end]), True))
    return sorted(found, key=lambda mention: mention.start)


@cache
def _numeral() -> re.Pattern[str]:
    return re.compile(NUMERAL)


@cache
def _prefixed() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:[وفبلك]{{0,2}}?)({cardinal_source()})")


def cardinal_spans(key: str) -> Iterator[tuple[int, int]]:
    """Offsets of the cardinals in words on a folded text."""
    for match in _prefixed().finditer(key):
        if match[1] not in _COMMON_WORDS:
            yield match.span(1)


@cache
def ordinal_source() -> str:
    """Source of a pattern for an ordinal in words on the folded view (definite or not, either gender, 1-99)."""
    units = "(?:" + "|".join(_words(forms) for forms in _ORDINALS.values()) + ")"
    tens = "(?:" + "|".join(key_of(stem) + ending for stem in _TENS.values() for ending in ("ون", "ين")) + ")"
    hundred = f"(?:{_words(_HUNDRED)})"
    below = rf"(?:{units}(?:{_GAP}(?:ال)?عشره?|{_AND}{tens})?|ال{tens})(?!\w)"
    return rf"(?:(?:ال)?{below}|ال{hundred}(?!\w)(?:{_AND}{below})?)"


@cache
def _ordinal_values() -> dict[str, int]:
    return {key_of(form): value for value, forms in _ORDINALS.items() for form in forms}


def ordinal_value(key: str) -> int:
    """The value of a folded text that ``ordinal_source`` matches in full."""
    total = 0
    for raw in key.split():
        word = raw
        for prefix in ("وال", "و", "ال"):
            known = word in _ordinal_values() or word in _values()
            word = word if known or word == prefix else word.removeprefix(prefix)
        if word == "و":
            continue
        total += 10 if word in ("عشر", "عشره") else _ordinal_values().get(word) or int(_values()[word])
    return total


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(ordinal_source())


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(r"(?:ال)?(?:رقم|عدد|نمره|ن°|n°|no\.?|#)\s*[:.]?\s*\(?\s*(\d{1,4})\s*\)?")


def read_ordinal(text: str) -> int | None:
    """The place a text states: an ordinal in words, ``رقم 03``, ``عدد 3``, or digits; ``مكرر`` (bis) is left aside.

    >>> read_ordinal("الثاني عشر"), read_ordinal("الحادية والعشرون"), read_ordinal("رقم 03"), read_ordinal("أولى")
    (12, 21, 3, 1)
    >>> read_ordinal("الثالث مكرر"), read_ordinal("اجتماع")
    (3, None)
    """
    key = re.sub(r"\s+مكرره?$", "", key_of(text).strip())
    if _ordinal().fullmatch(key):
        return ordinal_value(key)
    numbered = _numbered().fullmatch(key)
    digits = numbered[1] if numbered else key.strip("()[]")
    return int(digits) if re.fullmatch(r"\d{1,4}", digits) else None


def find_ordinals(text: str) -> list[NumberMention]:
    """Every ordinal in words, in order.

    >>> [n.value for n in find_ordinals("الالتزام الأول والالتزام الثاني عشر")]
    [1, 12]
    """
    view = fold_view(text)
    pattern = re.compile(rf"(?<!\w)[وفبلك]?({ordinal_source()})")
    return [
        NumberMention(*view.span(*match.span(1)), ordinal_value(match[1]), True) for match in pattern.finditer(view.key)
    ]
