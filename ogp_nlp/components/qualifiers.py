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
from ogp_nlp.components.figure_tokens import key_span
from ogp_nlp.components.undertakings import alternatives

_ORDER = ("provisional", "approximate", "range_start", "range_end", "target", "previous", "minimum", "maximum")
_CLAUSE = re.compile(r"[.؛;:|](?!\d)|[،,](?!\d)")
_SENTENCE = re.compile(r"[.؛;|](?!\d)")
_NOT_ITS = re.compile(
    r"(?<!\w)(?:عن|من|منذ|خلال|مقارنه|بالمقارنه|قياسا|المنظم\w*|الصادر\w*|المنعقد\w*|المورخ\w*)(?!\w)"
)
_MODAL = re.compile(r"(?<!\w)((?:ينبغي|يجب|يمكن|يجوز|يتعين|يلزم|يفترض|المفروض|المفترض)\s+)ان\s")
_SAME = re.compile(r"[،,]\s*(?=(?:اي|ما يعادل|ما يمثل|بنسبه|بمعدل|وهو ما|وهي)(?!\w))")
_SOURCE = re.compile(r"\W*(?:حسب|بحسب|وفق|وفقا|طبقا|استنادا|بناء)(?!\w)")
_AT_MEETING = re.compile(r"\W*(?:في|خلال|عند)\s+(?:الاجتماع|الدوره|الجلسه)")
_SPOKEN = re.compile(r"(?<!\w)(?:لم|لا)\s+[يت]قل\s+(?=ب?ان(?:ه|ها)?\s)")
# Between a figure and a date: the date is of something else that is told by the way.
_TURNS = re.compile(
    r"(?<!\w)(?:التي|الذي|الذين|[وفب]?ان(?:ه|ها)?|الا|[وف]?س[يت]\w{3,}|و\w+ت|ل[يت]\w{3,}|قبل|بعد|سوف)(?!\w)"
)
_PLANNED = re.compile(r"(?:^|[-–—:(،|؛\n])\s*المخططه?\s*:?\s*\(?$")
_TERMS = re.compile(r"(?<!\w)علي\s+(?:ان|الا)(?!\w)")
_SHORT_OF = re.compile(r"(?<!\w)(?:دون|تحت|اقل من)\s*(?:نسبه\s*)?\(?$")
_ASIDE = re.compile(r"^\s*\([^()]*\)")
_TAKEN_UP = re.compile(
    r"(?<!\w)(?:منذ|في|خلال|عن)\s+(?:الاجتماع|الدوره|الجلسه|اللقاء|الشهر|السنه|العام|الربع|الفتره)\s+"
    r"(?:السابقه?|الماضيه?|الفارطه?|المنصرمه?|الاخيره?)"
)
_PART = re.compile(r"(?<!\w)(?:رغم ان|وان|بان|حيث|بينما|فيما|(?<!بعد )ان)(?!\w)")


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
                reach = {"target": r"[\s()»\"]{0,3}", "provisional": r"[^.؛%]{0,45}?"}.get(name, r"[^.؛%\d]{0,12}?")
                after = re.compile(rf"{reach}(?<!\w){alternatives(sides['after'])}(?!\w)")
                found[name] = (before, after)
        return found

    def _cue(self, words: Iterable[str], tail: str = r"(?!\w)") -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)[وفبل]?{alternatives(words)}{tail}")

    @cached_property
    def against(self) -> re.Pattern[str]:
        """``مقابل``, at the end of what stands before."""
        return self._cue(self.raw["qualifiers"]["previous"]["against"], r"(?:\s+\w+)?\s*\(?$")

    @cached_property
    def past(self) -> re.Pattern[str]:
        """Words of the past after a figure."""
        return self._cue(self.raw["qualifiers"]["previous"]["past"])

    @cached_property
    def gone(self) -> re.Pattern[str]:
        """Words of the past before a figure."""
        return self._cue(
            self.raw["qualifiers"]["previous"]["gone"],
            r"(?!\w)(?:\s+(?:كانت?|بلغت?|وصلت?|لا تتجاوز|لم تتجاوز)\w*(?:\s+\w+){0,3})?"
            r"(?:\s+(?:نحو|حوالي|قرابه|زهاء|في حدود|ما يقارب|ما يناهز|بنحو))?\s*\(?$",
        )

    @cached_property
    def was(self) -> re.Pattern[str]:
        """A copula of the past near the figure."""
        words = alternatives(self.raw["qualifiers"]["previous"]["was"])
        return re.compile(rf"(?<!\w)(?<!اذا )[وفبل]?{words}(?!\w)(?:\s+\w+){{0,6}}\s*\(?$")

    @cached_property
    def expected(self) -> re.Pattern[str]:
        """Words of expectation."""
        return self._cue(self.raw["qualifiers"]["target"]["expected"])

    @cached_property
    def changes(self) -> re.Pattern[str]:
        """Verbs of change, before a "from ... to"."""
        return self._cue(self.raw["qualifiers"]["previous"]["changes"])

    @cached_property
    def overtaken(self) -> re.Pattern[str]:
        """Between two figures of one measure: the first is a former one (``وأصبحت الآن``)."""
        changed = alternatives(self.raw["qualifiers"]["previous"]["changes"])
        become = r"(?:اصبحت?|صارت?|باتت?|اضحت?|امست?)"
        now = r"(?:الان|اليوم|حاليا|الي)"
        return re.compile(
            rf"(?<!\w)[وف](?:قد\s+)?(?:{become}(?!\w)|(?:{changed}|بلغت?|وصلت?)\s+(?:\w+\s+)?{now}(?!\w))"
        )

    @cached_property
    def limits(self) -> list[tuple[str, re.Pattern[str]]]:
        """Patterns of what makes a figure a minimum or a maximum, at the end of what stands before it."""
        raw = self.raw["limits"]
        no = rf"(?<!\w)(?:{alternatives(raw['negations'])})\s+(?!\w+\s+[اب]?ان\s)(?:\w+\s+){{0,2}}"
        far = r"(?!\w)(?:\s+\w+){0,7}?\s*(?:عن|علي|نسبه|بنسبه|فيها|فيه)?\s*\(?$"
        near = r"(?!\w)(?:\s+(?:عن|علي|نسبه|بنسبه|حاجز|عتبه|سقف))*\s*\(?$"
        above, below, more = alternatives(raw["above"]), alternatives(raw["below"]), alternatives(raw["more"])
        beyond = r"(?!\w)(?:\s+\w+){0,7}?\s+(?:عن|علي)\s*(?:نسبه\s*)?\(?$"
        return [
            ("maximum", re.compile(rf"{no}{above}{far}")),
            ("maximum", re.compile(rf"{no}{more}{beyond}")),
            ("minimum", re.compile(rf"{no}{below}{far}")),
            ("minimum", re.compile(rf"(?<!\w)[وف]?{above}{near}")),
            ("minimum", re.compile(rf"(?<!\w)[وف]?{above}\s+(?:\w+\s+){{1,5}}(?:نسبه\s*)?$")),
            ("minimum", re.compile(rf"(?<!\w)[وف]?{more}{beyond}")),
            ("maximum", re.compile(rf"(?<!\w)[وف]?{below}{near}")),
            ("minimum", self._cue(raw["minimum"], r"(?!\w)(?:\s+\w+){0,6}\s*\(?$")),
            ("maximum", self._cue(raw["maximum"], r"(?!\w)(?:\s+\w+){0,6}\s*\(?$")),
        ]

    @cached_property
    def nearly(self) -> re.Pattern[str]:
        """Verbs of coming near a figure, with their subject behind them: ``ناهزت نسبة الإنجاز 65%``."""
        return self._cue(self.raw["limits"]["nearly"], r"(?:\s+\w+){0,6}\s*\(?$")

    @cached_property
    def firm(self) -> re.Pattern[str]:
        """Ties a date in front of a figure to it."""
        return self._cue(self.raw["as_of"]["firm"], r"(?:\s+(?:شهر|سنه|عام|العام|تاريخ|يوم|السنه))?\s*$")

    @cached_property
    def aimed(self) -> re.Pattern[str]:
        """Ties a date in front of a target to it: ``المستهدف لعام 2031 هو 52%``."""
        return self._cue([*self.raw["as_of"]["firm"], *self.raw["as_of"]["aimed"]], r"(?:\s+(?:شهر|سنه|عام))?\s*$")

    @cached_property
    def status(self) -> re.Pattern[str]:
        """What is reported as it stood on a date, up to that date: ``الأرقام الموقوفة لغاية``."""
        words = alternatives(self.raw["as_of"]["status"])
        return re.compile(rf"(?<!\w)[وفبل]?(?:ال)?{words}(?!\w)[^.؛،:%]{{0,60}}{self.firm.pattern}")

    @cached_property
    def links(self) -> re.Pattern[str]:
        """Ties a date to a figure: ends right before the date."""
        return re.compile(
            rf"(?<!\w)[وب]?{alternatives(self.raw['as_of']['links'])}(?:\s+(?:شهر|سنه|عام|العام|تاريخ|يوم|السنه))?\s*$"
        )

    def mark(self, view: Folded, key: str, mention: PercentMention, figure: Offsets, room: Offsets) -> set[str]:
        """Qualifiers of one figure in the folded view.

        ``key`` is the folded text without the mentions of undertakings in it, whose nouns (``الهدف الرابع``) are no
        cues; ``room`` are the ends of the neighbouring figures.
        """
        start, end = key_span(view, figure)
        found = set(mention.cues)
        before, after = key[room[0] : start], _SENTENCE.split(key[end : room[1]])[0]
        if room[0]:
            before = _ASIDE.sub("", before)  # "40% (نسبة مؤقتة) - ...: 20%"
        clause = _CLAUSE.split(before)[-1]
        near = (clause if len(clause.strip()) > 3 or not room[0] else before)[-80:]
        for name, (leading, trailing) in self.cues.items():
            behind = trailing.match(after)
            if behind and name in ("target", "previous") and room[1] < len(key):
                rest = after[
                    behind.end() :
                ]  # "61% (المستهدف 65%)": what stands right before the next figure is its own
                behind = None if len(rest.split()) <= 3 and not re.search(r"[،,)؛]|\sو", rest) else behind
            if leading.search(_SPOKEN.sub(" ", _SENTENCE.split(near)[-1])) or (
                behind and not (mention.fraction and name == "target")
            ):
                found.add(name)
        if (self.against.search(before) and self.past.search(after[:60])) or self.gone.search(_PART.split(near)[-1]):
            found.add("previous")
        if self.was.search(near) and _AT_MEETING.match(after) and "range_start" not in found:
            found.add("previous")
        if self.was.search(near) and _TAKEN_UP.search(_SENTENCE.split(before)[-1][-90:]) and "range_start" not in found:
            found.add("previous")  # "تقدم 18 نقطة منذ الاجتماع السابق إذ كان في حدود 30%"
        if self.was.search(near) and not {"target", "range_start"} & found:
            found.add("was")
        if self.expected.search(near):
            found.add("expected")
        own = _PART.split(_MODAL.sub(r"\1", near))[-1]
        limit = next((name for name, pattern in self.limits if pattern.search(own)), None)
        if _PLANNED.search(before):
            found.add("target")  # "المخطط 50% - الفعلي 45%": a label, not the plan itself
        if self.nearly.search(own):
            found.add("approximate")
        aimed = limit == "maximum" and "target" in found and _SHORT_OF.search(own)  # "دون 75% المستهدفة"
        if limit and not aimed and not {"minimum", "maximum"} & found and "previous" not in mention.cues:
            found.add(limit)
        return self._behind(found, mention, key, room, (start, end))

    def _behind(self, found: set[str], mention: PercentMention, key: str, room: Offsets, figure: Offsets) -> set[str]:
        """What stands behind a figure is added to what was ``found`` before it; a target is no former figure."""
        before, after = key[room[0] : figure[0]], _SENTENCE.split(key[figure[1] : room[1]])[0]
        near = before[-80:]
        if re.match(r"[^.،؛%\d]{0,40}(?<!\w)تقريبا(?!\w)", after):
            found.add("approximate")
        if re.match(r"\W*(?:\w+\s+){0,2}علي الاقل(?!\w)", after):
            found.add("minimum")
        rising = re.match(r"[^.؛،%]{0,25}\s(?:الي|وحتي|ل)\s*$", key[figure[1] : room[1]]) and room[1] < len(key)
        if rising and re.search(r"(?<!\w)من\s*$", before) and self.changes.search(near) and "range_start" not in found:
            found.add("previous")
        if "target" in found and "previous" in found:
            found.discard("previous" if "previous" not in mention.cues else "target")
        return found

    def set_against(self, before: str) -> bool:
        """Whether the words before a figure set it against the one before them: ``مقابل``, with nothing expected."""
        return bool(self.against.search(before)) and not self.expected.search(before)

    def stood(self, view: Folded, figure: Offsets, dates: Iterable[tuple[Offsets, str, str | None]]) -> str | None:
        """The day on which all that the sentence before a figure reports stood."""
        start = key_span(view, figure)[0]
        for offsets, value, until in dates:
            first, last = key_span(view, offsets)
            near = last <= start and start - last < 160 and not _SENTENCE.search(view.key[last:start])
            if near and self.status.search(view.key[max(0, first - 90) : first]):
                return last_day(until or value)
        return None

    def _reaches(self, view: Folded, end: int, first: int, vague: bool) -> bool:
        """Whether a date behind a figure is near enough; ``vague``: it is no full day."""
        between = view.key[end:first]
        share = re.match(r"\W*من\s", between) and (not vague or self.firm.search(view.key[max(0, first - 24) : first]))
        # "كانت 20% في الاجتماع الثاني المنعقد يوم 23 ماي", "33% حسب المعطيات المحينة إلى غاية 15 ماي"
        held = _AT_MEETING.match(between) or _SOURCE.match(between)
        firm = self.firm.search(view.key[max(0, first - 24) : first]) and not _TURNS.search(between)
        if len(between.split()) > (9 if share or held else 8 if firm else 3) or _CLAUSE.search(between):
            return False
        return bool(held or not _NOT_ITS.search(between[4:] if share else between))

    def as_of(
        self,
        view: Folded,
        figure: Offsets,
        room: Offsets,
        dates: Iterable[tuple[Offsets, str, str | None]],
        target: bool = False,
    ) -> str | None:
        """The date tied to a figure in its own clause (ISO day), None without one."""
        start, end = key_span(view, figure)
        low, high = room
        best: tuple[int, str] | None = None
        for offsets, value, until in dates:
            first, last = key_span(view, offsets)
            if first >= end and last <= high:
                distance, sides = first - end, self._reaches(view, end, first, len(value) < 10)
            elif last <= start and first >= low:
                between = _SAME.sub(" ", view.key[last:start])
                distance = start - last + 8
                parted = _TERMS.search(between) or _CLAUSE.search(between) or " و" in f" {between}"[:3]
                sides = len(between.split()) <= 12 and not parted
            else:
                continue
            lead = view.key[max(0, first - 24) : first]
            tied = self.links if first >= end else self.aimed if target else self.firm
            if first < end and low and not _CLAUSE.search(view.key[low:first]):
                continue  # it belongs to the figure before
            beside = (first >= end and not view.key[end:first].strip(" ()")) or re.search(r"(?:سنه|عام|شهر)\s*$", lead)
            if not sides or not (tied.search(lead) or (first >= end and beside)):
                continue
            day = last_day(until or value)
            if best is None or distance < best[0]:
                best = (distance, day)
        return best[1] if best else None


