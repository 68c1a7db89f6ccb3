"""Who was named last: owners of clauses that name nobody, or only by a pronoun, an office or a family name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ogp_nlp.components.base import key_of
from ogp_nlp.components.lines import Line
from ogp_nlp.components.owners import Doer, OwnerKnowledge
from ogp_nlp.components.persons import Person
from ogp_nlp.components.verbs import keys, one_of, verb_forms

_POSSESSIVE = re.compile(r"(?!ال)\w{3,}ت?(?:ه|ها|هم)")
_BACK = 6  # lines that are searched for a person named before


@dataclass(frozen=True)
class Speakers:
    """The lines of a document with the doers of their clauses; made once for a document."""

    lines: Sequence[Line]
    people: Sequence[Person]
    owners: OwnerKnowledge
    raw: Mapping[str, Any]

    @cached_property
    def verbs(self) -> re.Pattern[str]:
        """A verb of the account, after which its doer may be named."""
        return _verbs(
            tuple(entry for name in ("report", "commit", "ask", "agree", "urge") for entry in self.raw["verbs"][name])
        )

    @cached_property
    def meeting(self) -> frozenset[str]:
        """The body that meets: it speaks, but pronouns seldom mean it."""
        return frozenset(keys(self.owners.raw["bodies"]))

    def doers(self, line: Line, limit: int) -> list[tuple[Doer, str]]:
        """Those named as doers in a line before position ``limit`` of its folded text, each with its folded words."""
        key = line.key
        found: list[tuple[Doer, str]] = []
        label = re.match(r"[^:،.]{3,60}:", key)
        speaker = self.owners.naming(key, 0, label.end() - 1, whole=True) if label and label.end() < limit else None
        if speaker is not None:
            found.append((speaker, key[speaker.start : speaker.end]))
        for match in self.verbs.finditer(key, 0, limit):
            doer = self.owners.naming(key, match.end(), limit)
            if doer is not None:
                verb = match["verb"] or ""
                gender = ("f" if verb.endswith("ت") else "m") if verb else doer.gender
                found.append((Doer(doer.start, doer.end, gender), key[doer.start : doer.end]))
        return found

    def before(self, line: Line, limit: int, gender: str, *, answers: bool = False) -> str:
        """The words of the last doer before ``limit`` whose gender fits ("" where there is none).

        The line itself first, then a few lines of the same section before it. ``answers``: who has just put a
        question to "her" or "him" is not meant.
        """
        fallback = ""
        asker = answers and self._asks_pronoun(line, limit)
        asked = self._asked(line, limit) if answers else None
        if asked is not None and not (gender and asked.gender and asked.gender != gender):
            return self._printed(line, asked)
        for other in reversed(self.lines[max(0, line.index - _BACK) : line.index + 1]):
            if other.index != line.index and (other.heading != line.heading or other.cells):
                break
            stop = limit if other.index == line.index else len(other.key)
            for doer, words in reversed(self.doers(other, stop)):
                if asker and other.index == line.index:
                    asker = False
                    continue
                if gender and doer.gender and doer.gender != gender:
                    continue
                text = self._printed(other, doer)
                if words in self.meeting:
                    fallback = fallback or text
                    continue
                return text
            if fallback:
                break
        return fallback

    def _asked(self, line: Line, limit: int) -> Doer | None:
        """Of whom the last verb before ``limit`` asks something: ``طلبت السيدة ... من المدير توضيحات``."""
        last = next(reversed(list(self.verbs.finditer(line.key, 0, limit))), None)
        if last is None or not re.search(r"(?:طلبت?|التمست?|رجا|رجت|استفسرت?)$", last.group()):
            return None
        of = re.compile(r"(?<!\w)من\s+(?=\w)").search(line.key, last.end(), limit)
        return self.owners.naming(line.key, of.end(), limit) if of else None

    def _asks_pronoun(self, line: Line, limit: int) -> bool:
        """Whether the last verb before ``limit`` asks somebody named before: ``وسألتها السيدة ...``."""
        last = None
        for match in self.verbs.finditer(line.key, 0, limit):
            last = match if self.owners.naming(line.key, match.end(), limit) else last
        return last is not None and re.search(r"(?:سال|طالب|سايل|راجع|ناقش|حث)ت?(?:ه|ها|هم)$", last.group()) is not None

    def _printed(self, line: Line, doer: Doer) -> str:
        start, end = line.folded.offsets(doer.start, doer.end)
        return line.text[start - line.start : end - line.start]

    def owner(self, printed: str, line: Line, limit: int) -> str | None:
        """The owner as records have it, from the words that name it at ``limit`` of ``line``; None for nobody."""
        text = self.owners.clean(printed, self.people)
        key = key_of(text)
        if not key.strip():
            return None
        words = key.split()
        longer = {p.organization for p in self.people if key_of(p.organization).startswith(key + " و")}
        if len(words) > 1 and len(longer) == 1:
            return longer.pop()  # a ministry of two matters of which the first was read
        if len(words) == 1:
            text = self._by_one_word(text, key, line, limit)
        return text or None

    def last(self, line: Line, limit: int, gender: str, *, answers: bool = False) -> str | None:
        """The owner of a clause that names nobody: the last doer, as the text names him."""
        printed = self.before(line, limit, gender, answers=answers)
        return self.owner(printed, line, limit) if printed else None

    def _by_one_word(self, text: str, key: str, line: Line, limit: int) -> str:
        """A chair, a title alone, a family name, or "its office": whom it means."""
        chairs = set(keys(["معاليه", "سعادته", "سعادتها", "معاليها", "سيادته", "عطوفته", "فضيلته", "سموه", "دولته"]))
        if key in chairs:
            chair = next((person for person in self.people if person.chair), None)
            return chair.name if chair and chair.name else text
        if key in self.owners.alone:
            return self._titled(key, line, limit) or text
        for person in self.people:
            if key in key_of(person.name).split()[1:]:
                return person.name
        if _POSSESSIVE.fullmatch(key) or (key.startswith("ال") and key in self.owners.bodies):
            return self._body(key, line, limit) or text
        return text

    def _body(self, key: str, line: Line, limit: int) -> str:
        """The full name of "the ministry" or "her ministry": the speaker's, the last named, or the only one."""
        speaker = self.owners.clean(self.before(line, limit, ""), self.people)
        stem = re.sub(r"(?:ته|تها|تهم|ه|ها|هم)$", "", key.removeprefix("ال"))
        own = [p.organization for p in self.people if p.organization and _same(p.name, speaker)]
        fitting = [name for name in own if key_of(name).removeprefix("ال").startswith(stem)]
        if fitting or (own and not key.startswith("ال")):
            return (fitting or own)[0]
        # In full: the kind before what it is of (وزارة النقل), or with an adjective (الشركة العامة).
        full = rf"(?:{re.escape(stem)}\w?\s+[«\"(]?(?:ال)?\w|ال{re.escape(stem)}\w?\s+ال\w+(?:ي|يه|عام|عامه)(?!\w))"
        mention = re.compile(rf"(?<!\w)[وبلفك]?(?P<name>{full})")
        for other in reversed(self.lines[: line.index + 1]):
            stop = limit if other.index == line.index else len(other.key)
            for match in reversed(list(mention.finditer(other.key, 0, stop))):
                doer = self.owners.naming(other.key, match.start("name"), len(other.key))
                if doer is not None and len(other.key[doer.start : doer.end].split()) > 1:
                    return self._printed(other, doer)
        bodies = dict.fromkeys(
            p.organization for p in self.people if key_of(p.organization).removeprefix("ال").startswith(stem)
        )
        return next(iter(bodies)) if len(bodies) == 1 else ""

    def _titled(self, title: str, line: Line, limit: int) -> str:
        """The one person of that title, or the last one that bore it."""
        bearers = [p for p in self.people if title in key_of(f"{p.honorific} {p.role}").split()]
        if len(bearers) == 1:
            return bearers[0].name
        for other in reversed(self.lines[max(0, line.index - _BACK) : line.index + 1]):
            stop = limit - 1 if other.index == line.index else len(other.key)
            for match in reversed(list(re.finditer(rf"(?<!\w){re.escape(title)}\s+(?=\w)", other.key[: max(stop, 0)]))):
                doer = self.owners.naming(other.key, match.start(), len(other.key))
                if doer is not None and doer.end > match.end():
                    return self.owners.clean(self._printed(other, doer), self.people)
        return ""


def _same(first: str, second: str) -> bool:
    """Whether two forms of a name share a word that is no link."""
    left, right = set(key_of(first).split()), set(key_of(second).split())
    return bool(right) and len(left & right) >= min(2, len(right))


def _verbs(entries: tuple[str, ...]) -> re.Pattern[str]:
    forms = one_of(verb_forms(entries, "past"))
    return re.compile(rf"(?<!\w)[وف]?(?P<verb>{forms})(?:ه|ها|هم)?(?!\w)|(?<!\w)(?P<topic>اما)(?=\s)")
