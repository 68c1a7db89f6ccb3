"""The cue words of ``actions.toml``, compiled: what charges somebody with a task, and what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ogp_nlp.components.clauses import ClauseKnowledge
from ogp_nlp.components.owners import OwnerKnowledge
from ogp_nlp.components.tasks import TaskKnowledge
from ogp_nlp.components.verbs import future_forms, keys, one_of, present_forms, verb_forms, verb_pattern


@dataclass(frozen=True)
class ActionRules:
    """Patterns over folded text for the ways in which a task is given or taken."""

    raw: dict[str, Any]
    dates: Mapping[str, Any]

    @cached_property
    def clauses(self) -> ClauseKnowledge:
        """Where clauses end."""
        return ClauseKnowledge(self.raw)

    @cached_property
    def owners(self) -> OwnerKnowledge:
        """How people and bodies are named."""
        return OwnerKnowledge(self.raw["owners"])

    @cached_property
    def tasks(self) -> TaskKnowledge:
        """The words of tasks and their deadlines."""
        return TaskKnowledge(self.raw, self.dates)

    def _class(self, name: str, *tenses: str) -> re.Pattern[str]:
        return verb_pattern(verb_forms(self.raw["verbs"][name], *tenses))

    @cached_property
    def commit(self) -> re.Pattern[str]:
        """Somebody binds himself."""
        own = verb_forms(self.raw["verbs"]["commit"], "present")
        first = {letter + form[1:] for form in own if form.startswith("ي") and len(form) > 3 for letter in "ان"}
        forms = verb_forms(self.raw["verbs"]["commit"], "past", "present", "future") | first
        forms |= set(keys(self.raw["cues"]["pledging"]))  # "..., متعهدا بتقديم"
        return verb_pattern(forms)

    @cached_property
    def assign(self) -> re.Pattern[str]:
        """Somebody charges another."""
        return self._class("assign", "past", "present")

    @cached_property
    def hand(self) -> re.Pattern[str]:
        """The task goes to somebody: ``أسند إلى ...``."""
        return self._class("hand", "past", "present")

    @cached_property
    def urge(self) -> re.Pattern[str]:
        """The body calls on somebody."""
        return self._class("urge", "past", "present")

    @cached_property
    def ask(self) -> re.Pattern[str]:
        """Somebody asks another."""
        forms = verb_forms(self.raw["verbs"]["ask"], "past", "present")
        return verb_pattern(forms | set(keys(self.raw["cues"]["asking"])))

    @cached_property
    def agree(self) -> re.Pattern[str]:
        """The asked agrees."""
        return self._class("agree", "past")

    @cached_property
    def take(self) -> re.Pattern[str]:
        """Somebody takes the task on, now or later."""
        return self._class("take", "present", "future")

    @cached_property
    def future(self) -> re.Pattern[str]:
        """Any verb in the future that is no event and no undertaking verb of its own class."""
        known = {form for entry in self.raw["verbs"]["events"] for form in future_forms(entry)}
        known |= verb_forms([*self.raw["verbs"]["take"], *self.raw["verbs"]["commit"]], "future")
        events = {form for entry in self.raw["verbs"]["events"] for form in present_forms(entry)}
        known |= {form + tail for form in known for tail in ("ه", "ها", "هم")} | set(
            keys(self.raw["verbs"]["not_future"])
        )
        own = rf"سا{one_of(keys(self.raw['verbs']['first_person']))}(?:ه|ها|هم|كم)?"
        taken = verb_forms([*self.raw["verbs"]["take"], *self.raw["verbs"]["commit"]], "present")
        soon = rf"سوف\s+(?!{one_of(events | taken)}(?!\w))[يت]\w{{2,}}"
        later = rf"(?!{one_of(known)}(?!\w))س[يت]\w{{2,}}"
        return re.compile(rf"(?<!\w)(?P<conj>[وف]?)(?P<verb>{own}|{soon}|{later})(?!\w)")

    @cached_property
    def event_object(self) -> re.Pattern[str]:
        """What is held or celebrated."""
        return re.compile(rf"\s+{one_of(keys(self.raw['verbs']['event_objects']))}(?!\w)")

    @cached_property
    def added(self) -> re.Pattern[str]:
        """``على أن يسلمها الأمين العام ...``: a task of somebody named behind the verb."""
        events = {form for entry in self.raw["verbs"]["events"] for form in present_forms(entry)}
        lead = one_of(keys(self.raw["cues"]["added"]))
        told = self._told
        return re.compile(rf"(?:(?<!\w)و?{lead}|{told})\s+(?P<verb>(?!{one_of(events)}(?!\w))[يت]\w{{2,}})\s+")

    @cached_property
    def told(self) -> re.Pattern[str]:
        """Before ``يتولى``: ``على أن``, or ``أوصت اللجنة بأن``."""
        lead = one_of(keys(self.raw["cues"]["added"]))
        return re.compile(rf"(?<!\w){lead}\s+$|{self._told}\s+$")

    @cached_property
    def _told(self) -> str:
        verbs = verb_forms(
            [*self.raw["verbs"]["assign"], "قرر/يقرر", "اتفق/يتفق", "تقرر", "طلب/يطلب", "دعا/يدعو"], "past", "present"
        )
        forms = one_of(verbs | set(keys(["الاتفاق", "تقرر"])))
        return rf"(?<!\w)[وف]?{forms}(?!\w)[^.،؛]{{0,60}}?\s(?:علي\s+|الي\s+)?ب?ان"

    @cached_property
    def earlier(self) -> re.Pattern[str]:
        """The task was given at an earlier meeting."""
        times = r"(?:ال)?(?:سنه|عام|شهر|موسم|فتره|اسبوع|يوم|عهده|ولايه)"
        return re.compile(
            rf"(?<!\w)سابقا(?!\w)|(?:في|خلال|منذ)\s+{times}\s+{one_of(keys(self.raw['cues']['earlier']))}(?!\w)|(?:في|خلال)\s+(?:ال)?(?:اجتماع|جلس|دور|لقا)\w*\s+{one_of(keys(self.raw['cues']['earlier']))}(?!\w)"
        )

    @cached_property
    def duty(self) -> re.Pattern[str]:
        """Words for the duty between a verb and what is to be done."""
        return re.compile(rf"(?<!\w){one_of(keys(self.raw['cues']['duty']))}\s+$")

    @cached_property
    def own_word(self) -> re.Pattern[str]:
        """``تعهده بإصلاح``, ``التزامها بتسليم``: groups ``noun``, ``pronoun``, ``deed``."""
        deed = rf"(?:ب|علي\s+)(?P<deed>(?:ال)?{self.tasks.noun})"
        return re.compile(rf"(?<!\w)(?P<noun>التزام|تعهد|تكفل|عزم)(?P<pronoun>ه|ها|هم)\s+{deed}")

    @cached_property
    def light_verb(self) -> re.Pattern[str]:
        """A future verb that says no more than that the deed behind it will be done."""
        return re.compile(rf"(?:سوف\s+)?{one_of(verb_forms(self.raw['verbs']['light'], 'present', 'future'))}")

    @cached_property
    def works(self) -> re.Pattern[str]:
        """The same in the present."""
        return self._class("light", "present")

    @cached_property
    def light_way(self) -> re.Pattern[str]:
        """Between a light verb and the deed."""
        return re.compile(rf"\s+(?:(?:علي|الي|في)\s+|[بل])(?P<noun>(?:ال)?{self.tasks.noun})")

    @cached_property
    def hence(self) -> re.Pattern[str]:
        """``وبناء عليه``: a present verb behind it tells what is to be done."""
        return re.compile(rf"[وف]?{one_of(keys(self.raw['cues']['hence']))}[،,\s]*")

    @cached_property
    def idle(self) -> re.Pattern[str]:
        """Behind these nobody is charged: a question, what a law or contract lays down, a wish."""
        return re.compile(rf"(?<!\w)[وف]?{one_of(keys(self.raw['cues']['idle']))}(?!\w)[^،؛]{{0,60}}$")

    @cached_property
    def recurring(self) -> re.Pattern[str]:
        """A time that comes again and again."""
        return re.compile(rf"(?<!\w){one_of(keys(self.dates['deadlines']['phrases']['repeated']))}(?!\w)")

    @cached_property
    def duty_noun(self) -> re.Pattern[str]:
        """``مهمة``, ``مسؤولية`` before what is to be done."""
        return re.compile(r"(?<!\w)ب?(?:ال)?(?:مهمه|مهام|مسووليه|مسووليات|امر|عمليه|موضوع)\s+(?=\w)")

    @cached_property
    def duty_last(self) -> re.Pattern[str]:
        """Such a word between who is named and the task."""
        return re.compile(r"\s(?:مهمه|مهام|مسووليه|امر|عمليه)\s*$")

    @cached_property
    def directs(self) -> re.Pattern[str]:
        """Verbs behind which the chair is the one who charges, never the charged."""
        return verb_pattern(verb_forms(["وجه/يوجه", "أوصى/يوصي", "أمر/يأمر", "ألزم/يلزم"], "past", "present"))

    @cached_property
    def handed(self) -> re.Pattern[str]:
        """A verb or noun of handing over before the task itself: group ``verb`` for a verb."""
        verbs = verb_forms(["أسند/يسند", "أوكل/يوكل", "عهد/يعهد", "وكل"], "past", "present")
        nouns = one_of(keys(["إسناد", "إيكال", "العهدة", "إناطة"]))
        return re.compile(rf"(?<!\w)[وف]?(?P<word>(?P<verb>{one_of(verbs)})|{nouns})\s+")

    @cached_property
    def handed_task(self) -> re.Pattern[str]:
        """What stands between the verb of handing over and the task's own words."""
        return re.compile(rf"\s*(?:{self.duty_noun.pattern}|ب?(?=(?:{self.tasks.noun}|اعمال|اشغال|ملف)))")

    @cached_property
    def by_law(self) -> re.Pattern[str]:
        """A duty by law, statutes or contract; or a promise that names no day and says so."""
        law = r"(?:ال|لل)(?:قانون|نظام|دستور|لايحه|تشريع|قوانين|انظمه)"
        by = r"(?:بموجب|بمقتضي|طبقا|وفقا?|حسب|بحكم)"
        return re.compile(rf"(?<!\w){by}\s+(?:ل?احكام\s+)?{law}|دون\s+تحديد\s+(?:\w+\s+)?(?:موعد|اجل|تاريخ)")

    @cached_property
    def agreed_with(self) -> re.Pattern[str]:
        """``تم الاتفاق مع``, ``اتفق المجلس مع``."""
        forms = one_of(verb_forms(["اتفق/يتفق"], "past") | {"الاتفاق", "التوافق"})
        body = self.owners.body.pattern
        return re.compile(rf"(?<!\w)[وف]?{forms}\s+(?:{body}\s+)?مع\s+")

    @cached_property
    def meeting_duty(self) -> re.Pattern[str]:
        """A duty of the meeting itself."""
        return re.compile(rf"\W*{one_of(keys(self.raw['cues']['meeting_duties']))}(?!\w)")

    @cached_property
    def upon(self) -> re.Pattern[str]:
        """He takes it upon himself."""
        return re.compile(rf"(?<!\w){one_of(keys(self.raw['cues']['upon']))}(?!\w)")

    @cached_property
    def will(self) -> re.Pattern[str]:
        """``سيتم إعداد ... من طرف ...``."""
        return re.compile(rf"(?<!\w)[وف]?(?:س[يت]تم|سوف\s+[يت]تم|سيجري|ستجري)\s+(?={self.tasks.noun})")

    @cached_property
    def inviting(self) -> frozenset[str]:
        """Nouns that open an invitation, not a charge."""
        return frozenset(keys(self.raw["cues"]["inviting"]))

    @cached_property
    def conveying(self) -> re.Pattern[str]:
        """A noun of handing something to somebody, after ``سيتم``."""
        return re.compile(rf"{one_of(keys(self.raw['cues']['conveying']))}\s+")

    @cached_property
    def agent(self) -> re.Pattern[str]:
        """Who does it, behind a passive."""
        return re.compile(r"(?<!\w)(?:من\s+(?:طرف|قبل|لدن)|بمعرفه|بواسطه)\s+")

    @cached_property
    def must(self) -> re.Pattern[str]:
        """``على مدير المشروع تقديم``, ``يتعين على ...``."""
        return re.compile(r"(?:[وف]?(?:يتعين|يجب|ينبغي|يتوجب|لزاما|يقع|تقع)\s+)?علي\s+(?:عاتق\s+)?")

    @cached_property
    def ready(self) -> re.Pattern[str]:
        """Readiness to do something."""
        return re.compile(rf"(?<!\w)[وف]?{one_of(keys(self.raw['cues']['ready']))}(?!\w)")

    @cached_property
    def offer(self) -> re.Pattern[str]:
        """``عرض`` and its like, with somebody behind them."""
        return re.compile(rf"(?<!\w)[وف]?{one_of(verb_forms(['عرض/يعرض', 'تطوع/يتطوع'], 'past'))}\s+(?=\w)")

    @cached_property
    def offered(self) -> re.Pattern[str]:
        """Behind who offers: the deed (``verb``), perhaps of a body of his own (``own``)."""
        return re.compile(r"\s+(?:علي\s+\S+\s+)?ب?ان\s+(?P<verb>[يت]\w{2,})\s+(?P<own>\w{3,}(?:ته|تها|ه|ها)(?=\s))?")

    @cached_property
    def free(self) -> re.Pattern[str]:
        """For nothing."""
        return re.compile(rf"(?<!\w){one_of(keys(self.raw['cues']['free']))}(?!\w)")

    @cached_property
    def nominal(self) -> re.Pattern[str]:
        """``تم تكليف``, ``تقرر تكليف``, ``قرر المجلس تكليف``, or the noun that opens a list item."""
        return re.compile(rf"(?<!\w)(?P<noun>{one_of(keys(self.raw['cues']['nominal']))})(?!\w)")

    @cached_property
    def past(self) -> re.Pattern[str]:
        """What was before, or was not."""
        had = r"كان(?:ت|وا)?\s+[^،.؛]{0,45}\sقد|سبق\s+[^،.؛]{0,30}\sو?ان"
        return re.compile(rf"(?<!\w)[وف]?(?:{one_of(keys(self.raw['cues']['past']))}(?:\s+قد)?|{had})\s+$")

    @cached_property
    def announced(self) -> re.Pattern[str]:
        """The verb of an announcement."""
        return re.compile(rf"(?<!\w)[وف]?{one_of(verb_forms(['أعلن/يعلن', 'توقع/يتوقع'], 'past'))}(?!\w)")
