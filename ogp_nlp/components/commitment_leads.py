"""Who reports on an undertaking: the party of a label, or the subject of the first verb of reporting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ogp_nlp.components.base import Folded, fold, key_of
from ogp_nlp.components.commitment_titles import tidy
from ogp_nlp.components.people import strip_honorific
from ogp_nlp.components.undertakings import alternatives

_MAX_WORDS = 14


@dataclass(frozen=True)
class LeadKnowledge:
    """The cue words of ``[lead]``, compiled; ``honorifics`` are titles printed before names."""

    raw: dict[str, Any]
    honorifics: tuple[str, ...]

    @cached_property
    def label(self) -> re.Pattern[str]:
        """``الجهة المسؤولة: ...`` up to the end of the clause."""
        labels = alternatives(self.raw["lead"]["labels"])
        return re.compile(
            rf"(?:^|[.،؛,(\-|\n]\s*)و?{labels}\s*[:\-]\s*(?P<who>[^.؛;،,()|\n:]{{3,}}(?:\s*،\s*(?!\w*\s*\d)[^.؛;،,()|\n:\d]{{3,40}}(?=[.]|$))?)"
        )

    @cached_property
    def verb(self) -> re.Pattern[str]:
        """A verb of reporting with what follows it."""
        verbs = alternatives(self.raw["lead"]["verbs"])
        pronoun = r"(?:ه|ها|هما)?"  # "وصفته السيدة ..."
        aside = r"(?:(?:عنه|عنها|عنهما|فيه|فيها|بشانه|بشانها|حوله|حولها|بخصوصه|بخصوصها)\s+)?"
        return re.compile(rf"(?<!\w)(?<!تم )(?!فاجابت?\s)[وف]?{verbs}{pronoun}\s+{aside}(?=[^\W\d_])")

    @cached_property
    def unknown(self) -> re.Pattern[str]:
        """What a label holds where nobody is responsible."""
        return re.compile(rf"\W*(?:{alternatives(self.raw['lead']['unknown'])})(?!\w)")

    @cached_property
    def stop(self) -> re.Pattern[str]:
        """Where a name or office is over."""
        return re.compile(
            rf"\s+(?:{alternatives(self.raw['lead']['stops'])}(?!\w)|ب[أا]ن(?!\w)|بالم\w{{3,}}|[وف]{alternatives(self.raw['lead']['verbs'])}(?!\w))|\s*[،,:؛;.(\[«\"]|\s+-|\n\n"
        )

    @cached_property
    def nobody(self) -> re.Pattern[str]:
        """Opens what is no reporter."""
        return re.compile(rf"{alternatives(self.raw['lead']['nobody'])}(?!\w)")

    @cached_property
    def title(self) -> re.Pattern[str]:
        """Titles before a name, one or several."""
        words = [key_of(word) for word in self.honorifics]
        body = "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))
        return re.compile(rf"(?:(?:{body})(?:(?<=[./])\s*|\s*/\s*|\s+))+")

    @cached_property
    def offices(self) -> frozenset[str]:
        """Offices of a body: after them its name is part of the office."""
        return frozenset(key_of(word) for word in self.raw["lead"]["offices"])

    @cached_property
    def bodies(self) -> frozenset[str]:
        """What an office may be of, although it ends other names."""
        return frozenset(key_of(word) for word in self.raw["lead"]["bodies"])

    @cached_property
    def pronouns(self) -> frozenset[str]:
        """Titles with a pronoun: the reporter named before."""
        return frozenset(key_of(word) for word in self.raw["lead"]["pronouns"])

    def find(self, text: str) -> str | None:
        """The party of the first label in ``text``, else the subject of its first verb of reporting."""
        view = fold(text)
        label = self.label.search(view.key)
        if label and not self.unknown.match(label["who"]):
            return self.strip(text[view.origin[label.start("who")] : view.offsets(*label.span("who"))[1]]) or None
        return next(self._reporters(text, view), None)

    def last(self, text: str) -> str | None:
        """The subject of the last verb of reporting in ``text``: whoever goes on speaking behind it."""
        *_, found = [None, *self._reporters(text, fold(text))]
        return found

    def _reporters(self, text: str, view: Folded) -> Iterator[str]:
        """The subjects of verbs of reporting, in order."""
        for match in self.verb.finditer(view.key):
            who = self._subject(view.key, match.end())
            if who is not None:
                start, end = match.end(), match.end() + who
                found = self.strip(text[view.origin[start] : view.offsets(start, end)[1]])
                if found and len(found.split()) <= _MAX_WORDS and not re.search(r"[\d٠-٩]", found):
                    yield found

    @cached_property
    def goes_on(self) -> re.Pattern[str]:
        """A verb of going on speaking, without a subject of its own."""
        return re.compile(rf"^\W*[وف]?{alternatives(self.raw['lead']['going_on'])}(?:\s+قايلا|\s+قايله)?\s+ب?ان(?!\w)")

    @cached_property
    def takes_up(self) -> re.Pattern[str]:
        """Turns to an undertaking at the start of a sentence: ``وفيما يخص``, ``أما``."""
        return re.compile(rf"^\W*[وف]?{alternatives(self.raw['lead']['taking_up'])}\s+$")

    def given(self, text: str) -> str | None:
        """Who was last given the floor to present: ``أعطيت الكلمة للمهندس ... الذي بسط``."""
        view = fold(text)
        found = None
        for match in self.floor.finditer(view.key):
            start = match.start("who")
            who = self._subject(view.key, start)
            if who is None:
                continue
            merged = "ال" if view.key[start - 2 : start] == "لل" else ""
            words = self.strip(merged + text[view.origin[start] : view.offsets(start, start + who)[1]])
            if words and len(words.split()) <= _MAX_WORDS and not re.search(r"[\d٠-٩]", words):
                found = words
        return found

    @cached_property
    def floor(self) -> re.Pattern[str]:
        """The floor is given to somebody."""
        return re.compile(r"(?<!\w)(?:ال)?كلمه\s+(?:الي\s+|ل(?=ل?\w))(?:ل(?=\w))?(?P<who>\w)")

    def _subject(self, key: str, at: int) -> int | None:
        """Length of the subject that begins at ``at``; None where nobody in particular stands there."""
        if self.nobody.match(key, at):
            return None
        titled = self.title.match(key, at)
        begin = titled.end() if titled else at
        stop = self._stop(key, begin)
        return (stop if stop is not None else len(key)) - at

    def _stop(self, key: str, at: int) -> int | None:
        for match in self.stop.finditer(key, at):
            sign = match.group().strip()
            if sign == "." and len(key[: match.start()].rsplit(maxsplit=1)[-1]) <= 2:
                continue  # a short title inside: "أ.د. ..."
            before = key[: match.start()].rsplit(maxsplit=1)[-1]
            if sign in self.bodies and before in self.offices:
                continue
            if match.start() > at:
                return match.start()
        return None

    def strip(self, text: str) -> str:
        """A name or office without the titles before it."""
        plain = tidy(text)
        view = fold(plain)
        titled = self.title.match(view.key)
        if titled and titled.end() < len(view.key):
            plain = tidy(plain[view.origin[titled.end()] :])
        return tidy(strip_honorific(plain))
