"""Until when something is due: calendar expressions, lengths of time and relative words, counted from the meeting."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from ogp_nlp.arabic.calendar import add_months, add_working_days, last_of_month, week_of
from ogp_nlp.arabic.date_grammar import GAP, G, any_of
from ogp_nlp.arabic.dates import DateMention, find_dates
from ogp_nlp.arabic.numbers import cardinal_source, cardinal_value, ordinal_source, ordinal_value
from ogp_nlp.arabic.view import fold_view

_SHORT_DAY = re.compile(r"\s*\d{1,2}\s?[/-]\s?\d{1,2}\s*")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due expression: half-open offsets with its leading words, and the days it sets (None where it sets none).

    ``led`` tells that words such as "before" or "within" lead it; a date alone may be something else than due.
    """

    start: int
    end: int
    due_start: date | None
    due_end: date | None
    led: bool = True


@dataclass(frozen=True, slots=True)
class _Core:
    """What stands behind the leading words, on the folded view; ``days`` of it are known, ``span`` names its kind."""

    start: int
    end: int
    first: date | None
    last: date | None
    span: str  # day, period, duration, open


class _Grammar:
    """The patterns of one knowledge file."""

    def __init__(self, knowledge: Mapping[str, Any]) -> None:
        self.source = knowledge["deadlines"]
        know = knowledge["deadlines"]
        self.week_start = int(knowledge["week"]["start"])
        self.weekend = frozenset(knowledge["week"]["weekend"])
        weekdays = {form: int(day) for day, forms in knowledge["weekdays"].items() for form in forms}
        phrases = know["phrases"]
        following, now = any_of(phrases["next"]), any_of(phrases["current"])
        self.following = re.compile(rf"{following}$")
        units = "|".join(rf"(?P<{name}>{any_of(forms)})" for name, forms in know["units"].items())
        duals = "|".join(rf"(?P<two_{name}>{any_of(forms)})" for name, forms in know["duals"].items())
        singles = "|".join(rf"(?P<one_{name}>{any_of(forms)})(?!\w)" for name, forms in know["singles"].items())
        count = rf"(?P<n>(?<![\d/.,])\d{{1,3}}|{cardinal_source()}){G}(?:\(\d+\){G})?"
        half = rf"(?P<half>{GAP}ونصف)?"
        tail = rf"(?P<working>{GAP}{any_of(phrases['working'])})?(?:{GAP}(?:{following}))?(?!\w)"
        self.duration = re.compile(rf"(?<!\w)(?:ال|لل)?(?:{count}(?:{units})|(?:{duals})|(?<!ال)(?:{singles})(?:{GAP}واحده?)?){half}{tail}")
        self.many = re.compile(
            rf"(?<!\w)(?:الايام|الاسابيع|الاشهر|الشهور){GAP}(?:ال)?(?P<n>\d{{1,3}}|{cardinal_source()}){GAP}{following}(?!\w)"
        )
        period = r"(?P<unit>اسبوع|شهر|سنه|عام|فصل|ربع|ثلاثي|سداسي)"
        self.period = re.compile(rf"(?<!\w)(?:(?:هذا|هذه){GAP}ال{period}|ال{period.replace('unit', 'unit2')}(?:{GAP}(?P<tense>{following}|{now}))?)(?!\w)")
        self.weekday = re.compile(rf"(?<!\w)(?P<name>{any_of(weekdays)})(?P<next>{GAP}{following})?(?!\w)")
        self.weekdays = {fold_view(form).key: day for form, day in weekdays.items()}
        self.meeting = re.compile(rf"(?<!\w)[لب]?{any_of(phrases['meeting'])}(?:{GAP}(?:العادي|العاديه|الدوري|العام|العامه))?{GAP}(?:{following}|{ordinal_source()})(?!\w)")
        self.tail = re.compile(rf"(?:{GAP}(?:{following}|{now})(?!\w))?(?:{GAP}{any_of(phrases['trailing'])}(?!\w))?")
        called = any_of(phrases["called"])
        self.called = re.compile(rf"{G}(?:\(?{G}{called}{G})*(?:{any_of(weekdays)}{G})?[,،(]?{G}(?:الموافق{GAP})?")
        self.session = re.compile(rf"(?<!\w)(?:ب|ل)?(?:ال)?(?:جلسه|اجتماع|دوره){GAP}(?:شهر{GAP})?$")
        words = (*phrases["at_once"], *phrases["repeated"])
        self.open = re.compile(rf"(?<!\w)[وب]?(?P<words>{any_of(words)})(?!\w)")
        self.event = re.compile(rf"(?<!\w){any_of(phrases['events'])}(?!\w)")
        self.tomorrow = re.compile(rf"(?<!\w){any_of(phrases['tomorrow'])}(?!\w)")
        self.elsewhere = re.compile(rf"{G}(?:{any_of(phrases['counted'])}){GAP}(?!{any_of(phrases['from_here'])}(?!\w))\w{{3}}")
        self.here = re.compile(rf"{G}(?:{any_of(phrases['counted'])}){GAP}{any_of(phrases['from_here'])}(?!\w)")
        self.nth_week = re.compile(rf"(?<!\w)الاسبوع{GAP}(?P<nth>{ordinal_source()}|الاخير){GAP}(?:من{GAP})?(?:شهر{GAP})?$")
        neutral = any_of([*weekdays, "يوم", "اليوم", "تاريخ", "شهر", "سنة", "عام", "السنة", "العام", *phrases["next"], "الموافق", "من شهر", "السنة المالية", "موعد", "من", "بين", "كل من", "يومي", "أيام", "الفترة"])
        leads = "|".join(rf"(?P<{name}>{any_of(know[name])})" for name in ("until", "within", "from", "on"))
        edges = "|".join(rf"(?P<{name}_of>{any_of(know[name])})" for name in ("end", "start", "middle"))
        self.lead = re.compile(
            rf"(?<!\w)(?:[وفب]?(?:{leads}){GAP}[لب]?)?(?:[لب]?(?:{edges}){GAP}(?:من{GAP})?)?(?:[لب]?{neutral}{G}[,،(]?{G})*[لب]?$"
        )


