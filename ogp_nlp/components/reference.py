"""The day of the meeting and of the next one: what relative dates are counted from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date

from spacy.tokens import Doc

from ogp_nlp.arabic.dates import DateMention, find_dates
from ogp_nlp.components.base import Offsets, cue_pattern, fold
from ogp_nlp.components.lines import Line, lines_of
from ogp_nlp.resources import load_toml

_FRONT = 14  # lines: the meeting's own date stands in the head or the first paragraphs
_OPENS_WITH_YEAR = 12  # characters: only prepositions stand before it
_CALL_REACH = 60  # folded characters between a meeting that is called and its day
_LOOK_BACK = 160  # folded characters before a date that tell what it is the date of
_NOON = re.compile(r"قبل (?:ال)?ظهر")  # a part of the day, and no word of an earlier date
_BEFORE = frozenset({"", "attendance", "absence", "guests", "remote", "agenda", "discussion"})


def _mentions(line: Line) -> list[DateMention]:
    """The dates of a line; where it opens with the year (``في عام ... وفي اليوم ...``) days are of that year."""
    knowledge = load_toml("dates") | load_toml("months")
    found = find_dates(line.text, knowledge, None)
    if found and found[0].start < _OPENS_WITH_YEAR and len(found[0].value) == 4 and found[0].end_value is None:
        return find_dates(line.text, knowledge, date(int(found[0].value), 7, 1))
    return found


def _last(pattern: re.Pattern[str], key: str) -> int:
    return max((match.end() for match in pattern.finditer(key)), default=-1)


def _score(line: Line, key: str, since: int, place: int) -> float:
    """How likely a full date at ``place`` of the folded line is the meeting's own.

    What counts is the nearest word before it, after the date before (``since``): that the body met, or that
    something else was dated, sent or signed.
    """
    knowledge = load_toml("meeting")["date"]
    before = _NOON.sub(" ", key[max(since, place - _LOOK_BACK) : place])
    strong, weak, other = (_last(cue_pattern(knowledge[name]), before) for name in ("strong", "weak", "other"))
    met = cue_pattern(load_toml("meeting")["body"]["verbs"])  # says more than a label: letters have dates
    verb = _last(met, before)
    after = met.search(key, place, place + _LOOK_BACK // 2) is not None and strong > other
    score = 2.0 - 0.1 * line.index - 0.001 * place
    if strong >= 0 and strong > other:
        score += 7 if after or (verb >= 0 and verb > other) else 5
    elif other >= 0:
        score -= 5
    elif weak >= 0:
        score += 2
    return score if line.topic in _BEFORE else score - 4


def find_meeting_date(lines: Sequence[Line]) -> tuple[date, Offsets] | None:
    """The meeting's date with its offsets: the full date that its surroundings and its place speak for."""
    best: tuple[float, date, Offsets] | None = None
    for line in lines:
        view = fold(line.text)
        since = 0
        for mention in _mentions(line):
            place = bisect_left(view.origin, mention.start, 0, len(view.key))
            begin, since = since, place
            if len(mention.value) != 10 or mention.end_value:
                continue
            score = _score(line, view.key, begin, place)
            if best is None or score > best[0]:
                span = (line.start + mention.start, line.start + mention.end)
                best = (score, date.fromisoformat(mention.value), span)
        if line.index > _FRONT and best is not None and best[0] > 3:
            break
    return None if best is None else (best[1], best[2])


def meeting_date(doc: Doc) -> date | None:
    """The day of the meeting, found once and kept on the Doc; needs ``ogp_sections``."""
    if "ogp_meeting_date" not in doc.user_data:
        found = find_meeting_date(lines_of(doc))
        doc.user_data["ogp_meeting_date"] = found and [found[0].isoformat(), *found[1]]
    kept = doc.user_data["ogp_meeting_date"]
    return date.fromisoformat(kept[0]) if kept else None


def meeting_date_offsets(doc: Doc) -> Offsets | None:
    """Where the meeting's date stands."""
    meeting_date(doc)
    kept = doc.user_data["ogp_meeting_date"]
    return (kept[1], kept[2]) if kept else None


def _sentences(lines: Iterable[Line]) -> Iterable[str]:
    for line in lines:
        yield from re.split(r"(?<=[.؛])\s", line.text)


def next_meeting_date(doc: Doc) -> date | None:
    """The day for which the next meeting is called, where it is stated in full and lies after this one.

    It is called by name (``الاجتماع القادم``), or by number near a word of calling (``تعقد الجلسة رقم 18 يوم ...``).
    """
    here = meeting_date(doc)
    known = load_toml("meeting")["date"]
    named, calling = cue_pattern(known["next"]), cue_pattern(known["calling"])
    meeting = cue_pattern(known["meetings"])
    knowledge = load_toml("dates") | load_toml("months")
    for sentence in reversed(list(_sentences(lines_of(doc)))):
        view = fold(sentence)
        by_name = named.search(view.key)
        if not by_name and not (calling.search(view.key) and meeting.search(view.key)):
            continue
        for mention in find_dates(sentence, knowledge, here):
            if len(mention.value) != 10 or (here is not None and date.fromisoformat(mention.value) <= here):
                continue
            place = bisect_left(view.origin, mention.start, 0, len(view.key))
            near = meeting.search(view.key, max(0, place - _CALL_REACH), place + 2 * _CALL_REACH)
            if near and mention.end_value is None:
                return date.fromisoformat(mention.value)
    return None
