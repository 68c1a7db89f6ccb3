"""What does not add up inside a record: each check yields findings with the place in the record."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from ogp_nlp.arabic.normalize import fold_key
from ogp_nlp.records import Finding, MinutesRecord, Percentage, Severity

MEAN_TOLERANCE = 1.0  # points: an overall figure that was rounded is no contradiction
# Share of the words under a commitment that are words of another's title alone: 0.04 is usual where points touch.
OTHER_SUBJECT = 0.08
Check = Callable[[MinutesRecord, str], Iterator[Finding]]

_NOT_NOW = {"target", "previous", "range_start", "range_end", "minimum", "maximum"}


def _finding(code: str, severity: Severity, message: str, path: str) -> Finding:
    return Finding(code=code, severity=severity, message=message, path=path)


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold_key(text)))


def _is_current(item: Percentage) -> bool:
    return not set(item.qualifiers) & _NOT_NOW


def percents_above_100(record: MinutesRecord, text: str) -> Iterator[Finding]:
    """A figure above 100 is kept as printed, and said."""
    for i, item in enumerate(record.percentages):
        if item.value > 100:
            yield _finding("percent_above_100", "warning", f"{item.text} is above 100 %", f"/percentages/{i}/value")
    for i, commitment in enumerate(record.commitments):
        if commitment.progress is not None and commitment.progress > 100:
            message = f"commitment {commitment.number} has a progress of {commitment.progress:g} %"
            yield _finding("percent_above_100", "warning", message, f"/commitments/{i}/progress")


def overall_is_mean(record: MinutesRecord, text: str) -> Iterator[Finding]:
    """The overall figure of the plan against the mean of its commitments' figures."""
    figures = [item.progress for item in record.commitments if item.progress is not None]
    if len(figures) < 3:
        return
    mean = sum(figures) / len(figures)
    for i, item in enumerate(record.percentages):
        if item.subject == "plan_progress" and _is_current(item) and abs(item.value - mean) > MEAN_TOLERANCE:
            missing = len(record.commitments) - len(figures)
            rest = f"; {missing} have no figure" if missing else ""
            message = (
                f"the overall {item.value:g} % is not the mean of the {len(figures)} figures given ({mean:.1f} %){rest}"
            )
            yield _finding("overall_is_not_mean", "warning", message, f"/percentages/{i}/value")


def commitment_numbers(record: MinutesRecord, text: str) -> Iterator[Finding]:
    """Numbers that are missing in the sequence or stand twice."""
    places: dict[int, list[int]] = defaultdict(list)
    for i, item in enumerate(record.commitments):
        places[item.number].append(i)
    for number, indices in places.items():
        for i in indices[1:]:
            yield _finding(
                "commitment_twice", "warning", f"commitment {number} stands twice", f"/commitments/{i}/number"
            )
    present = sorted(places)
    if len(present) >= 2 and present[-1] <= 3 * len(present):
        for number in sorted(set(range(1, present[-1])) - set(present)):
            yield _finding("commitment_missing", "info", f"commitment {number} is not in the minutes", "/commitments")


def commitment_figures(record: MinutesRecord, text: str) -> Iterator[Finding]:
    """Different current figures for one commitment."""
    for commitment in record.commitments:
        for j, item in enumerate(record.percentages):
            same = item.subject == "commitment_progress" and item.commitment == commitment.number and _is_current(item)
            if same and commitment.progress is not None and abs(item.value - commitment.progress) > 0.05:
                message = f"commitment {commitment.number}: {item.text} here, {commitment.progress:g} % elsewhere"
                yield _finding("commitment_figures_differ", "warning", message, f"/percentages/{j}/value")
                break


def attendees_twice(record: MinutesRecord, text: str) -> Iterator[Finding]:
    """One name for two entries."""
    seen: dict[str, int] = {}
    for i, item in enumerate(record.attendees):
        name = _key(item.name)
        if name in seen:
            yield _finding("attendee_twice", "warning", f"{item.name} stands twice", f"/attendees/{i}/name")
        seen.setdefault(name, i)


def ranges_ascend(record: MinutesRecord, text: str) -> Iterator[Finding]:
    """A range that falls."""
    for i, (first, second) in enumerate(pairwise(record.percentages)):
        is_range = "range_start" in first.qualifiers and "range_end" in second.qualifiers
        if is_range and first.value > second.value:
            message = f"the range falls from {first.text} to {second.text}"
            yield _finding("range_falls", "warning", message, f"/percentages/{i}/value")


def dates_in_plan(record: MinutesRecord, text: str) -> Iterator[Finding]:
    """The meeting and the time limits against the years of the plan."""
    plan = record.meeting.plan
    if plan is None or plan.start_year is None or plan.end_year is None:
        return
    given = [("/meeting/date", record.meeting.date)]
    given += [(f"/action_items/{i}/due_end", item.due_end) for i, item in enumerate(record.action_items)]
    for path, value in given:
        if value is not None and not plan.start_year <= int(value[:4]) <= plan.end_year:
            message = f"{value} lies outside the plan ({plan.start_year}-{plan.end_year})"
            yield _finding("date_outside_plan", "info", message, path)


