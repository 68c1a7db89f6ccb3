"""Until when something is due: calendar expressions, lengths of time and relative words, counted from the meeting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from ogp_nlp.arabic.deadline_parts import Core, DeadlineGrammar, deadline_grammar, read_cores
from ogp_nlp.arabic.numbers import ordinal_value
from ogp_nlp.arabic.view import fold_view

# Start on the folded view, whether led, first and last day due.
_Due = tuple[int, bool, date | None, date | None]
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


def find_deadlines(
    text: str, reference: date, knowledge: Mapping[str, Any], next_meeting: date | None = None
) -> list[Deadline]:
    """Every due expression of ``text`` in order, counted from ``reference`` (the day of the meeting).

    ``knowledge`` is ``dates.toml``, ``months.toml`` and ``deadlines.toml`` merged. "At once" and what recurs give
    neither day; "before the next meeting" takes ``next_meeting``; lengths counted from another event stay open.
    """
    grammar = deadline_grammar(knowledge)
    view = fold_view(text)
    found: list[Deadline] = []
    taken = 0
    for core in read_cores(text, reference, knowledge, grammar, next_meeting):
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


@dataclass(frozen=True, slots=True)
class _Case:
    """A core with the words that lead it, on the folded view."""

    core: Core
    key: str
    window: int
    start: int
    groups: frozenset[str]
    grammar: DeadlineGrammar
    next_meeting: date | None

    @property
    def led(self) -> bool:
        """Whether words of a deadline lead it."""
        return bool(self.groups & {"until", "within", "from", "end_of"})


def _due(core: Core, key: str, window: int, grammar: DeadlineGrammar, next_meeting: date | None) -> _Due | None:
    """Where the expression begins with its leading words, whether they lead it, and the days due."""
    lead = grammar.lead.search(key, window, core.start)
    groups = frozenset(name for name, value in (lead.groupdict() if lead else {}).items() if value)
    start = lead.start() if lead and groups else core.start
    case = _Case(core, key, window, start, groups, grammar, next_meeting)
    rules = {"open": (_open,), "duration": (_duration_due,)}.get(core.span, _CALENDAR_RULES)
    for rule in rules:
        due = rule(case)
        if due is not None:
            return due or None
    return None


def _open(case: _Case) -> _Due | Literal[False] | None:
    """Without a day of its own: at once, each month, the next meeting."""
    return case.start, True, None, case.core.last


def _duration_due(case: _Case) -> _Due | Literal[False] | None:
    """A length of time is a deadline after its leading words, with "coming", or alone in its cell."""
    core, key = case.core, case.key
    alone = not key[: core.start].strip() and not key[core.end :].strip(" .|\n")
    ahead = case.grammar.following.search(key[core.start : core.end])
    if not case.groups & {"within", "until"} and not alone and not ahead:
        return False
    return case.start, True, None, core.last


def _unfit(case: _Case) -> _Due | Literal[False] | None:
    """The month, a weekday or a year by the way are no deadline."""
    span, groups = case.core.span, case.groups
    before = case.key[: case.core.start]
    bare = span == "bare" and not groups & {"end_of", "middle_of", "start_of"}
    weekday = span == "weekday" and not groups & {"until", "from", "on"} and not re.search(r"(?:^|\W)يوم\s+$", before)
    year = span == "year" and not case.led and "on" not in groups and bool(before.strip())
    return False if bare or weekday or year else None


def _session(case: _Case) -> _Due | Literal[False] | None:
    """``في جلسة نوفمبر``: the next meeting's day where it falls into that month."""
    core, meeting = case.core, case.next_meeting
    if core.span != "period" or not (meeting and core.first and core.last and core.first <= meeting <= core.last):
        return None
    session = case.grammar.session.search(case.key, case.window, core.start)
    return (_led_from(case, session.start())[0], True, None, meeting) if session else None


def _nth_week_due(case: _Case) -> _Due | Literal[False] | None:
    """``الأسبوع الأول من مارس``."""
    core = case.core
    if core.span != "period" or not (core.first and core.last) or (core.last - core.first).days >= 31:
        return None
    nth = case.grammar.nth_week.search(case.key, case.window, core.start)
    if not nth:
        return None
    start, led = _led_from(case, nth.start())
    return start, led, *_nth_week(core.first, core.last, nth["nth"])


def _led_from(case: _Case, place: int) -> tuple[int, bool]:
    """Where words that lead from ``place`` begin, and whether there are any."""
    before = case.grammar.lead.search(case.key, case.window, place)
    led = bool(before and any(before.groupdict().values()))
    return (before.start() if before and led else place), led


def _edge(case: _Case) -> _Due | Literal[False] | None:
    """The end, beginning or middle of a stretch of time."""
    first, last, groups = case.core.first, case.core.last, case.groups
    if "end_of" in groups:
        return (case.start, True, last, None) if "from" in groups else (case.start, True, None, last)
    if "start_of" in groups:
        return (case.start, case.led, None, first) if "until" in groups else (case.start, case.led, first, None)
    if "middle_of" in groups and first and last:
        half = (last - first) / 2 if (last - first).days > 31 else timedelta(days=14)
        return case.start, True, None, first + half
    return None


def _plain(case: _Case) -> _Due | Literal[False] | None:
    """A day or a stretch of time, with "from", "until", "within" or nothing before it."""
    core, groups = case.core, case.groups
    if "from" in groups:
        return case.start, True, core.first, None
    if core.span in ("day", "weekday"):
        return case.start if groups else _with_day_word(case.key, core.start), bool(groups), None, core.last
    if "until" in groups and core.first:
        early = re.match(r"و?(?:قبل|قبيل)(?!\w)", case.key[case.start :])
        return case.start, True, None, core.first - timedelta(days=1) if early else core.last
    return case.start, bool(groups), core.first, core.last


_CALENDAR_RULES = (_unfit, _session, _nth_week_due, _edge, _plain)


def _with_day_word(key: str, start: int) -> int:
    match = re.compile(r"(?:يوم[ ]+)(?:\w+[ ]+)?$").search(key, max(0, start - 20), start)
    return match.start() if match else start


def _nth_week(first: date, last: date, nth: str) -> tuple[date, date]:
    """The seven days of a month's first to fourth week, or its last seven."""
    if "اخير" in nth:
        return last - timedelta(days=6), last
    begin = first + timedelta(days=7 * (ordinal_value(nth) - 1))
    return begin, min(begin + timedelta(days=6), last)