def last_day(value: str) -> str:
    """A date as a full day: of a month or year it is the last one.

    >>> last_day("2025-02"), last_day("2025-02-03"), last_day("2024")
    ('2025-02-28', '2025-02-03', '2024-12-31')
    """
    if len(value) == 10:
        return value
    if len(value) == 4:
        return f"{value}-12-31"
    year, month = map(int, value.split("-")[:2])
    return f"{value}-{calendar.monthrange(year, month)[1]:02d}"


def settle(marks: set[str], progressive: bool, carried: bool, before: Sequence[str], joined: bool) -> tuple[str, ...]:
    """The qualifiers of the contract, in order.

    ``progressive``: the figure is one of progress; ``carried``: it takes over the measure of the figure before, whose
    qualifiers are ``before``; ``joined``: only "and" stands between them.

    >>> settle({"was"}, True, True, (), False), settle({"expected"}, False, False, (), False)
    (('previous',), ())
    """
    found = set(marks)
    if "expected" in found and progressive:
        found.add("target")
        found.discard("previous")
    if "was" in found and carried and "target" not in found:
        found.add("previous")
    if joined and carried and "previous" in before and "target" not in found:
        found.add("previous")
    return tuple(name for name in _ORDER if name in found)


def by_column(heading: str, columns: dict[str, Sequence[str]]) -> list[str]:
    """Qualifiers that a column's heading gives to the figures under it.

    >>> by_column("المستهدف", {"target": ["المستهدف"], "previous": []})
    ['target']
    """
    key = " ".join(key_of(heading).split())
    return [
        name
        for name in ("target", "previous")
        if any(key_of(word) in key.split() or key_of(word) == key for word in columns[name])
    ]
