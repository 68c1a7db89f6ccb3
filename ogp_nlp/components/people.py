"""People as minutes print them: a title, a name, and where the name ends; for every component that meets a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ogp_nlp.components.base import Folded, Offsets, fold, key_of
from ogp_nlp.components.people_words import PeopleWords, bare, people_words

_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
_JOINT = re.compile(r"[^\S\n]{0,2}(?:\n\s*)?$|[-‑]$")  # between two words of one name
_REASON = re.compile(r"ل[ات]\w{3,}(?:ه|ها|هم)$")  # لإجرائه, لسفرها
_LAST_WORD = re.compile(r"\w+$")
_SON_OF = frozenset({"بن", "ابن", "ولد", "ود", "بنت", "منت"})
_NISBA = re.compile(r"ال\w{3,}ي")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of folded text with its place there."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Person:
    """A person found in a text; offsets are half-open and count code points of that text (plus ``base``)."""

    name: str
    name_at: Offsets
    honorific: str | None = None
    honorific_at: Offsets | None = None
    gender: str | None = None
    role: str | None = None
    role_at: Offsets | None = None
    organization: str | None = None
    organization_at: Offsets | None = None

    @property
    def start(self) -> int:
        """Where the person begins: the honorific, else the name."""
        return self.honorific_at[0] if self.honorific_at else self.name_at[0]

    @property
    def end(self) -> int:
        """Where the name ends."""
        return self.name_at[1]


def words_of(key: str, start: int = 0) -> list[Token]:
    """The words of folded text from ``start`` on."""
    return [Token(match.group(), *match.span()) for match in _WORD.finditer(key, start)]


@dataclass(frozen=True, slots=True)
class NameReader:
    """Reads a name from a place in folded text and tells where it ends."""

    words: PeopleWords

    def read(self, view: Folded, start: int) -> tuple[int, int, int] | None:
        """Start and end of the name in ``view.key`` and its number of parts; None where no name begins."""
        tokens = words_of(view.key[: start + 160], start)
        if not tokens or view.key[start : tokens[0].start].strip(' \n«"'):
            return None
        parts, last = 0, None
        for place, token in enumerate(tokens):
            following = tokens[place + 1] if place + 1 < len(tokens) else None
            if last is not None and not self._joined(view, last, token):
                break
            if self._ends_at(view.key, token, following, parts if last is None else max(parts, 1)):
                break
            last = token
            parts += token.key not in self.words.particles
            if parts >= self.words.attendance["names"]["longest"]:
                break
        if last is None:
            return None
        return tokens[0].start, last.end, parts

    def read_verb_too(self, view: Folded, start: int) -> tuple[int, int, int] | None:
        """The name whose first word is a verb elsewhere: ``كان ممادو`` after a title."""
        tokens = words_of(view.key[: start + 60], start)[:2]
        if len(tokens) < 2 or tokens[0].start != start or tokens[0].key not in self.words.verbs_too:
            return None
        if tokens[1].key.endswith("ا") and self.words.is_office(tokens[1].key, ""):
            return None  # كان رئيسا
        rest = self.read(view, tokens[1].start)
        return (tokens[0].start, rest[1], rest[2] + 1) if rest and tokens[1].start == tokens[0].end + 1 else None

    @staticmethod
    def _joined(view: Folded, last: Token, token: Token) -> bool:
        gap = view.key[last.end : token.start]
        if len(gap) == 2 and view.origin[token.start - 1] - view.origin[last.end] > 1:
            return False  # a tatweel typed as a dash, dropped in the folded text
        if len(last.key) == 1 and gap.strip() == ".":
            return True  # an initial: ش. حاج قدور
        return bool(_JOINT.match(gap))

    def _ends_at(self, key: str, token: Token, following: Token | None, parts: int) -> bool:  # noqa: PLR0911
        """Whether the name is over before this token."""
        words, word = self.words, token.key
        after = following.key if following and not key[token.end : following.start].strip() else ""
        closes = following is None or not _JOINT.match(key[token.end : following.start])
        if _DIGIT.search(word) or len(word) == 1:
            return not (len(word) == 1 and word.isalpha() and key[token.end : token.end + 1] == "." and parts == 0)
        if word in words.surnames or (bare(word) in words.only_before and word.startswith("ال")):
            if parts == 0:
                return words.sex_of_given(word) is None
            if parts and after in words.not_title and word in words.title_words:
                return True
            if parts == 1 and word in words.rulers and _NISBA.fullmatch(after) and not words.is_body(after):
                return False  # هبة الوالي الحسني
            named = closes or (following is not None and words.is_office(following.key, ""))
            return words.is_office(word, after) if parts == 1 else not named
        if word in words.stops or (word in words.note_words and parts > 0):
            return words.sex_of_given(word) is None or parts > 1
        if words.is_office(word, after):
            return not (parts == 0 and words.sex_of_given(word)) and not (
                parts == 1 and (word in words.given or words.sex_of_given(after) is not None)
            )
        if (not parts and word in words.plural_words) or (word[:1] == "و" and word[1:] in words.plural_words):
            return True
        if not parts and word.startswith(("بال", "لل")) and word not in words.particles:
            return True
        if parts and word.startswith("و") and word not in words.given and word not in words.particles:
            return not self._after_kin(key, token, words) and (parts > 1 or self._opens(word[1:]))
        return parts > 0 and self._leaves(word, parts)

    @staticmethod
    def _after_kin(key: str, token: Token, words: PeopleWords) -> bool:
        """Whether the word before asks for another: ``أبو وندي``, ``بن وارث``."""
        before = key[max(0, token.start - 12) : token.start].split()
        return bool(before) and before[-1] in words.particles and before[-1] not in words.given

    def _opens(self, word: str) -> bool:
        """Whether what follows a ``و`` begins another person or phrase."""
        words = self.words
        known = words.sex_of_given(word) is not None or word in words.stops or word in words.particles
        return known or word in words.title_words or words.is_office(word, "")

    def _leaves(self, word: str, parts: int) -> bool:
        """Whether a word leads from the name to a place or a body: بوزارة, للتجهيز, وزارة."""
        words = self.words
        if word in words.title_words and word not in words.given:
            return parts > 1
        if words.is_body(word):
            return parts > 1 or (bare(word) == word and word not in words.given)
        if parts > 1 and _REASON.match(word) and word not in words.given:
            return True
        return parts > 1 and word.startswith(("بال", "لل")) and word not in words.given and word not in words.particles


@lru_cache(maxsize=4)
def name_reader(words: PeopleWords | None = None) -> NameReader:
    """A reader over the shipped knowledge, or over ``words``."""
    return NameReader(words or people_words())


def read_title(view: Folded, start: int, words: PeopleWords) -> tuple[int, int, int] | None:
    """Start and end of the titles at a place of folded text, and where the name begins after them."""
    match = words.chain.match(view.key, start)
    if match is None:
        return None
    begin, end = match.span("title")
    after = match.end()
    if view.key[after : after + 1] == ":" and view.key[begin:end].strip() in words.colon_titles:
        after += 1
    following = _WORD.match(view.key, after)
    if following and (
        following.group() in words.not_title
        or (following.group().startswith("لل") and following.group() not in words.particles)
    ):
        return None
    if view.key[begin:end] in words.before_woman:
        sex = words.sex_of_given(following.group()) if following else "male"
        opens = not view.key[:begin].strip() and following and not following.group().endswith("ات")
        if sex == "male" or (sex is None and not opens):
            return None  # six of something
    last = _LAST_WORD.search(view.key, begin, end)
    if last and len(last.group()) == 1 and view.key[end : end + 1] == ".":
        end += 1  # عطوفة م.
    if (
        following
        and last
        and following.group() in _SON_OF
        and words.sex_of_given(last.group())
        and last.start() > begin
    ):
        return begin, len(view.key[: last.start()].rstrip()), last.start()  # م. الفاضل ود البدوي
    return begin, end, after


def title_gender(title: str, words: PeopleWords) -> str | None:
    """The sex that a printed title tells: any feminine part makes it feminine.

    >>> title_gender("سعادة المهندسة", people_words()), title_gender("د.", people_words())
    ('female', None)
    """
    key = key_of(title)
    found = {words.title_gender.get(part) for part in (key, *re.split(r"[\s/.]+", key))}
    return "female" if "female" in found else ("male" if "male" in found else None)


def person_at(
    view: Folded, text: str, start: int, *, bare_name: bool, words: PeopleWords | None = None
) -> Person | None:
    """The person that begins at ``start`` of ``view.key``; ``bare_name`` admits names without title.

    ``text`` is what ``view`` was folded from; the offsets of the result are those that ``view`` leads back to.
    """
    known = words or people_words()
    title = read_title(view, start, known)
    if title is None and not bare_name:
        return None
    reader = NameReader(known)
    name = reader.read(view, title[2] if title else start)
    if name is None and title is not None:
        name = reader.read_verb_too(view, title[2])
    if name is None:
        return None
    tokens = [token.key for token in words_of(view.key[: name[1]], name[0])]
    if title is not None and known.is_office(tokens[0], [*tokens, ""][1]):
        return None  # السيد الأمين العام is nobody's name
    base = view.origin[0] if view.origin else 0
    name = _without_preposition(view, text, name, known)
    at = view.offsets(name[0], name[1])
    person_name = text[at[0] - base : at[1] - base]
    if title is None:
        return Person(person_name, at)
    title_at = view.offsets(title[0], title[1])
    honorific = text[title_at[0] - base : title_at[1] - base].rstrip(" /:")
    title_at = (title_at[0], title_at[0] + len(honorific))
    return Person(person_name, at, honorific, title_at, title_gender(honorific, known))


def _without_preposition(
    view: Folded, text: str, name: tuple[int, int, int], words: PeopleWords
) -> tuple[int, int, int]:
    """The name without ``على`` and what follows it: folded it looks like the given name علي."""
    tokens = words_of(view.key[: name[1]], name[0])
    base = view.origin[0] if view.origin else 0
    for place, token in enumerate(tokens[2:], start=2):
        start, end = view.offsets(token.start, token.end)
        after = tokens[place + 1].key if place + 1 < len(tokens) else ""
        if text[start - base : end - base] == "على" and after and words.sex_of_given(after) is None:
            return name[0], tokens[place - 1].end, place
    return name


def parse_person(text: str, start: int = 0, *, bare_name: bool = True, base: int = 0) -> Person | None:
    """The person printed at ``text[start:]``, with role and body where the same phrase names them; None for none.

    Offsets of the result count from the start of ``text``, plus ``base``.

    >>> person = parse_person("السيدة منى بنعلي، رئيسة قسم الموارد - وزارة الماء")
    >>> person.honorific, person.name, person.role, person.organization
    ('السيدة', 'منى بنعلي', 'رئيسة قسم الموارد', 'وزارة الماء')
    """
    from dataclasses import replace

    from ogp_nlp.components.people_tail import read_tail

    view = fold(text[start:], base + start)
    blanks = len(view.key) - len(view.key.lstrip(" \t\n-•*"))
    person = person_at(view, text[start:], blanks, bare_name=bare_name)
    if person is None:
        return None
    end = person.name_at[1] - base
    stop = text.find("\n", end)
    tail = read_tail(text[end : stop if stop >= 0 else len(text)], base + end, people_words())
    return replace(
        person,
        role=tail.role,
        role_at=tail.role_at,
        organization=tail.organization,
        organization_at=tail.organization_at,
    )


def strip_honorific(text: str) -> str:
    """A person's name, or an office, without the titles before it; other text as it is.

    >>> strip_honorific("السيدة رئيسة المجلس"), strip_honorific("د. سامي الخطيب"), strip_honorific("مكتب الضبط")
    ('رئيسة المجلس', 'سامي الخطيب', 'مكتب الضبط')
    """
    words = people_words()
    view = fold(text)
    match = words.chain.match(view.key, len(view.key) - len(view.key.lstrip()))
    if match is None or match["conj"]:
        return text.strip()
    following = _WORD.match(view.key, match.end())
    if following is None or following.group() in words.not_title:
        return text.strip()
    return text[view.offsets(following.start(), following.end())[0] :].strip()


def titled_people(text: str, base: int = 0) -> Iterator[Person]:
    """Every person in a running text whose name follows a title, in order.

    >>> [person.name for person in titled_people("شكر السيد عمر حداد المهندسة ليلى ناجي على العرض")]
    ['عمر حداد', 'ليلى ناجي']
    """
    view = fold(text, base)
    words, place = people_words(), 0
    while match := words.chain.search(view.key, place):
        person = person_at(view, text, match.start(), bare_name=False)
        place = match.end()
        if person is not None:
            yield person
            place = max(place, next(i for i, at in enumerate(view.origin) if at >= person.end))
