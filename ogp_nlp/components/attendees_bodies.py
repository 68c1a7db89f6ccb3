"""The body that a person represents and its sector, and the sector of the host."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ogp_nlp.components.attendees_model import Mention
from ogp_nlp.components.base import cue_pattern, key_of
from ogp_nlp.components.people_tail import body_in, is_internal
from ogp_nlp.components.people_words import PeopleWords, bare


def _starts(key: str, words: Iterable[str]) -> bool:
    return any(re.match(rf"{re.escape(key_of(word))}(?!\w)", key) for word in words)


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
        return bool(plain) and (plain in inside or self.head.strip().startswith(plain))


@dataclass(frozen=True)
class Bodies:
    """``bodies.toml``, read for sectors and for the body in a person's line."""

    words: PeopleWords

    @cached_property
    def _foreign(self) -> re.Pattern[str]:
        return cue_pattern(self.words.bodies["foreign"]["words"])

    def sector_of(self, name: str) -> str | None:
        """The sector of a body by its name; None where nothing tells.

        >>> from ogp_nlp.components.people_words import people_words
        >>> bodies = Bodies(people_words())
        >>> [bodies.sector_of(name) for name in ("وزارة المياه", "جمعية الأمل", "الوكالة اليابانية للتعاون", "جامعة الشمال")]
        ['government', 'civil_society', 'international', 'academia']
        """
        key = re.sub(r"[«»\"“”()]", "", key_of(name)).strip()
        if not key:
            return None
        first = bare(key.split()[0])
        kinds = {key_of(kind) for kind in self.words.bodies["foreign"]["kinds"]}
        ministry = first in ("وزاره", "غرفه", "شركه", "قسم", "مديريه", "اداره", "دائره", "داءره", "كليه", "جامعه")
        if first in kinds and self._foreign.search(key) and not ministry:
            return "international"
        # A word anywhere in the name outweighs how it begins: الشركة ... (قطاع أعمال عام).
        for rule in self.words.bodies["sectors"]:
            if rule["sector"] != "government" and rule["sector"] != "international":
                continue
            if cue_pattern(rule["words"]).search(key) and first not in ("جمعيه", "نقابه", "اتحاد", "رابطه", "منظمه"):
                return str(rule["sector"])
        best: tuple[int, str] | None = None
        for rule in self.words.bodies["sectors"]:
            for start in rule["starts"]:
                folded = key_of(start)
                if re.match(rf"{re.escape(folded)}(?!\w)", key) and (best is None or len(folded) > best[0]):
                    best = (len(folded), str(rule["sector"]))
        by_word = next(
            (str(r["sector"]) for r in self.words.bodies["sectors"] if cue_pattern(r["words"]).search(key)), None
        )
        if best and best[0] <= 8 and by_word in ("private", "civil_society") and best[1] != by_word and first in _LOOSE:
            return by_word
        return best[1] if best else by_word

    def host_sector(self, body: str, head: str) -> str | None:
        """The host's sector from its own name, then from the first lines of the minutes (both folded)."""
        host = self.words.bodies["host"]
        for text in (body, head):
            if cue_pattern(host["public_company"]).search(text):
                return "government"
        # The line nearest to the title names the host most closely: ministry, district, school.
        for text in (body, *reversed(head.split("\n"))):
            found = self._ranked(text, host)
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
        return _starts(key_of(name), self.words.bodies["own_parts"])

    def organization(self, mention: Mention, host: Host) -> str | None:
        """The body a person represents: own place, heading, or the one that the office names."""
        tail, heading = mention.tail, mention.state.organization
        heading = None if heading and self.is_own_part(heading) else heading
        own = tail.organization
        own = None if own and self.is_own_part(own) else own
        if own is None and mention.role_before:
            own = body_in(mention.role_before, self.words)
        if own and host.sector == "academia" and not tail.spoken_for and self._is_faculty(own):
            return heading
        if own and tail.tied:
            within = is_internal(key_of(own), self.words) or key_of(own).split()[0] in ("كليه", "معهد")
            if heading and within and not tail.spoken_for and mention.source != "table":
                return heading
            return own
        if heading:
            return heading
        if own and not (host.owns(key_of(own)) and not host.steers):
            return own
        if tail.part_of_house and self.is_own_part(tail.part_of_house):
            return None
        if tail.part_of_house and host.steers and host.owns(key_of(tail.part_of_house)):
            return tail.part_of_house
        prefixed = re.search(r"\s(?:ب|لل|ل)(?:ال)?(?:اداره|مديريه|مصلحه|قسم|داءره|دايره)", key_of(tail.role or ""))
        if tail.part_of_house and host.steers and prefixed:
            return tail.part_of_house
        if tail.part_of_house and mention.state.grouped and tail.deputy:
            return tail.part_of_house
        return None


_LOOSE = frozenset({"مركز", "موسسه", "مكتب", "هيئه", "اداره", "مجموعه", "صندوق", "مدرسه", "مخبر", "مختبر"})
