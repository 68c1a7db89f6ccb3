"""What is marked at a figure: provisional, approximate, target, previous and the like, and the date tied to it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ogp_nlp.arabic.percents import PercentMention
from ogp_nlp.components.base import Folded, Offsets, key_of
from ogp_nlp.components.about import key_span
from ogp_nlp.components.undertakings import alternatives

_ORDER = ("provisional", "approximate", "range_start", "range_end", "target", "previous", "minimum", "maximum")
_CLAUSE = re.compile(r"[.؛;:|](?!\d)|[،,](?!\d)")
_SENTENCE = re.compile(r"[.؛;|](?!\d)")


@dataclass(frozen=True)
class QualifierKnowledge:
    """The cue words of ``[qualifiers]`` and ``[as_of]``, compiled."""

    raw: dict[str, Any]

    @cached_property
    def cues(self) -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
        """For each qualifier the patterns of what stands before and of what stands after a figure."""
        found = {}
        for name, sides in self.raw["qualifiers"].items():
            if isinstance(sides, dict):
                before = re.compile(rf"(?<!\w)[وفبل]?{alternatives(sides['before'])}(?!\w)")
                after = re.compile(rf"[^.؛;%\d]{{0,12}}?(?<!\w){alternatives(sides['after'])}(?!\w)")
                found[name] = (before, after)
        return found

    @cached_property
    def against(self) -> re.Pattern[str]:
        """``مقابل``, at the end of what stands before."""
        return re.compile(rf"(?<!\w)[وب]?{alternatives(self.raw['qualifiers']['previous']['against'])}(?:\s+\w+)?\s*$")

    @cached_property
    def past(self) -> re.Pattern[str]:
        """Words of the past."""
        return re.compile(rf"(?<!\w)[وفبل]?{alternatives(self.raw['qualifiers']['previous']['past'])}(?!\w)")

    @cached_property
    def links(self) -> re.Pattern[str]:
        """Ties a date to a figure: ends right before the date."""
        return re.compile(rf"(?<!\w)[وب]?{alternatives(self.raw['as_of']['links'])}(?:\s+(?:شهر|سنه|عام|العام|تاريخ|يوم|السنه))?\s*$")

    @cached_property
    def end_of(self) -> re.Pattern[str]:
        """Makes a month or year its last day."""
        return re.compile(rf"(?<!\w)[وبل]?{alternatives(self.raw['as_of']['end_of'])}(?:\s+(?:شهر|سنه|عام|العام|السنه|ال))?\s*$")

    def mark(self, view: Folded, mention: PercentMention, figure: Offsets, low: int, high: int) -> list[str]:
        """Qualifiers of one figure in the folded view; ``low`` and ``high`` are the ends of its neighbours in the view."""
        start, end = key_span(view, figure)
        found = set(mention.cues)
        before = view.key[low:start]
        clause = _CLAUSE.split(before)[-1]
        near = clause if len(clause.strip()) > 3 or not low else before
        after = _SENTENCE.split(view.key[end:high])[0]
        for name, (leading, trailing) in self.cues.items():
            scope = before[-70:] if name == "provisional" else near[-80:]
            if leading.search(_SENTENCE.split(scope)[-1]) or trailing.match(after):
                found.add(name)
        if self.against.search(before) and self.past.search(after[:60]):
            found.add("previous")
        if "target" in found and "previous" in found:
            found.discard("previous" if "previous" not in mention.cues else "target")
        if mention.fraction and "minimum" not in mention.cues:
            found.discard("provisional")
        return [name for name in _ORDER if name in found]

    def as_of(self, view: Folded, figure: Offsets, low: int, high: int, dates: Iterable[tuple[Offsets, str, str | None]]) -> str | None:
        """The date tied to a figure in its own clause (ISO day), None without one."""
        start, end = key_span(view, figure)
        best: tuple[int, str] | None = None
        for offsets, value, until in dates:
            first, last = key_span(view, offsets)
            if first >= end and last <= high:
                between = view.key[end:first]
                distance = first - end
                sides = len(between.split()) <= 6 and not _CLAUSE.search(between)
            elif last <= start and first >= low:
                between = view.key[last:start]
                distance = start - last + 8
                sides = len(between.split()) <= 9 and not _CLAUSE.search(between) and " و" not in f" {between}"[:3]
            else:
                continue
            lead = view.key[max(0, first - 24) : first]
            if not sides or not self.links.search(lead):
                continue
            day = last_day(until or value, bool(self.end_of.search(lead)))
            if day and (best is None or distance < best[0]):
                best = (distance, day)
        return best[1] if best else None


def last_day(value: str, end: bool) -> str | None:
    """A date as a full day: a month or year counts only where its end is meant.

    >>> last_day("2025-02", True), last_day("2025-02-03", False), last_day("2025-02", False)
    ('2025-02-28', '2025-02-03', None)
    """
    if len(value) == 10:
        return value
    if not end:
        return None
    if len(value) == 4:
        return f"{value}-12-31"
    year, month = map(int, value.split("-"))
    return f"{value}-{calendar.monthrange(year, month)[1]:02d}"


def by_column(heading: str, columns: dict[str, Sequence[str]]) -> list[str]:
    """Qualifiers that a column's heading gives to the figures under it.

    >>> by_column("المستهدف", {"target": ["المستهدف"], "previous": []})
    ['target']
    """
    key = " ".join(key_of(heading).split())
    return [name for name in ("target", "previous") if any(key_of(word) in key.split() or key_of(word) == key for word in columns[name])]
