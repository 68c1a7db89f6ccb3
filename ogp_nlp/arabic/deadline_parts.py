"""What a deadline is made of: dates, lengths of time, relative periods, meetings and the words that lead them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ogp_nlp.arabic.calendar import add_months, add_working_days, last_of_month, week_of
from ogp_nlp.arabic.date_grammar import GAP, G, any_of
from ogp_nlp.arabic.dates import DateMention, find_dates
from ogp_nlp.arabic.numbers import cardinal_source, cardinal_value, ordinal_source
from ogp_nlp.arabic.view import fold_view


@dataclass(frozen=True, slots=True)
class Core:
    """What stands behind the leading words, on the folded view; ``days`` of it are known, ``span`` names its kind."""

    start: int
    end: int
    first: date | None
    last: date | None
    span: str  # day, period, duration, open


class DeadlineGrammar:
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
        bracket = rf"(?P<bracket>\({G}(?=\d{{1,3}}{G}\)))?"  # "(10) days"
        number = rf"(?P<n>(?<![\d/.,])\d{{1,3}}|{cardinal_source()}){G}(?(bracket)\){G})"
        count = rf"{bracket}{number}(?:\([\w ]{{1,20}}\){G})?"
        half = rf"(?P<half>{GAP}ونصف)?"
        tail = rf"(?P<working>{GAP}{any_of(phrases['working'])})?(?:{GAP}(?:{following}))?(?!\w)"
        self.duration = re.compile(
            rf"(?<!\w)(?:ال|لل)?(?:{count}(?:{units})|(?:{duals})|(?<!ال)(?:{singles})(?:{GAP}واحد[ها]?)?){half}{tail}"
        )
        self.many = re.compile(
            rf"(?<!\w)(?:الايام|الاسابيع|الاشهر|الشهور){GAP}(?:ال)?(?P<n>\d{{1,3}}|{cardinal_source()}){GAP}{following}(?!\w)"
        )
        period = r"(?P<unit>اسبوع|شهر|سنه|عام|فصل|ربع|ثلاثي|سداسي)"
        other = period.replace("unit", "unit2")
        self.period = re.compile(
            rf"(?<!\w)(?:(?:هذا|هذه){GAP}ال{period}|ال{other}(?:{GAP}(?P<tense>{following}|{now}))?)(?!\w)"
        )
        self.weekday = re.compile(rf"(?<!\w)(?P<name>{any_of(weekdays)})(?P<next>{GAP}{following})?(?!\w)")
        self.weekdays = {fold_view(form).key: day for form, day in weekdays.items()}
        self.meeting = re.compile(
            rf"(?<!\w)[لب]?{any_of(phrases['meeting'])}(?:{GAP}(?:العادي|العاديه|الدوري|العام|العامه))?{GAP}"
            rf"(?:{following}|{ordinal_source()})(?!\w)"
        )
        self.tail = re.compile(rf"(?:{GAP}(?:{following}|{now})(?!\w))?(?:{GAP}{any_of(phrases['trailing'])}(?!\w))?")
        called = any_of(phrases["called"])
        self.called = re.compile(rf"{G}(?:\(?{G}{called}{G})*(?:{any_of(weekdays)}{G})?[,،(]?{G}(?:الموافق{GAP})?")
        self.session = re.compile(rf"(?<!\w)(?:ب|ل)?(?:ال)?(?:جلسه|اجتماع|دوره){GAP}(?:شهر{GAP})?$")
        words = (*phrases["at_once"], *phrases["repeated"])
        self.open = re.compile(rf"(?<!\w)[وب]?(?P<words>{any_of(words)})(?!\w)")
        self.event = re.compile(rf"(?<!\w){any_of(phrases['events'])}(?!\w)")
        self.tomorrow = re.compile(rf"(?<!\w){any_of(phrases['tomorrow'])}(?!\w)")
        self.elsewhere = re.compile(
            rf"{G}(?:{any_of(phrases['counted'])}){GAP}(?!{any_of(phrases['from_here'])}(?!\w))\w{{3}}"
        )
        self.here = re.compile(rf"{G}(?:{any_of(phrases['counted'])}){GAP}{any_of(phrases['from_here'])}(?!\w)")
        self.nth_week = re.compile(
            rf"(?<!\w)الاسبوع{GAP}(?P<nth>{ordinal_source()}|الاخير){GAP}(?:من{GAP})?(?:شهر{GAP})?$"
        )
        neutral = any_of(
            [
                *weekdays,
                "يوم",
                "اليوم",
                "تاريخ",
                "شهر",
                "سنة",
                "عام",
                "السنة",
                "العام",
                *phrases["next"],
                "الموافق",
                "من شهر",
                "السنة المالية",
                "موعد",
                "من",
                "بين",
                "كل من",
                "يومي",
                "أيام",
                "الفترة",
            ]
        )
        leads = "|".join(rf"(?P<{name}>{any_of(know[name])})" for name in ("until", "within", "from", "on"))
        edges = "|".join(rf"(?P<{name}_of>{any_of(know[name])})" for name in ("end", "start", "middle"))
        self.lead = re.compile(
            rf"(?<!\w)(?:(?<!%[ ])|(?![كب]حد))(?:[وفب]?(?:{leads}){GAP}[لب]?)?(?:[لب]?(?:{edges}){GAP}(?:من{GAP})?)?"
            rf"(?:[لب]?{neutral}{G}[,،(]?{G})*[لب]?$"
        )


_GRAMMARS: dict[int, DeadlineGrammar] = {}


def deadline_grammar(knowledge: Mapping[str, Any]) -> DeadlineGrammar:
    """The grammar of merged knowledge; compiled once for each loaded ``deadlines.toml``."""
    held = _GRAMMARS.get(id(knowledge["deadlines"]))
    if held is None or held.source is not knowledge["deadlines"]:
        held = _GRAMMARS[id(knowledge["deadlines"])] = DeadlineGrammar(knowledge)
    return held


def read_cores(
    text: str, reference: date, knowledge: Mapping[str, Any], grammar: DeadlineGrammar, next_meeting: date | None
) -> list[Core]:
    """Everything in the text that may be due, in order, the longer first; offsets are of the folded view."""
    key = fold_view(text).key
    cores = _calendar_cores(text, reference, knowledge)
    meetings = [Core(*match.span(), None, next_meeting, "open") for match in grammar.meeting.finditer(key)]
    for at, meeting in enumerate(meetings):
        days = (core for core in cores if core.span == "day" and core.start >= meeting.end)
        stated = next((core for core in days if grammar.called.fullmatch(key, meeting.end, core.start)), None)
        if stated:
            meetings[at] = Core(meeting.start, stated.end, None, stated.last, "open")
            cores.remove(stated)
    held = [(_lead_start(core, key, grammar), core.end) for core in cores]
    others = meetings + _lengths(key, reference, grammar) + _relative(key, reference, grammar)
    others += [Core(*match.span("words"), None, None, "open") for match in grammar.open.finditer(key)]
    others += [Core(*match.span(), None, None, "open") for match in grammar.event.finditer(key)]
    cores += [c for c in others if not any(low < c.end and c.start < high for low, high in held)]
    return sorted(cores, key=lambda core: (core.start, -core.end))


def _lengths(key: str, reference: date, grammar: DeadlineGrammar) -> list[Core]:
    """Lengths of time: ``ثلاثين يوما``, ``الأشهر الثلاثة المقبلة``."""
    cores = [_duration(match, reference, grammar) for match in grammar.duration.finditer(key)]
    for match in grammar.many.finditer(key):
        unit = {"اي": "day", "اس": "week"}.get(match.group()[2:4], "month")
        cores.append(Core(*match.span(), None, _later(reference, _count(match["n"]), unit), "duration"))
    return cores


def _calendar_cores(text: str, reference: date, knowledge: Mapping[str, Any]) -> list[Core]:
    """Calendar expressions as cores, by offsets of the folded view."""
    view = fold_view(text)
    cores = []
    for mention in _ahead(text, reference, knowledge):
        start, end = bisect_left(view.origin, mention.start), bisect_left(view.origin, mention.end)
        single = mention.level == 3 and mention.first == mention.last
        kind = "day" if single else "year" if mention.level == 1 else "period"
        cores.append(Core(start, end, mention.first, mention.last, kind))
    return cores


def _lead_start(core: Core, key: str, grammar: DeadlineGrammar) -> int:
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


def _duration(match: re.Match[str], reference: date, grammar: DeadlineGrammar) -> Core:
    """A length of time as the day it ends on; counted from another event it stays open."""
    key = match.string
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
        return Core(match.start(), here.end(), None, last, "duration")
    elsewhere = grammar.elsewhere.match(key, match.end())
    if elsewhere and "شهر" not in elsewhere.group():
        return Core(match.start(), _clause_end(key, elsewhere.end()), None, None, "duration")
    return Core(match.start(), match.end(), None, last, "duration")


def _clause_end(key: str, position: int) -> int:
    """Where the words that name the event end: at most three words on, at a sign at the latest."""
    match = re.compile(r"\w*(?:[ ]+\w+){0,2}").match(key, position)
    return match.end() if match else position


def _relative(key: str, reference: date, grammar: DeadlineGrammar) -> list[Core]:
    """``الأسبوع المقبل``, ``الشهر الجاري``, ``يوم الأحد القادم``, ``غدا``."""
    cores = []
    for match in grammar.period.finditer(key):
        unit = match["unit"] or match["unit2"]
        ahead = bool(match["tense"] and grammar.following.search(match["tense"]))
        first, last = _period(reference, unit, ahead, grammar.week_start)
        cores.append(Core(*match.span(), first, last, "period" if match["tense"] or match["unit"] else "bare"))
    for match in grammar.weekday.finditer(key):
        weekday = grammar.weekdays[" ".join(match["name"].split())]
        day = reference + timedelta(days=(weekday - reference.isoweekday() - 1) % 7 + 1)
        cores.append(Core(*match.span(), day, day, "day" if match["next"] else "weekday"))
    for match in grammar.tomorrow.finditer(key):
        day = reference + timedelta(days=1)
        cores.append(Core(*match.span(), day, day, "day"))
    return cores


def _period(reference: date, unit: str, ahead: bool, week_start: int) -> tuple[date, date]:
    if unit == "اسبوع":
        return week_of(reference + timedelta(days=7 * ahead), week_start)
    length = {"شهر": 1, "ربع": 3, "فصل": 3, "ثلاثي": 3, "سداسي": 6}.get(unit, 12)
    first = reference.replace(day=1, month=(reference.month - 1) // length * length + 1)
    first = add_months(first, length * ahead)
    closing = add_months(first, length - 1)
    return first, last_of_month(closing.year, closing.month)
