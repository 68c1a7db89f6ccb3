"""The words of a task: where a noun of action begins it, what is its deadline, and what remains."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from ogp_nlp.arabic.deadlines import Deadline, find_deadlines
from ogp_nlp.components.base import fold
from ogp_nlp.components.verbs import keys, one_of

_EDGE = " \n\t.،,؛:;-–—"
_OBJECT = re.compile(r"(?<!\w)(?:علي|امام|لدي|علي انظار)\s+$")
_BEGINS = re.compile(
    r"(?<!\w)(?:[يت]بدا|[يت]نطلق|[يت]شرع|[يت]باشر)(?:\s+(?:العمل|ذلك|فيه|فيها|به|بها|تنفيذه|تنفيذها))?\s+$"
)
_FROM_NOW = re.compile(
    r"(?<!\w)(?P<time>(?:ابتدا|اعتبارا|بدا|انطلاقا)?\s*من\s+(?:الليله|اليوم|الان|تاريخه|هذا اليوم))\s*[،,]?\s*و?$"
)
_REFERENCE = date(2000, 1, 1)  # only to find expressions where the meeting has no date


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as printed and what it resolves to; half-open offsets in the text it was found in."""

    start: int
    end: int
    due_start: date | None
    due_end: date | None


@dataclass(frozen=True)
class TaskKnowledge:
    """Nouns of action and deadlines, compiled from ``actions.toml`` and the knowledge of dates."""

    raw: dict[str, Any]
    dates: Mapping[str, Any]

    @cached_property
    def noun(self) -> str:
        """Source of a pattern for a noun of action, with a pronoun after it at most."""
        masdar = self.raw["masdar"]
        # A word that looks like one and is none, alone or before a pronoun, never opens a task.
        none = rf"(?!{one_of(keys(masdar['not']))}(?!\w))"
        words, shapes = "|".join(map(re.escape, keys(masdar["words"]))), "|".join(masdar["patterns"])
        return rf"{none}(?:{words}|(?!ال)(?:{shapes}))(?:ه|ها|هم|هما)?(?!\w)"

    @cached_property
    def bare(self) -> re.Pattern[str]:
        """A noun of action without article or preposition."""
        return re.compile(rf"(?<!\w){self.noun}")

    @cached_property
    def by(self) -> re.Pattern[str]:
        """``بإعداد`` or ``بأن يعد``: the group ``task`` is where the task begins."""
        verb = r"(?:س?[يت]\w{2,}|س?ا\w{3,})(?!\w)"
        fifth = r"الت(?!الي|مام)\w{3}(?!\w)"  # "بالتثبت": so built, with the article, it is a noun of action
        noun = rf"ب(?P<noun>(?:ال)?{self.noun}|{fifth})"
        named = "".join(rf"(?<!(?<!\w){re.escape(kin)} )" for kin in keys(self.raw["owners"]["kin"]))
        return re.compile(rf"(?<!\w){named}(?:{noun}|(?:ب|ل)?ان(?:ه|ها|هم|هما)?\s+(?P<verb>{verb}))")

    @cached_property
    def purpose(self) -> re.Pattern[str]:
        """``لتمثيل``, ``في فتح``."""
        return re.compile(rf"(?<!\w)(?:في\s+|ل)(?P<noun>{self.noun})")

    @cached_property
    def towards(self) -> re.Pattern[str]:
        """``إلى إعداد``, ``لإعداد``."""
        return re.compile(rf"(?<!\w)(?:الي\s+|ل)(?P<noun>{self.noun})")

    @cached_property
    def _before(self) -> re.Pattern[str]:
        done = r"(?:علي|شريطه)\s+(?:ان|الا)\s+[يت]\w{2,}(?:\s+(?:منه|منها|منهما|من\s+ذلك|ذلك|به|بها|فيه|فيها))?"
        return re.compile(rf"(?<!\w)(?:{one_of(keys(self.raw['due']['before']))}|{done})\W*$")

    @cached_property
    def _after(self) -> re.Pattern[str]:
        return re.compile(rf"^\W*{one_of(keys(self.raw['due']['after']))}(?!\w)")

    @cached_property
    def _event(self) -> re.Pattern[str]:
        events = one_of(keys([*self.raw["due"]["event"], *self.raw["due"]["stage"]]))
        return re.compile(rf"(?<!\w){events}\s+(?!ان\s)\w+(?:\s+\w+){{0,5}}\s*$")

    @cached_property
    def _stage(self) -> re.Pattern[str]:
        """A stage of the work and the clause that dates it."""
        stages = one_of(keys(self.raw["due"]["stage"]))
        return re.compile(rf"(?<!\w){stages}\s+(?!\d)\w[^،.؛]*?\s(?:الذي|التي|الذين)\s")

    def deadlines(self, text: str, day: date | None, following: date | None) -> list[Due]:
        """Every due expression of a text, without days where the meeting has none."""
        found = find_deadlines(text, day or _REFERENCE, self.dates, following)
        kept = [self._due(deadline, known=day is not None) for deadline in found if self._counts(deadline, text)]
        return [self._begun(due, text, day) for due in kept]

    @staticmethod
    def _begun(due: Due, text: str, day: date | None) -> Due:
        """A day on which something is to begin has no end; ``من اليوم وحتى`` begins with the meeting."""
        view = fold(text[: due.start])
        if _BEGINS.search(view.key):
            return replace(due, due_start=due.due_start or due.due_end, due_end=None)
        now = _FROM_NOW.search(view.key)
        if now and day and due.due_end and due.due_start is None:
            return replace(due, start=view.origin[now.start("time")], due_start=day)
        return due

    def _counts(self, deadline: Deadline, text: str) -> bool:
        """Whether an expression can be a deadline: led by a word of time, or alone at the end or in brackets."""
        rest = text[deadline.end :].strip(_EDGE + ")")
        return deadline.led or not rest

    def _due(self, deadline: Deadline, *, known: bool) -> Due:
        start, end = (deadline.due_start, deadline.due_end) if known else (None, None)
        if start and end and start > end:
            start = None
        return Due(deadline.start, deadline.end, start, end)

    def pick(self, text: str, day: date | None, following: date | None) -> Due | None:
        """The deadline of a task's words: the last one at their end, else the last that sets a day."""
        found = self.deadlines(text, day, following)
        if not found:
            match = self._event.search(fold(text).key.rstrip(_EDGE))
            if match is None:
                return None
            start, end = fold(text).offsets(*match.span())
            return Due(start, len(text[:end].rstrip(_EDGE)), None, None)
        view = fold(text)
        stage = self._stage.search(view.key)
        if stage and all(due.start >= view.offsets(*stage.span())[1] for due in found):
            return Due(view.offsets(*stage.span())[0], len(text.rstrip(_EDGE)), None, None)
        closing = [due for due in found if not text[due.end :].strip(_EDGE + ")")]
        dated = [due for due in found if due.due_start or due.due_end]
        if (
            closing
            and dated
            and closing[-1] not in dated
            and text[dated[-1].end : closing[-1].start].strip(_EDGE) == ""
        ):
            return dated[-1]
        return (closing or dated or found)[-1]

    def without(self, text: str, due: Due) -> str:
        """A task's words without its deadline and the words that only lead into it.

        Where the sentence goes on in the same breath behind the deadline the words stay whole.
        """
        head = text[: due.start]
        view = fold(head)
        match = self._before.search(view.key)
        while match:
            head = head[: view.offsets(match.start(), match.start() + 1)[0]]
            view = fold(head)
            match = self._before.search(view.key)
        if _OBJECT.search(fold(text[: due.start]).key):
            return tidy(text)  # "shown to the next meeting": the meeting is what it is shown to
        tail = text[due.end :]
        after = self._after.match(fold(tail).key)
        if after:
            tail = tail[fold(tail).offsets(0, after.end())[1] :]
        tail = re.sub(r"^\s*\)", "", tail)
        head = re.sub(r"\(\s*$", "", head)
        keeps = bool(re.match(r"\s+\w", tail)) or bool(re.match(rf"\W+و{self.noun}", fold(tail).key))
        return tidy(text if keeps else head)


def tidy(text: str) -> str:
    """One line, single blanks, no punctuation at the ends; a bracket that was opened stays closed."""
    text = re.sub(r"\s+", " ", text).strip(_EDGE)
    if text.endswith(")") and text.count("(") < text.count(")"):
        text = text[:-1].rstrip(_EDGE)
    return text
