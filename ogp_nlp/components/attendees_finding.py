"""Where people stand in a stretch of text: by a title, or by a bare name where a list is announced."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from ogp_nlp.components.attendees_model import SENTENCE, State, Stretch
from ogp_nlp.components.base import key_of
from ogp_nlp.components.people import NameReader, Person, Token, person_at, words_of
from ogp_nlp.components.people_words import PeopleWords

_BARE = re.compile(r"(?:^|[،؛,:]\s*(?:و(?=\w{3}))?|\sو(?=\w{3}))\s*")
_PRONOUN = r"عن(?:ه|ها)|(?:عوض|مثل)(?:ه|ها|ته|تها)"
_FOR_ANOTHER = re.compile(rf"(?<!\w)و?(?:(?:نيابه|نابت?|عوضا|[يت]نوب)\s)?(?:{_PRONOUN}|بدلا (?:منه|منها))\s+")


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

    def _find(self, view: Folded, text: str, state: State | None) -> list[_Found]:
        """People by title, and by bare name where a list is announced."""
        found: list[_Found] = []
        place, bare, loose = 0, bool(state and state.listing), bool(state and state.loose)
        plural: str | None = None
        while place < len(view.key):
            title = self._next_title(view, text, place)
            several = self.words.plural.search(view.key, place)
            limit = min(title.start if title else len(view.key), several.start() if several else len(view.key))
            name = self._next_bare(view, text, place, limit, loose=loose) if bare else None
            name = name or self._next_occupied(view, text, place, limit)
            if name is None and several and (title is None or several.start() < title.start):
                titled = self.words.chain.match(view.key, several.end())
                person = None if titled else self._bare_person(view, text, several.end(), strict=False)
                listed = key_of(several["title"])
                plural, bare = self.words.title_gender.get(listed), True
                if person is None:
                    place = max(several.end(), place + 1)
                    continue
                found.append(replace_plural(person, plural))
                place = person.end
                continue
            item = name or title or self._stand_in(view, text, place)
            if item is None:
                break
            if name is None or (found and _SENTENCE.search(view.key[found[-1].end : item.start])):
                plural = None
            found.append(replace_plural(item, plural if name else None))
            place = max(item.end, place + 1)
            bare = bare and not self._closes(view.key[found[-2].end : item.start] if len(found) > 1 else "")
        return found

    def _next_occupied(self, view: Folded, text: str, place: int, limit: int) -> _Found | None:
        """Somebody named after a trade instead of a title: ``والممرضة دعاء سالم``."""
        tokens = words_of(view.key[:limit], place)
        for first, second in zip(tokens, tokens[1:], strict=False):
            trade = first.key.removeprefix("و")
            if not trade.startswith("ال") or not self.words.is_office(trade, "") or trade in self.words.title_words:
                continue
            if self.words.sex_of_given(second.key) is None or view.key[first.end : second.start].strip():
                continue
            person = self._bare_person(view, text, second.start, strict=True)
            if person is not None and len(person.person.name.split()) > 1:
                return person
        return None

    def first_name(self, text: str, base: int) -> bool:
        """Whether a text begins with a known given name, without title, and the name is followed by a sign or an end."""
        view = fold(text, base)
        found = self._bare_person(view, text, len(view.key) - len(view.key.lstrip()), strict=True)
        return found is not None and (len(found.person.name.split()) > 1)

    def _stand_in(self, view: Folded, text: str, place: int) -> _Found | None:
        """Somebody without title who came for another: ``وحضر نيابة عنها سالم عمر``."""
        match = _FOR_ANOTHER.search(view.key, place)
        return self._bare_person(view, text, match.end(), strict=True) if match else None

    def _closes(self, gap: str) -> bool:
        """Whether a list of bare names ended before this person: a new sentence that announces no list."""
        return bool(_SENTENCE.search(gap)) and not gap.rstrip().endswith((":", "،"))

    def _next_title(self, view: Folded, text: str, place: int) -> _Found | None:
        for match in self.words.chain.finditer(view.key, place):
            person = person_at(view, text, match.start(), bare_name=False, words=self.words)
            if person is not None and self._plausible(person, view):
                end = _key_place(view, person.end)
                return _Found(person, match.start(), end, None)
        return None

    def _plausible(self, person: Person, view: Folded) -> bool:
        """Whether a titled name is a name: one lone word must not be an office."""
        tokens = [token.key for token in words_of(key_of(person.name))]
        if len(tokens) > 1:
            if self.words.is_office(tokens[0], tokens[1]):
                return False
            return not (tokens[0].startswith("و") and self.words.is_office(tokens[0][1:], ""))
        word = tokens[0]
        return not self.words.is_office(word, "") and word not in self.words.surnames and not self.words.is_body(word)

    def _bare_person(self, view: Folded, text: str, start: int, *, strict: bool) -> _Found | None:
        name = NameReader(self.words).read(view, start)
        if name is None:
            return None
        tokens = [token.key for token in words_of(view.key[: name[1]], name[0])]
        known = [self.words.sex_of_given(token) for token in tokens[:3]]
        first = known[0] is not None or tokens[0] in self.words.particles
        if self.words.is_office(tokens[0], tokens[1] if len(tokens) > 1 else ""):
            return None
        if self.words.is_body(tokens[0]) and not (first and len(tokens) > 1):
            return None
        if name[2] < 2 and len(tokens) < 2:
            return None
        if not first and (strict or not any(known)):
            if (strict and not any(known)) or not self._whole(view, name, tokens):
                return None
        at = view.offsets(name[0], name[1])
        base = view.origin[0]
        return _Found(Person(text[at[0] - base : at[1] - base], at), name[0], name[1], None)

    def _whole(self, view: Folded, name: tuple[int, int, int], tokens: list[str]) -> bool:
        """Whether an unknown name fills the phrase between two signs and looks like nothing else."""
        closed = re.match(r"\s*(?:$|[،؛,.;:\n(|]|\s[-–—]\s|\s{3})", view.key[name[1] :]) is not None
        odd = any(self.words.is_body(token) for token in tokens) or tokens[0] in self.words.stops or tokens[0] in self.words.note_words or tokens[0].startswith("ال")
        return closed and not odd and 2 <= len(tokens) <= 5 and tokens[0] not in self.words.title_words

    def _given(self, found: _Found) -> bool:
        first = key_of(found.person.name).split()[0]
        return self.words.sex_of_given(first) is not None or first in self.words.particles

    def _is_word(self, tokens: list[Token]) -> bool:
        """Whether a word that begins with و is a word of its own: وحدة, وكيل, وليد."""
        first, after = tokens[0].key, tokens[1].key if len(tokens) > 1 else ""
        return self.words.is_body(first) or self.words.is_office(first, after) or first in self.words.given

    def _next_bare(self, view: Folded, text: str, place: int, limit: int, *, loose: bool) -> _Found | None:
        for match in _BARE.finditer(view.key, place, limit):
            sign = match.group().strip()
            strict = not (loose and (match.start() == 0 or sign[:1] == ":"))
            whole = words_of(view.key[: match.end() + 30], match.end() - int(sign.endswith("و")))
            if self.words.chain.match(view.key, match.end()) or (whole and sign.endswith("و") and self._is_word(whole)):
                continue
            person = self._bare_person(view, text, match.end(), strict=strict)
            if person is not None and person.start < limit and (match.group().strip() != "و" or self._given(person)):
                return person
        return None
