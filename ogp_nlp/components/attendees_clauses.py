"""The words between people: where those about one end and those about the next begin, and what the latter say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ogp_nlp.components.attendees_cues import Cues
from ogp_nlp.components.attendees_finding import is_word
from ogp_nlp.components.attendees_model import SENTENCE, Stretch
from ogp_nlp.components.base import Offsets, key_of
from ogp_nlp.components.people import Token, read_title, words_of
from ogp_nlp.components.people_words import PeopleWords

_LAST_SIGN = re.compile(r"[،؛,()\[\]]")
_LABEL = re.compile(r"\W*(?P<name>[^:،؛]{4,80}?)\s*:\s*$")
_FROM = re.compile(r"(?<!\w)و?(?:عن|من)\s+(?P<name>[^:،؛.]{4,80})")
_SENT = re.compile(r"(?<!\w)و?(?:[يت]?مثلت?|اوفدت?|انتدبت?|ارسلت?)\s+(?P<name>[^:،؛.]{4,80})")
_STAFF = re.compile(r"\W*و?(?:(?:عن|من)\s)?(?P<name>[^:،؛.]{4,30}?)\s*:")
# Houses whose own people at a council's meeting are its staff.
_WITH_STAFF = frozenset({"الاداره", "البلديه", "الجماعه", "الشركه", "المدرسه", "المستشفي", "الولايه", "المحافظه"})
_ASKED = re.compile(
    r"(?:دعوه|بدعوه|طلب|بطلب|استدعا|باستدعا|تكليف|بتكليف|كل|عدم)\s*$"
)  # بدعوة من ... names who asked, not a body spoken for
_STANDS_IN = re.compile(r"(?:بدلا|عوضا|نيابه)(?!\w)")
# The side or class for which somebody sits: من الجانب الرسمي, ومن جانب المجتمع
_SIDE = re.compile(
    r"(?:^|[\s،.؛])[وف]?(?:من|عن)\s(?:(?P<side>الجانب\s\w+)|(?:جانب|جهه|طرف|ناحيه)\s(?P<name>[^:،؛.]{3,60}?))\s*:?\s*$"
)
_NEXT = ("و", "ف", "ك", "بحضور", "بمشاركه", "بعضويه")  # a clause on others, after somebody's office
_PLURAL_OFFICE = re.compile(r"\sو(?=(?:روسا|مدرا|مديري|ممثلي|ممثلو|نواب|مسوولي|امنا|اعضا)(?!\w))")
_CLAUSE = re.compile(r"[،؛]\s*و(?!ال)(?P<word>\w+)")


@dataclass(frozen=True)
class ClauseReader:
    """Reads the words before and between people."""

    words: PeopleWords
    cues: Cues

    def split(self, gap: str) -> tuple[int, int]:
        """Where the words about the person before end in a gap, and where those about the next begin."""
        sentence = list(SENTENCE.finditer(gap))
        if sentence:
            return self._before_opener(gap, sentence[0].start()), sentence[-1].end()
        opener = self._opener(gap)
        if opener:
            return opener.start(), opener.start("cue")
        several = self.words.next_plural(gap)
        if several:
            joined = _PLURAL_OFFICE.search(gap, 0, several.start())  # ورؤساء اللجان الإخوة: ...
            return joined.start() if joined else several.start(), several.start()
        dash = re.search(r"\s[-–—]\s*$", gap)
        if dash and gap[: dash.start()].strip():
            return dash.start(), dash.end()
        signs = list(_LAST_SIGN.finditer(gap))
        if not signs:
            also = [match.start() for match in re.finditer(r"\sو(?=\w)", gap) if self._offices(gap[match.end() :])]
            return (also[-1], also[-1] + 1) if also else (len(gap), len(gap))
        return signs[-1].start() if gap[signs[-1].end() :].strip() else len(gap), signs[-1].end()

    def _offices(self, phrase: str) -> bool:
        """Whether a folded phrase opens with an office: ``أمين المال`` in ``... وأمين المال السيد ...``."""
        tokens = [*[token.key for token in words_of(phrase)[:2]], "", ""]
        return self.words.is_office(*tokens[:2]) and not is_word([Token(f"و{tokens[0]}", 0, 0)], self.words)

    def end(self, rest: str) -> int:
        """Where the words about the last person end: a sentence, or a new clause with و."""
        sentence = SENTENCE.search(rest)
        end = sentence.start() if sentence else len(rest)
        openers = [match.start() for match in self.cues.opener.finditer(rest, 0, end) if match["cue"].startswith(_NEXT)]
        clauses = [match.start() for match in _CLAUSE.finditer(rest, 0, end) if self._begins_clause(match, rest)]
        return min([*openers, *clauses], default=end)

    def _begins_clause(self, match: re.Match[str], rest: str) -> bool:
        """Whether ، و begins something new, and no remark on the person and no word such as وكيل."""
        return not self._is_note(match["word"]) and not is_word(words_of(rest, match.start("word") - 1), self.words)

    def _is_note(self, word: str) -> bool:
        """Whether a word after ، و opens a remark on the person: ``، ويشارك عن بعد``."""
        return (
            word in self.words.note_words or f"و{word}" in self.words.note_words or self.cues.status(word) is not None
        )

    def _before_opener(self, gap: str, end: int) -> int:
        opener = self._opener(gap, end)
        return opener.start() if opener else end

    def _opener(self, gap: str, end: int | None = None) -> re.Match[str] | None:
        """The first words that open a clause on the next person; ``بصفة`` after an office still speaks of the last."""
        for match in self.cues.opener.finditer(gap, 0, len(gap) if end is None else end):
            said_of_last = match["cue"].startswith("بصف") and re.search(r"[\w)]\s*$", gap[: match.start("cue")])
            stands_in = end is not None and _STANDS_IN.match(match["cue"]) is not None  # for somebody without name
            if not said_of_last and not stands_in:
                return match
        return None

    @staticmethod
    def last_sentence(gap: str) -> int:
        """Where the last sentence of a gap begins."""
        sentence = list(SENTENCE.finditer(gap))
        return sentence[-1].end() if sentence else 0

    def takes_on(self, key: str) -> bool:
        """Whether the words before a name end with a verb whose object comes after it: ``وتولى السيد ... الكتابة``."""
        plain = re.sub(r"\W+", " ", key).strip()
        verbs = {key_of(verb) for verb in self.cues.raw["capacity"]["taking_on"]}
        return plain in verbs or re.sub(r"^(?:(?:كما|وقد|فقد|فيما|بينما|حيث|ثم)\s)?[وف]?", "", plain) in verbs

    def announces(self, key: str) -> bool:
        """Whether the words before a name are a label or nothing: no verb that makes the person a speaker."""
        rest = self.words.plural.sub(" ", self.cues.fillers.sub(" ", key))
        rest = re.sub(r"[^\w\s:]|\d", " ", rest).strip()
        rest = "" if rest in ("و", "ف") else rest
        if not rest or rest.endswith(":"):
            return True
        title = self.words.chain.match(rest)
        tokens = rest[title.end() if title else 0 :].split()
        held = title is not None and tokens[:1] != [] and tokens[0] in self.words.before_holder and len(tokens) == 1
        return held or (0 < len(tokens) <= 7 and self.words.is_office(tokens[0].removeprefix("و"), [*tokens, ""][1]))

    def group(self, stretch: Stretch, lead: Offsets) -> dict[str, Any]:
        """The body that a clause speaks for: ``وعن الإدارة البلدية``; a kind of bodies gives none."""
        key = stretch.key[lead[0] : lead[1]]
        staff = _STAFF.match(key)
        if staff and staff["name"].strip() in {key_of(word) for word in self.words.bodies["own_exact"]}:
            return {"guest": True, "organization": None, "grouped": True}
        label = _LABEL.match(key)
        if label and self._is_body_label(label["name"]):
            return {"organization": self._quote(stretch, lead[0], label), "grouped": True}
        return self._spoken_for(stretch, lead)

    def _spoken_for(self, stretch: Stretch, lead: Offsets) -> dict[str, Any]:
        """The body of a clause that says so by عن, من or a verb of sending."""
        key = stretch.key[lead[0] : lead[1]]
        side = _SIDE.search(key)
        if side and not self.words.is_body((side["name"] or "").split(" ")[0]):
            name = self.words.plural.sub(" ", side["side"] or side["name"]).strip()
            named = bool(name) and not self.cues.opener.search(name)
            return (
                {"grouped": True, "organization": None, "heading": name, "guest": False, "secondary": False}
                if named
                else {}
            )
        matches = [*_FROM.finditer(key), *_SENT.finditer(key)]
        match = max(matches, key=lambda found: found.start(), default=None)
        if not match or _ASKED.search(key[: match.start()]):
            return {}
        name = re.split(r"\sفي\s(?:هذ|ال(?:اجتماع|جلس|لقا))", match["name"])[0]
        ends = [found.start() for found in (self.cues.opener.search(name), self.words.plural.search(name)) if found]
        name = name[: min(ends, default=len(name))].strip()
        if self.is_generic(name):
            return {"grouped": True, "organization": None, "heading": name, "guest": False, "secondary": False}
        tokens = name.split()
        alone = len(tokens) == 1
        whole = not alone or (match.start() < 3 and tokens[0].startswith("ال"))
        if not tokens or not self.words.is_body(tokens[0]) or not whole:
            return {}
        start = lead[0] + match.start("name")
        body = stretch.quote(stretch.view.offsets(start, start + len(name)))
        staff = alone and match.re is _FROM and tokens[0] in _WITH_STAFF
        return {"organization": body, "staff": True} if staff else {"organization": body}

    @staticmethod
    def _quote(stretch: Stretch, start: int, match: re.Match[str]) -> str:
        return stretch.quote(stretch.view.offsets(start + match.start("name"), start + match.end("name")))

    def _is_body_label(self, name: str) -> bool:
        """Whether a folded label before a name is that of a body: ``هيئة البيئة: السيد ...``."""
        tokens = name.split()
        speaks = self.cues.read(name).speaks or self.is_generic(name) or self.words.is_office(*[*tokens, ""][:2])
        return len(tokens) > 1 and not speaks and self.words.is_body(tokens[0])

    def is_generic(self, key: str) -> bool:
        """Whether a folded heading sorts people and names no body."""
        kinds = self.words.generic
        tokens = key.split()
        if tokens and tokens[0] in self.words.plural_bodies and all(re.match("و?ال", word) for word in tokens[1:4]):
            return len(tokens) <= 4
        return key.strip() in kinds or any(" " in kind and key.strip().startswith(f"{kind} ") for kind in kinds)

    @staticmethod
    def assigned(stretch: Stretch, lead: Offsets, *, appointed: bool) -> Offsets | None:
        """The words in which an office may stand before a name: of an appointed person only those after ``إلى``."""
        if not appointed:
            return lead
        to = stretch.key.rfind(" الي ", lead[0], lead[1])  # as folded, إلى
        return None if to < 0 else (to + len(" الي "), lead[1])

    def _apposed(self, stretch: Stretch, lead: Offsets) -> Offsets | None:
        """An office with its own title and a comma before the name: ``السيد المدير العام، المهندس ...``."""
        key = stretch.key[lead[0] : lead[1]]
        body = re.sub(r"\s*،\s*$", "", key)
        if body == key or "،" in body:
            return None
        title = next(reversed([*self.words.chain.finditer(body)]), None)
        after = [*[token.key for token in words_of(body, title.end())[:2]], "", ""] if title else []
        if title is None or not self.words.is_office(*after[:2]) or len(body[title.end() :].split()) > 9:
            return None
        return stretch.view.offsets(lead[0] + title.end(), lead[0] + len(body))

    def role_before(self, stretch: Stretch, lead: Offsets | None) -> Offsets | None:
        """The office printed before a name: ``المدير الفني السيد ...``, ``النقيب: د. ...``."""
        if lead is None:
            return None
        apposed = self._apposed(stretch, lead)
        if apposed:
            return apposed
        raw = stretch.key[lead[0] : lead[1]]
        key = raw.rstrip(" :/\n-")
        if re.search(r"[،؛]\s*و?$", key):
            return None
        tokens = self._from_office(words_of(key, self._cut(stretch, lead[0], key)))
        if not tokens or re.search(r"[،؛.:]", key[tokens[0].start :]) or len(tokens) > 8:
            return None
        first, after = tokens[0], tokens[1].key if len(tokens) > 1 else ""
        shift = int(first.key.startswith("و") and self.words.is_office(first.key[1:], after))
        word = first.key[shift:]
        titled = self.words.chain.search(key[: first.start]) is not None
        labelled = raw.rstrip().endswith((":", "/")) and (
            (len(tokens) <= 6 and self.words.may_be_office(word)) or titled
        )
        guests = {key_of(name) for name in self.words.attendance["capacity"]["guest"]}
        no_office = re.match("(?:ال)?اعضا", word) or re.search(r"صفه\s*$", key[: first.start])  # بصفة استشارية
        held = titled and word in self.words.before_holder and len(tokens) == 1
        if no_office or key[first.start :] in guests or not (labelled or held or self.words.is_office(word, after)):
            return None
        return stretch.view.offsets(lead[0] + first.start + shift, lead[0] + len(key))

    def _cut(self, stretch: Stretch, start: int, key: str) -> int:
        """Where the words on attendance end within the words before a name."""
        begin = read_title(stretch.view, start + len(key) - len(key.lstrip()), self.words) if ":" not in key else None
        titled = [*key[begin[2] - start :].split(), "", ""] if begin else ["", "", ""]
        held = titled[0] in self.words.before_holder and not titled[1]
        if begin and "،" not in key and (held or self.words.is_office(*titled[:2])):
            return begin[2] - start
        label = key.strip().removeprefix("و")
        whole = [*label.split(), "", ""]
        if "،" not in label and (self.words.is_office(*whole[:2]) or self.words.may_be_office(whole[0])):
            return len(key) - len(key.lstrip())
        cut = key.rfind(":") + 1
        for pattern in (self.cues.opener, self.cues.fillers, self.words.plural):
            for match in pattern.finditer(key):
                owned = pattern is self.cues.fillers and self._is_owned(key[: match.start()])
                if (match.end() < len(key) or pattern is not self.cues.fillers) and not owned:
                    cut = max(cut, match.end())
        title = read_title(stretch.view, start + (len(key[:cut].rstrip()) + 1 if cut else 0), self.words)
        if title is None:
            return cut
        after = [*[token.key for token in words_of(key, title[2] - start)[:2]], "", ""]
        held = after[0] in self.words.before_holder and not after[1]
        return max(cut, title[2] - start) if held or self.words.is_office(*after[:2]) else cut

    def _is_owned(self, before: str) -> bool:
        """Whether the word before belongs to a body or an office: ``مديرية`` in ``مدير مديرية مياه الساحل``."""
        last = (before.split() or [""])[-1]
        return (
            before.endswith(" ") and (self.words.is_body(last) or self.words.is_office(last, "")) and last[:2] != "ال"
        )

    def _from_office(self, tokens: list[Token]) -> list[Token]:
        """The tokens from the first office on, unless a word such as ``من`` hands it to somebody else."""
        for place, (token, after) in enumerate(zip(tokens, [*tokens[1:8], None], strict=False)):
            if place and tokens[place - 1].key in ("من", "مع", "عن", "لدعوه", "دعوه", "بدعوه", "طلب"):
                return self._titled_office(tokens[place + 1 :])
            following = after.key if after else ""
            joined = not place and token.key.startswith("و") and self.words.is_office(token.key[1:], following)
            if joined or self.words.is_office(token.key, following):
                return self._titled_office(tokens[place:]) or tokens[place:]
        return tokens

    def _titled_office(self, tokens: list[Token]) -> list[Token]:
        """The tokens from an office with a title of its own on: ``بدعوة من الرئيس عطوفة مدير الأشغال``."""
        for place, (token, after) in enumerate(pairwise(tokens), start=1):
            following = tokens[place + 1].key if place + 1 < len(tokens) else ""
            address = token.key in self.words.title_words and not self.words.is_office(token.key, after.key)
            if address and self.words.is_office(after.key, following):
                return tokens[place:]
        return []
