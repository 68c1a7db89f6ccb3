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
_AS_FOR = re.compile(r"(?:^|[\s.،])(?:و?اما|غير ان|الا ان|فيما|بينما)\s+(?:[^\W\d]+\s+){0,8}$")
_INSTEAD_OF = re.compile(r"\W*(?:بدلا|عوضا|نيابه)\s+(?:من|عن)\s(?!.*(?:حضر|شارك))")
_THROUGH = re.compile(r"\w\s+ممثل[اه]\s*$")  # رئيس الدائرة ممثلا بالسيد ...
_MARKS = frozenset("\u0621\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")
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

    @cached_property
    def finder(self) -> PersonFinder:
        """Finds where people stand."""
        return PersonFinder(self.words, self.cues)

    @cached_property
    def clauses(self) -> ClauseReader:
        """Reads the words between people."""
        return ClauseReader(self.words, self.cues)

    def read(self, text: str, base: int, state: State | None, earlier: int = 0) -> list[Mention]:
        """All people with a stated attendance.

        ``state`` is that of the section, None outside lists of people; ``earlier`` counts those found present before.
        """
        stretch = Stretch.of(text, base)
        mentions: list[Mention] = []
        current, place = state, 0
        for index, item in enumerate(self.finder.find(stretch, state)):
            gap = stretch.key[place : item.start]
            ends, begins = self.clauses.split(gap) if index else (0, self.clauses.last_sentence(gap))
            if mentions:
                self._finish(mentions[-1], stretch, (place, place + ends))
            broken = index > 0 and bool(SENTENCE.search(gap))
            context = _Context((place + begins, item.start), current, state, broken, mentions, earlier)
            mention = self._mention(stretch, item, context)
            current = replace(mention.state, chair=False, rapporteur=False, deputy=False) if mention else None
            mentions.append(mention or Mention(item.person, State(), Cue(), Tail(), source="drop"))
            place = item.end
        if mentions:
            self._finish(mentions[-1], stretch, (place, place + self.clauses.end(stretch.key[place:])))
        _share_dual_roles(mentions)
        _share_excuses(mentions, self.cues)
        return [mention for mention in mentions if mention.source != "drop"]

    def _mention(self, stretch: Stretch, item: Found, context: _Context) -> Mention | None:
        """The person with the state that the words before give; None where nothing states an attendance."""
        key = stretch.key[slice(*context.lead)]
        cue = self.cues.read(key)
        if _AS_FOR.search(key) and cue.status is None:  # أما السيد ... فقد اعتذر
            cue = self.cues.read(stretch.key[item.end : item.end + 60].split("،")[0])
        through = _THROUGH.search(key) is not None
        cue = replace(cue, deputy=True) if through else cue
        cue = replace(cue, status="present") if cue.deputy and cue.status is None else cue
        appointed = self.cues.has("appointing", key) or self.clauses.takes_on(key)
        group = self.clauses.group(stretch, context.lead)
        current = self._carried(key, context, spoken=cue.speaks, grouped=bool(group))
        if cue.speaks or appointed:
            state = replace(self._state(cue, key, current, context), **group)
        elif current is None and context.section is None and _ALL_OF.search(key):
            state = State("present", listing=True)
        elif current is None or not (group or self.clauses.announces(key)):
            return None
        else:
            state = replace(current, **group)
        role_at = self.clauses.role_before(stretch, self.clauses.assigned(stretch, context.lead, appointed=appointed))
        role_at = None if through else role_at
        role = stretch.quote(role_at) if role_at else None
        if _INSTEAD_OF.match(key) and context.before:
            context.before[-1].tail.deputy = True
            state = replace(context.before[-1].state, deputy=False, status="replaced")
            return Mention(item.person, state, Cue(), Tail(), role, role_at, item.plural, stands_in_for_last=True)
        own = group.get("organization") is not None
        stands_in = bool(cue.deputy and context.before and not own and "شخص" not in key) or bool(
            re.match(r"\W*(?:بدلا|عوضا|نيابه)", key)
        )
        return Mention(item.person, state, cue, Tail(), role, role_at, item.plural, stands_in, appointed)

    @staticmethod
    def _carried(key: str, context: _Context, *, spoken: bool, grouped: bool) -> State | None:
        """The state that goes on from the person before: a new sentence ends it unless it is a label or a group."""
        if not context.broken or spoken:
            return context.current
        section = context.section
        if grouped:
            return replace(section or State(), status=(section.status if section else None) or "present")
        if key.rstrip().endswith(":"):
            return context.current
        return section if section and not key.strip() else None

    def _state(self, cue: Cue, key: str, current: State | None, context: _Context) -> State:
        """The state that a clause of its own opens."""
        here = ("present", "remote")
        present = context.earlier + sum(m.source != "drop" and m.state.status in here for m in context.before)
        also = re.match(r"\W*(?:كما|وكما)\s", key) is not None
        verb = re.match(r"\W*و?(?:قد |كذا )?(?:يحضر|حضر|شارك|انضم|التحق|بحضور|بمشاركه)", key) is not None
        members = re.search(r"(?<!\w)(?:ال)?اعضا(?!\w)", key) is not None or self.cues.has("appointing", key)
        carried = current.status if current and not (cue.chair or cue.rapporteur) else None
        status = cue.status or carried or "present"
        if cue.status is None and (self.clauses.takes_on(key) or (cue.guest and carried in ("absent", "excused"))):
            status = "present"
        return State(
            status=status,
            guest=cue.guest or bool(current and current.guest and not cue.status),
            chair=cue.chair,
            rapporteur=cue.rapporteur,
            deputy=cue.deputy,
            secondary=status in here and not members and (also or (present >= 3 and verb and status != "remote")),
            listing=bool(current and current.listing),
            grouped=bool(current and current.grouped),
        )

    def _finish(self, mention: Mention, stretch: Stretch, at: Offsets) -> None:
        """Read the words after the person into the mention."""
        if mention.source == "drop" or at[0] >= at[1]:
            return
        start, end = stretch.view.offsets(*at)
        start = max(start, mention.person.end)
        while stretch.text[end - stretch.base : end - stretch.base + 1] in _MARKS:
            end += 1  # the folded text has no vowel signs and no final hamza: رئيساً, الفيزياء
        mention.tail = read_tail(stretch.quote((start, end)), start, self.words)


def _share_excuses(mentions: list[Mention], cues: Cues) -> None:
    """Give the excuse behind two or more names to each: ``وتغيب ... و... بعذر``."""
    for second, first in pairwise(reversed(mentions)):
        notes = [note for note in second.tail.notes if cues.status(note) in ("excused", "absent")]
        beside = second.person.start - first.person.end <= 4 and first.source == second.source != "drop"
        if notes and beside and first.state.status == second.state.status == "absent" and not first.tail.notes:
            first.tail.notes += notes


def _share_dual_roles(mentions: list[Mention]) -> None:
    """Give an office in the dual to both: ``السيد ... والآنسة ... عضوا المجلس``."""
    for first, second in pairwise(mentions):
        role = second.tail.role
        beside = second.person.start - first.person.end <= 4
        before = first.role_before
        if before and beside and _DUAL.match(key_of(before)) and not (second.role_before or second.tail.role):
            second.role_before, second.role_at = before, first.role_at
        if role and beside and _DUAL.match(key_of(role)) and first.tail.role is None and first.source == second.source:
            first.tail.role, first.tail.role_at = role, second.tail.role_at
