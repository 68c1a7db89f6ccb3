"""Until when something is due: calendar expressions, lengths of time and relative words, counted from the meeting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from ogp_nlp.arabic.deadline_parts import Core, DeadlineGrammar, deadline_grammar, read_cores
from ogp_nlp.arabic.numbers import ordinal_value
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
    for core in read_cores(text, view.key, reference, knowledge, grammar, next_meeting):
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


def _due(
    core: Core, key: str, window: int, grammar: DeadlineGrammar, next_meeting: date | None
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
    if (
        core.span == "weekday"
        and not (groups & {"until", "from", "on"})
        and not re.search(r"(?:^|\W)يوم\s+$", key[: core.start])
    ):
        return None
    if core.span == "year" and not led and "on" not in groups and key[: core.start].strip():
        return None
    session = grammar.session.search(key, window, core.start) if core.span == "period" else None
    if session and next_meeting and first and last and first <= next_meeting <= last:
        before = grammar.lead.search(key, window, session.start())
        return (
            before.start() if before and any(before.groupdict().values()) else session.start(),
            True,
            None,
            next_meeting,
        )
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
