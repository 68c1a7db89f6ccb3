"""Who a clause names: reading the naming of a person or body, cleaning it, and resolving pronouns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ogp_nlp.components.base import fold, key_of
from ogp_nlp.components.persons import Person
from ogp_nlp.components.verbs import keys, one_of

_TOKEN = re.compile(r"[\w.]*\w|[^\w\s]")
# بإعداد, بتقديم, بمراجعة: a task, no name, as باوزير is
_TASK = re.compile(r"ب(?:ا(?!ل)(?:\w{1,6}ا\w{0,2}$|\w{2,5}ه(?:ا|م)?$|ن$)|الت\w|ت\w\w|م\w+ه$)")
_DEFINITE = re.compile(r"(?:و|ل|وا)?(?:ال|لل)\w{2,}")


@dataclass(frozen=True, slots=True)
class Doer:
    """The naming of somebody on a folded view: half-open positions, and "f", "m" or "" for its gender."""

    start: int
    end: int
    gender: str


@dataclass(frozen=True)
class OwnerKnowledge:
    """Titles, first words of bodies and offices, and words that end a naming, from ``actions.toml``."""

    raw: dict[str, Any]

    @cached_property
    def title(self) -> re.Pattern[str]:
        """A title before a name, with its dot or slash and blanks."""
        words = [word for word in keys(self.raw["honorifics"]) if len(word.rstrip(".")) > 1 and "." not in word]
        one = "[ادمصذعرقش]"
        letters = rf"(?:{one}\.){{1,3}}{one}(?=\s)|(?:{one}\s?\.\s?){{0,3}}{one}\s?[./]"
        rank = r"(?:\s+(?:ركن|شرطه|حقوقي|طيار|بحري|متقاعد|امن|حرس|مهندس|طبيب)(?=\s))?"
        office = rf"{one_of(keys(self.raw['office_titles']))}{rank}(?!\w|\s+ال\w+(?:ي|يه|عام|عامه|دب|دبه|ل|له)(?!\w))"
        return re.compile(rf"(?:{one_of(words)}(?!\w)\s*/?|{office}\s*/?|{letters}|(?:mr|ms|mrs|dr|eng)\.)\s*")

    @cached_property
    def title_inside(self) -> re.Pattern[str]:
        """A title as a word of its own, wherever it stands."""
        return re.compile(rf"(?<!\w){self.title.pattern}")

    @cached_property
    def head(self) -> re.Pattern[str]:
        """First word of a body or office."""
        return re.compile(rf"{one_of(keys([*self.raw['heads'], *self.raw['bodies'], *self.raw['alone']]))}(?!\w)")

    @cached_property
    def body(self) -> re.Pattern[str]:
        """The body that meets, or its chair, as the one that charges and decides."""
        titles = one_of(
            keys(["السيد", "السيدة", "معالي", "سعادة", "السادة", "الدكتور", "الأستاذ", "أعضاء", "جميع", "كل"])
        )
        words = one_of(keys([*self.raw["bodies"], *self.raw["chair"]]))
        return re.compile(rf"(?:{titles}\s+)*{words}(?!\w)")

    @cached_property
    def stops(self) -> frozenset[str]:
        """Words at which a naming ends."""
        return frozenset(keys(self.raw["stops"]))

    @cached_property
    def roles(self) -> frozenset[str]:
        """Words that begin an office after a name."""
        return frozenset(keys(self.raw["roles"]))

    @cached_property
    def links(self) -> frozenset[str]:
        """Words that join the parts of a name."""
        return frozenset(keys([*self.raw["kin"], *self.raw["links"]]))

    @cached_property
    def given(self) -> tuple[frozenset[str], frozenset[str]]:
        """First words of offices that are given names too, and what makes them an office."""
        return frozenset(keys(self.raw["given"])), frozenset(keys(self.raw["of_office"]))

    @cached_property
    def heads(self) -> frozenset[str]:
        """First words of bodies and offices, as a set."""
        return frozenset(keys(self.raw["heads"]))

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Words for a body that is called by its kind alone after it was named: الوزارة, الشركة."""
        return frozenset(keys(self.raw["kinds"]))

    @cached_property
    def aside(self) -> re.Pattern[str]:
        """What follows a doer without being part of the naming: a relative clause, a bracket, who helps."""
        return re.compile(rf"\s*(?:[،,]?\s+|[،,]\s*)(?:{one_of(keys(self.raw['asides']))})(?!\w)|\s*[(\[]")

    @cached_property
    def objects(self) -> frozenset[str]:
        """What is handed over, and whom: behind an office they are no part of its name."""
        return frozenset(keys([*self.raw["objects"], *self.raw["bodies"]]))

    @cached_property
    def fillers(self) -> re.Pattern[str]:
        """Phrases that name nobody."""
        return re.compile(rf"(?<!\w){one_of(keys(self.raw['fillers']))}(?!\w)")

    @cached_property
    def alone(self) -> frozenset[str]:
        """Titles that stand for a person already named."""
        return frozenset(keys(self.raw["alone"]))

    def titles_end(self, key: str, position: int) -> int:
        """Where the titles that begin at ``position`` end (``position`` itself without one)."""
        while match := self.title.match(key, position):
            position = match.end()
        return position

    def naming(self, key: str, position: int, limit: int, *, whole: bool = False) -> Doer | None:
        """Read who is named at ``position``, up to ``limit``; None where nobody is.

        Meant for what follows a verb of saying: a name after its title, or an office or body up to the words that
        can no longer belong to it. ``whole``: nothing but the naming stands there, so names are read to their end.
        """
        position += len(key[position:limit]) - len(key[position:limit].lstrip())
        begin = self.titles_end(key, position)
        tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(key, begin, limit)][:12]
        if begin > position and tokens and tokens[0][0] in self.objects and tokens[0][0] not in self.roles:
            return Doer(position, position + len(key[position:begin].rstrip()), self._gender(key[position:begin]))
        if begin > position and tokens and tokens[0][0] not in self.stops and tokens[0][0].isalpha():
            first = tokens[0][0]
            office = first in self.heads and (
                first not in self.given[0] or (len(tokens) > 1 and tokens[1][0] in self.given[1])
            )
            if not (office or (first.startswith("ال") and first in self.roles)):
                return Doer(position, self._name_end(tokens, whole=whole), self._gender(key[position:begin]))
            return Doer(position, self._office_end(key, tokens), self._gender(key[position:begin]))
        if begin > position and key[position:begin].strip(" /.") in self.alone:
            return Doer(position, position + len(key[position:begin].rstrip()), self._gender(key[position:begin]))
        if self.head.match(key, position) and tokens:
            return Doer(position, self._office_end(key, tokens), self._gender(tokens[0][0]))
        return None

    def _name_end(self, tokens: Sequence[tuple[str, int, int]], *, whole: bool) -> int:
        end, linked = tokens[0][2], tokens[0][0] in self.links
        for place, (word, start, stop) in enumerate(tokens[1:6], 1):
            if (
                word == "علي"
                and place + 1 < len(tokens)
                and (tokens[place + 1][0] in self.links or _TASK.match(tokens[place + 1][0]))
            ):
                end, linked = stop, False  # the given name, not the preposition
                continue
            if not word.isalpha() or (not linked and (word in self.stops or (place > 1 and word in self.roles))):
                break
            if place == 1 and not linked and (_TASK.match(word) or (word in self.roles and word.startswith("ال"))):
                break
            if word.startswith("ب") and place > 1 and not linked and word not in self.links:
                break
            end = stop
            if place > 1 and not (linked or whole) and not word.startswith("ال") and word not in self.links:
                end = start  # a third word without link or article is rarely of the name
                break
            if word.startswith("ال") and len(word) > 2 and not (linked or whole):
                break
            linked = word in self.links
        return end

    def _office_end(self, key: str, tokens: Sequence[tuple[str, int, int]]) -> int:
        end, definite = tokens[0][2], bool(_DEFINITE.fullmatch(tokens[0][0]))
        if tokens[0][0] in ("الرييس", "الرييسه"):
            return end
        for word, start, stop in tokens[1:]:
            if not word.isalpha() or word in self.stops or _TASK.match(word):
                break
            if self.title.match(key, start) and start > tokens[0][1]:
                named = self.naming(key, start, len(key))
                return named.end if named else end
            is_definite = bool(_DEFINITE.fullmatch(word))
            if word in ("بالنيابه", "بالانابه", "بالوكاله"):
                end = stop
                continue
            other = word in self.objects or (word in self.heads and start > tokens[1][1])
            if definite and (not is_definite or other):
                break
            if not definite and not is_definite and start - tokens[0][1] > 40:
                break
            end, definite = stop, definite or is_definite
        return end

    def _gender(self, word: str) -> str:
        first = word.split(maxsplit=1)[0].strip("/. ") if word.split() else ""
        if len(first) <= 2 or first in ("معالي", "سعاده", "عطوفه", "سماحه", "فضيله", "دوله", "حضره", "سياده"):
            rest = word.split()[1:]
            return self._gender(" ".join(rest)) if rest else ""
        return "f" if first.endswith(("ه", "ات")) or first in ("العضوه",) else "m"

    def clean(self, text: str, people: Sequence[Person]) -> str:
        """The owner as records have it: no title, no office beside a name, several owners joined as printed.

        >>> from ogp_nlp.resources import load_toml
        >>> know = OwnerKnowledge(load_toml("actions")["owners"])
        >>> know.clean("السيدة نادية بن عمر الكاتبة العامة", [])
        'نادية بن عمر'
        >>> know.clean("أ. سامي حداد ود. ريم صالح", [])
        'سامي حداد وريم صالح'
        """
        text = self.without_aside(re.sub(r"\s+", " ", text).strip(" \n.،,؛:-–—|/"))
        text = re.sub(r"^لل(?=\w)", "ال", text.strip(" ()"))
        text = re.sub(r"^(?:(?:كل|كلا|كلٍّ|كلّ) من|على|من قبل|من طرف|من)\s+(?=\S)", "", text)
        parts = self._split(text)
        if len(parts) == 1:
            return self._one(text, people)
        return self._several(parts, people)

    def without_aside(self, text: str) -> str:
        """A naming without what is said by the way; a titled person in brackets is who the office before them means."""
        inner = re.fullmatch(r"[^()]+\(([^()]+)\)[^()]*", text)
        if inner and self.titles_end(key_of(inner[1]), 0):
            return inner[1]
        view = fold(text)
        match = self.aside.search(view.key, 3)
        return text[: view.origin[match.start()]] if match else text

    def _split(self, text: str) -> list[str]:
        """Coordinated owners and what joins them, in turn; "و" joins where a title, an office or a body follows."""
        parts, start = [], 0
        for match in re.finditer(r"\s*[،,]\s*(?:و(?=\S))?|\s+و(?=\S)|\s+/\s+", text):
            rest = key_of(text[match.end() :])
            joined = (
                match.group().strip() != "و"
                or rest.startswith("ال")
                or self.titles_end(rest, 0)
                or self.head.match(rest)
            )
            if joined:
                parts += [text[start : match.start()], match.group()]
                start = match.end()
        return [*parts, text[start:]]

    def _several(self, parts: list[str], people: Sequence[Person]) -> str:
        """Each titled part cleaned; parts that only continue an office stay as printed."""
        out = ""
        for place in range(0, len(parts), 2):
            part = parts[place]
            titled = self.titles_end(key_of(part), 0) > 0
            if place and not titled and not out:
                out = part
                continue
            joint = parts[place - 1] if place else ""
            key = key_of(part)
            if place and joint.strip() in ("،", ",") and key.split() and key.split()[0] in self.roles:
                break  # an office after a name
            out += joint + (self._one(part, people) if titled or place == 0 else part)
        return out.strip(" ،,/")

    def _one(self, text: str, people: Sequence[Person]) -> str:
        """One owner: the name behind its titles or its office, or the office alone."""
        view = fold(text)
        key = view.key

        def printed(start: int, end: int) -> str:
            first, last = view.offsets(start, end)
            return text[first : last if end < len(key) else None].strip(" ،,/") or text

        begin = self.titles_end(key, 0)
        if not begin:
            # Behind "the section's head" a title opens a name; behind "office of" it is part of the office.
            inner = next((m for m in self.title_inside.finditer(key) if self._apposed(key, m.start())), None)
            named = self.naming(key, inner.start(), len(key), whole=True) if inner else None
            if named and self.titles_end(key, named.start) < named.end:
                return printed(self.titles_end(key, named.start), named.end)
        if begin:
            named = self.naming(key, 0, len(key), whole=True)
            return printed(begin, named.end if named and named.end > begin else len(key))
        at = self._known(key, people)
        return printed(at, len(key.rstrip())) if at else text

    def _apposed(self, key: str, start: int) -> bool:
        """Whether a title at ``start`` stands beside an office that is complete."""
        before = key[:start].split()
        return (
            bool(before)
            and key[start - 1] == " "
            and (before[-1].startswith(("ال", "لل")) or before[-1].endswith("ها") or key[start : start + 2] != "ال")
        )

    def _known(self, key: str, people: Sequence[Person]) -> int:
        """Where an attendee's name begins behind an office; 0 where none does."""
        words = [(m.group(), m.start()) for m in re.finditer(r"\w+", key)]
        for person in people:
            name = key_of(person.name).split()
            for (word, start), (following, _) in itertools.pairwise(words):
                if len(name) > 1 and word == name[0] and following in name[1:]:
                    return start
        return 0
