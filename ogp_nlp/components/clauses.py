"""Sentences and clauses on the folded view: where what a verb governs ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ogp_nlp.components.verbs import keys, one_of, verb_forms

# A full stop after one letter (a title) or between figures ends nothing.
_STOP = re.compile(
    r"(?<!\b\w)(?<!\b\w\.\w)[.؟!؛;](?=\s|$|[)»\"])|(?<=\d[%])[.](?=\s|$)|(?<=\d)[.](?=\s|$)|(?<=\d\w)[.](?=\s|$)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a folded view: half-open positions in its key."""

    start: int
    end: int


def sentences(key: str) -> Iterator[Clause]:
    """Sentences of a folded text; semicolons part them too.

    >>> text = "قال أ. سامي ذلك. ثم رفعت الجلسة."
    >>> [text[one.start : one.end] for one in sentences(text)]
    ['قال أ. سامي ذلك', 'ثم رفعت الجلسة']
    """
    start = 0
    for match in _STOP.finditer(key):
        if key[start : match.start()].strip():
            yield Clause(start + _blanks(key, start), match.start())
        start = match.end()
    if key[start:].strip(" .\n"):
        yield Clause(start + _blanks(key, start), len(key.rstrip()))


def _blanks(key: str, start: int) -> int:
    return len(key[start:]) - len(key[start:].lstrip(" \n.)"))


_MARK = re.compile(
    r"[؛;]\s*|(?<![\w./])[(\[]?\d{1,2}\s?[)\]\-.]+(?!\d)\s*|(?<!\w)(?:اولا|ثانيا|ثالثا|رابعا|خامسا|سادسا)\s*[:،\-]?\s+"
)


def inline_parts(key: str, start: int, end: int) -> list[Clause]:
    """The items of a list that stands in one sentence, parted by semicolons, numbers or ordinal words.

    >>> text = "قرر ما يلي: بيع الارض؛ تاجيل الشرا."
    >>> [text[part.start : part.end] for part in inline_parts(text, 11, len(text))]
    ['بيع الارض', 'تاجيل الشرا']
    """
    edges = [start, *(edge for match in _MARK.finditer(key, start, end) for edge in match.span()), end]
    parts = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        words = key[first:last]
        begin = first + len(words) - len(words.lstrip(" \n:،"))
        stop = last - (len(words) - len(words.rstrip(" \n.،؛")))
        if stop > begin:
            parts.append(Clause(begin, stop))
    return parts


@dataclass(frozen=True)
class ClauseKnowledge:
    """Verbs and particles that open a new clause, compiled from ``actions.toml``."""

    raw: dict[str, Any]

    @cached_property
    def _finite(self) -> set[str]:
        forms: set[str] = set()
        for name, entries in self.raw["verbs"].items():
            if name not in ("ambiguous", "events", "not_future", "event_objects", "first_person"):
                forms |= verb_forms(entries, "past", "future")
                if name in ("commit", "assign", "take"):
                    forms |= verb_forms(entries, "present")
        return forms

    @cached_property
    def _ambiguous(self) -> set[str]:
        return set(keys(self.raw["verbs"]["ambiguous"]))

    @cached_property
    def doer(self) -> re.Pattern[str]:
        """Begins the naming of a person or body."""
        owners = self.raw["owners"]
        words = [*owners["honorifics"], *owners["heads"], *owners["bodies"], *owners["alone"]]
        return re.compile(rf"{one_of(keys(words))}(?!\w)")

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """What opens a new clause inside a sentence (the match begins where the clause before ends)."""
        sure = self._finite - self._ambiguous
        unsure = self._finite & self._ambiguous
        lead = r"[،,:]?\s+(?:(?:كما|ثم|وقد|وكذلك)\s+)?"
        doer = self.doer.pattern
        verbs = rf"{lead}[وف](?:قد\s+)?{one_of(sure)}(?:ه|ها|هم)?(?!\w)"
        after = rf"[،,:]?\s+(?:كما|ثم|وقد|فيما|بينما)\s+{one_of(self._finite)}(?:ه|ها|هم)?(?!\w)"
        nouns = rf"{lead}[وف]{one_of(unsure)}\s+(?={doer})"
        plain = rf"[،,:]?\s+{one_of(keys(self.raw['cues']['breaks']))}(?!\w)"
        future = r"[،,:]?\s+[وف](?:س[يت]\w{3,}|سا(?:وافي|رسل|قدم|قوم|تولي|رفع|عمل|زود|سلم))(?!\w)"
        passive = r"[،,:]?\s+(?:كما|ثم|و|ف)\s?(?:وقع|تم|تمت|جري|جرت|تقرر|تاجل|تاجلت)(?!\w)"
        return re.compile("|".join((verbs, after, nouns, plain, future, passive)))

    def end(self, key: str, start: int, limit: int) -> int:
        """Where the clause that governs ``start`` ends, at ``limit`` at the latest."""
        match = self.opening.search(key, start, limit)
        return match.start() if match else limit