def dates_follow(record: MinutesRecord, text: str) -> Iterator[Finding]:
    """Time limits before the meeting, and figures as of a day after it."""
    meeting = record.meeting.date
    if meeting is None:
        yield _finding("meeting_without_date", "warning", "the meeting's date was not found", "/meeting/date")
        return
    for i, item in enumerate(record.action_items):
        if item.due_end is not None and item.due_end < meeting:
            message = f"due on {item.due_end}, before the meeting of {meeting}"
            yield _finding("due_before_meeting", "warning", message, f"/action_items/{i}/due_end")
    for i, figure in enumerate(record.percentages):
        told = "target" not in figure.qualifiers  # a target's day is to come
        if told and figure.as_of is not None and figure.as_of > meeting:
            message = f"{figure.text} is given as of {figure.as_of}, after the meeting of {meeting}"
            yield _finding("as_of_after_meeting", "info", message, f"/percentages/{i}/as_of")


_DATED = re.compile(r"(?:بتاريخ|في تاريخ|المورخ[ه]? في|المنعقد[ه]? في|بيوم)\s*$")
_WEEKDAYS = {name: day for day, names in enumerate(
    (("الاثنين", "الاتنين"), ("الثلاثا",), ("الاربعا",), ("الخميس",), ("الجمعه",), ("السبت",), ("الاحد",))
) for name in names}  # fmt: skip
_WEEKDAY = re.compile(rf"(?<!\w)({'|'.join(_WEEKDAYS)})\W{{0,3}}(?:(?:الموافق|في|بتاريخ|ل|لـ)\W{{0,3}})*$")


def dates_whole(record: MinutesRecord, text: str) -> Iterator[Finding]:
    """A date that lacks its day, and a weekday that is another than the calendar's."""
    for i, item in enumerate(record.dates):
        if not item.evidence:
            continue
        start = item.evidence[0].start
        before = fold_key(text[max(0, start - 40) : start])
        if len(item.value) == 7 and item.end is None and _DATED.search(before):
            message = f"a day is announced but not given: {item.text}"
            yield _finding("date_without_day", "info", message, f"/dates/{i}/value")
        inside = fold_key(item.text)
        named = _WEEKDAY.search(before) or re.match(rf"({'|'.join(_WEEKDAYS)})", inside)
        if named and len(item.value) == 10 and item.end is None and item.calendar == "gregorian":
            day = date.fromisoformat(item.value)
            if day.weekday() != _WEEKDAYS[named[1]]:
                message = f"{item.value} is no {named[1]}"
                yield _finding("weekday_differs", "info", message, f"/dates/{i}/value")


_STOP = 4  # letters: shorter words say nothing of a subject
_CLITICS = re.compile(r"^(?:و|ف)?(?:بال|كال|وال|فال|لل|ال|ب|ل|ك)?(?=\w{3})")
_ENDS = re.compile(r"(?:ات|ون|ين|ان|يه|ها|هم|ه|ي)$")


def _stems(text: str) -> list[str]:
    words = [word for word in _key(text).split() if len(word) >= _STOP and not word.isdigit()]
    return [_ENDS.sub("", _CLITICS.sub("", word)) or word for word in words]


def subjects(record: MinutesRecord, text: str) -> Iterator[Finding]:
    """Activities under one commitment that speak of the subject of another.

    The words that only one title has are looked for in each commitment's text: one that has next to none of its
    own words and several of another's was probably exchanged.
    """
    placed = sorted(
        (item for item in record.commitments if item.evidence and item.title), key=lambda c: c.evidence[0].start
    )
    if len(placed) < 2:
        return
    titles = {item.number: set(_stems(item.title or "")) for item in placed}
    common = {word for word in set().union(*titles.values()) if sum(word in title for title in titles.values()) > 1}
    own = {number: title - common for number, title in titles.items()}
    bodies = {}
    for item, following in zip(placed, [*placed[1:], None], strict=True):
        begin = max(part.end for part in item.evidence)
        end = following.evidence[0].start if following else min(len(text), begin + 3000)
        bodies[item.number] = _stems(text[begin:end])
    for i, item in enumerate(record.commitments):
        body = bodies.get(item.number, [])
        mine = sum(word in own.get(item.number, ()) for word in body)
        for number, words in own.items():
            hits = [word for word in body if word in words]
            exchanged = len(hits) >= max(4, 3 * mine, OTHER_SUBJECT * len(body)) and len(set(hits)) >= 2
            if number != item.number and exchanged:
                shared = ", ".join(sorted(set(hits)))
                message = f"the text under commitment {item.number} speaks of commitment {number} ({shared})"
                yield _finding("subject_of_another", "warning", message, f"/commitments/{i}")


def completeness(record: MinutesRecord, text: str) -> Iterator[Finding]:
    """What minutes always have and this record lacks."""
    if not record.attendees:
        yield _finding("no_attendees", "warning", "nobody's attendance was found", "/attendees")
    if record.meeting.title is None:
        yield _finding("meeting_without_title", "info", "no title line was found", "/meeting/title")


CHECKS: tuple[Check, ...] = (
    percents_above_100,
    overall_is_mean,
    commitment_numbers,
    commitment_figures,
    subjects,
    attendees_twice,
    ranges_ascend,
    dates_in_plan,
    dates_follow,
    dates_whole,
    completeness,
)


def findings(record: MinutesRecord, text: str) -> tuple[Finding, ...]:
    """All findings of a record whose evidence counts in ``text``."""
    return tuple(finding for check in CHECKS for finding in check(record, text))
