"""Where people stand in a stretch of text: by a title, or by a bare name where a list is announced."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from ogp_nlp.components.attendees_cues import Cues
from ogp_nlp.components.attendees_model import SENTENCE, State, Stretch
from ogp_nlp.components.base import key_of
from ogp_nlp.components.people import NameReader, Person, Token, person_at, words_of
from ogp_nlp.components.people_words import PeopleWords

_BARE = re.compile(r"(?:^|(?:[،؛,:/]|\s{3}|\t)\s*(?:[وف](?=\w{3}|ا[مل]\s)|ثم\s)?|\sو(?=\w{3}|ا[مل]\s))\s*")
_PRONOUN = r"عن(?:ه|ها)|(?:عوض|مثل)(?:ه|ها|ته|تها)"
_FOR_ANOTHER = re.compile(rf"(?<!\w)و?(?:(?:نيابه|نابت?|عوضا|[يت]نوب)\s)?(?:{_PRONOUN}|بدلا (?:منه|منها))\s+")


_CLOSED = re.compile(r"\s*(?:$|[،؛,.;:\n(|/]|\s[-–—]\s|\s{3})")
_LABEL = re.compile(r"(?P<words>[^:،؛.()\n/|]{6,90}?)\s*:\s*(?=\w)")
_CLAUSE_END = re.compile(r"[.؛،,()\n|]")
_ENDS_NAME = re.compile(
    r"\s*(?:$|[،؛,.;:\n(|/–—-]|و?(?:عن|من|عبر|بصف\w+|نيابه|بدلا|بعذر|بدون|دون|لظرو?ف\w*|بسبب|بداعي|ممثلا?|و\w))"
)
_SONS = frozenset({"بن", "ابن", "ولد", "بنت", "منت", "بت", "بو", "ابو", "ايت"})


@dataclass(frozen=True, slots=True)
class Found:
    """A person with the place in the folded text, and the sex that a title over several names tells."""

    person: Person
    start: int
    end: int
    plural: str | None = None


@dataclass(frozen=True)
class PersonFinder:
    """Finds the people of a stretch in order."""

    words: PeopleWords
    cues: Cues

    def find(self, stretch: Stretch, state: State | None) -> list[Found]:
        """People by title, and by bare name where ``state`` or a title over several names announces a list."""
        key, found = stretch.key, list[Found]()
        place, bare, loose = 0, bool(state and state.listing), bool(state and state.loose)
        plural: str | None = None
        while place < len(key):
            title = self._next_title(stretch, place)
            several = self.words.next_plural(key, place)
            limit = min(title.start if title else len(key), several.start() if several else len(key))
            untitled = len(found) > 1 and all(one.person.honorific is None for one in found[-2:])
            name = None
            if bare:
                name = self._next_bare(stretch, place, limit, loose=loose and not found, untitled=untitled)
            name = _first(name, self._next_occupied(stretch, place, limit), self._next_announced(stretch, place, limit))
            if name is None and several and (title is None or several.start() < title.start):
                titled = self.words.chain.match(key, several.end())
                members = several["title"].startswith("اعضا")
                first = None if titled else self._bare(stretch, several.end(), strict=members)
                plural, bare = self.words.title_gender.get(key_of(several["title"])), True
                found += [replace(first, plural=plural)] if first else []
                place = max(first.end if first else several.end(), place + 1)
                continue
            item = name or title or self._stand_in(stretch, place)
            if item is None:
                break
            if name is None or (found and SENTENCE.search(key[found[-1].end : item.start])):
                plural = None
            found.append(replace(item, plural=plural if name else None))
            bare = bare or self._opens_list(key[place : item.start])
            place = max(item.end, place + 1)
            bare = bare and not (len(found) > 1 and _closes(key[found[-2].end : item.start]))
        return found

    def begins_with_name(self, stretch: Stretch) -> bool:
        """Whether a text begins with a known given name, without title, and more than that one word."""
        found = self._bare(stretch, len(stretch.key) - len(stretch.key.lstrip()), strict=True)
        return found is not None and len(found.person.name.split()) > 1

    def _next_title(self, stretch: Stretch, place: int) -> Found | None:
        for match in self.words.chain.finditer(stretch.key, place):
            if self._is_label(stretch.key, match) or self._of_place(stretch.key, match.start("title")):
                continue
            person = person_at(stretch.view, stretch.text, match.start(), bare_name=False, words=self.words)
            if person is not None and self._plausible(person):
                origin = stretch.view.origin
                end = next((i for i, at in enumerate(origin) if at >= person.end), len(stretch.key))
                return Found(person, match.start(), end)
        return None

    def _is_label(self, key: str, match: re.Match[str]) -> bool:
        """Whether a title opens an office that a colon sets before the name: ``السيد قائد الناحية: العقيد ...``."""
        label = _LABEL.match(key, match.end())
        if label is None:
            return False
        named = self.words.chain.match(key, label.end()) or self._known_at(key, label.end())
        several = self.words.plural.search(label["words"]) or self.words.chain.search(label["words"])
        if several or self._known_at(key, match.end()) or len(label["words"].split()) > 9:
            return False
        return bool(named) and (len(label["words"].split()) > 2 or self.words.is_office(*_two(label["words"])))

    def _known_at(self, key: str, start: int) -> bool:
        tokens = words_of(key[: start + 40], start)
        return bool(tokens) and (self.words.sex_of_given(tokens[0].key) is not None or tokens[0].key in _SONS)

    def _of_place(self, key: str, start: int) -> bool:
        """Whether the word before names a place or house called after the person: ``شارع الأمير حسن``."""
        before = key[max(0, start - 20) : start].split()
        return bool(before) and before[-1].lstrip("وبل") in self.words.places and key[start - 1 : start] == " "

    def _plausible(self, person: Person) -> bool:
        """Whether a titled name is a name: it must not be an office or a body."""
        tokens = [token.key for token in words_of(key_of(person.name))]
        words, first = self.words, tokens[0]
        if len(tokens) == 1:
            return not words.is_office(first, "") and first not in words.surnames and not words.is_body(first)
        joined = first.startswith("و") and words.is_office(first[1:], "")
        return not words.is_office(first, tokens[1]) and not joined and not self._is_definite_office(tokens)

    def _is_definite_office(self, tokens: list[str]) -> bool:
        """Whether the words after a title are an office with its adjective or holder: ``السيد الوكيل الإداري``."""
        if tokens[0] in self.words.before_holder and self.words.given.get(tokens[1]):
            return True  # فضيلة الشيخ القائد سيف بن راشد
        if not self.words.may_be_office(tokens[0]) or len(tokens) > 3:
            return False
        return all(token.startswith("ال") and self.words.given.get(token) is None for token in tokens)

    def _next_bare(
        self, stretch: Stretch, place: int, limit: int, *, loose: bool, untitled: bool = False
    ) -> Found | None:
        """The next name without title; unknown names count where a list begins or goes on without titles."""
        for match in _BARE.finditer(stretch.key, place, limit):
            sign = match.group().strip()
            strict = not (loose and (match.start() == 0 or sign[:1] == ":"))
            strict = strict and not (untitled and sign in ("،", ","))
            strict = strict or (match.start() == 0 and self._is_own_label(stretch.key))
            begin = match.end()
            joined = words_of(stretch.key[: begin + 30], begin - 1) if sign.endswith(("و", "ف")) else []
            if sign == "و" and self._called_so(stretch.key[: match.start()]):
                continue
            if joined and joined[0].key in self.words.given:
                begin -= 1  # the letter is the name's own: وليد, فراس
            elif self.words.chain.match(stretch.key, begin) or (joined and is_word(joined, self.words)):
                continue
            found = self._bare(stretch, begin, strict=strict)
            if (
                found is not None
                and found.start < limit
                and (sign != "و" or self._is_joined(stretch, found, beside=match.start() == place))
            ):
                return found
        return None

    def _called_so(self, before: str) -> bool:
        """Whether the word before is a kind of body and what follows its name: ``منظمة وئام``."""
        last = (before.split() or [""])[-1]
        return self.words.is_body(last) and not last.startswith(("ال", "لل"))

    def _next_occupied(self, stretch: Stretch, place: int, limit: int) -> Found | None:
        """Somebody named after an office instead of a title: ``والممرضة دعاء سالم``, ``أمين سر اللجنة دعاء سالم``."""
        tokens = words_of(stretch.key[:limit], place)
        for index, first in enumerate(tokens):
            after = tokens[index + 1].key if index + 1 < len(tokens) else ""
            if not self._opens_office(stretch.key, first, after):
                continue
            for last, second in pairwise(tokens[index : index + 8]):
                gap = stretch.key[last.end : second.start]
                if gap.strip(" :/") or (gap.strip() and last is first and last.key in self.words.title_words):
                    break
                definite = last is first or last.key.startswith(("ال", "لل")) or bool(gap.strip())
                if not definite or last.key in self.words.places or not self._may_be_named(stretch, last, second):
                    continue
                found = self._bare(stretch, second.start, strict=self.words.given.get(second.key) is not None)
                if found is not None and len(found.person.name.split()) > 1:
                    return found
        return None

    def _may_be_named(self, stretch: Stretch, office: Token, name: Token) -> bool:
        """Whether a name may begin behind an office: a given name, or an indefinite word behind ``العضو``.

        Where the surname comes first (``الأمين العام للبلدية قاسي يوسف``) the given name follows and ends the phrase.
        """
        if self.words.given.get(name.key) is not None or name.key in _SONS or name.key == "عبد":
            return True
        plain = name.key[:2] not in ("ال", "لل", "با") and name.key not in self.words.stops
        if not plain or self.words.is_body(name.key) or self.words.is_office(name.key, ""):
            return False
        if office.key in ("العضو", "العضوه"):
            return True
        after = words_of(stretch.key[: name.end + 40], name.end)[:1]
        given = after and self.words.given.get(after[0].key) and after[0].start == name.end + 1
        return bool(given and _ENDS_NAME.match(stretch.key[after[0].end :]))

    def _opens_list(self, lead: str) -> bool:
        """Whether the words before a person announce a list: ``كان في عداد الحضور:``."""
        clause = re.split(r"[.؛،]\s", lead)[-1]
        return clause.rstrip().endswith(":") and self.cues.read(clause).status is not None

    def _next_announced(self, stretch: Stretch, place: int, limit: int) -> Found | None:
        """Somebody without title or list after a word on attendance: ``وحضر عن جمعية الأمل سالم عمر``."""
        for opener in self.cues.opener.finditer(stretch.key, place, limit):
            if self.cues.read(opener.group()).speaks:
                found = self._in_clause(stretch, opener.end(), limit)
                if found is not None:
                    return found
        return None

    def _in_clause(self, stretch: Stretch, start: int, limit: int) -> Found | None:
        """The first known given name of a clause, where neither a place nor a body is called by it."""
        stop = _CLAUSE_END.search(stretch.key, start)
        tokens = words_of(stretch.key[: min(limit, stop.start() if stop else limit)], start)
        before = ""
        for token in tokens[:14]:
            named = before.lstrip("وبل") in self.words.places or (self.words.is_body(before) and before[:2] != "ال")
            if self.words.given.get(token.key) and not named and not self.words.is_body(token.key):
                found = self._bare(stretch, token.start, strict=True)
                if found is not None and _ENDS_NAME.match(stretch.key[found.end :]):
                    return found
                return None
            before = token.key
        return None

    def _opens_office(self, key: str, first: Token, after: str) -> bool:
        """Whether a word opens an office at the head of a phrase, and is neither a title nor a word on attendance."""
        word = first.key.removeprefix("و")
        held = word in self.words.before_holder and self.words.given.get(after) is not None
        if word in self.words.title_words or not (held or self.words.is_office(word, after)):
            return False
        if self.words.status_starts.match(word) or self.words.note_starts.match(word):
            return False
        before = key[: first.start].rstrip(" ")
        headed = not before or before[-1] in "،؛,:/.-–\n(" or first.key != word
        previous = before.split()[-1] if before.split() else ""
        titled = previous.lstrip("وبل") in self.words.title_words or previous in self.words.plural_words
        return titled if held else headed or titled or word.startswith("ال")

    def _stand_in(self, stretch: Stretch, place: int) -> Found | None:
        """Somebody without title who came for another: ``وحضر نيابة عنها سالم عمر``."""
        match = _FOR_ANOTHER.search(stretch.key, place)
        return self._bare(stretch, match.end(), strict=True) if match else None

    def _bare(self, stretch: Stretch, start: int, *, strict: bool) -> Found | None:
        """The name that begins at ``start``; ``strict`` asks for a known given name at its head."""
        name = NameReader(self.words).read(stretch.view, start)
        if name is None or self._is_preposition(stretch, name[0]):
            return None
        tokens = [token.key for token in words_of(stretch.key[: name[1]], name[0])]
        first = self.words.sex_of_given(tokens[0]) is not None or tokens[0] in self.words.particles
        first = first or (tokens[1:2] != [] and tokens[1] in _SONS and len(tokens) > 2)
        known = any(self.words.sex_of_given(token) for token in tokens[:3])
        office = self.words.is_office(tokens[0], [*tokens, ""][1]) and not self._surnamed(tokens)
        odd = office or len(tokens) < 2
        odd = odd or (self.words.is_body(tokens[0]) and not first)
        odd = odd or (not first and self.cues.opener.match(stretch.key, name[0]) is not None)
        odd = odd or (tokens[0] in self.words.title_words and self.words.may_be_office([*tokens, ""][1]))
        if odd or not (
            first or (known and not strict) or self._whole(stretch, name, tokens, known=known or not strict)
        ):
            return None
        at = stretch.view.offsets(name[0], name[1])
        return Found(Person(stretch.quote(at), at), name[0], name[1])

    def _is_preposition(self, stretch: Stretch, start: int) -> bool:
        """Whether what looks like علي when folded is ``على`` before a title: ``تعذر الحضور على السيدة ...``."""
        tokens = words_of(stretch.key[: start + 40], start)[:3]
        place = next((place for place, token in enumerate(tokens[:2]) if token.key == "علي"), -1)
        if place < 0 or len(tokens) < place + 2:
            return False
        printed = stretch.quote(stretch.view.offsets(tokens[place].start, tokens[place].end))
        if place:  # أشرف على الجلسة
            return (
                printed == "على" and tokens[2].key.startswith("ال") and self.words.sex_of_given(tokens[2].key) is None
            )
        return printed == "على" or self.words.chain.match(stretch.key, tokens[1].start) is not None

    def _surnamed(self, tokens: list[str]) -> bool:
        """Whether a word of office is a given name here, with a surname after it: ``مساعد الشمري``."""
        given = self.words.given.get(tokens[0]) is not None and len(tokens) > 1
        after = tokens[1] if given else ""
        return after.startswith("ال") and after.endswith("ي") and len(after) > 4 and after not in self.words.not_title

    def _whole(self, stretch: Stretch, name: tuple[int, int, int], tokens: list[str], *, known: bool) -> bool:
        """Whether an unknown name fills the phrase between two signs and looks like nothing else."""
        words, first = self.words, tokens[0]
        closed = _CLOSED.match(stretch.key[name[1] :]) is not None
        after = [*[token.key for token in words_of(stretch.key[: name[1] + 60], name[1])[:2]], "", ""]
        closed = closed or (len(tokens) > 1 and words.is_office(*after[:2]))
        odd = first in words.stops or first in words.note_words or first in words.title_words or first.startswith("ال")
        odd = odd or self.cues.read(" ".join(tokens)).speaks
        return known and closed and not odd and len(tokens) <= 5 and not any(map(words.is_body, tokens))

    def _is_own_label(self, key: str) -> bool:
        """Whether a line opens with a label before a person: ``دوّن المحضر: السيد ...``."""
        label = _LABEL.match(key)
        named = label and (self.words.chain.match(key, label.end()) or self._known_at(key, label.end()))
        return bool(named) and not self._known_at(key, 0)

    def _is_joined(self, stretch: Stretch, found: Found, *, beside: bool) -> bool:
        """Whether what ``و`` joins is a name: a given name at its head, or a whole phrase of two to four words."""
        tokens = key_of(found.person.name).split()
        first = self.words.sex_of_given(tokens[0]) is not None or tokens[0] in self.words.particles
        closed = _CLOSED.match(stretch.key[found.end :]) is not None
        return first or (beside and closed and 2 <= len(tokens) <= 4 and tokens[0][:2] != "ال")


def _first(*found: Found | None) -> Found | None:
    """The one that stands first."""
    return min((one for one in found if one is not None), key=lambda one: one.start, default=None)


def _two(phrase: str) -> list[str]:
    """The first two words of a phrase, "" for what is missing."""
    return [*phrase.split(), "", ""][:2]


def is_word(tokens: list[Token], words: PeopleWords) -> bool:
    """Whether a word that begins with و is a word of its own: وحدة, وكيل, وليد."""
    first, after = tokens[0].key, tokens[1].key if len(tokens) > 1 else ""
    return words.is_body(first) or words.is_office(first, after) or first in words.given


def _closes(gap: str) -> bool:
    """Whether a list of bare names ended before this person: a new sentence that announces no list."""
    return bool(SENTENCE.search(gap)) and not gap.rstrip().endswith((":", "،"))
