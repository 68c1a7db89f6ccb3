"""Which lines stand in a list or table of outcomes, who its lead sentence charges, and the section of each line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ogp_nlp.components.actions_rules import ActionRules
from ogp_nlp.components.base import Offsets
from ogp_nlp.components.lines import Line
from ogp_nlp.components.verbs import keys, one_of, verb_forms

_SHORT = 90  # characters: a longer lead sentence is no heading of its list


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list of outcomes: its kind of list, and the offsets of whoever its lead sentence charges."""

    line: Line
    mixed: bool
    owner: Offsets | None
    lead: int  # index of the sentence or heading that leads into the list


@dataclass(frozen=True)
class Outcomes:
    """Finds the lists of outcomes among the lines of a document."""

    rules: ActionRules
    lines: Sequence[Line]

    @cached_property
    def _heading(self) -> re.Pattern[str]:
        words = one_of(keys(self.rules.raw["lists"]["headings"]))
        return re.compile(
            rf"\W*(?:(?:اهم|ملخص|جدول|لايحه|قايمه|كشف|بيان|وقد|كما|وفي الختام|سجل|مجمل)\s+)*{words}(?!\w)"
        )

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        nouns = r"(?:خطوات|اجراات|اعمال|مهام|نقاط|امور|توصيات|تدابير|بنود|مسايل|واجبات|اشغال)"
        return re.compile(
            rf"(?<!\w)(?:ال)?{nouns}\s+(?:\w+\s+){{0,2}}{one_of(keys(self.rules.raw['lists']['anywhere']))}(?!\w)"
        )

    @cached_property
    def _charges(self) -> re.Pattern[str]:
        """In a lead sentence: a verb that charges, then the words that lead into the list."""
        forms = verb_forms(self.rules.raw["verbs"]["assign"], "past", "present")
        forms |= {f"{form} {to}" for form in verb_forms(self.rules.raw["verbs"]["ask"], "past") for to in ("من", "الي")}
        forms |= set(
            keys(
                [
                    "تكليف",
                    "توصية",
                    "التوصيات",
                    "الإجراءات",
                    "المهام",
                    "التكليفات",
                    "الخلاصات",
                    "المخرجات",
                    "الاتفاق على",
                    "خلص",
                    "خلصت",
                    "انتهى الاجتماع إلى",
                    "انتهت اللجنة إلى",
                    "أسفر",
                    "أسفرت",
                    "تمخض",
                    "خرج",
                    "خرجت",
                    "اتفق",
                    "اتفقت",
                    "اتفقوا",
                    "توصل",
                    "توصلت",
                ]
            )
        )
        return re.compile(rf"(?<!\w)[وف]?{one_of(forms)}(?!\w)(?P<naming>[^:.؛]{{0,80}})[:]?\s*$")

    @cached_property
    def inline(self) -> re.Pattern[str]:
        """A sentence that charges somebody with a list in the same line: the group ``lead`` is what leads into it."""
        verbs = [*self.rules.raw["verbs"]["assign"], "خلص", "تم الاتفاق", "اتفق/يتفق"]
        forms = one_of(verb_forms(verbs, "past", "present"))
        return re.compile(
            rf"(?:\W*(?:و?كما|وقد)\s+)?(?P<lead>[وف]?{forms}(?!\w)[^:.؛]{{0,80}}?(?:ما\s?يلي|الاتي|التالي|التاليه|الاتيه|ما\s?ياتي)\s*:\s*)(?=\S)"
        )

    @cached_property
    def _decides(self) -> re.Pattern[str]:
        return re.compile(r"(?<!\w)[وف]?(?:قرر\w*|تقرر|القرارات|المقررات|قرارات)(?!\w)")

    @cached_property
    def _stranger(self) -> re.Pattern[str]:
        return re.compile(rf"\W*{one_of(keys(self.rules.raw['lists']['strangers']))}")

    def listed(self) -> list[Listed]:
        """The items and rows of lists of outcomes, in order; rows of tables without such a heading left out."""
        found: list[Listed] = []
        lead: Line | None = None
        marked = False  # whether the list under the lead has items or rows
        for line in self.lines:
            titled = self._titled(line) and self._leads(line)
            if titled or line.kind == "heading" or (line.kind == "paragraph" and line.text.rstrip().endswith(":")):
                lead, marked = (line if self._leads(line) else None), False
            elif lead is None:
                continue
            elif self._stranger.match(line.key) or not self._belongs(line, lead, marked=marked):
                lead = lead if line.kind == "header_row" or self._interrupts(line) else None
            else:
                marked = marked or line.kind != "paragraph"
                found.append(Listed(line, self._mixed(lead), self._owner(lead), lead.index))
        return found

    def decided(self) -> frozenset[int]:
        """Indices of the items under a sentence that leads into decisions: ``قرر المجتمعون ما يأتي:``."""
        found: set[int] = set()
        lead = False
        for line in self.lines:
            if line.kind == "item":
                found.update([line.index] if lead else [])
                continue
            key = line.key[-60:]
            colon = line.kind == "paragraph" and line.text.rstrip().endswith(":")
            lead = colon and bool(self._decides.search(key)) and not re.search(r"توصي|تكليف", key)
        return frozenset(found)

    def _titled(self, line: Line) -> bool:
        """Whether a short line without a verb's signs stands right above items or a table, as a heading does."""
        after = self.lines[line.index + 1 : line.index + 2]
        short = line.kind == "paragraph" and len(line.key.split()) <= 8 and line.text.rstrip()[-1:] not in ".؛،"
        return short and bool(after) and after[0].kind in ("item", "header_row", "row")

    def _interrupts(self, line: Line) -> bool:
        """Whether the list goes on behind a line that is none of it: the number of the next item runs on."""
        before, after = self.lines[line.index - 1], self.lines[line.index + 1 : line.index + 2]
        numbers = [one.number for one in (before, *after) if one.kind == "item"]
        return len(numbers) == 2 and None not in numbers and numbers[1] == (numbers[0] or 0) + 1

    def _leads(self, line: Line) -> bool:
        """Whether a heading or sentence with a colon leads into a list of outcomes rather than of decisions."""
        key = line.key
        if line.kind == "heading" or self._titled(line):
            if line.topic == "decisions" and self._decides.search(key) and not re.search(r"توصي|مهام|تكليف", key):
                return False
            if (
                line.topic not in ("attendance", "agenda")
                and self._anywhere.search(key)
                and not self._decides.search(key)
            ):
                return True
            own = any(self._heading.match(part) for part in key.split("/"))
            own = own or (line.topic == "actions" and self._topic_own(line))
            return own or bool(self._charges.search(key[-140:]))
        if self._decides.search(key[-60:]) and not re.search(r"توصي|تكليف", key[-60:]):
            return False
        return bool(self._charges.search(key[-140:])) or bool(self._heading.match(key))

    def _topic_own(self, line: Line) -> bool:
        """Whether the topic is announced by this heading, not carried on from the one before it."""
        before = self.lines[line.index - 1] if line.index else None
        return before is None or before.topic != "actions" or line.level <= 1

    def _belongs(self, line: Line, lead: Line, *, marked: bool) -> bool:
        """Whether a line is one of the list: an item, a row, or an unmarked line that reads like an outcome."""
        if line.topic in ("signature", "closing", "attendance", "absence", "guests") and line.kind != "item":
            return False
        if line.kind in ("item", "row"):
            return True
        headed = lead.kind == "heading" or self._titled(lead)
        if line.kind != "paragraph" or marked or not headed or len(line.text) > 400:
            return False
        return bool(self._outcome.match(line.key))

    @cached_property
    def _outcome(self) -> re.Pattern[str]:
        """What an unmarked outcome begins with: a noun of action, a duty, a charge, or ``owner: task``."""
        rules = self.rules
        charges = one_of(
            verb_forms([*rules.raw["verbs"]["assign"], *rules.raw["verbs"]["take"]], "past", "present", "future")
        )
        named = rf"(?:{rules.owners.title.pattern}|{rules.owners.head.pattern})[^:.]{{0,60}}:"
        nouns = one_of(keys(rules.raw["cues"]["nominal"]))
        doing = rf"(?:{rules.owners.title.pattern})\S+(?:\s\S+)?\s+س?[يت]\w{{3,}}\s"
        return re.compile(
            rf"{doing}|[\W\d]*(?:ان\s+|ضروره\s+)?(?:و?(?:{charges}|{nouns})(?!\w)|{rules.tasks.noun}|علي\s+(?:{rules.owners.head.pattern})|{named})"
        )

    def _mixed(self, lead: Line) -> bool:
        return bool(self._decides.search(lead.key))

    def owner_in(self, line: Line, end: int) -> Offsets | None:
        """Whom the words of a line up to ``end`` charge."""
        return self._owner(replace(line, text=line.text[: line.folded.offsets(0, end)[1] - line.start]))

    def _owner(self, lead: Line) -> Offsets | None:
        """Whom a lead sentence charges: ``وكلفت الأمانة الدائمة بما يلي:``."""
        key = lead.key
        verbs = self.rules.raw["verbs"]
        forms = one_of(verb_forms([*verbs["assign"], *verbs["ask"]], "past", "present"))
        match = re.compile(rf"(?<!\w)[وف]?{forms}(?!\w)").search(key, max(0, len(key) - 140))
        if match is None:
            return None
        end = re.compile(r"\s*(?:(?:ب|ال[يى]\s+)?(?:ما|المهام|الاتي|التالي|القيام)\b.*|ب?كل مما.*|:\s*)$").search(
            key, match.end()
        )
        naming = key[match.end() : end.start() if end else len(key)]
        body = self.rules.owners.body.match(naming.lstrip())
        skip = len(naming) - len(naming.lstrip()) + (body.end() if body else 0)
        start, stop = match.end() + skip, match.end() + len(naming.rstrip(" :"))
        start += len(key[start:stop]) - len(key[start:stop].lstrip())
        doer = self.rules.owners.naming(key, start, stop)
        return (
            lead.folded.offsets(doer.start, stop)
            if doer and key[start:stop].strip() not in ("كل من", "كلا من")
            else None
        )


def columns_of(extra: Mapping[str, Sequence[str]], shared: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Folded column headings of follow-up tables by what the column holds; the first that fits a heading wins."""
    names = ("number", "task", "owner", "due", "progress", "status", "title")
    return {name: frozenset(keys([*shared.get(name, ()), *extra.get(name, ())])) for name in names}


def moved(line: Line, start: int) -> Line:
    """The line from offset ``start`` of the text on, as if its words began there."""
    return replace(line, start=start, text=line.text[start - line.start :])
