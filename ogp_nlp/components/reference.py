"""The day of the meeting and of the next one: what relative dates are counted from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from spacy.tokens import Doc

from ogp_nlp.arabic.dates import DateMention, find_dates
from ogp_nlp.components.base import Folded, Offsets, cue_pattern, fold
from ogp_nlp.components.lines import Line, lines_of
from ogp_nlp.resources import load_toml

_FRONT = 14  # lines: the meeting's own date stands in the head or the first paragraphs
_LOOK_BACK = 45  # folded characters before a date that tell what it is the date of
_BEFORE = frozenset({"", "attendance", "absence", "guests", "remote", "agenda", "discussion"})


def _mentions(line: Line) -> list[DateMention]:
    return find_dates(line.text, load_toml("dates") | load_toml("months"), None)


def _score(line: Line, view: Folded, place: int, title_seen: bool) -> float:
    """How likely a full date at ``place`` of the folded line is the meeting's own."""
    knowledge = load_toml("meeting")["date"]
    before = view.key[max(0, place - _LOOK_BACK) : place]
    cues = [m.end() for m in cue_pattern(knowledge["cues"]).finditer(before)]
    others = [m.end() for m in cue_pattern(knowledge["other"]).finditer(before)]
    score = 2.0 - 0.1 * line.index - 0.001 * place
    if cues:
        score += 3
    if others and max(others) > max(cues, default=-1) - 12:
        score -= 3 if cues else 4
    if line.index < 2 and not title_seen and not cues:
        score -= 1
    if re.match(r"\W*(?:التاريخ|تاريخ الاجتماع|تاريخ الجلسه|اليوم والتاريخ|تاريخ الانعقاد)", view.key):
        score += 1
    if re.search(r"(?:اجتمع|اجتمعت|عقد|عقدت|انعقد|انعقدت|التام|التامت|المنعقد|المنعقده)\b", view.key):
        score += 2
    return score if line.topic in _BEFORE else score - 4


def find_meeting_date(lines: Sequence[Line]) -> tuple[date, Offsets] | None:
    """The meeting's date with its offsets: the full date that its surroundings and its place speak for."""
    best: tuple[float, date, Offsets] | None = None
    title_seen = False
    for line in lines:
        view = fold(line.text)
        for mention in _mentions(line):
            if len(mention.value) != 10 or mention.end_value:
                continue
            place = sum(origin < mention.start for origin in view.origin[:-1])
            score = _score(line, view, place, title_seen)
            if best is None or score > best[0]:
                span = (line.start + mention.start, line.start + mention.end)
                best = (score, date.fromisoformat(mention.value), span)
        title_seen = title_seen or "محضر" in view.key
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
    """The day for which the next meeting is called, where it is stated in full and lies after this one."""
    here = meeting_date(doc)
    cues = cue_pattern(load_toml("meeting")["date"]["next"])
    knowledge = load_toml("dates") | load_toml("months")
    for sentence in reversed(list(_sentences(lines_of(doc)))):
        if not cues.search(fold(sentence).key):
            continue
        for mention in find_dates(sentence, knowledge, here):
            if len(mention.value) == 10 and (here is None or date.fromisoformat(mention.value) > here):
                return date.fromisoformat(mention.value)
    return None