_GRAMMARS: dict[int, _Grammar] = {}


def _grammar(knowledge: Mapping[str, Any]) -> _Grammar:
    held = _GRAMMARS.get(id(knowledge["deadlines"]))
    if held is None or held.source is not knowledge["deadlines"]:
        held = _GRAMMARS[id(knowledge["deadlines"])] = _Grammar(knowledge)
    return held


def find_deadlines(
    text: str, reference: date, knowledge: Mapping[str, Any], next_meeting: date | None = None
) -> list[Deadline]:
    """Every due expression of ``text`` in order, counted from ``reference`` (the day of the meeting).

    ``knowledge`` is ``dates.toml``, ``months.toml`` and ``deadlines.toml`` merged. "At once" and what recurs give
    neither day; "before the next meeting" takes ``next_meeting``; lengths counted from another event stay open.
    """
    grammar = _grammar(knowledge)
    view = fold_view(text)
    found: list[Deadline] = []
    taken = 0
    for core in _cores(text, view.key, reference, knowledge, grammar, next_meeting):
        if core.start < taken:
            continue
        window = max(taken, core.start - 70)
        due = _due(core, view.key, window, grammar, next_meeting)
        if due is None:
            continue
        start, led, due_start, due_end = due
        end = core.end + len((grammar.tail.match(view.key, core.end) or [""])[0])
        found.append(Deadline(*view.span(start, end), due_start, due_end, led))
        taken = end
    return found


def resolve_deadline(
    text: str, reference: date, knowledge: Mapping[str, Any], next_meeting: date | None = None
) -> Deadline | None:
    """The due expression of a clause or table cell: the first that leading words mark, else the first at all."""
    found = find_deadlines(text, reference, knowledge, next_meeting)
    if not found and _SHORT_DAY.fullmatch(text):  # a cell with a day and month in figures
        found = [
            replace(held, start=max(0, held.start - 4), end=held.end - 4)
            for held in find_deadlines(f"يوم {text}", reference, knowledge)
        ]
    return next((deadline for deadline in found if deadline.led), found[0] if found else None)


