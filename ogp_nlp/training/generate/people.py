"""Who came, as a list under headings, as a table or as prose, and how people are named elsewhere in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ogp_nlp.training.generate.draft import Draft, knowledge
from ogp_nlp.training.generate.pieces import Piece, fill, join


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in the minutes; ``organization`` is None for members of the body itself."""

    name: str
    honorific: str
    gender: str
    role: str
    organization: str | None
    sector: str
    capacity: str
    attendance: str

    @property
    def titled(self) -> str:
        """Title and name."""
        return f"{self.honorific} {self.name}"


def _person(
    draft: Draft, role: Sequence[str], sector: str, capacity: str, here: str, body: str | None = None
) -> Person:
    names = knowledge("names")
    female = draft.chance(0.5)
    given = draft.fresh("given", names["female" if female else "male"])
    family = draft.fresh("family", names["families"])
    return Person(
        name=f"{given} {family}",
        honorific=draft.choose(draft.habits["titles"])[female],
        gender="f" if female else "m",
        role=role[female],
        organization=body,
        sector=sector,
        capacity=capacity,
        attendance=here,
    )


def invite(draft: Draft, body: dict[str, Any], *, remote: bool) -> list[Person]:
    """The people of a meeting: chair and rapporteur first, then members or delegates, guests, excused ones."""
    bodies = knowledge("bodies")
    here = "remote" if remote else "present"
    people = [_person(draft, body[part], body["sector"], part, here) for part in ("chair", "rapporteur")]
    if "member" in body:
        for _ in range(draft.rng.randrange(4, 9)):
            field = draft.fresh("field", bodies["words"]["field"])
            role = [fill(part, field=field).text for part in body["member"]]
            people.append(_person(draft, role, body["sector"], "member", here))
    else:
        for name, sector in draft.rng.sample(bodies["organizations"]["list"], draft.rng.randrange(3, 7)):
            for _ in range(draft.rng.randrange(1, 3)):
                role = draft.choose(bodies["roles"]["list"])
                people.append(_person(draft, role, sector, "representative", here, name))
    if not remote and "member" not in body and draft.chance(0.25):
        place = draft.rng.randrange(2, len(people))
        people[place] = replace(people[place], attendance="remote")
    if draft.chance(0.4):
        people[-1] = replace(people[-1], attendance="excused")
    return people


def quote(draft: Draft, person: Person, role: str | None = None, organization: str | None = None) -> Piece:
    """Title and name as the main quote of the attendee's item."""
    item = draft.new(
        "attendees",
        name=person.name,
        honorific=person.honorific,
        gender="female" if person.gender == "f" else "male",
        role=role or person.role,
        organization=organization or person.organization,
        sector=person.sector,
        capacity=person.capacity,
        attendance=person.attendance,
    )
    return Piece(person.titled).marked(item)


def _note(draft: Draft, person: Person, *, all_remote: bool) -> str:
    return f" {draft.habits['remote']}" if person.attendance == "remote" and not all_remote else ""


def as_list(draft: Draft, people: list[Person], *, all_remote: bool) -> list[Piece]:
    """Blocks of a list: chair and rapporteur, then each body under its heading, then who is excused."""
    draft.features.add("attendance_list")
    mark = draft.choose(("- ", "• "))
    blocks: list[Piece] = [Piece(draft.phrase("attendance", "headings_present"))]
    groups: dict[str | None, list[Piece]] = {}
    for person in people:
        if person.attendance != "excused":
            line = Piece(mark) + quote(draft, person) + f"، {person.role}{_note(draft, person, all_remote=all_remote)}"
            groups.setdefault(person.organization, []).append(line)
    for name, lines in groups.items():
        block = join(lines, "؛\n") + "."
        if name is not None:
            block = Piece(f"{draft.choose(('', 'عن '))}{name}:\n") + block
        blocks.append(block)
    excused = [person for person in people if person.attendance == "excused"]
    if excused:
        lines = [Piece(mark) + quote(draft, one) + f"، {_role_with_body(one)}" for one in excused]
        heading = Piece(draft.phrase("attendance", "headings_excused") + ":")
        blocks.append(join([heading, *(line + "." for line in lines)], "\n"))
    return blocks


def _role_with_body(person: Person) -> str:
    return person.role if person.organization is None else f"{person.role}، {person.organization}"


def as_table(draft: Draft, people: list[Person]) -> list[Piece]:
    """One table with a column of attendance; the host's own people have no body in theirs."""
    draft.features.add("attendance_table")
    bodies = any(person.organization for person in people)
    words = {"present": ("حاضر", "حاضرة"), "remote": ("عن بعد", "عن بعد"), "excused": ("معتذر", "معتذرة")}
    head = ["الاسم", "الصفة", *(["الجهة"] if bodies else []), "الحضور"]
    rows: list[Piece] = [join(head, " | ")]
    for person in people:
        cells: list[Piece | str] = [quote(draft, person), person.role]
        if bodies:
            cells.append(person.organization or "-")
        rows.append(join([*cells, words[person.attendance][person.gender == "f"]], " | "))
    return [Piece(draft.phrase("attendance", "headings_present")), join(rows, "\n")]


def as_prose(draft: Draft, people: list[Person], session: str) -> list[Piece]:
    """A sentence for those who came, one for those who did not."""
    draft.features.add("attendance_prose")
    here = [person for person in people if person.attendance != "excused"]
    away = [person for person in people if person.attendance == "excused"]
    told = [_in_prose(draft, person) for person in here]
    sentences = [fill(draft.phrase("attendance", "prose_present"), people=join(told, "، و"), session_def=session)]
    if away:
        told = [_in_prose(draft, person) for person in away]
        sentences.append(fill(draft.phrase("attendance", "prose_excused"), people=join(told, "، و")))
    return [join(sentences, " ")]


def _in_prose(draft: Draft, person: Person) -> Piece:
    role = person.role if person.organization is None else f"{person.role} ب{person.organization}"
    return quote(draft, person, role) + f"، {role}"
