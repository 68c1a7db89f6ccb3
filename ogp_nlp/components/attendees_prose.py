"""People in a stretch of text, each with the words before and after that tell attendance, office and body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from ogp_nlp.components.attendees_cues import Cue, Cues
from ogp_nlp.components.base import Folded, Offsets, fold, key_of
from ogp_nlp.components.people import NameReader, Person, Token, person_at, read_title, words_of
from ogp_nlp.components.people_tail import Tail, read_tail
from ogp_nlp.components.people_words import PeopleWords

_SENTENCE = re.compile(r"(?<!\b\w)(?<!\b\w\w)(?<!\.)[.؟!]\s+|\n\s*\n")
_BARE = re.compile(r"(?:^|[،؛,:]\s*(?:و(?=\w{3}))?|\sو(?=\w{3}))\s*")
_LAST_SIGN = re.compile(r"[،؛,()\[\]]")
_ALL_OF = re.compile(r"(?<!\w)(?:كل|كلا) من(?: الساده| السيدات والساده)?\W*$")
_INSTEAD_OF = re.compile(r"\W*(?:بدلا|عوضا|نيابه)\s+(?:من|عن)\s(?!.*(?:حضر|شارك))")
_FOR_ANOTHER = re.compile(r"(?<!\w)و?(?:نيابه عن(?:ه|ها)|عوض(?:ه|ها|ته|تها)|ناب(?:ت)? عن(?:ه|ها)|مثل(?:ه|ها|ته|تها)|بدلا (?:منه|منها|عنه|عنها)|عوضا عن(?:ه|ها))\s+")
_CLAUSE = re.compile(r"[،؛]\s*و(?!ال)(?P<word>\w+)")
_DUAL = re.compile(r"^(?:عضوا|عضوي|عضوتا|جامعين|جامعي|ممثلا|ممثلي|مندوبا|مندوبي|ممثلين|مستشارا|مستشاري)(?!\w)")


@dataclass(frozen=True, slots=True)
class State:
    """What headings and clauses say of the people who follow."""

    status: str | None = None
    guest: bool = False
    chair: bool = False
    rapporteur: bool = False
    deputy: bool = False
    organization: str | None = None
    grouped: bool = False  # people stand under bodies or kinds of bodies
    secondary: bool = False  # "also present" after the members
    listing: bool = False  # names may stand without titles
    loose: bool = False  # and need not be known given names
    heading: str = ""  # the generic heading that sorts them


@dataclass(slots=True)
class Mention:
    """One person with what the place says; ``cue`` joins the words before and after."""

    person: Person
    state: State
    cue: Cue
    tail: Tail
    role_before: str | None = None
    role_at: Offsets | None = None
    plural_gender: str | None = None
    stands_in_for_last: bool = False
    appointed: bool = False
    source: str = "prose"
    extra: list[Offsets] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    person: Person
    start: int  # in the folded text
    end: int
    plural: str | None


@dataclass(frozen=True)
class ProseReader:
    """Reads the people of a paragraph, a list item or a cell."""

    words: PeopleWords
    cues: Cues

    def read(self, text: str, base: int, state: State | None, earlier: int = 0) -> list[Mention]:
        """All people with a stated attendance.

        ``state`` is that of the section, None outside lists of people; ``earlier`` counts those found present before.
        """
        view = fold(text, base)
        mentions: list[Mention] = []
        current, place = state, 0
        found = self._find(view, text, state)
        for index, item in enumerate(found):
            gap_tail, lead_from = (0, 0) if index == 0 else self._split(view.key[place : item.start])
            if mentions:
                self._finish(mentions[-1], view, text, base, (place, place + gap_tail))
            lead = (place + lead_from, item.start)
            if index == 0:
                lead = (place + self._last_sentence(view.key[place : item.start]), item.start)
            broken = index > 0 and bool(_SENTENCE.search(view.key[place : item.start]))
            mention = self._mention(view, text, base, item, lead, (current, state), broken, mentions, earlier)
            if mention is None:
                place = item.end
                current = None
                mentions.append(Mention(item.person, State(), Cue(), Tail(), source="drop"))
                continue
            mentions.append(mention)
            current = replace(mention.state, chair=False, rapporteur=False, deputy=False)
            place = item.end
        if mentions:
            rest = view.key[place:]
            stop = self._end(rest)
            self._finish(mentions[-1], view, text, base, (place, place + stop))
        _share_dual_roles(mentions)
        return [mention for mention in mentions if mention.source != "drop"]

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

    def _split(self, gap: str) -> tuple[int, int]:
        """Where the words about the person before end in a gap, and where those about the next begin."""
        sentence = list(_SENTENCE.finditer(gap))
        if sentence:
            return self._before_opener(gap, sentence[0].start()), sentence[-1].end()
        opener = self.cues.opener.search(gap)
        if opener:
            return opener.start(), opener.start("cue")
        several = self.words.plural.search(gap)
        if several:
            return several.start(), several.start()
        signs = list(_LAST_SIGN.finditer(gap))
        if not signs:
            also = [match.start() for match in re.finditer(r"\sو(?=\w)", gap) if self._offices(gap[match.end() :])]
            return (also[-1], also[-1] + 1) if also else (len(gap), len(gap))
        return signs[-1].start() if gap[signs[-1].end() :].strip() else len(gap), signs[-1].end()

    def _offices(self, phrase: str) -> bool:
        """Whether a folded phrase opens with an office: ``أمين المال`` in ``... وأمين المال السيد ...``."""
        tokens = [token.key for token in words_of(phrase)[:2]] + ["", ""]
        return self.words.is_office(*tokens[:2]) and not self._is_word([Token(f"و{tokens[0]}", 0, 0)])

    def _end(self, rest: str) -> int:
        """Where the words about the last person end: a sentence, or a new clause with و."""
        sentence = _SENTENCE.search(rest)
        end = sentence.start() if sentence else len(rest)
        openers = [match.start() for match in self.cues.opener.finditer(rest, 0, end) if match["cue"][0] in "وفك"]
        clauses = [match.start() for match in _CLAUSE.finditer(rest, 0, end) if not self._is_note(match["word"]) and not self._is_word(words_of(rest, match.start("word") - 1))]
        return min([*openers, *clauses], default=end)

    def _is_note(self, word: str) -> bool:
        """Whether a word after ، و opens a remark on the person: ``، ويشارك عن بعد``."""
        return word in self.words.note_words or f"و{word}" in self.words.note_words or self.cues.status(word) is not None

    def _before_opener(self, gap: str, end: int) -> int:
        opener = self.cues.opener.search(gap, 0, end)
        return opener.start() if opener else end

    @staticmethod
    def _last_sentence(gap: str) -> int:
        sentence = list(_SENTENCE.finditer(gap))
        return sentence[-1].end() if sentence else 0

    def _mention(  # noqa: PLR0913
        self,
        view: Folded,
        text: str,
        base: int,
        item: _Found,
        lead: Offsets,
        states: tuple[State | None, State | None],
        broken: bool,
        before: list[Mention],
        earlier: int,
    ) -> Mention | None:
        """The person with the state that the words before give; None where nothing states an attendance."""
        current, section = states
        key = view.key[lead[0] : lead[1]]
        cue = self.cues.read(key)
        appointed = self.cues.has("appointing", key) or self._takes_on(key)
        group = self._group(view, lead, text, base)
        if broken and not cue.speaks and group:
            current = replace(section or State(), status=(section.status if section else None) or "present")
        elif broken and not cue.speaks and not key.rstrip().endswith(":"):
            current = section if section and not key.strip() else None
        if cue.deputy and cue.status is None:
            cue = replace(cue, status="present")
        if cue.speaks or appointed:
            state = self._state(cue, view, lead, (text, base), current, before, earlier)
        elif current is None and section is None and _ALL_OF.search(key):
            state = State("present", listing=True)
        elif current is None or not (group or self._announces(key)):
            return None
        else:
            state = replace(current, **group)
        role_at = None if appointed else self._role_before(view, lead)
        role = text[role_at[0] - base : role_at[1] - base] if role_at else None
        if _INSTEAD_OF.match(key) and before:
            before[-1].tail.deputy = True
            state = replace(before[-1].state, deputy=False, status="replaced")
            return Mention(item.person, state, Cue(), Tail(), role, role_at, item.plural, True)
        stands_in = bool(cue.deputy and before) or bool(re.match(r"\W*(?:بدلا|عوضا|نيابه)", key))
        return Mention(item.person, state, cue, Tail(), role, role_at, item.plural, stands_in, appointed)

    def _takes_on(self, key: str) -> bool:
        """Whether the words before a name end with a verb whose object comes after it: ``وتولى السيد ... الكتابة``."""
        plain = re.sub(r"\W+", " ", key).strip()
        return plain in {key_of(verb) for verb in self.cues.raw["capacity"]["taking_on"]}

    def _announces(self, key: str) -> bool:
        """Whether the words before a name are a label or nothing: no verb that makes the person a speaker."""
        rest = self.words.plural.sub(" ", self.cues.fillers.sub(" ", key))
        rest = re.sub(r"[^\w\s:]", " ", rest).strip()
        rest = "" if rest == "و" else rest
        if not rest or rest.endswith(":"):
            return True
        tokens = rest.split()
        return len(tokens) <= 7 and self.words.is_office(tokens[0].removeprefix("و"), (tokens + [""])[1])

    def _state(  # noqa: PLR0913
        self,
        cue: Cue,
        view: Folded,
        lead: Offsets,
        document: tuple[str, int],
        current: State | None,
        before: list[Mention],
        earlier: int,
    ) -> State:
        """The state that a clause of its own opens."""
        key = view.key[lead[0] : lead[1]]
        present = earlier + sum(mention.source != "drop" and mention.state.status in ("present", "remote") for mention in before)
        members = re.search(r"(?<!\w)(?:ال)?اعضا(?!\w)", key) is not None
        also = re.match(r"\W*(?:كما|وكما)\s", key) is not None
        verb = re.match(r"\W*و?(?:قد |كذا )?(?:يحضر|حضر|شارك|انضم|التحق|بحضور|بمشاركه)", key) is not None
        appointed = self.cues.has("appointing", key)
        status = cue.status
        if status is None:
            status = current.status if current and current.status and not (cue.chair or cue.rapporteur) else "present"
        state = State(
            status=status,
            guest=cue.guest or bool(current and current.guest and not cue.status),
            chair=cue.chair,
            rapporteur=cue.rapporteur,
            deputy=cue.deputy,
            secondary=status in ("present", "remote") and not members and not appointed and (also or (present >= 3 and verb)),
            listing=bool(current and current.listing),
            grouped=bool(current and current.grouped),
        )
        return replace(state, **self._group(view, lead, *document))

    def _group(self, view: Folded, lead: Offsets, text: str, base: int) -> dict[str, Any]:
        """The body that a clause speaks for: ``وعن الإدارة البلدية``; a kind of bodies gives none."""
        key = view.key[lead[0] : lead[1]]
        match = re.search(r"(?<!\w)و?(?:عن|من)\s+(?P<name>[^:،؛.]{4,80})", key)
        label = re.match(r"\W*(?P<name>[^:،؛]{4,80}?)\s*:\s*$", key)
        if label and self._is_body_label(label["name"]):
            at = view.offsets(lead[0] + label.start("name"), lead[0] + label.end("name"))
            return {"organization": text[at[0] - base : at[1] - base], "grouped": True}
        if not match or re.search(r"(?:دعوه|بدعوه|طلب|بطلب|كل|عدم)\s*$", key[: match.start()]):
            return {}
        name = match["name"]
        ends = [found.start() for found in (self.cues.opener.search(name), self.words.plural.search(name)) if found]
        name = name[: min(ends, default=len(name))].strip()
        if self.is_generic(name):
            return {"grouped": True, "organization": None, "heading": name, "guest": False, "secondary": False}
        tokens = name.split()
        if not tokens or not self.words.is_body(tokens[0]):
            return {}
        if len(tokens) < 2 and not (match.start() < 3 and tokens[0].startswith("ال")):
            return {}
        start = lead[0] + match.start("name")
        at = view.offsets(start, start + len(name))
        own = {"guest": True} if len(tokens) < 2 else {}
        return {"organization": text[at[0] - base : at[1] - base], **own}

    def _is_body_label(self, name: str) -> bool:
        """Whether a folded label before a name is that of a body: ``هيئة البيئة: السيد ...``."""
        tokens = name.split()
        speaks = self.cues.read(name).speaks or self.is_generic(name) or self.words.is_office(*(tokens + [""])[:2])
        return len(tokens) > 1 and not speaks and self.words.is_body(tokens[0])

    def is_generic(self, key: str) -> bool:
        """Whether a folded heading sorts people and names no body."""
        kinds = {key_of(word) for word in self.words.bodies["generic"]}
        return key.strip() in kinds or any(" " in kind and key.strip().startswith(f"{kind} ") for kind in kinds)

    def _role_before(self, view: Folded, lead: Offsets) -> Offsets | None:
        """The office printed before a name: ``المدير الفني السيد ...``, ``النقيب: د. ...``."""
        key = view.key[lead[0] : lead[1]].rstrip(" :\n-")
        if re.search(r"[،؛]\s*و?$", key):
            return None
        cut = 0
        for pattern in (self.cues.opener, self.cues.fillers, self.words.plural):
            for match in pattern.finditer(key):
                cut = max(cut, match.end()) if match.end() < len(key) or pattern is not self.cues.fillers else cut
        label = key.strip().removeprefix("و")
        whole = label.split()
        if whole and (self.words.is_office(whole[0], (whole + [""])[1]) or self.words.may_be_office(whole[0])) and "،" not in label:
            cut = len(key) - len(key.lstrip())
        title = read_title(view, lead[0] + (len(key[:cut].rstrip()) + 1 if cut else 0), self.words)
        after_title = [token.key for token in words_of(key, title[2] - lead[0])[:2]] + ["", ""] if title else ["", ""]
        cut = max(cut, title[2] - lead[0]) if title and self.words.is_office(*after_title[:2]) else cut
        tokens = self._from_office(words_of(key, cut))
        if not tokens or re.search(r"[،؛.:]", key[tokens[0].start :]) or re.match("و?(?:ال)?اعضا", tokens[0].key):
            return None
        labelled = view.key[lead[0] : lead[1]].rstrip().endswith(":") and len(tokens) <= 6
        first, after = tokens[0], tokens[1].key if len(tokens) > 1 else ""
        shift = int(first.key.startswith("و") and self.words.is_office(first.key[1:], after))
        guests = {key_of(word) for word in self.words.attendance["capacity"]["guest"]}
        if re.search(r"صف[هة]\s*$", key[: first.start]):
            return None  # بصفة استشارية
        office = self.words.is_office(first.key[shift:], after) or (labelled and self.words.may_be_office(first.key[shift:]))
        if not office or key[first.start :] in guests or len(tokens) > 8:
            return None
        return view.offsets(lead[0] + first.start + shift, lead[0] + len(key))

    def _from_office(self, tokens: list[Token]) -> list[Token]:
        """The tokens from the first office on, unless a word such as ``من`` hands it to somebody else."""
        for place, (token, after) in enumerate(zip(tokens, [*tokens[1:4], None], strict=False)):
            if place and tokens[place - 1].key in ("من", "مع", "الي", "عن", "لدعوه", "دعوه", "بدعوه", "طلب"):
                return []
            if self.words.is_office(token.key, after.key if after else ""):
                return tokens[place:]
        return tokens

    def _finish(self, mention: Mention, view: Folded, text: str, base: int, at: Offsets) -> None:
        """Read the words after the person into the mention."""
        if mention.source == "drop" or at[0] >= at[1]:
            return
        start, end = view.offsets(*at)
        start = max(start, mention.person.end)
        mention.tail = read_tail(text[start - base : end - base], start, self.words)


def replace_plural(item: _Found, plural: str | None) -> _Found:
    """The same person found under a title over several names."""
    return _Found(item.person, item.start, item.end, plural or item.plural)


def _key_place(view: Folded, offset: int) -> int:
    """The first place of the folded text at or after an offset."""
    return next((i for i, at in enumerate(view.origin) if at >= offset), len(view.key))


def _share_dual_roles(mentions: list[Mention]) -> None:
    """Give an office in the dual to both: ``السيد ... والآنسة ... عضوا المجلس``."""
    for first, second in zip(mentions, mentions[1:], strict=False):
        role = second.tail.role
        beside = second.person.start - first.person.end <= 4
        if role and beside and _DUAL.match(key_of(role)) and first.tail.role is None and first.source == second.source:
            first.tail.role, first.tail.role_at = role, second.tail.role_at