def _cores(
    text: str, key: str, reference: date, knowledge: Mapping[str, Any], grammar: _Grammar, next_meeting: date | None
) -> list[_Core]:
    cores = _calendar_cores(text, reference, knowledge)
    held = [(_lead_start(core, key, grammar), core.end) for core in cores]
    others = [_Core(*match.span(), None, next_meeting, "open") for match in grammar.meeting.finditer(key)]
    for at, meeting in enumerate(others):
        stated = next((c for c in cores if c.span == "day" and grammar.called.fullmatch(key, meeting.end, c.start)), None)
        if stated:
            others[at] = _Core(meeting.start, stated.end, None, stated.last, "open")
            cores.remove(stated)
            held = [(low, high) for low, high in held if high != stated.end]
    others += [_duration(match, key, reference, grammar) for match in grammar.duration.finditer(key)]
    for match in grammar.many.finditer(key):
        unit = {"اي": "day", "اس": "week"}.get(match.group()[2:4], "month")
        others.append(_Core(*match.span(), None, _later(reference, _count(match["n"]), unit), "duration"))
    others += _relative(key, reference, grammar)
    others += [_Core(*match.span("words"), None, None, "open") for match in grammar.open.finditer(key)]
    others += [_Core(*match.span(), None, None, "open") for match in grammar.event.finditer(key)]
    cores += [c for c in others if not any(low < c.end and c.start < high for low, high in held)]
    return sorted(cores, key=lambda core: (core.start, -core.end))


def _calendar_cores(text: str, reference: date, knowledge: Mapping[str, Any]) -> list[_Core]:
    """Calendar expressions as cores, by offsets of the folded view."""
    view = fold_view(text)
    cores = []
    for mention in _ahead(text, reference, knowledge):
        start, end = bisect_left(view.origin, mention.start), bisect_left(view.origin, mention.end)
        single = mention.level == 3 and mention.first == mention.last
        kind = "day" if single else "year" if mention.level == 1 else "period"
        cores.append(_Core(start, end, mention.first, mention.last, kind))
    return cores


def _lead_start(core: _Core, key: str, grammar: _Grammar) -> int:
    """Where the words that lead a core begin."""
    lead = grammar.lead.search(key, max(0, core.start - 70), core.start)
    return lead.start() if lead else core.start


def _ahead(text: str, reference: date, knowledge: Mapping[str, Any]) -> list[DateMention]:
    """Calendar expressions of the text, those without a year not before the reference."""
    mentions = find_dates(text, knowledge, reference)
    later = {m.start: m for m in find_dates(text, knowledge, reference + timedelta(days=330))}
    chosen = []
    for mention in mentions:
        other = later.get(mention.start)
        past = mention.last < reference and other is not None and other.first >= reference and other.end == mention.end
        chosen.append(other if past and other is not None and (other.first - reference).days < 370 else mention)
    return chosen


def _count(raw: str) -> int:
    return int(raw) if raw.isdigit() else int(cardinal_value(raw))


