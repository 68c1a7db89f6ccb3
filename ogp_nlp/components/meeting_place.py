"""Where a meeting took place: from a line or cell of its own, else from the sentence that says that the body met."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ogp_nlp.components.base import Folded, cue_pattern, fold, key_of
from ogp_nlp.components.body_names import Found
from ogp_nlp.components.governing import PEOPLE
from ogp_nlp.components.lines import Line
from ogp_nlp.components.remote import remote_pattern

_TRIM = " \t\n.:،؛-–—*#"


_HALL = re.compile(r"(?:ال)?(?:قاعه|صاله|مدرج)(?!\w)")
# Between a room and what was there besides: القاعة + منصة, القاعة وعبر تطبيق, القاعة / عن بعد
_JOINT = re.compile(r"\s*[،+&/]|\s[-–]\s|\s(?=و)|\sاو\s|\sمع\s")


class PlaceFinder:
    """Finds the room or building; knowledge is ``meeting.toml``."""

    def __init__(self, knowledge: Mapping[str, Any]) -> None:
        self.known = knowledge["place"]
        self.remote = remote_pattern()

    def find(self, account: Sequence[Line], opening: Line | None) -> Found | None:
        """The room or building: from its own line, else from the sentence that says that the body met."""
        known = self.known
        label = re.compile(rf"\W*(?:{cue_pattern(known['labels']).pattern})\s*[:/\-–\t|]+\s*")
        ends = cue_pattern(known["ends"])
        for line in account:
            if line.topic in PEOPLE and line.kind in ("item", "row"):
                continue
            found = self._in_row(line, label, ends)
            if found:
                return found
            match = re.search(rf"(?:^|\s{{2,}}|[|\t/])\s*{label.pattern}", line.key)
            if match:
                return self._until(line, match.end(), ends, labelled=True)
        nouns = cue_pattern(known["nouns"], whole_words=False).pattern
        inside = re.compile(
            rf"(?<!\w)(?:(?:و?ب|و?في|و?داخل|برحاب)\s*)(?P<place>(?:{nouns})(?!\w)|(?:{nouns})(?:ها|ه)(?!\w))"
        )
        not_there = cue_pattern(known["not_there"])
        rooms = cue_pattern(known["rooms"])
        for line in [opening] if opening else account:
            there = [
                match.start("place")
                for match in inside.finditer(line.key)
                if not not_there.search(line.key[max(0, match.start() - 45) : match.start()])
            ]
            if there:  # a room says more than a building or a town that is called after one
                halls = (start for start in there if _HALL.match(line.key, start))
                begin = next(halls, next((start for start in there if rooms.match(line.key, start)), there[0]))
                return self._until(line, begin, ends)
        return None

    def _in_row(self, line: Line, labels: re.Pattern[str], ends: re.Pattern[str]) -> Found | None:
        """The cell after one that says ``المكان``."""
        for column in range(len(line.cells) - 1):
            if labels.match(key_of(line.cell_text(column)) + ":"):
                begin, end = line.cells[column + 1]
                text = line.text[begin - line.start : end - line.start]
                return self._until(replace(line, text=text, start=begin, end=end), 0, ends, labelled=True)
        return None

    def _until(self, line: Line, begin: int, ends: re.Pattern[str], *, labelled: bool = False) -> Found | None:
        """The words up to one that ends a place; in prose also up to a comma."""
        key = line.key
        stop = len(key)
        marks = r"[؛|\t]|\.(?!\w)|\s{3,}" if labelled else r"[،؛|\t]|\.(?!\w)|\s{3,}|,(?!\d)"
        for pattern in (ends, re.compile(marks)):
            match = pattern.search(key, begin + 2)
            if match:
                stop = min(stop, match.start())
        online = self.remote.search(key, begin, stop)
        if online and online.start() <= begin:
            return None  # a platform is no place
        joints = [match.start() for match in _JOINT.finditer(key, begin, online.end())] if online else []
        joint = max((at for at in joints if online and at <= online.start()), default=-1)
        found = cut(line, fold(line.text, line.start), begin, joint if joint > begin else stop)
        return found if found.text else None


def cut(line: Line, view: Folded, begin: int, end: int) -> Found:
    """The text of ``view.key[begin:end]`` without blanks and marks at its ends."""
    if begin >= end:
        return Found("", (line.start, line.start))
    start, stop = view.offsets(begin, end)
    text = line.text[start - line.start : stop - line.start]
    left = len(text) - len(text.lstrip(_TRIM))
    text = text.strip(_TRIM)
    if text.count("(") < text.count(")") and text.endswith(")"):
        text = text[:-1].rstrip(_TRIM)
    return Found(text, (start + left, start + left + len(text)))
