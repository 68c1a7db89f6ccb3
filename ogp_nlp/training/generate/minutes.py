"""A seed to whole minutes with gold: the sections put together, the marks turned into offsets."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ogp_nlp.arabic.normalize import clean
from ogp_nlp.records import KINDS
from ogp_nlp.samples import GENERATED
from ogp_nlp.training.generate import parts
from ogp_nlp.training.generate import people as attendance
from ogp_nlp.training.generate.draft import Draft, knowledge
from ogp_nlp.training.generate.parts import Meeting
from ogp_nlp.training.generate.pieces import Mark, Piece, fill, join, slices, wrapped

PREFIX = GENERATED


@dataclass(frozen=True, slots=True)
class Generated:
    """A text as its clerk typed it, and its gold with offsets into the text that the reader makes of it."""

    id: str
    text: str
    gold: dict[str, Any]


def _meeting(draft: Draft) -> tuple[Meeting, dict[str, Any]]:
    bodies = knowledge("bodies")
    body = draft.choose(bodies["bodies"])
    plan = draft.choose(bodies["plans"]["titles"]) if body.get("plan") else None
    words = {name: draft.choose(options) for name, options in bodies["words"].items()}
    name = fill(body["body"], plan=plan or "", city=draft.choose(draft.habits["cities"]), **words).text
    remote = draft.chance(0.12)
    first = draft.day.year - draft.rng.randrange(0, 3)
    meeting = Meeting(
        body=name,
        subject=body["subject"][0],
        subject_gender=body["subject"][1],
        session=body["session"][0],
        session_gender=body["session"][1],
        ordinal=draft.rng.randrange(1, 11),
        plan=plan,
        plan_years=(first, first + 3) if plan and draft.chance(0.7) else None,
        place=None if remote else draft.choose(body["place"]),
        people=attendance.invite(draft, body, remote=remote),
    )
    return meeting, body


def _meeting_item(draft: Draft, meeting: Meeting) -> int:
    hybrid = any(person.attendance == "remote" for person in meeting.people)
    years = meeting.plan_years or (None, None)
    plan = {"title": meeting.plan, "ordinal": None, "start_year": years[0], "end_year": years[1]}
    return draft.new(
        "meeting",
        title=None,
        body=meeting.body,
        ordinal=meeting.ordinal,
        year=draft.day.year,
        date=draft.day.isoformat(),
        mode="remote" if meeting.place is None else "hybrid" if hybrid else "in_person",
        location=meeting.place,
        plan=plan if meeting.plan else None,
    )


def _attendance(draft: Draft, meeting: Meeting) -> list[Piece]:
    form = draft.choose(("list", "list", "table", "prose"))
    if form == "table":
        return attendance.as_table(draft, meeting.people)
    if form == "list":
        return attendance.as_list(draft, meeting.people, all_remote=meeting.place is None)
    if any(person.attendance == "remote" for person in meeting.people) and meeting.place is not None:
        return attendance.as_list(draft, meeting.people, all_remote=False)
    return attendance.as_prose(draft, meeting.people, meeting.session)


def _progress(draft: Draft, meeting: Meeting, here: list[attendance.Person]) -> list[Piece]:
    blocks: list[Piece] = [
        Piece(draft.phrase("progress", "heading")),
        parts.overall(draft, meeting, draft.rng.randrange(15, 90)),
    ]
    number, themed = 0, parts.undertakings(draft)
    if draft.chance(0.25):
        rows = [title for _, titles in themed for title in titles]
        return [*blocks, parts.commitment_table(draft, [(place, title, None) for place, title in enumerate(rows, 1)])]
    with_themes = draft.chance(0.7)
    for place, (theme, titles) in enumerate(themed):
        if with_themes:
            blocks.append(Piece(parts.theme_heading(place, theme)))
        for title in titles:
            number += 1
            lead = draft.choose(here)
            blocks += parts.commitment(draft, number, title, theme if with_themes else None, lead)
    return blocks


def _blocks(draft: Draft) -> tuple[list[Piece], dict[str, Any]]:
    meeting, body = _meeting(draft)
    item = _meeting_item(draft, meeting)
    here = [person for person in meeting.people if person.attendance != "excused"]
    opening = parts.opening(draft, meeting, item)
    blocks = [parts.head(draft, meeting, item), opening[0], *_attendance(draft, meeting)]
    listed = draft.chance(0.7)
    if listed:
        blocks += parts.agenda(draft, meeting)
    minutes = parts.decision(draft, meeting, "minutes") if draft.chance(0.6) else None
    blocks.append(opening[1] if minutes is None else opening[1] + " و" + minutes + ".")
    if meeting.plan is not None:
        heading, *rest = _progress(draft, meeting, here)
        # By the guidelines the headings of what was discussed are the agenda where none is listed.
        blocks += [heading if listed else heading.marked(draft.new("agenda", title=heading.text)), *rest]
    blocks += parts.discussion(draft, meeting, here)
    if draft.chance(0.6):
        blocks += parts.decisions(draft, meeting)
    blocks += parts.actions(draft, meeting, here)
    blocks.append(parts.closing(draft, meeting))
    return blocks, body


def generate(seed: int) -> Generated:
    """Minutes and gold of a seed.

    >>> generate(3) == generate(3), generate(3).text == generate(4).text
    (True, False)
    """
    draft = Draft(random.Random(seed))
    blocks, body = _blocks(draft)
    whole = join(blocks, draft.choose(("\n\n", "\n\n", "\n")))
    if draft.chance(0.25):
        whole = Piece(wrapped(whole.text, draft.rng.randrange(75, 105)), whole.marks)
        draft.features.add("wrapped_lines")
    identity = f"{PREFIX}{seed:06}"
    meta = {
        "id": identity,
        "country": draft.country,
        "body_kind": body["kind"],
        "features": sorted(draft.features),
        "generated": True,
        "seed": seed,
    }
    return Generated(identity, whole.text + "\n", {"schema_version": "1.0", "meta": meta, **_gold(draft, whole)})


def _gold(draft: Draft, whole: Piece) -> dict[str, Any]:
    """The items with evidence in the text as read, where tatweel does not count, in document order."""
    text, alignment = clean(whole.text).text, clean(whole.text).alignment
    place = {int(source): at for at, source in enumerate(alignment.first())}
    place[len(whole.text)] = len(text)
    for source in range(len(whole.text) - 1, -1, -1):  # what is dropped counts to what follows
        place.setdefault(source, place[source + 1])
    quotes: dict[int, list[Mark]] = {}
    for mark in whole.marks:
        quotes.setdefault(mark.item, []).append(mark)
    gold: dict[str, Any] = {"meeting": None, **{kind: [] for kind in KINDS}}
    for number, (kind, fields) in enumerate(draft.items):
        if number not in quotes:
            continue
        marks = sorted(quotes[number], key=lambda mark: (mark.order, mark.start))
        parts_ = [part for mark in marks for part in slices(text, place[mark.start], place[mark.end])]
        evidence = [{"text": text[start:end], "start": start, "end": end} for start, end in parts_]
        made = {name: clean(value).text if isinstance(value, str) else value for name, value in fields.items()}
        if kind == "meeting":
            gold[kind] = {**made, "evidence": evidence}
        else:
            gold[kind].append({**made, "evidence": evidence})
    for kind in KINDS:
        gold[kind].sort(key=lambda item: item["evidence"][0]["start"])
    return gold


def write(folder: Path, count: int, seed: int) -> None:
    """``count`` documents and gold of the seeds from ``seed`` on, as a corpus folder; existing ones are replaced."""
    for part in ("documents", "gold"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for number in range(seed, seed + count):
        made = generate(number)
        (folder / "documents" / f"{made.id}.txt").write_text(made.text, encoding="utf-8")
        gold = json.dumps(made.gold, ensure_ascii=False, indent=1)
        (folder / "gold" / f"{made.id}.json").write_text(gold + "\n", encoding="utf-8")
