"""From mentions to fields: gender, attendance, role, and the one capacity that fits first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ogp_nlp.components.attendees_bodies import Bodies, Host
from ogp_nlp.components.attendees_cues import REASON, Cue, Cues, combine
from ogp_nlp.components.attendees_model import Mention
from ogp_nlp.components.base import cue_pattern, key_of
from ogp_nlp.components.people_words import PeopleWords, bare

# The authority that sits in on an elected council, and delegates of people without a body of their own.
_AUTHORITY = re.compile(r"(?:ال)?سلط(?:ه|ات) (?:ال)?(?:محليه|اقليميه|وصايه|اداريه)")
_DELEGATE = re.compile(r"(?:ال)?(?:ممثل[ها]?(?!\w)|مندوب[هة]? (?:ال)?(?:اجرا|عمال|مستخدم|طلبه|موظف|عاملين|ساكنه|سكان))")
# What somebody is at this meeting, beside an office: مدير التخطيط ... / عضوا
_SEAT = re.compile(
    r"(?:عضوا?|عضوه|رييسا|رييسه لل\w+|رييس[ه]? (?:ال)?(?:لجنه|خليه|اجتماع|جلسه|فريق)"
    r"|مقررا?|مقرره|نايبا لل\w+|ضيفا?|مراقبا?|امينا? لل?سر)"
    r"(?:\s(?:ال)?(?:لجنه|خليه|مجلس|فريق|اجتماع|جلسه))?$"
)
# Heads of a service in a region, who sit for it also where no body is named: المدير الإقليمي للفلاحة
_REGIONAL = re.compile(
    r"(?:ال)?(?:مدير|مندوب|مفتش|مسوول|ريي?س المصلحه)[ه]?\s(?:ال)?(?:اقليمي|جهوي|ولايي)[ه]?\s(?:ل|لل|ب|بال)\w{3,}"
)
_COUNCIL = re.compile(
    r"(?:ال)?مجلس (?:ال)?(?:بلدي|بلديه|جماعي|جماعه|محافظه|شعبي|قروي|محلي|جهوي|جهه|اقليمي|ولايي)(?!\w)"
)
_COMING = re.compile(r"(?:عن )?(?:ال)?(?:حضور|مشاركه|التحاق|وصول|تواجد)(?!\w)")
_FEMININE_PAIRS = frozenset(
    {"نور الهدي", "ام كلثوم", "فاطمه الزهرا", "هبه الله", "ايه الله", "امه الله", "ست الناس", "ست النسا", "ام الخير"}
)
_FEMININE_STATES = re.compile(
    r"(?<!\w)(?:حاضره|غايبه|معتذره|متغيبه|مجازه|متاخره|تشارك|شاركت|حضرت|اعتذرت|تغيبت|غابت|التحقت|انضمت|غادرت|تابعت|مريضه|مسافره|موجوده|تولت|الموجوده|وارسلت|كلفت)(?!\w)"
)


@dataclass(frozen=True)
class Resolver:
    """Decides each person's fields in the light of all the others."""

    words: PeopleWords
    cues: Cues
    bodies: Bodies
    host: Host
    text: str  # the whole text, folded
    all_remote: bool = False

    def fields(self, people: Sequence[Mention]) -> list[dict[str, Any]]:
        """The fields of each person, in order."""
        chair = self._chair(people)
        return [self._fields(person, is_chair=person is chair) for person in people]

    def _fields(self, mention: Mention, *, is_chair: bool) -> dict[str, Any]:
        organization = self.bodies.organization(mention, self.host)
        sector = self.bodies.sector_of(organization) if organization else None
        organization = re.sub(r"\s*\([^)]*\)$", "", organization) if organization else None
        if sector is None and not organization and mention.state.heading and not is_chair:
            sector = self.bodies.sector_of(mention.state.heading)
        return {
            "name": mention.person.name,
            "honorific": mention.person.honorific,
            "gender": self._gender(mention),
            "role": self._role(mention),
            "organization": organization,
            "sector": sector or self.host.sector,
            "capacity": self._capacity(mention, organization, is_chair=is_chair),
            "attendance": self._attendance(mention),
        }

    @staticmethod
    def _role(mention: Mention) -> str | None:
        """The office behind the name, else before it; both where the one behind is a seat at this meeting."""
        behind, before = mention.tail.role, mention.role_before
        if behind and before and mention.tail.glue and _SEAT.match(key_of(behind)) and len(before.split()) > 1:
            return f"{before} / {behind}" if mention.tail.glue == "/" else f"{before}، {behind}"
        return behind or before

    def _said(self, mention: Mention) -> Cue:
        """All that the mention's words say of capacity and attendance."""
        cue = mention.cue
        for note in mention.tail.notes:
            cue = combine(cue, self.cues.read(note))
        offices = [*mention.tail.offices, key_of(mention.role_before or "")]
        for office in offices:
            cue = combine(cue, self.cues.read(office, office=True))
        return cue

    def _attendance(self, mention: Mention) -> str:
        """Present, remote, excused or absent: the person's own note outweighs the heading."""
        status = mention.state.status or "present"
        for note in mention.tail.notes:
            own = self.cues.cell_status(note) or self.cues.status(note)
            if own == "present" and status == "remote":
                own = None if "حضوري" not in note else "present"
            reason = status == "absent" and own is None and (REASON.match(note) or self.cues.is_reason(note))
            own = "excused" if reason else own
            if own == "remote" and status in ("excused", "absent"):
                own = None
            if own == "present" and status in ("excused", "absent") and _COMING.match(note):
                own = None  # what he could not do: تعذر على ... الحضور
            if own in ("excused", "absent") and (mention.state.deputy or mention.tail.deputy):
                own = None  # said of the one who is stood in for
            status = own or status
        return "remote" if status == "present" and self.all_remote else status

    def _gender(self, mention: Mention) -> str | None:
        """From the title, the attendance word or the office, then the given name."""
        if mention.person.gender or mention.plural_gender == "female":
            return mention.person.gender or mention.plural_gender
        if any(_FEMININE_STATES.search(note) for note in mention.tail.notes):
            return "female"
        offices = [key_of(self._role(mention) or ""), *mention.tail.offices]
        if any(self._feminine_office(office) for office in offices):
            return "female"
        by_name = self._gender_of_name(key_of(mention.person.name))
        if by_name in ("male", "female"):
            return by_name
        by_verb = self._gender_by_verb(key_of(mention.person.name))
        if by_verb or mention.person.name[0].isascii():
            return by_verb or self._sounds(mention.person.name)
        masculine = any(self._masculine_office(office) for office in offices)
        return "male" if masculine or (by_name is None and self._sounds(mention.person.name) == "male") else None

    def _feminine_office(self, office: str) -> bool:
        first = bare(office.split(maxsplit=1)[0]) if office.split() else ""
        return first.endswith("ه") and first[:-1] in self.words.role_heads and not self.words.is_body(first)

    def _masculine_office(self, office: str) -> bool:
        first = bare(office.split(maxsplit=1)[0]) if office.split() else ""
        return first in self.words.role_heads and not first.endswith("ه") and first not in ("عضو", "نقطه", "حلقه")

    def _gender_of_name(self, key: str) -> str | None:
        """Sex told by the given name, or by another part where the surname comes first; "both" for either."""
        parts = key.split()
        pairs = {" ".join(pair) for pair in pairwise(parts)}
        if pairs & _FEMININE_PAIRS:
            return "female"
        servant = parts[0] in ("عبد", "ابو") or (parts[0].startswith("ابو") and len(parts[0]) > 5)
        if servant or parts[1:2] in (["الدين"], ["الله"], ["الحق"], ["الاسلام"]):
            return "male"
        first = self.words.sex_of_given(parts[0])
        if first in ("male", "female"):
            return first
        sons = {key_of(word) for word in self.words.names["son"]}
        daughters = {key_of(word) for word in self.words.names["daughter"]}
        if set(parts[1:2]) & (sons | daughters):
            return "female" if parts[1] in daughters else "male"
        later = [self.words.sex_of_given(part) for part in parts[1:] if not part.startswith("ال")]
        guessed = "male" if "عبد" in parts[1:] else next((sex for sex in reversed(later) if sex), None)
        return first or guessed

    @staticmethod
    def _sounds(name: str) -> str | None:
        """A guess by the ending of an unknown given name."""
        first = key_of(name).split()[0]
        if first[0].isascii():  # Hanna, Claire, Sophie
            return "female" if re.search(r"(?:a|ie|ine|ette|elle|aire|anne|ne|th|y?lyn)$", first) else "male"
        return "female" if first.endswith("ه") and len(first) > 3 else "male"

    def _gender_by_verb(self, key: str) -> str | None:
        """Sex told by the verb before the person's name in the discussion."""
        first = re.escape(key.split(maxsplit=1)[0])
        for name, sex in (("feminine_verbs", "female"),):
            verbs = cue_pattern(self.cues.raw["capacity"][name], whole_words=False).pattern
            if re.search(rf"(?<!\w)[وف]?{verbs}\s+(?:[\w./]+[./]\s?|ال\w+\s+){{0,2}}{first}(?!\w)", self.text):
                return sex
        return None

    def _chair(self, people: Sequence[Mention]) -> Mention | None:
        """The one who presides: said so, else by an office over the body that meets."""
        here = [person for person in people if person.state.status in ("present", "remote", None)]
        said = [person for person in here if person.state.chair or person.cue.chair]
        if said:
            return said[0]
        for person in here:
            offices = [*person.tail.offices, key_of(self._role(person) or "")]
            if any(self.cues.has("chair", note) for note in person.tail.notes):
                return person
            if any(re.search(r"(?<!\w)رييس(?:ا|ه لل\w+)(?!\w)", office) for office in offices):
                return person
        scored = [(self._presides(person), -place, person) for place, person in enumerate(here)]
        best = max(scored, key=lambda item: item[:2], default=None)
        return best[2] if best and best[0] > 0 else None

    def _presides(self, mention: Mention) -> int:
        """How well an office fits presiding over the host: 2 for the committee or council itself, 1 for the house."""
        over = {bare(key_of(word)) for word in self.cues.raw["capacity"]["presides_over"]}
        not_own = cue_pattern(self.cues.raw["capacity"]["presides_not"])
        best = 0
        own = {bare(word.removeprefix("لل").removeprefix("ل")) for word in self.host.body.split()} | {
            bare(word) for word in self.host.body.split()
        }
        for office in (*mention.tail.offices, key_of(self._role(mention) or "")):
            for part in re.split(r"[،,/()]|\s[-–]\s|\sو(?=رييس)", office):
                plain = part.strip()
                if not_own.search(plain):
                    continue
                if not self.host.board and self.host.headed_by(plain) and not mention.tail.tied:
                    best = max(best, 1)
                match = re.match(r"و?(?:ال)?(?:رييس[هة]?|نقيب|عميد[ه]?|عمد[هة]|محافظ)(?!\w)\s*(.*)", plain)
                if not match:
                    continue
                rest = [bare(word) for word in match[1].split()]
                if not rest:
                    best = max(best, 1)
                elif rest[0] in ("اجتماع", "جلسه", "دوره") or (
                    rest[0] in over and rest[0] in own and set(rest[:3]) <= own
                ):
                    best = max(best, 3 if rest[0] in ("لجنه", "مجلس", "اجتماع", "جلسه", "هييه") else 2)
                elif rest[:2] in (["مجلس", "اداره"], ["هييه", "اداريه"]) and not mention.state.organization:
                    best = max(best, 2)
                elif self._over_own_council(match[1], mention):
                    best = max(best, 1)
                elif rest[0] in over and len(rest) == 1 and not (mention.tail.tied or mention.state.organization):
                    best = max(best, 2 if rest[0] in ("لجنه", "مجلس") else 1)
        return best

    def _over_own_council(self, over: str, mention: Mention) -> bool:
        """Whether an office is over a council named by adjectives only: ``رئيس المجلس الجماعي`` at his own council."""
        words = over.split()
        council = words[:1] == ["المجلس"] and 1 < len(words) <= 3 and all(word.startswith("ال") for word in words)
        return council and not (mention.tail.tied or mention.state.organization)

    def _capacity(self, mention: Mention, organization: str | None, *, is_chair: bool) -> str:
        """Chair, rapporteur, deputy, guest, representative, member: the first that fits."""
        said, state = self._said(mention), mention.state
        own = organization is None or self.host.owns(key_of(organization))
        ranked = (
            ("chair", is_chair),
            ("rapporteur", state.rapporteur or said.rapporteur or self._acts_as_rapporteur(mention)),
            ("deputy", mention.tail.deputy or state.deputy or said.deputy),
            (
                "guest",
                state.guest
                or (state.staff and (own or self.host.sector == "government"))
                or said.guest
                or self._is_guest(mention, organization, own=own),
            ),
            ("representative", organization is not None and (self.host.steers or not own)),
            ("representative", self._of_another_class(mention) or self._heads_a_branch(mention)),
            ("representative", _DELEGATE.match(key_of(self._role(mention) or "")) is not None),
        )
        return next((name for name, fits in ranked if fits), "member")

    def _heads_a_branch(self, mention: Mention) -> bool:
        """Whether somebody is at the head of a regional service at a meeting of many or of a local house."""
        found = _REGIONAL.match(key_of(self._role(mention) or ""))
        return found is not None and not re.search(r"(?:مديريه|مندوبيه) (?:ال)?(?:اقليميه|جهويه)", self.host.head)

    def _of_another_class(self, mention: Mention) -> bool:
        """Whether a person stands under a class of other bodies: ``عن المصالح الخارجية``, ``المجتمع المدني``."""
        heading = mention.state.heading
        members = heading.split()[:1] and heading.split()[0] in ("الاعضا", "الخبرا", "المستقلون", "اعضا")
        return bool(heading) and not members and self.bodies.sector_of(heading) is not None

    def _is_guest(self, mention: Mention, organization: str | None, *, own: bool) -> bool:
        """Whether somebody sits in without a seat: the host's staff, the authority beside an elected council."""
        if organization and not self.host.steers and _AUTHORITY.match(key_of(organization)):
            return True
        seated = any(
            re.match(r"(?:ال)?عضو", office) for office in (*mention.tail.offices, key_of(mention.role_before or ""))
        )
        beside = mention.state.secondary and not self.host.steers and not seated
        council = organization is None and _COUNCIL.match(self.host.body) is not None
        return own and (beside or ((self.host.board or council) and self._is_staff(mention)))

    def _acts_as_rapporteur(self, mention: Mention) -> bool:
        """Whether the account says that the holder of an office kept the minutes: ``الأمين العام بصفته مقررا``."""
        role = re.escape(key_of(self._role(mention) or ""))
        return bool(role) and re.search(rf"{role}\W+بصفت(?:ه|ها) (?:مقرر|امين سر|كاتب)", self.text) is not None

    def _is_staff(self, mention: Mention) -> bool:
        """Whether an office is one of the host's own staff and no seat on its board."""
        role = key_of(self._role(mention) or "")
        staff = cue_pattern(self.cues.raw["capacity"]["staff"])
        return bool(staff.match(role)) and not cue_pattern(self.cues.raw["capacity"]["member"]).search(role)
