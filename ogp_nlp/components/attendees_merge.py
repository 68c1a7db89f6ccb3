"""One entry a person: mentions of the same person joined, the richer office kept, attendance by the explicit word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ogp_nlp.components.attendees_cues import combine
from ogp_nlp.components.attendees_model import Mention
from ogp_nlp.components.base import key_of

_KUNYA = (("ابو",), ("ام",))
_JOINTS = frozenset({"بن", "ابن", "بنت", "ال", "ولد", "منت"})


def name_parts(name: str) -> tuple[str, ...]:
    """The parts of a name as compared: folded, without بن and the like.

    >>> name_parts("أحمد بن علي") == name_parts("احمد علي")
    True
    """
    return tuple(part for part in key_of(name).split() if part not in _JOINTS)


def same_person(first: str, second: str) -> bool:
    """Whether two names are of one person: equal, or the shorter (two parts at least) within the longer.

    >>> same_person("منى سالم العمري", "منى العمري"), same_person("منى العمري", "هند العمري")
    (True, False)
    """
    a, b = name_parts(first), name_parts(second)
    if (a[:1] in _KUNYA) != (b[:1] in _KUNYA):  # أبو سالم نعيم عمر is نعيم عمر
        a, b = (part[2:] if part[:1] in _KUNYA and len(part) > 3 else part for part in (a, b))
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) < 2:
        return short == long and bool(short)
    if sorted(short) == sorted(long):
        return True
    ordered = iter(long)
    within = all(part in ordered for part in short)
    return within and short[0] == long[0] and (short[-1] == long[-1] or len(short) > 2)


def merge(mentions: Sequence[Mention]) -> list[Mention]:
    """Join the mentions of each person; signatures and late comers never make a person of their own beside a list."""
    people: list[Mention] = []
    for mention in mentions:
        known = next((other for other in people if same_person(other.person.name, mention.person.name)), None)
        if known is None:
            people.append(mention)
        else:
            _join(known, mention)
    listed = [person for person in people if person.source != "signature"]
    return listed if len(listed) >= 2 else people


def _join(known: Mention, other: Mention) -> None:
    """Add to a person what another mention of the same says."""
    known.extra.append((other.person.start, other.person.end))
    if other.source in ("signature", "closing"):
        known.cue = combine(known.cue, replace(other.cue, status=None))
        return
    longer = len(other.person.name) > len(known.person.name)
    better = longer or (other.person.honorific and not known.person.honorific)
    if other.source == "table" and known.source != "table" and other.person.honorific:
        known.person = other.person  # the list names people, the opening only mentions them
    elif better and known.source != "table":
        honorific = other.person if other.person.honorific else known.person
        known.person = replace(
            other.person if longer else known.person,
            honorific=honorific.honorific,
            honorific_at=honorific.honorific_at,
            gender=other.person.gender or known.person.gender,
        )
    first, second = known.tail, other.tail
    if len(second.role or "") > len(first.role or "") or first.role is None:
        first.role, first.role_at = second.role or first.role, second.role_at or first.role_at
    if first.organization is None or (second.tied and not first.tied):
        first.organization = second.organization or first.organization
        first.organization_at, first.tied = second.organization_at or first.organization_at, second.tied or first.tied
    first.offices += second.offices
    first.notes += second.notes
    first.deputy = first.deputy or second.deputy
    known.role_before, known.role_at = known.role_before or other.role_before, known.role_at or other.role_at
    known.cue = combine(known.cue, replace(other.cue, status=None))
    states = known.state, other.state
    status = states[0].status
    if status == "present" and states[1].status == "remote":
        status = "remote"
    known.state = replace(
        states[0],
        status=status,
        chair=states[0].chair or states[1].chair,
        rapporteur=states[0].rapporteur or states[1].rapporteur,
        organization=states[0].organization or states[1].organization,
        secondary=states[0].secondary and states[1].secondary,
        guest=states[0].guest or states[1].guest,
    )