def _later(day: date, count: int, unit: str) -> date:
    if unit == "month":
        return add_months(day, count)
    if unit == "year":
        return add_months(day, 12 * count)
    days = {"hour": -(-count // 24), "day": count, "week": 7 * count}[unit]
    return day + timedelta(days=days)


def _duration(match: re.Match[str], key: str, reference: date, grammar: _Grammar) -> _Core:
    """A length of time as the day it ends on; counted from another event it stays open."""
    groups = {name: value for name, value in match.groupdict().items() if value}
    units = ("hour", "day", "week", "month", "year")
    unit, count = "day", 1
    for name in units:
        if name in groups:
            unit, count = name, _count(match["n"])
        elif f"two_{name}" in groups:
            unit, count = name, 2
        elif f"one_{name}" in groups:
            unit, count = name, 1
    if match["working"] and unit == "day":
        last = add_working_days(reference, count, grammar.weekend)
    else:
        last = _later(reference, count, unit)
    if match["half"]:
        last += timedelta(days={"month": 15, "year": 183, "week": 4}.get(unit, 0))
    here = grammar.here.match(key, match.end())
    if here:
        return _Core(match.start(), here.end(), None, last, "duration")
    elsewhere = grammar.elsewhere.match(key, match.end())
    if elsewhere and "شهر" not in elsewhere.group():
        return _Core(match.start(), _clause_end(key, elsewhere.end()), None, None, "duration")
    return _Core(match.start(), match.end(), None, last, "duration")


def _clause_end(key: str, position: int) -> int:
    """Where the words that name the event end: at most three words on, at a sign at the latest."""
    match = re.compile(r"\w*(?:[ ]+\w+){0,2}").match(key, position)
    return match.end() if match else position


def _relative(key: str, reference: date, grammar: _Grammar) -> list[_Core]:
    """``الأسبوع المقبل``, ``الشهر الجاري``, ``يوم الأحد القادم``, ``غدا``."""
    cores = []
    for match in grammar.period.finditer(key):
        unit = match["unit"] or match["unit2"]
        ahead = bool(match["tense"] and grammar.following.search(match["tense"]))
        first, last = _period(reference, unit, ahead, grammar.week_start)
        cores.append(_Core(*match.span(), first, last, "period" if match["tense"] or match["unit"] else "bare"))
    for match in grammar.weekday.finditer(key):
        weekday = grammar.weekdays[" ".join(match["name"].split())]
        day = reference + timedelta(days=(weekday - reference.isoweekday() - 1) % 7 + 1)
        cores.append(_Core(*match.span(), day, day, "day" if match["next"] else "weekday"))
    for match in grammar.tomorrow.finditer(key):
        day = reference + timedelta(days=1)
        cores.append(_Core(*match.span(), day, day, "day"))
    return cores


def _period(reference: date, unit: str, ahead: bool, week_start: int) -> tuple[date, date]:
    if unit == "اسبوع":
        return week_of(reference + timedelta(days=7 * ahead), week_start)
    length = {"شهر": 1, "ربع": 3, "فصل": 3, "ثلاثي": 3, "سداسي": 6}.get(unit, 12)
    first = reference.replace(day=1, month=(reference.month - 1) // length * length + 1)
    first = add_months(first, length * ahead)
    closing = add_months(first, length - 1)
    return first, last_of_month(closing.year, closing.month)


def _due(
    core: _Core, key: str, window: int, grammar: _Grammar, next_meeting: date | None
) -> tuple[int, bool, date | None, date | None] | None:
    """Where the expression begins with its leading words, whether they lead it, and the days due."""
    lead = grammar.lead.search(key, window, core.start)
    groups = {name for name, value in (lead.groupdict() if lead else {}).items() if value}
    start = lead.start() if lead and groups else core.start
    led = bool(groups & {"until", "within", "from", "end_of"})
    first, last = core.first, core.last
    if core.span == "open":
        return start if groups & {"until", "within", "on", "from"} else core.start, True, None, last
    if core.span == "duration":
        alone = not key[: core.start].strip() and not key[core.end :].strip(" .|\n")
        ahead = grammar.following.search(key[core.start : core.end])
        if not groups & {"within", "until"} and not alone and not ahead:
            return None
        return start, True, None, last
    if core.span == "bare" and not groups & {"end_of", "middle_of", "start_of"}:
        return None
    if core.span == "weekday" and not (groups & {"until", "from", "on"}) and not re.search(r"(?:^|\W)يوم\s+$", key[: core.start]):
        return None
    if core.span == "year" and not led and "on" not in groups and key[: core.start].strip():
        return None
    session = grammar.session.search(key, window, core.start) if core.span == "period" else None
    if session and next_meeting and first and last and first <= next_meeting <= last:
        before = grammar.lead.search(key, window, session.start())
        return before.start() if before and any(before.groupdict().values()) else session.start(), True, None, next_meeting
    nth = grammar.nth_week.search(key, window, core.start)
    if nth and core.span == "period" and first and last and (last - first).days < 31:
        first, last = _nth_week(first, last, nth["nth"])
        before = grammar.lead.search(key, window, nth.start())
        named = bool(before and any(before.groupdict().values()))
        return before.start() if before and named else nth.start(), named, first, last
    if "end_of" in groups:
        return (start, led, last, None) if "from" in groups else (start, led, None, last)
    if "start_of" in groups:
        return (start, led, None, first) if "until" in groups else (start, led, first, None)
    if "middle_of" in groups and first and last:
        middle = first + (last - first) / 2 if (last - first).days > 31 else first + timedelta(days=14)
        return start, True, None, middle
    if "from" in groups and core.span != "weekday":
        return start, led, first, None
    if "from" in groups:
        return start, True, first, None
    if core.span in ("day", "weekday"):
        return start if groups else _with_day_word(key, core.start), led or bool(groups), None, last
    if "until" in groups and first:
        early = key[start : core.start].split()[0].removeprefix("و") in ("قبل", "قبيل")
        return start, led, None, first - timedelta(days=1) if early else last
    return start, led or bool(groups), first, last


def _with_day_word(key: str, start: int) -> int:
    match = re.compile(r"(?:يوم[ ]+)(?:\w+[ ]+)?$").search(key, max(0, start - 20), start)
    return match.start() if match else start


def _nth_week(first: date, last: date, nth: str) -> tuple[date, date]:
    """The seven days of a month's first to fourth week, or its last seven."""
    if "اخير" in nth:
        return last - timedelta(days=6), last
    begin = first + timedelta(days=7 * (ordinal_value(nth) - 1))
    return begin, min(begin + timedelta(days=6), last)
