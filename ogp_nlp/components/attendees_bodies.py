"""The body that a person represents and its sector, and the sector of the host."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ogp_nlp.components.attendees_model import Mention
from ogp_nlp.components.base import cue_pattern, fold, key_of
from ogp_nlp.components.people_bodies import is_internal, named_in, unprefixed
from ogp_nlp.components.people_words import PeopleWords, bare


def _begins(key: str, start: str) -> bool:
    """Whether a folded name begins with whole words."""
    return key.startswith(start) and not key[len(start) : len(start) + 1].isalnum()


def _starts(key: str, words: Iterable[str]) -> bool:
    return any(_begins(key, key_of(word)) for word in words)


@dataclass(frozen=True)
class Host:
    """The body that meets: its folded name, the folded head of its minutes, and its sector."""

    body: str
    head: str
    sector: str | None
    steers: bool = False  # a committee of several bodies over a plan
    board: bool = False

    def owns(self, body: str) -> bool:
        """Whether a folded name is the host's own."""
        plain = re.sub(r"\W+", " ", body).strip()
        inside = re.sub(r"\W+", " ", self.body)
        if plain.startswith("ال") and " " not in plain and self._is(plain[2:]):
            return True
        return bool(plain) and (plain in inside or self.head.strip().startswith(plain))

    def headed_by(self, office: str) -> bool:
        """Whether a folded office is at the head of the host's house: ``مديرة الثانوية``, ``المندوب الجهوي``."""
        tokens = [bare(word) for word in office.split()[:3]]
        if not tokens:
            return False
        first = tokens[0].removesuffix("ه")
        if first == "مدير":
            return len(tokens) > 1 and self._is(tokens[1])
        return any(self._is(kind) for kind in (f"{first}يه", *_HEADS.get(first, ())))

    def _is(self, kind: str) -> bool:
        """Whether a word is the kind of body that the host is: ``اتحاد`` for ``اتحاد بلديات ...``."""
        names = [name.split() for name in (self.head, self.body)]
        return any(name[:1] and bare(name[0]) == kind for name in names)


