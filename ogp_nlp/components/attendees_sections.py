"""Where a document speaks of attendance: what headings over people say, and which lines are read in which manner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from ogp_nlp.components.attendees_lines import LineJudge
from ogp_nlp.components.attendees_model import Mention, State
from ogp_nlp.components.attendees_prose import ProseReader
from ogp_nlp.components.attendees_tables import TableReader
from ogp_nlp.components.base import fold, key_of
from ogp_nlp.components.governing import PEOPLE
from ogp_nlp.components.lines import Line

_DEFAULT = {
    "attendance": State("present", listing=True, loose=True),
    "absence": State("excused", listing=True, loose=True),
    "guests": State("present", guest=True, listing=True, loose=True),
    "remote": State("remote", listing=True, loose=True),
}
_NOT_ATTENDANCE = State("none")  # people who are given a task, and the like
# Words on attendance at the end of a heading: أعضاء اللجنة الحاضرون
_STATED = re.compile(r"\s+(?:ال)?(?:حاضر|مشارك|غائب|متغيب|معتذر)(?:ون|ين|ات)(?:\s.*)?$")
_NO_BODY = frozenset(
    {"الحضور", "الاجتماع", "المشاركه", "الجلسه", "عدم", "خارج", "حضور", "بعد", "بعض", "كل", "غير", "ضمن"}
)


@dataclass(frozen=True)
class SectionReader:
    """Goes through a document's lines and reads the people where attendance is stated."""

    prose: ProseReader
    tables: TableReader

    @cached_property
    def judge(self) -> LineJudge:
        """Judges lines by their form."""
        return LineJudge(self.prose.words, self.prose.cues)

    def read(self, text: str, lines: Sequence[Line]) -> list[Mention]:
        """All mentions of people with a stated attendance, in document order."""
        mentions: list[Mention] = []
        last, far = -1, False  # the line in which people were last found; whether the account has begun
        carried: dict[str, int] = {}  # the columns of the last table with headings
        section: State | None = None
        led: State | None = None
        for table, group in groupby(lines, key=lambda line: line.table):
            run = list(group)
            if table >= 0:
                found, carried = self._table(run, section or led, carried)
                last = run[-1].index if found else last
                mentions.extend(found)
                continue
            for line in run:
                if line.kind == "heading":
                    section = self._heading(line, section)
                state = section or (led if line.topic == "" else None)
                spoken = self.judge.speaks(line) or self.judge.is_label(line, lines)
                far = far or (len(mentions) > 2 and state is None and not spoken)
                after = last >= 0 and last == line.index - 1
                found = list(self._line(text, line, state, lines, mentions, far=far, after=after))
                last = line.index if found else last
                alone = "" if found else self.judge.stands_alone(line, lines)
                if alone:
                    section = replace(_DEFAULT["attendance"], rapporteur=alone == "rapporteur", guest=alone == "guest")
                elif line.topic in PEOPLE and not found and self.judge.opens_list(line, lines):
                    section = self._heading(line, section) or section
                led = self._led(line) or (
                    led if found or (led and line.kind != "heading" and last == line.index - 1) else None
                )
                mentions.extend(found)
        return mentions

    def guess(self, text: str, lines: Sequence[Line]) -> list[Mention]:
        """People of short lines that begin with a title, where nothing in the head says that they are attendees."""
        mentions: list[Mention] = []
        for line in lines[:40]:
            start = self.judge.start(text, line, lines)
            content = text[start : line.end]
            titled = self.prose.words.chain.match(fold(content).key) is not None
            if (
                titled
                and len(content) < 140
                and line.table < 0
                and line.topic not in ("actions", "decisions", "signature")
            ):
                found = self.prose.read(content, start, _DEFAULT["attendance"])
                mentions.extend(replace(mention, source="guess") for mention in found)
        return mentions if len(mentions) > 1 else []

    def _led(self, line: Line) -> State | None:
        """The state of the list that a sentence leads into by its last clause: ``... وبحضور كل من:``."""
        key = line.key.rstrip()
        announced = key.endswith(":") or re.search(
            r"(?:ادناه|الاتيه|التاليه|التاليه اسماوهم|الاتي[هة] اسماوهم)\W*$", key
        )
        if not announced or line.topic not in ("", *PEOPLE):
            return None
        cue = self.prose.cues.read(self._last_clause(key))
        said = cue.status or ("present" if cue.guest or re.search(r"(?<!\w)وهم(?:ا)?\W*$", key) else None)
        return State(said, cue.guest, listing=True, loose=True) if said else None

    def _last_clause(self, key: str) -> str:
        """The last clause of a folded sentence that speaks of attendance."""
        if len(key) <= 60:
            return key
        openers = list(self.prose.cues.opener.finditer(key))
        return key[openers[-1].start("cue") :] if openers else key[-60:]

    def _table(
        self, rows: list[Line], section: State | None, carried: dict[str, int]
    ) -> tuple[list[Mention], dict[str, int]]:
        """The people of a table, and its columns for a table without headings that goes on below."""
        topic = rows[0].topic
        if section is _NOT_ATTENDANCE:
            return [], carried
        listed = topic in PEOPLE
        columns = self.tables.is_attendance(rows, listed)
        if listed and len(rows) == 1 and self.tables.is_header(rows[0]):
            return [], columns or carried
        if columns is None and topic == "":
            return list(self._labelled_rows(rows)), carried
        if columns is None:
            return (self._rows_as_items(rows, section) if listed else []), carried
        if carried and listed and not self.tables.is_header(rows[0]) and columns["name"] == carried["name"]:
            columns = carried
        state = section if listed and section else _DEFAULT.get(topic, State("present", listing=True))
        found = self.tables.read(rows, columns, state, self._group_state)
        if topic == "signature" or set(columns) == {"name", "signature"}:
            for mention in found:
                mention.source = "signature"
        return found, columns

    def _labelled_rows(self, rows: list[Line]) -> Iterator[Mention]:
        """People of rows such as ``رئيسة الاجتماع | د. ...`` in the head of the minutes."""
        for row in rows:
            label = key_of(row.cell_text(0))
            cue = self.prose.cues.read(label)
            office = self.prose.cues.read(label, office=True)
            if len(row.cells) != 2 or not (cue.speaks or office.chair or office.rapporteur) or len(label.split()) > 5:
                continue
            chair, rapporteur = cue.chair or office.chair, cue.rapporteur or office.rapporteur
            state = State(cue.status or "present", cue.guest, chair, rapporteur, listing=True)
            for mention in self.prose.read(row.cell_text(1), row.cells[1][0], state):
                if self.prose.words.may_be_office(label.split()[0]) or self.prose.words.is_office(
                    *[*label.split(), ""][:2]
                ):
                    mention.role_before, mention.role_at = row.cell_text(0).strip(), row.cells[0]
                yield mention

    def _group_state(self, text: str, row: Line, state: State) -> State:
        """The state that a row of one cell opens for the rows below it: ``ضيوف اللجنة | |``."""
        topic = row.topic if row.topic in PEOPLE else "attendance"
        line = replace(row, text=text, topic=topic, level=2, cells=(), kind="heading")
        return self._heading(line, _DEFAULT["attendance"]) or state

    def _rows_as_items(self, rows: list[Line], section: State | None) -> list[Mention]:
        """Lines that only look like a table: name and office with wide gaps between."""
        found = []
        for row in rows:
            state = section or _DEFAULT[row.topic]
            found.extend(self.prose.read(row.text, row.start, state))
        return found

    def _heading(self, line: Line, section: State | None) -> State | None:
        """The state that a heading opens; None where it is not about people."""
        key = self._last_clause(line.key.strip(" :.،-–*#"))
        if line.topic not in PEOPLE:
            return None
        if self.prose.cues.has("appointing", key) and self.prose.cues.status(key) is None:
            return _NOT_ATTENDANCE
        cue = self.prose.cues.read(key)
        base = section or _DEFAULT[line.topic]
        name = self._body_of(line)
        generic = self.prose.clauses.is_generic(key_of(name))
        is_body = bool(name) and not generic and not cue.chair and self._names_body(key_of(name), line)
        if cue.status or cue.guest or (cue.speaks and not is_body):
            both = self.prose.cues.present(key) and self.prose.cues.has("absent", key)
            status = "present" if both or cue.guest else _DEFAULT[line.topic].status
            status = status if both else cue.status or status
            own = is_body and self.prose.words.is_body(key_of(name).split()[0])
            opened = State(status, cue.guest, cue.chair, cue.rapporteur, listing=True, loose=True)
            return replace(opened, grouped=generic, organization=name if own else None)
        plain = replace(base, chair=False, rapporteur=cue.rapporteur, deputy=False, listing=True)
        if generic:
            return replace(plain, grouped=True, organization=None, heading=key_of(name), guest=False)
        if is_body:
            return replace(plain, grouped=True, organization=name)
        return replace(_DEFAULT[line.topic], status=base.status, guest=base.guest, loose=bool(cue.speaks))

    def _body_of(self, line: Line) -> str:
        """A heading without the words before and after the name of a body: ``ممثلو``, ``عن``, a colon."""
        name = _STATED.sub("", line.text.strip(" :.،-–*#"))
        leads = sorted((key_of(lead) for lead in self.prose.words.bodies["heading_leads"]), key=len, reverse=True)
        changed = True
        while changed:
            changed = False
            for lead in leads:
                view = fold(name)
                if re.match(rf"{re.escape(lead)}\s", view.key):
                    name = name[view.offsets(0, len(lead))[1] :].strip()
                    changed = True
                    break
        opener = self.prose.cues.opener.match(key_of(name))
        if opener or re.match(r"(?:ال)?(?:حاضر|مشارك|غا[ءيئ]ب|معتذر|متغيب|حضور|ضيوف|مدعو|اعضا)", key_of(name)):
            match = re.search(r"\s(?:عن|من|ممثلو|ممثلي|ممثلات|مندوبو|مندوبي)\s+(.+)", name)
            name = match[1] if match and key_of(match[1]).split()[0] not in _NO_BODY else ""
        return re.sub(r"\s*\(.*\)$", "", name)

    def _names_body(self, key: str, line: Line) -> bool:
        tokens = key.split()
        if len(tokens) == 1 and tokens[0].startswith("ال") and key != key_of(line.text.strip(" :.،-–*#")):
            return False  # أعضاء اللجنة
        members = bool(tokens) and tokens[0] in (
            "اعضا",
            "الاعضا",
            "السيدات",
            "الساده",
            *_NO_BODY,
            "لايحه",
            "قايمه",
            "ورقه",
            "جدول",
        )
        follows = line.text.rstrip().endswith(":") or line.marker != "" or line.level >= 2
        announces = re.match(r"و?ب?(?:غياب|حضور|مشاركه)", key) or self.prose.words.plural.search(key)
        if members or announces or not tokens or len(tokens) > 16:
            return False
        return self.prose.words.is_body(tokens[0]) or (follows and not self.prose.words.is_office(tokens[0], ""))

    def _line(
        self,
        text: str,
        line: Line,
        section: State | None,
        lines: Sequence[Line],
        before: list[Mention],
        *,
        far: bool,
        after: bool,
    ) -> Iterator[Mention]:
        """The people of one line that is no table row."""
        if self.judge.other_label(line) or (section is _NOT_ATTENDANCE and line.topic in PEOPLE):
            return
        start = self.judge.start(text, line, lines)
        content = text[start : line.end]
        earlier = sum(mention.state.status in ("present", "remote") for mention in before)
        if line.topic in PEOPLE:
            state = section or _DEFAULT[line.topic]
            own = self.judge.own_label(line)
            if own:
                state = _DEFAULT["attendance"]
            if line.kind == "heading" and not self.judge.lists_after_colon(line):
                yield from self._titled(self.prose.read(content, start, replace(state, listing=False), earlier))
                return
            listed = own or line.kind in ("item", "heading") or self.judge.begins_with_name(content, start)
            listed = listed or self.judge.beside_names(line, lines)
            yield from self.prose.read(content, start, replace(state, listing=listed), earlier)
        elif far and self.judge.names_rapporteur(line):
            named = State("present", listing=True) if ":" in content else None
            for mention in self.prose.read(content, start, named, earlier):
                mention.source = "closing"
                yield mention
        elif not far and (
            line.topic == ""
            or self.judge.in_head(line, lines)
            or self.judge.opens_with_people(line)
            or (after and self.judge.goes_on(line))
        ):
            labelled = _DEFAULT["attendance"] if self.judge.is_label(line, lines) else section
            yield from self.prose.read(content, start, labelled, earlier)
        elif line.topic not in ("agenda", "signature"):
            yield from self._late(content, start, earlier)

    def _titled(self, found: list[Mention]) -> Iterator[Mention]:
        """People in a heading count only where the heading itself speaks of their attendance."""
        spoken = False
        for mention in found:
            spoken = spoken or mention.cue.speaks
            if spoken and mention.person.honorific:
                yield mention

    def _late(self, content: str, start: int, earlier: int) -> Iterator[Mention]:
        """Who came in the course of the meeting or is said in the discussion to preside or to be away."""
        for mention in self.prose.read(content, start, None, earlier):
            before = key_of(content[: mention.person.start - start])[-70:]
            after = key_of(content[mention.person.end - start :])[:50]
            late = self.prose.cues.late.search(before)
            if late and self.prose.cues.meeting_noun.search(before[late.start() :] + " " + after):
                mention.source = "late"
                yield mention
