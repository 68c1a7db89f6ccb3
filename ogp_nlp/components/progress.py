"""Whether a figure speaks of the plan, of a numbered undertaking or of something else, by what it measures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Literal

from ogp_nlp.arabic.numbers import ordinal_source
from ogp_nlp.components.about import Phrase
from ogp_nlp.components.about_words import AboutWords
from ogp_nlp.components.base import key_of
from ogp_nlp.components.figure_tokens import Words
from ogp_nlp.components.undertakings import UndertakingKnowledge

Subject = Literal["plan_progress", "commitment_progress", "other"]

_ORDINAL = re.compile(rf"(?:{ordinal_source()}|\d+)$")
_PROJECT = frozenset([key_of("مشروع")])
_ARTICLE = re.compile(r"^[وف]?(?:[بك]?ال|لل|[لب](?=\w{3}))")
_SUFFIX = re.compile(r"(?:ها|هم|هما|ه)$")


@lru_cache(maxsize=4096)
def stems(word: str) -> frozenset[str]:
    """Folded forms under which a word may be listed: with and without prefix, article and pronoun.

    >>> sorted(stems(key_of("وإنجازها")))
    ['انجاز', 'انجازها', 'وانجاز', 'وانجازها']
    """
    forms = {word, _ARTICLE.sub("", word)}
    forms |= {form[1:] for form in set(forms) if form[:1] == "و" and len(form) > 4}
    forms |= {_SUFFIX.sub("", form) for form in set(forms) if len(form) > 4}
    return frozenset(forms)


@dataclass(frozen=True, slots=True)
class Governor:
    """What the text around a figure speaks of: an undertaking's number and folded title, and how that is known."""

    number: int
    title: str
    explicit: bool
    first: bool = False


