"""People in a stretch of text, each with the words before and after that tell attendance, office and body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from ogp_nlp.components.attendees_clauses import ClauseReader
from ogp_nlp.components.attendees_cues import Cue, Cues
from ogp_nlp.components.attendees_finding import Found, PersonFinder
from ogp_nlp.components.attendees_model import SENTENCE, Mention, State, Stretch
from ogp_nlp.components.base import Offsets, key_of
from ogp_nlp.components.people_tail import Tail, read_tail
from ogp_nlp.components.people_words import PeopleWords

_ALL_OF = re.compile(r"(?<!\w)(?:كل|كلا) من(?: الساده| السيدات والساده)?\W*$")
_INSTEAD_OF = re.compile(r"\W*(?:بدلا|عوضا|نيابه)\s+(?:من|عن)\s(?!.*(?:حضر|شارك))")
_DUAL = re.compile(r"^(?:عضوا|عضوي|عضوتا|جامعين|جامعي|ممثلا|ممثلي|مندوبا|مندوبي|ممثلين|مستشارا|مستشاري)(?!\w)")


@dataclass(frozen=True, slots=True)
class _Context:
    """What surrounds a person: the words before, the states, and those found before."""

    lead: Offsets
    current: State | None
    section: State | None
    broken: bool  # whether a sentence ended since the last person
    before: Sequence[Mention]
    earlier: int


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

    def _finish(self, mention: Mention, view: Folded, text: str, base: int, at: Offsets) -> None:
        """Read the words after the person into the mention."""
        if mention.source == "drop" or at[0] >= at[1]:
            return
        start, end = view.offsets(*at)
        start = max(start, mention.person.end)
        mention.tail = read_tail(text[start - base : end - base], start, self.words)


def _share_dual_roles(mentions: list[Mention]) -> None:
    """Give an office in the dual to both: ``السيد ... والآنسة ... عضوا المجلس``."""
    for first, second in zip(mentions, mentions[1:], strict=False):
        role = second.tail.role
        beside = second.person.start - first.person.end <= 4
        if role and beside and _DUAL.match(key_of(role)) and first.tail.role is None and first.source == second.source:
            first.tail.role, first.tail.role_at = role, second.tail.role_at