@dataclass(frozen=True)
class Bodies:
    """``bodies.toml``, read for sectors and for the body in a person's line."""

    words: PeopleWords

    @cached_property
    def _starts(self) -> list[tuple[str, str]]:
        """Folded beginnings of names with their sector, the longest first."""
        pairs = [
            (key_of(start), str(rule["sector"])) for rule in self.words.bodies["sectors"] for start in rule["starts"]
        ]
        return sorted(pairs, key=lambda pair: len(pair[0]), reverse=True)

    @cached_property
    def _words(self) -> list[tuple[str, re.Pattern[str]]]:
        """Sectors with the words that tell them anywhere in a name."""
        return [(str(rule["sector"]), cue_pattern(rule["words"])) for rule in self.words.bodies["sectors"]]

    @cached_property
    def _functions(self) -> re.Pattern[str]:
        """What departments of any house are for, also two at once: الشؤون المالية والإدارية."""
        functions = cue_pattern(self.words.bodies["staff_functions"], whole_words=False).pattern
        return re.compile(rf"{functions}(?:\sو\w+)*(?:\sب\w+)?")

    @cached_property
    def _professions(self) -> re.Pattern[str]:
        """Professions that have orders of their own, also after ل."""
        members = cue_pattern(self.words.bodies["professions"], whole_words=False).pattern
        return re.compile(rf"(?<!\w)(?:ال|لل){members}(?!\w)")

    def sector_of(self, name: str) -> str | None:
        """The sector of a body by its name; None where nothing tells.

        >>> from ogp_nlp.components.people_words import people_words
        >>> bodies = Bodies(people_words())
        >>> names = "وزارة المياه", "جمعية الأمل", "الوكالة اليابانية للتعاون", "جامعة الشمال"
        >>> [bodies.sector_of(name) for name in names]
        ['government', 'civil_society', 'international', 'academia']
        """
        key = re.sub(r"[«»\"“”()]", "", key_of(name)).strip()
        if not key:
            return None
        first = bare(key.split()[0])
        public = _PUBLIC_COMPANY.match(key) or (first in _LOOSE and _OF_GOVERNMENT.search(key))
        if first in ("هييه", "هياه", "مجلس") and self._professions.search(key):
            return "civil_society"  # an order of advocates or doctors is a syndicate
        kinds = {key_of(kind) for kind in self.words.bodies["foreign"]["kinds"]}
        if first in kinds and first not in _NEVER_FOREIGN and self.words.foreign.search(key):
            return "international"
        held = [sector for sector, pattern in self._words if pattern.search(key)]
        # A word anywhere in the name outweighs how it begins: الشركة ... (قطاع أعمال عام).
        strong = [sector for sector in held if sector in ("international", "government")]
        if (strong and first not in _CIVIL) or _FOREIGN_AID.match(key):
            return (strong or ["international"])[0]
        begins = next(((start, sector) for start, sector in self._starts if _begins(key, start)), None)
        begins = ("", "government") if public or self._is_public_service(key) else begins
        if begins is None:
            return held[0] if held else None
        loose = first in _LOOSE and len(begins[0]) <= 8 and held and held[0] in ("private", "civil_society")
        return held[0] if loose else begins[1]

    def _is_public_service(self, key: str) -> bool:
        """Whether a centre is called national, or an office after a public service: ``مكتب التشغيل``."""
        first, *rest = key.split()
        national = bare(first) in _NATIONAL and rest[-1:] in (["الوطني"], ["الوطنيه"])
        return national or (first == "مكتب" and bool(rest) and bare(rest[0]) in self.words.service_fields)

    def host_sector(self, body: str, head: str) -> str | None:
        """The host's sector from its own name, then from the first lines of the minutes (both folded)."""
        host = self.words.bodies["host"]
        for text in (body, head):
            if cue_pattern(host["public_company"]).search(text):
                return "government"
        # The line nearest to the title names the host most closely: ministry, district, school.
        for text in (body, *reversed(head.split("\n"))):
            found = self._ranked(text, host)
            if found == "civil_society" and text is body and _FORUM.match(text) and self._ranked(head, host):
                return self._ranked(head, host)  # a ministry's forum with others
            if found:
                return found
        return None

    def _ranked(self, text: str, host: dict[str, Sequence[str]]) -> str | None:
        """The sector whose word comes first in the text."""
        text = re.sub(r"الجمعيه (?:العامه|العموميه)", " ", text)  # an organ of companies too
        places = []
        for sector in ("private", "academia", "civil_society", "government"):
            match = re.search(rf"(?<!\w)[لب]?{cue_pattern(host[sector], whole_words=False).pattern}(?!\w)", text)
            if match:
                places.append((match.start(), -len(match.group()), sector))
        return min(places)[2] if places else None

    @staticmethod
    def _is_faculty(name: str) -> bool:
        """Whether a body is a faculty without its university: one of the host's own."""
        key = key_of(name)
        return bare(key.split()[0]) in ("كليه", "معهد", "عماده", "قسم") and "جامعه" not in key

    def is_own_part(self, name: str) -> bool:
        """Whether a body is the host's own secretariat or administration."""
        key = key_of(name)
        exact = key.strip() in {key_of(word) for word in self.words.bodies["own_exact"]}
        return exact or _starts(key, self.words.bodies["own_parts"])

    def organization(self, mention: Mention, host: Host) -> str | None:
        """The body a person represents: own place, heading, or the one that the office names."""
        tail = mention.tail
        heading = self._not_own(mention.state.organization)
        heading = None if heading and " " not in heading and host.owns(key_of(heading)) and not host.steers else heading
        own = self._not_own(tail.organization or named_in(mention.role_before or "", self.words))
        if own and not tail.tied and (_OF_THE_HOUSE.search(key_of(own)) or self._is_local_council(own, host)):
            own = None
        speaks = tail.spoken_for or _SPEAKER.match(key_of(tail.role or mention.role_before or "")) is not None
        if own and not heading and not speaks and self._is_office_of_house(own):
            own = None
        if own and host.sector == "academia" and not tail.spoken_for and self._is_faculty(own):
            return heading
        if own and tail.tied:
            within = is_internal(key_of(own), self.words) or key_of(own).split()[0] in ("كليه", "معهد")
            return heading if heading and within and not tail.spoken_for and mention.source != "table" else own
        if heading:
            return heading
        if own and (host.steers or not host.owns(key_of(own))):
            return own
        return self._part(mention, host)

    @staticmethod
    def _is_local_council(name: str, host: Host) -> bool:
        """Whether a council is named by adjectives only, at a public body that steers nothing: the host's own."""
        words = key_of(name).split()
        named = words[:1] == ["المجلس"] and 1 < len(words) <= 3 and set(words[1:]) <= set(_LOCAL)
        house = f"{host.head} {host.body}"
        here = not host.steers or any(kind in house for word in words[1:] for kind in _LOCAL.get(word, ()))
        return named and host.sector == "government" and here

    def _is_service(self, name: str) -> bool:
        """Whether a name is that of a service with a field of its own, no department that every house has."""
        service = bare(key_of(name).split(maxsplit=1)[0]) in self.words.services
        return service and not self._is_office_of_house(name) and "المجلس" not in name

    @staticmethod
    def _is_prefixed(mention: Mention) -> bool:
        """Whether an office is said to be in a service: ``رئيس قسم ... بمديرية ...``."""
        return _PART.search(key_of(mention.tail.role or mention.role_before or "")) is not None

    def _is_branch(self, name: str, host: Host) -> bool:
        """Whether a service says by a place in which town it sits: ``مكتب التشغيل بسليانة``."""
        first, *_, last = key_of(name).split()
        town = last[:1] == "ب" and last[:3] != "بال" and len(last) > 3 and not self.words.is_body(last)
        return town and bare(first) in self.words.services and not self._is_office_of_house(name)

    def _is_office_of_house(self, name: str) -> bool:
        """Whether a name is that of a department every house has: قسم الحسابات, دائرة التخطيط والمتابعة."""
        first, _, rest = key_of(name).partition(" ")
        return bare(first) in _DEPARTMENTS and self._functions.fullmatch(rest) is not None

    def _part(self, mention: Mention, host: Host) -> str | None:
        """A department that counts as a body: the host's own in a committee of many, or one stood in for."""
        part = self._not_own(mention.tail.part_of_house)
        of_many = host.steers or _JOINT.search(host.body) is not None
        if part and of_many and self._is_service(part) and not host.owns(key_of(part)):
            return part
        if part and host.steers and self._is_branch(part, host):
            return part
        if part and self._is_prefixed(mention) and host.sector in ("civil_society", "private"):
            return (
                None if self._is_office_of_house(part) else _innermost(part)
            )  # مفتش بمديرية التجارة, at an association
        if not part or not host.steers:
            return part if part and mention.state.grouped and mention.tail.deputy else None
        prefixed = self._is_prefixed(mention)
        stood_in = mention.state.grouped and mention.tail.deputy
        return part if host.owns(key_of(part)) or prefixed or stood_in else None

    def _not_own(self, name: str | None) -> str | None:
        return None if name is None or self.is_own_part(name) else name