@dataclass(frozen=True)
class ProgressKnowledge:
    """The cue words of ``[progress]``, compiled."""

    raw: dict[str, Any]
    about: AboutWords
    undertakings: UndertakingKnowledge

    def _stems(self, name: str) -> frozenset[str]:
        words = (key_of(word) for word in self.raw["progress"][name])
        return frozenset(words) | frozenset(_ARTICLE.sub("", key_of(word)) for word in self.raw["progress"][name])

    @cached_property
    def nouns(self) -> frozenset[str]:
        """Nouns of progress."""
        return self._stems("nouns")

    @cached_property
    def verbs(self) -> Words:
        """Verbs of progress."""
        return Words(self.raw["progress"]["verbs"])

    @cached_property
    def overall(self) -> frozenset[str]:
        """Words that tell the whole from the parts."""
        return self._stems("overall")

    @cached_property
    def plans(self) -> frozenset[str]:
        """Nouns of a plan."""
        return self._stems("plans")

    @cached_property
    def never(self) -> frozenset[str]:
        """Heads of measures that are no progress."""
        return self._stems("never")

    @cached_property
    def units(self) -> frozenset[str]:
        """Nouns of an undertaking."""
        words = self.undertakings.raw["units"]
        return frozenset(key_of(word) for word in [*words["strong"], *words["weak"]])

    @cached_property
    def empty(self) -> frozenset[str]:
        """Words before a noun of progress that say nothing of what it is of."""
        return frozenset(key_of(word) for word in self.raw["progress"]["empty"])

    @cached_property
    def small(self) -> frozenset[str]:
        """Words behind a noun of progress that say nothing of what it is of."""
        return frozenset(key_of(word) for word in self.raw["progress"]["small"])

    @cached_property
    def financial(self) -> frozenset[str]:
        """Adjectives that make progress one of money."""
        return frozenset(key_of(word) for word in self.raw["progress"]["financial"])

    @cached_property
    def totals(self) -> frozenset[str]:
        """Rows that sum a table up."""
        return frozenset(key_of(word) for word in self.raw["progress"]["totals"])

    def judge(
        self,
        phrase: Phrase,
        governor: Governor | None,
        plan_near: bool,
        fraction: bool,
        reviewed: bool,
        project: bool = False,
    ) -> Subject:
        """The subject of a figure by its phrase and by what governs it.

        ``plan_near``: a plan was just spoken of; ``reviewed``: the document reviews undertakings of a plan, and
        ``project``: a project would be such a plan here.
        """
        governed: Subject = "commitment_progress" if governor else "other"
        words, overall = self._core(phrase.key)
        if not words:
            near = phrase.span is not None and not governor and plan_near and self._progressive(phrase.clause)
            return "plan_progress" if near or (overall and (plan_near or reviewed)) else governed
        head = stems(words[0])
        if project and governor is None and head & self.nouns and any(stems(word) & _PROJECT for word in words[1:3]):
            return "plan_progress"
        if self.is_other(phrase.key) or self._is_numbered_part(words):
            return "other"
        labelled = words == ["الفعلي"] and governor is not None  # "المخطط 50% - الفعلي 45%"
        verbal = labelled or words[0] in self.verbs or (self._verbal(words) and not self._is_part(words, governor))
        if head & self.nouns or verbal:
            whole = head & self.nouns and overall and reviewed and not governor
            return "plan_progress" if whole else self._of_progress(phrase, words, overall, governor, plan_near)
        if head & self.plans and not (self._in_title(words[:1], governor) and not overall):
            whole = phrase.place != "after" or self._progressive(phrase.verb)
            return "plan_progress" if whole else "other"
        it = head & self.units or head & self.plans or self._is_it(phrase, words, governor, fraction)
        return governed if it else "other"

    def _is_part(self, words: list[str], governor: Governor | None) -> bool:
        """Whether a verb of progress tells of a part, whose name stands before it: ``الردميات اكتملت``."""
        whole = stems(words[0]) & (self.units | self.plans) or words[0] in self.empty
        return bool(
            governor
            and not governor.first
            and not whole
            and words[0] not in self.about.weak
            and not self._in_title(words[:1], governor)
        )

    def voted(self, before: str) -> bool:
        """Whether the clause before a figure tells of a vote: ``بـ 57 صوتا، أي بنسبة``."""
        own = re.split(r"[.؛:](?!\d)", before[-60:])[-1]
        return any(stems(word) & self.votes for word in re.split(r"\W+", own))

    def _is_numbered_part(self, words: list[str]) -> bool:
        return any(stems(noun) & self.parts and _ORDINAL.match(number) for noun, number in pairwise(words[:5]))

    @cached_property
    def parts(self) -> frozenset[str]:
        """Nouns of numbered parts of an undertaking."""
        return self._stems("parts")

    @cached_property
    def votes(self) -> frozenset[str]:
        """Words of a vote."""
        return self._stems("votes")

    def is_other(self, key: str) -> bool:
        """Whether a phrase names a measure that is no progress: money, weight, attendance."""
        words, _ = self._core(key)
        return bool(words) and bool(stems(words[0]) & self.never or (len(words) > 1 and words[1] in self.financial))

    def _is_it(self, phrase: Phrase, words: list[str], governor: Governor | None, fraction: bool) -> bool:
        """Whether a phrase names the governing undertaking by words of its title."""
        if governor is None or not (governor.first or governor.explicit) or not self._in_title(words, governor):
            return False
        return fraction or phrase.place != "after" or self._progressive(phrase.clause)

    def _core(self, key: str) -> tuple[list[str], bool]:
        """The words of a phrase behind its noun of measure, and whether they speak of the whole."""
        words = [word for word in key.split() if word.isalnum()]
        overall = any(stems(word) & self.overall for word in words[:4])
        while words and (words[0] in self.about.heads or words[0] in self.empty):
            words = words[1:]
        while words and stems(words[0]) & self.overall:
            words = words[1:]
        if len(words) == 1 and words[0] in self.about.weak and words[0] in self.about.time:
            words = []  # "النسبة السابقة"
        return words, overall

    def _verbal(self, words: list[str]) -> bool:
        return any(word in self.verbs for word in words[:2])

    def _progressive(self, text: str) -> bool:
        return any(word in self.verbs or stems(word) & self.nouns for word in text.split())

    def _of_progress(
        self, phrase: Phrase, words: list[str], overall: bool, governor: Governor | None, plan_near: bool
    ) -> Subject:
        """The subject of a figure of progress, by what it is progress of."""
        rest = [word for word in words if word not in self.verbs or word == words[0]]
        complement = [word for word in rest[1:] if not stems(word) & self.nouns and word not in self.verbs]
        content = [word for word in complement if not stems(word) & self.overall and word not in self.small]
        planned = any(stems(word) & self.plans for word in complement[:4])
        of_unit = any(stems(word) & self.units for word in [*complement[:3], *rest[:1]])
        if planned and not (
            governor and not overall and self._in_title([w for w in complement[:4] if stems(w) & self.plans], governor)
        ):
            return "other" if phrase.place == "after" and not self._progressive(phrase.clause) else "plan_progress"
        if overall and not governor and not [word for word in content if not stems(word) & self.units]:
            return "plan_progress"
        if overall and not of_unit and not content:
            return "plan_progress"
        if governor:
            fits = not content or of_unit or governor.first or governor.explicit or self._in_title(content, governor)
            return "commitment_progress" if fits else "other"
        if overall and not content:
            return "plan_progress"
        return "plan_progress" if plan_near and not content and not of_unit else "other"

    def _in_title(self, words: list[str], governor: Governor | None) -> bool:
        """Whether at least half of the words stand in the title of the governing undertaking."""
        if governor is None or not words:
            return False
        title = frozenset().union(*(stems(word) for word in governor.title.split())) if governor.title else frozenset()
        return bool(stems(words[0]) & title) or 2 * sum(bool(stems(word) & title) for word in words) >= len(words)
