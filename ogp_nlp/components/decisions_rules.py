"""The cue words of ``decisions.toml``, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ogp_nlp.components.base import key_of
from ogp_nlp.components.clauses import ClauseKnowledge
from ogp_nlp.components.owners import OwnerKnowledge
from ogp_nlp.components.verbs import keys, one_of, past_forms, verb_forms


@dataclass(frozen=True)
class DecisionRules:
    """Patterns over folded text; ``common`` is ``actions.toml``: clauses and bodies are told the same way."""

    raw: dict[str, Any]
    common: dict[str, Any]

    @cached_property
    def clauses(self) -> ClauseKnowledge:
        """Where clauses end."""
        return ClauseKnowledge(self.common)

    @cached_property
    def owners(self) -> OwnerKnowledge:
        """How people and bodies are named."""
        return OwnerKnowledge(self.common["owners"])

    def _cue(self, name: str) -> str:
        return one_of(keys(self.raw["cues"][name]))

    @cached_property
    def deciding(self) -> re.Pattern[str]:
        """A deciding verb with its doer, if one follows: groups ``conj``, ``verb``, ``between``, ``body``."""
        verbs = one_of(verb_forms(self.raw["verbs"]["body"], "past", "present"))
        vote = r"(?:ب(?:ال)?(?:اغلبيه|اجماع)[^،.؛:]{0,60}?\s+)"
        between = rf"(?P<between>(?:{self._cue('between')}\s+|{vote})*)"
        bodies = one_of(keys([*self.common["owners"]["bodies"], *self.raw["cues"]["hosts"]]))
        return re.compile(
            rf"(?<!\w)(?P<conj>[وف]?)(?P<verb>{verbs})(?P<object>ه|ها|هم|هما)?\s+{between}"
            rf"(?:(?:السادة|الساده|جميع|كافه|كل|اغلب|غالبيه|اغلبيه)\s+)*(?P<body>(?:{bodies}|الاغلبيه|الاكثريه|الكل)(?!\w))?"
        )

    @cached_property
    def done(self) -> re.Pattern[str]:
        """A decision without a doer: ``تقرر``, ``تم اعتماد``."""
        plain = one_of(keys(self.raw["verbs"]["done"]))
        helpers = one_of(keys(self.raw["verbs"]["helpers"]))
        nouns = one_of(keys(self.raw["verbs"]["nouns"]))
        vote = r"(?:ب(?:ال)?(?:اجماع|اغلبيه)\s+(?:الاصوات\s+|الحاضرين\s+|الاعضا\s+)?)?"
        agreed = r"(?:الاتفاق|التوافق|التوصل)\s+(?!مع\s|ب?ان\s)(?:\w+\s+){0,3}?(?:علي|الي)"
        matters = one_of(keys(self.raw["cues"]["matters"]))
        passive = rf"{one_of(keys(self.raw['verbs']['passive']))}\s+(?:{vote}|علي\s+)?(?={matters}(?!\w))"
        titles = one_of(keys(self.common["owners"]["honorifics"][:30]))
        elected = rf"{one_of(keys(self.raw['verbs']['elected']))}\s+(?={titles}\s)"
        favoured = r"(?:حظي|حظيت|نال|نالت)\s+[^،.؛]{2,40}?\s(?:علي\s+)?ب?(?:موافقه|تاييد|اجماع|مصادقه|ثقه)"
        helped = rf"(?:قد\s+)?{helpers}\s+{vote}(?:{nouns}|{agreed})"
        return re.compile(rf"(?<!\w)(?P<conj>[وف]?)(?P<verb>(?:{plain}|{helped}|{favoured})(?!\w)|{passive}|{elected})")

    @cached_property
    def ambiguous(self) -> frozenset[str]:
        """Verbs that need their doer beside them."""
        return frozenset(form for word in self.raw["verbs"]["ambiguous"] for form in past_forms(word))

    @cached_property
    def past(self) -> frozenset[str]:
        """Past forms of the deciding verbs, some of which begin like present ones."""
        return frozenset(verb_forms(self.raw["verbs"]["body"], "past"))

    @cached_property
    def prepositions(self) -> list[tuple[frozenset[str], re.Pattern[str]]]:
        """Forms of a verb with what must stand near it."""
        table = self.raw["verbs"]["with_preposition"]
        return [
            (frozenset(past_forms(verb)), re.compile(rf"(?<!\w){one_of(keys(words))}(?!\w)"))
            for verb, words in table.items()
        ]

    @cached_property
    def before(self) -> re.Pattern[str]:
        """Makes a verb a report of something else."""
        had = r"كان(?:ت|وا)?\s+[^،.؛]{0,45}\sقد"
        return re.compile(rf"(?<!\w)[وف]?(?:{self._cue('before')}(?:\s+قد)?|{had})\s+[وف]?$")

    @cached_property
    def about(self) -> re.Pattern[str]:
        """What is noted, charged or proposed rather than decided."""
        return re.compile(rf"(?:\W|علي\s|ب(?=ت))*{self._cue('about')}(?!\w)")

    @cached_property
    def charging(self) -> re.Pattern[str]:
        """Charges somebody, behind a passive."""
        return re.compile(rf"\s*(?:علي\s+)?{one_of(keys(self.raw['verbs']['charging']))}(?!\w)")

    @cached_property
    def history(self) -> re.Pattern[str]:
        """Tells of an earlier meeting or another body."""
        return re.compile(rf"(?<!\w){self._cue('history')}(?!\w)")

    @cached_property
    def elsewhere(self) -> re.Pattern[str]:
        """Another meeting, by its number, date or kind."""
        meeting = r"(?:اجتماع|جلس|دور)\w*"
        which = r"(?:رقم|عدد|المنعقد\w*|المورخ\w*|السابق\w*|الماضي\w*|الاخير\w*|الفارط\w*|المنصرم\w*)"
        return re.compile(rf"(?<!\w)(?:في|خلال)\s+(?:ال)?{meeting}\s+(?:\w+\s+)?{which}(?!\s+(?:اليوم|الحالي))")

    @cached_property
    def agent(self) -> re.Pattern[str]:
        """Somebody else did it: ``من قبل الوزارة``."""
        bodies = one_of(keys(self.common["owners"]["bodies"]))
        return re.compile(rf"(?<!\w)من\s+(?:قبل|طرف|لدن)\s+(?!{bodies}(?!\w))(?:{self.owners.head.pattern})")

    @cached_property
    def negated(self) -> re.Pattern[str]:
        """Before a verb: the body did not."""
        return re.compile(r"(?<!\w)[وف]?(?:لم|لا|لن)\s+$")

    @cached_property
    def denied(self) -> re.Pattern[str]:
        """Right before a verb of agreeing, with "and": the body refused."""
        return re.compile(r"(?<!\w)[وف]?لم\s+$")

    @cached_property
    def deniable(self) -> frozenset[str]:
        """Present forms of the verbs whose denial is a refusal: ``لم توافق اللجنة على``."""
        return frozenset(verb_forms(self.raw["verbs"]["deniable"], "present"))

    @cached_property
    def next_decision(self) -> re.Pattern[str]:
        """Where behind a comma a decision of its own begins: ``..., وأرجئ البت في ملحقها``."""
        verbs = one_of({*keys(self.raw["verbs"]["done"]), *(form for form in self.past if form.endswith("وا"))})
        return re.compile(rf"[،,]\s*(?=(?:كما\s+)?[وف]?{verbs}\s)")

    @cached_property
    def framed(self) -> re.Pattern[str]:
        """What may stand before a deciding verb in its own sentence: ``وبعد الاطلاع على المحضر``, ``وعليه``."""
        openers = one_of(keys(self.raw["cues"]["framed"]))
        return re.compile(rf"[وف]?(?:{openers})(?!\w)(?!\s+ان\s)[^.؛]{{0,160}}")

    @cached_property
    def hence(self) -> re.Pattern[str]:
        """``وعليه``."""
        return re.compile(rf"[وف]?{one_of(keys(self.common['cues']['hence']))}[،,\s]*[وف]?(?:ان\s+)?")

    @cached_property
    def condition(self) -> re.Pattern[str]:
        """A condition goes on with its decision."""
        return re.compile(r"[،,]?\s+(?:شرط|بشرط|شريطه|ما لم|في حدود)(?!\w)")

    @cached_property
    def votes(self) -> re.Pattern[str]:
        """Votes that go on behind a clause."""
        return re.compile(
            rf"[،,]?\s+{self._cue('votes')}\s+(?:علي\s+ذلك\s+|عن\s+\w+\s+|عليه\s+)?(?:\d|اغلب|باقي|عضو|اعضا|ست|خمس|ثلاث|اربع|سبع|ثماني|تسع|عشر|واحد|اثنا|صوت|كل\b)"
        )

    @cached_property
    def label(self) -> re.Pattern[str]:
        """``القرار:`` at the start of a line or item."""
        return re.compile(rf"\W*{self._cue('labels')}\s*(?:رقم\s*)?[(\[]?[\d/]*[)\]]?\s*[:：]\s*")

    @cached_property
    def numbered(self) -> re.Pattern[str]:
        """A numbered decision."""
        return re.compile(rf"\W*(?:{self.raw['lists']['number']})")

    @cached_property
    def noted(self) -> re.Pattern[str]:
        """Only takes note."""
        return re.compile(rf"\W*{self._cue('noted')}(?!\w)")

    @cached_property
    def charged(self) -> re.Pattern[str]:
        """Charges somebody or recommends."""
        return re.compile(rf"\W*{self._cue('charged')}(?!\w)")

    @cached_property
    def heading(self) -> re.Pattern[str]:
        """Opens a heading of decisions."""
        words = one_of(keys(self.raw["lists"]["headings"]))
        return re.compile(rf"\W*(?:(?:اهم|ابرز|ملخص|جدول|نص|لايحه|قايمه|سجل|خلاصه)\s+)*{words}(?!\w)")

    @cached_property
    def opener(self) -> re.Pattern[str]:
        """Opens an unmarked line that is a decision."""
        return re.compile(rf"[\W\d]*{one_of(keys(self.raw['lists']['openers']))}(?!\w)")

    @cached_property
    def lead(self) -> re.Pattern[str]:
        """Near the end of a sentence with a colon: leads into a list of decisions."""
        verbs = one_of(
            verb_forms(
                ["قرر/يقرر", "تقرر", "صادق/يصادق", "وافق/يوافق", "اتخذ/يتخذ", "أصدر/يصدر", "أقر/يقر"], "past", "present"
            )
        )
        nouns = r"(?:القرارات|المقررات|قرارات|مقررات|القرار)"
        follows = one_of(keys(self.raw["lists"]["leads"]))
        return re.compile(
            rf"(?<!\w)[وف]?(?:{verbs}(?!\w)[^:.]{{0,60}}?{follows}|(?:[يت]?قرر|قررت|قرروا)(?!\w)[^:.]{{0,40}}:|{nouns}(?!\w)[^:.]{{0,45}}?(?:{follows}|:))\s*:?\s*$"
        )

    @cached_property
    def inline(self) -> re.Pattern[str]:
        """A lead whose list follows in the same line."""
        verbs = one_of(verb_forms(["قرر/يقرر", "تقرر", "اتخذ/يتخذ", "أصدر/يصدر"], "past", "present"))
        follows = one_of(keys(self.raw["lists"]["leads"]))
        return re.compile(rf"(?<!\w)[وف]?{verbs}(?!\w)[^:.]{{0,80}}?{follows}\s*:\s*(?=\S)")

    @cached_property
    def columns(self) -> frozenset[str]:
        """Folded headings of a column of decisions."""
        return frozenset(keys(self.raw["lists"]["columns"]))

    @cached_property
    def others(self) -> frozenset[str]:
        """Bodies that may not be the one that meets."""
        return frozenset(keys([*self.raw["cues"]["others"], *self.raw["cues"]["hosts"]]))

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Words for the body that meets, used for many others too."""
        return frozenset(keys(self.raw["cues"]["hosts"]))

    def own(self, body: str, front: str) -> bool:
        """Whether a body (folded) is the one that meets, by the folded head of the document."""
        if body not in self.others:
            return True
        if body in self.hosts:  # it must be who is said to meet
            stem = body.split(maxsplit=1)[0].removeprefix("ال")
            meets = r"(?:محضر|اجتماع|جلسه|دوره|التام|انعقد|عقد)\w*\s+(?:\w+\s+){0,3}"
            return bool(re.search(rf"{meets}(?:ال|لل?)?{stem}(?!\w)", front))
        return key_of(body).split()[0].removeprefix("ال") in front