def _innermost(name: str) -> str:
    """The service in which a department is: of ``إدارة الجمعيات بمديرية التضامن`` the directorate."""
    view = fold(name)
    within = _PART.search(view.key)
    return unprefixed(name[view.offsets(within.start() + 1, within.end())[0] :]) if within else name


_HEADS = {"والي": ("ولايه",), "عامل": ("عماله", "اقليم"), "قايمقام": ("قضا",), "قايد": ("قياده",)}
# شركة الرافدين العامة للنقل, but not شركة المقاولات العامة
_PUBLIC_COMPANY = re.compile(r"شركه (?:\w+ ){1,4}?(?<!ات )العامه(?!\w)")
_OF_GOVERNMENT = re.compile(r"\s[بل]ل?(?:ال)?(?:بلديه|وزاره|ولايه|محافظه|عماله|اماره|جماعه|اقليم|معتمديه|مديريه)(?!\w)")
# مركز الحوسبة بالجامعة: a part of the house that meets
_OF_THE_HOUSE = re.compile(
    r"\s(?:ب|في )ال(?:جامعه|كليه|وزاره|بلديه|جماعه|شركه|موسسه|جمعيه|مدرسه|مستشفي|معهد|هييه|اداره|مركز)$"
)
# Adjectives of local councils, with the houses of which each is the council.
_LOCAL: dict[str, tuple[str, ...]] = {
    "البلدي": ("بلدي",),
    "الجماعي": ("جماعه",),
    "الاقليمي": ("اقليم", "عماله"),
    "الجهوي": ("جهه", "ولايه"),
    "المحلي": ("محلي", "بلدي", "ولايه", "معتمديه"),
    "الشعبي": (),
    "الولايي": ("ولايه",),
    "القروي": ("قريه", "قروي"),
}
_NATIONAL = frozenset({"مركز", "معهد", "مكتب", "صندوق", "برنامج", "بنك", "مخبر", "مختبر"})
_FOREIGN_AID = re.compile(r"(?:ال)?(?:وكاله|موسسه|منظمه) (?:\w+ ){1,3}للتعاون(?: (?:الانمايي|التقني|الفني|الدولي))?$")
_SPEAKER = re.compile(r"(?:ال)?(?:ممثل|مندوب)")
_JOINT = re.compile(r"(?<!\w)(?:ال)?(?:مشترك|تنسيق|متعدد|كتله)")
_DEPARTMENTS = frozenset({"قسم", "دايره", "مديريه", "اداره", "شعبه", "مصلحه", "وحده"})
_FORUM = re.compile(r"(?:ال)?(?:منتدي|ملتقي|شبكه|ايتلاف|تحالف)(?!\w)")
_PART = re.compile(r"\s(?:ب|لل|ل)(?:ال)?(?:اداره|مديريه|مصلحه|قسم|دايره)")
_CIVIL = frozenset({"جمعيه", "نقابه", "اتحاد", "رابطه", "منظمه"})
_NEVER_FOREIGN = frozenset({"وزاره", "غرفه", "شركه", "قسم", "مديريه", "اداره", "دايره", "كليه", "جامعه"})
_LOOSE = frozenset({"مركز", "موسسه", "مكتب", "هيئه", "اداره", "مجموعه", "صندوق", "مدرسه", "مخبر", "مختبر"})
