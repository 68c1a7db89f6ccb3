"""`ogp_attendees`: everyone with a stated attendance, from lists, tables and prose, one entry a person."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.components.attendees_bodies import Bodies, Host
from ogp_nlp.components.attendees_cues import Cues
from ogp_nlp.components.attendees_merge import merge
from ogp_nlp.components.attendees_model import Mention
from ogp_nlp.components.attendees_prose import ProseReader
from ogp_nlp.components.attendees_resolve import Resolver
from ogp_nlp.components.attendees_sections import SectionReader
from ogp_nlp.components.attendees_tables import TableReader
from ogp_nlp.components.base import Offsets, add_item, cue_pattern, items, key_of
from ogp_nlp.components.lines import Line, lines_of
from ogp_nlp.components.people_words import PeopleWords, people_words

_TITLE = re.compile(r"\W*(?:م/\s*)?(?:محضر|محاضر|وقايع|ملخص|جلسه عمل|مداولات|خلاصه)")
_HEAD = 8  # lines in which the host names itself
# How sure a mention is by where it was found: a list or table, running prose, in the course of the discussion.
_CONFIDENCE = {"table": 0.95, "prose": 0.9, "late": 0.7, "closing": 0.7, "signature": 0.6, "guess": 0.5}


class Attendees:
    """Finds the people and decides their fields."""

    def __init__(self, name: str, words: PeopleWords) -> None:
        self.name = name
        self.words = words

    def __call__(self, doc: Doc) -> Doc:
        """Add one item of kind ``attendees`` for each person; evidence: title and name, then role, body, repeats."""
        lines = lines_of(doc)
        cues = Cues(self.words.attendance)
        prose = ProseReader(self.words, cues)
        reader = SectionReader(prose, TableReader(prose))
        found = reader.read(doc.text, lines)
        found = found if len(found) > 1 else [*found, *reader.guess(doc.text, lines)]
        people = merge(_linked(found))
        meeting: dict[str, Any] = next((item.fields for item in items(doc, "meeting")), {})
        bodies = Bodies(self.words)
        host = self._host(bodies, meeting, lines)
        resolver = Resolver(self.words, cues, bodies, host, key_of(doc.text), _all_remote(meeting, lines, cues))
        resolved = resolver.fields(people)
        self._mix(meeting, {fields["attendance"] for fields in resolved})
        for person, fields in zip(people, resolved, strict=True):
            add_item(doc, "attendees", fields, _evidence(person), self._confidence(person), self.name)
        return doc

    @staticmethod
    def _mix(meeting: dict[str, Any], attendance: set[str]) -> None:
        """Make a meeting in a room hybrid where one of its people joined from afar."""
        if {"remote", "present"} <= attendance and meeting.get("mode") in ("in_person", None):
            meeting["mode"] = "hybrid"

    def _host(self, bodies: Bodies, meeting: dict[str, Any], lines: list[Line]) -> Host:
        """The body that meets, with its sector and kind."""
        short = [line for line in lines[:_HEAD] if len(line.text) <= 110 and line.topic == "" and line.kind != "item"]
        head = "\n".join(line.key for line in short)
        body = key_of(" ".join(str(meeting.get(part) or "") for part in ("body", "title")))
        own = key_of(str(meeting.get("body") or ""))
        sector = bodies.host_sector(own, head)
        board = cue_pattern(self.words.attendance["capacity"]["boards"]).search(own) is not None
        board = board and not (sector == "government" and own.startswith("المكتب التنفيذي"))  # heads of its offices
        plan = meeting.get("plan") is not None
        names = [line for line in short if line.key.split() and self.words.is_body(line.key.split()[0])]
        before = [line.key for line in names if line.index < self._title_line(lines)]
        head = before[-1] if before else ""
        return Host(body, re.sub(r"[^\w\n]+", " ", head), "government" if plan else sector, plan, board)

    @staticmethod
    def _title_line(lines: list[Line]) -> int:
        """The index of the line with the title, or the number of head lines."""
        return next((line.index for line in lines[:16] if _TITLE.match(line.key)), _HEAD)

    def _confidence(self, mention: Mention) -> float:
        sure = _CONFIDENCE.get(mention.source, 0.85)
        known = self.words.sex_of_given(key_of(mention.person.name).split()[0]) is not None
        sure -= 0.0 if mention.person.honorific or known else 0.2
        return sure + 0.04 * (mention.person.honorific is not None)


# Verbs of convening and labels of place: with a word of "remote" they speak of the whole meeting.
_CONVENED = re.compile(
    r"(?<!\w)(?:عقد|عقدت|انعقد|انعقدت|المنعقد|المنعقده|اجتمع|اجتمعت|التام|التامت|التقي|المكان|مكان|شكل|صيغه|طريقه|منصه)(?!\w)"
)
_BOTH_WAYS = re.compile(r"هجين|مدمج|مختلط|حضوريا و|حضوري و|الحضوري و|قاعه|مع اتاحه")
_AWAY = re.compile(r"(?<!\w)(?:اعتذر|غاب|تغيب|تعذر|تخلف|لم\s+[يت]حضر|[يت]عتذر)")


def _linked(mentions: list[Mention]) -> list[Mention]:
    """Stand-ins take the body of the person before; who takes on nothing is left out."""
    kept: list[Mention] = []
    for mention in mentions:
        before = kept[-1] if kept else None
        another = mention.tail.deputy and any(re.search(r"عن(?:ه|ها)(?!\w)", note) for note in mention.tail.notes)
        if (mention.stands_in_for_last or another) and before is not None and mention.tail.organization is None:
            source = before.tail.organization or before.state.organization
            mention.tail.organization, mention.tail.tied = source, source is not None
        if mention.appointed and not _took_on(mention):
            continue
        if mention.state.status == "replaced":
            if not any(_AWAY.search(note) for note in mention.tail.notes):
                continue  # named as the one stood in for, no word of attendance
            mention.state = replace(mention.state, status="excused")
        kept.append(mention)
    return kept


def _all_remote(meeting: dict[str, Any], lines: list[Line], cues: Cues) -> bool:
    """Whether nobody sat in a room: the meeting itself, and not only some of its people, was held from afar."""
    about = [line.key for line in lines[:40] if line.kind == "paragraph" and _CONVENED.search(line.key)]
    convened = [key for key in about if cues.has("remote", key)]
    if not convened:
        return False
    if meeting.get("mode") == "hybrid":  # a room was only spoken of: "because we could not meet in person"
        return not meeting.get("location") and not any(_BOTH_WAYS.search(key) for key in convened)
    place = key_of(str(meeting.get("location") or ""))
    return meeting.get("mode") == "remote" and not re.match(r"(?:ال)?(?:قاعه|مقر|مبني|مكتب|صاله)", place)


def _took_on(mention: Mention) -> bool:
    """Whether an appointed person has an office at the meeting."""
    return bool(mention.tail.offices or mention.tail.notes or mention.cue.chair or mention.cue.rapporteur)


def _evidence(mention: Mention) -> list[Offsets]:
    """Title and name first, then where role and body stand and where the name is repeated."""
    spans = [(mention.person.start, mention.person.end)]
    spans += [at for at in (mention.tail.role_at, mention.role_at, mention.tail.organization_at, *mention.extra) if at]
    return [span for span in dict.fromkeys(spans) if span[0] < span[1]]


@Language.factory(
    "ogp_attendees",
    assigns=["doc.spans"],
    requires=["doc.user_data"],
    default_config={
        "honorifics": "honorifics",
        "names": "names",
        "attendance": "attendance",
        "bodies": "bodies",
    },
)
def make_attendees(nlp: Language, name: str, honorifics: str, names: str, attendance: str, bodies: str) -> Attendees:
    """Make the component; the settings name TOML files of ``pipelines/``. Assigns ``doc.spans["attendees"]``."""
    return Attendees(name, people_words(honorifics, names, attendance, bodies))
