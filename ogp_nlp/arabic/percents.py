"""Percentages in running text, in every form that Arabic clerks print, with the cues that stand at the mention."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from ogp_nlp.arabic.digits import NUMERAL, parse_number, tidy
from ogp_nlp.arabic.numbers import cardinal_source, cardinal_value
from ogp_nlp.arabic.view import View, compiled, fold_view, key_of

_SIGN = "[%\ufe6a\uff05]"
_NUMBER = re.compile(NUMERAL)
_CLAUSE_END = re.compile(r"[.؛;:|\n،()]|(?<!\d),")
_SPOKEN = re.compile(r"(?<!\w)(?:لم|لا)[ \n]+[يت]قل[ \n]+(?=ب?ان(?:ه|ها)?[ \n])")  # "لم تقل إن" is of saying
_DOT_END = re.compile(r"[؛;:|\n]|\.(?!\d)")


@dataclass(frozen=True, slots=True)
class PercentMention:
    """One mention: half-open offsets, the value in percent, cues at the mention, and whether it is a fraction word.

    ``cues`` hold names of the contract's qualifiers: range_start, range_end, previous, approximate, minimum,
    maximum. A fraction (``النصف``) is only given beside a word of progress; whether it counts is the caller's.
    """

    start: int
    end: int
    value: float
    cues: tuple[str, ...] = ()
    fraction: bool = False


@dataclass(slots=True)
class _Hit:
    start: int
    end: int
    value: float
    number_end: int
    cues: list[str] = field(default_factory=list)
    fraction: bool = False


def _any(words: Iterable[str]) -> str:
    forms = sorted({key_of(word) for word in words}, key=len, reverse=True)
    return "(?:" + "|".join(r"[ \n]+".join(map(re.escape, form.split())) for form in forms) + ")"


class _Grammar:
    """The patterns of one knowledge file."""

    def __init__(self, knowledge: Mapping[str, Any]) -> None:
        self.knowledge = knowledge
        percent = _any(knowledge["words"]) + r"(?!\w)"
        points = rf"(?![ \n]*{_any(knowledge['points'])}(?!\w))"
        half = r"(?:نصف|ربع|ثلث|ثلاثه ارباع)(?!\w)"
        self.digits = re.compile(rf"({NUMERAL})(?:[ ]*\n?[ ]*){percent}{points}")
        self.words = re.compile(
            rf"(?<!\w)(?:[وفبلك]{{0,2}}?)(({cardinal_source()}|{half})(?:[ \n]+{percent}|[ ]?{_SIGN})){points}"
        )
        self.sign = re.compile(rf"{_SIGN}{points}")
        fractions = {key_of(word): value for word, value in knowledge["fractions"].items() if value}
        self.fractions = fractions
        self.fraction = re.compile(rf"(?<!\w)[وفبلك]?({_any(fractions)})(?!\w)")
        self.progress = re.compile(rf"(?<!\w)[وفبلك]?(?:ال)?{_any(knowledge['progress']['words'])}(?!\w)")
        self.limited = re.compile(rf"(?<!\w)[وفب]?{_any(knowledge['progress']['limits'])}[ \n]+$")
        self.not_after = re.compile(rf"[ \n]+{_any(knowledge['not_fraction']['after'])}(?!\w)")
        self.people = re.compile(rf"[ \n]+{_any(knowledge['not_fraction']['people'])}(?!\w)")
        self.not_before = re.compile(rf"{_any(knowledge['not_fraction']['before'])}[ \n]+[وب]?$")
        self.money = re.compile(rf"(?<!\w)[وفبلك]?(?:ال)?{_any(knowledge['not_fraction']['clause'])}(?!\w)")
        self.joins = rf"(?:[ \n]*-[ \n]*|[ \n]+{_any(knowledge['ranges']['joins'])}[ \n]*)"
        self.opens = re.compile(rf"(?<!\w){_any(knowledge['ranges']['opens_pair'])}[ \n]+(?:نسبه[ \n]+)?$")
        self.from_ = re.compile(r"(?<!\w)[وب]?من[ \n]+(?:نسبه[ \n]+|حوالي[ \n]+|نحو[ \n]+)?$")
        self.changes = re.compile(rf"(?<!\w)[وفسل]?(?:ال)?{_any(knowledge['ranges']['changes'])}(?!\w)")
        self.cues = {
            name: (
                re.compile(rf"(?<!\w)[وفبل]?{_any([*cue.get('before', ['%']), *_denied(knowledge, cue)])}(?!\w)"),
                re.compile(rf"(?<!\w)[وفبل]?{_any(cue['beside'])}(?!\w)"),
                re.compile(rf"(?:[ \n]|{_SIGN}|[)])*{_any(cue['after'])}(?!\w)"),
            )
            for name, cue in knowledge["qualifiers"].items()
        }


def _denied(knowledge: Mapping[str, Any], cue: Mapping[str, Any]) -> list[str]:
    """The verbs of a cue with each word of denying before them: ``لن تتخطى``."""
    return [f"{word} {verb}" for verb in cue.get("denied", ()) for word in knowledge["denied"]["words"]]


_grammar = compiled(_Grammar)


def find_percents(text: str, knowledge: Mapping[str, Any]) -> list[PercentMention]:
    """Every percentage of ``text`` in order; ``knowledge`` is ``pipelines/percents.toml`` as loaded.

    A range gives two mentions, each with its own printed part. Percentage points and per mille are left out.
    """
    grammar = _grammar(knowledge)
    view = fold_view(text)
    hits = _signed(view, grammar)
    for match in grammar.digits.finditer(view.key):
        hits.append(_Hit(match.start(), match.end(), parse_number(match[1]), match.end(1)))
    for match in grammar.words.finditer(view.key):
        hits.append(_Hit(match.start(1), match.end(1), _word_value(match[2]), match.end(2)))
    hits = _distinct(hits)
    hits += _range_starts(view, grammar, hits) + _range_ends(view, hits)
    hits.sort(key=lambda hit: hit.start)
    _mark_pairs(view, grammar, hits)
    hits += _fractions(view, grammar, hits)
    hits.sort(key=lambda hit: hit.start)
    for place, hit in enumerate(hits):
        low = hits[place - 1].end if place else 0
        high = hits[place + 1].start if place + 1 < len(hits) else len(view.key)
        hit.cues += _cues(view.key, grammar, hit, low, high)
    return [
        PercentMention(*view.span(hit.start, hit.end), tidy(hit.value), tuple(dict.fromkeys(hit.cues)), hit.fraction)
        for hit in hits
    ]


def _word_value(key: str) -> float:
    parts = {"نصف": 0.5, "ربع": 0.25, "ثلث": 1 / 3, "ثلاثه ارباع": 0.75}
    return parts[" ".join(key.split())] if " ".join(key.split()) in parts else cardinal_value(key)


def _signed(view: View, grammar: _Grammar) -> list[_Hit]:
    """Numbers with a percent sign on either side; a sign between two numbers goes to the nearer, else the first."""
    numbers = list(_NUMBER.finditer(view.key))
    by_end = {match.end(): match for match in numbers}
    by_start = {match.start(): match for match in numbers}
    taken: set[int] = set()
    hits = []
    for sign in grammar.sign.finditer(view.key):
        left = next(
            (by_end[sign.start() - gap] for gap in range(4) if _blank(view.key, sign.start(), -gap, by_end)), None
        )
        right = next(
            (by_start[sign.end() + gap] for gap in range(4) if _blank(view.key, sign.end(), gap, by_start)), None
        )
        if left and left.start() in taken:
            left = None
        if left and right and right.start() - sign.end() < sign.start() - left.end():
            left = None
        number = left or right
        if number is None:
            continue
        taken.add(number.start())
        start, end = min(number.start(), sign.start()), max(number.end(), sign.end())
        hits.append(_Hit(start, end, parse_number(number.group()), number.end()))
    return hits


def _blank(key: str, place: int, gap: int, known: Mapping[int, object]) -> bool:
    between = key[place:][:gap] if gap > 0 else key[place + gap : place]
    return place + gap in known and not between.strip(" ")


def _distinct(hits: list[_Hit]) -> list[_Hit]:
    """Hits without overlaps, and one where figures repeat in brackets what words said: ``سبعة بالمائة (7%)``."""
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


_CLOCK = re.compile(r"\d\s*و?$|الساعه\s+\S+\s+و?$")
_PLAIN = re.compile(rf"(?:{NUMERAL})$")


_DASHED = re.compile(rf"[ ]?-[ ]?({NUMERAL})(?![ ]?[%/.\-\w])")


def _range_ends(view: View, hits: list[_Hit]) -> list[_Hit]:
    """Numbers that close a range whose sign stands in front: ``%40-45``."""
    found = []
    for hit in hits:
        match = _DASHED.match(view.key, hit.end) if view.key[hit.start] == "%" else None
        if match:
            found.append(_Hit(match.start(1), match.end(1), parse_number(match[1]), match.end(1)))
    return found


@cache
def _plain_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)[وب]?({cardinal_source()})$")


def _range_starts(view: View, grammar: _Grammar, hits: list[_Hit]) -> list[_Hit]:
    """Numbers without a sign of their own that open a range: ``من 40 إلى 45 %``, ``40-45%``, ``بين أربعين وخمسين``."""
    found = []
    ends = re.compile(rf"{grammar.joins}(?:نسبه[ \n]+)?$")
    for place, hit in enumerate(hits):
        low = max(hits[place - 1].end if place else 0, hit.start - 60)
        joined = ends.search(view.key, low, hit.start)
        if joined is None:
            continue
        before = view.key[max(low, joined.start() - 40) : joined.start()]
        shift = joined.start() - len(before)
        number = _PLAIN.search(before)
        value = parse_number(number.group()) if number else None
        if number is None:
            number = next(iter(_longest_words(before)), None)
            value = cardinal_value(number[1]) if number else None
        if number is None or value is None:
            continue
        start = shift + (number.start(1) if number.re.groups else number.start())
        if _opens(view.key, grammar, start, joined.group(), value < hit.value):
            found.append(_Hit(start, joined.start(), value, joined.start()))
    return found


def _longest_words(before: str) -> list[re.Match[str]]:
    match = _plain_words().search(before)
    return [match] if match else []


def _opens(key: str, grammar: _Grammar, start: int, join: str, rising: bool) -> bool:
    """Whether a number without a sign begins a range rather than stands beside a percentage by chance."""
    before = key[max(0, start - 20) : start]
    if "-" in join:
        return rising and not before.endswith(("-", "/", "."))
    if grammar.opens.search(before) or grammar.from_.search(before):
        return True
    return rising and join.strip() not in ("و", "حتي", "وحتي")


def _mark_pairs(view: View, grammar: _Grammar, hits: list[_Hit]) -> None:
    """Tell pairs that form a range from pairs that tell of a change."""
    joins = re.compile(rf"{_SIGN}?{grammar.joins}(?:نسبه[ \n]+)?")
    for first, second in pairwise(hits):
        if "range_end" in first.cues or not joins.fullmatch(view.key[first.end : second.start]):
            continue
        before = view.key[max(0, first.start - 60) : first.start]
        join = view.key[first.end : second.start].strip()
        pair = bool(grammar.opens.search(before))
        begins = bool(grammar.from_.search(before))
        clause = _DOT_END.split(before)[-1]
        if begins and grammar.changes.search(clause) and join not in ("-", "و"):
            first.cues.append("previous")
        elif pair or begins or (join not in ("و", "او", "حتي", "وحتي") and first.value < second.value):
            first.cues.append("range_start")
            second.cues.append("range_end")


def _fractions(view: View, grammar: _Grammar, hits: list[_Hit]) -> list[_Hit]:
    """Fraction words beside a word of progress in the same clause."""
    reach = grammar.knowledge["near"]["fraction"]
    ends = [hit.end for hit in hits]
    found = []
    for match in grammar.fraction.finditer(view.key):
        start, end = match.span(1)
        at = bisect_left(ends, start + 1)
        if (at < len(hits) and hits[at].start < end) or grammar.not_after.match(view.key, end):
            continue
        before = _DOT_END.split(view.key[max(0, start - reach) : start])[-1]
        after = _DOT_END.split(view.key[end : end + reach // 2])[0]
        if grammar.not_before.search(before) or grammar.money.search(before) or _CLOCK.search(before):
            continue
        key = " ".join(match[1].split())
        repeated = at < len(hits) and _repeats(view.key, end, hits[at], grammar.fractions[key])
        limited = grammar.limited.search(before)
        if grammar.people.match(view.key, end) and not (repeated or limited):
            continue
        if (
            repeated
            or (limited and key.startswith("ال"))
            or grammar.progress.search(before)
            or grammar.progress.search(after)
        ):
            found.append(_Hit(start, end, grammar.fractions[key], end, [], fraction=True))
    return found


def _cues(key: str, grammar: _Grammar, hit: _Hit, low: int, high: int) -> list[str]:
    """Qualifiers marked at the mention, in its own clause and not beyond its neighbours."""
    near = grammar.knowledge["near"]
    before = _CLAUSE_END.split(key[max(low, hit.start - near["before"]) : hit.start].rstrip("( "))[-1]
    before = _SPOKEN.sub("", before)
    after = key[hit.end : min(high, hit.end + near["after"])]
    if hit.fraction:  # what it is a fraction of stands between: نصف الأشغال تقريبا
        after = re.sub(
            r"^(?:[ \n]+(?!على|كحد|تقريبا)\w+){1,4}(?=[ \n]+(?:على الا|تقريبا|كحد))", "", key[hit.end : hit.end + 60]
        )
    found: list[str] = []
    denied = False
    for name in ("maximum", "minimum", "approximate"):  # "not above" is heard before "above"
        leading, beside, trailing = grammar.cues[name]
        led = _within(before, leading, 6)
        close = _within(before, beside, 1) and not denied
        denied = denied or led
        if led or close or trailing.match(after):
            found.append(name)
    if "range_start" in hit.cues and before.rstrip().endswith("ما بين"):
        found = [name for name in found if name != "approximate"]
    return found


def _within(before: str, pattern: re.Pattern[str], words: int) -> bool:
    """Whether a cue stands before the end of ``before`` with at most so many words between."""
    ends = [match.end() for match in pattern.finditer(before)]
    return bool(ends) and len(before[ends[-1] :].split()) <= words


def _repeats(key: str, end: int, hit: _Hit, value: float) -> bool:
    """Whether a figure in brackets says what a fraction before it said: ``ثلثي المراكز مشمولة (68 %)``."""
    between = key[end : hit.start]
    close = len(between) < 60 and between.rstrip().endswith("(") and not _DOT_END.search(between)
    return close and abs(hit.value - value) <= 5
