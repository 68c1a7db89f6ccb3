"""What the form of a line tells: labels of offices and of other things, marks that are titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ogp_nlp.components.attendees_cues import Cues
from ogp_nlp.components.attendees_finding import PersonFinder
from ogp_nlp.components.attendees_model import Stretch
from ogp_nlp.components.base import fold, key_of
from ogp_nlp.components.governing import PEOPLE
from ogp_nlp.components.lines import Line
from ogp_nlp.components.people_words import PeopleWords

_OFFICE_LABEL = re.compile(r"(?P<label>[^:/،]{4,50}?)\s*(?::|\s/\s)\s*(?P<rest>\S.*)")
_OWN_STAFF = frozenset({"الاداره", "الكتابه", "السكرتاريه", "الامانه"})
_TITLE_MARK = re.compile(r"\w{1,2}\s?[./]+")


@dataclass(frozen=True)
class LineJudge:
    """Judges lines by their form."""

    words: PeopleWords
    cues: Cues

    def opens_with_people(self, line: Line) -> bool:
        """Whether a line outside the lists is a label of an office, or opens with words on attendance and a list."""
        if self.is_label(line):
            return True
        announced = ":" in line.text or self.words.plural.search(line.key) is not None
        return line.topic == "discussion" and line.kind == "paragraph" and self.speaks(line) and announced

    def stands_alone(self, line: Line, lines: Sequence[Line]) -> str:
        """What a short line over a person says of him: "rapporteur", "guest", or nothing ("")."""
        after = lines[line.index + 1] if line.index + 1 < len(lines) else None
        key = line.key.strip(" :.-")
        cue = self.cues.read(key)
        said = "rapporteur" if cue.rapporteur or self.cues.read(key, office=True).rapporteur else ""
        said = said or ("guest" if cue.guest and cue.status is None else "")
        alone = line.topic in PEOPLE and line.kind == "paragraph" and len(key.split()) <= 3
        return said if alone and after is not None and len(after.text) < 120 and self._named(after.text) else ""

    def goes_on(self, line: Line) -> bool:
        """Whether a paragraph right below a list of people opens with a verb on attendance: ``وقد تعذر ...``."""
        opener = self.cues.opener.match(line.key)
        told = opener is not None and self.cues.status(line.key[:60]) is not None
        return line.kind == "paragraph" and told and self.words.chain.search(line.key[:120]) is not None

    def other_label(self, line: Line) -> bool:
        """Whether a line opens with a label that is about no people: ``المكان: ...``."""
        label = key_of(line.text.partition(":")[0]).strip()
        others = {key_of(word) for word in self.cues.raw["lead"]["other_labels"]}
        return ":" in line.text and (label in others or label.split(" ")[0] in others)

    def own_label(self, line: Line) -> bool:
        """Whether a line opens with a label of its own, so that it takes no attendance from the label above."""
        label, colon, rest = line.text.partition(":")
        said = line.kind == "item" and self.cues.status(key_of(label)) is not None and len(label.split()) <= 4
        if not (line.kind == "paragraph" or said) or not colon or not rest.strip() or len(label.split()) > 6:
            return False
        return self.words.chain.match(key_of(label)) is None or len(label.split()) == 1

    @staticmethod
    def in_head(line: Line, lines: Sequence[Line]) -> bool:
        """Whether no part of the account has begun before a line."""
        return all(other.topic in ("", *PEOPLE) for other in lines[: line.index + 1])

    def is_label(self, line: Line, lines: Sequence[Line] = ()) -> bool:
        """Whether a line is a label of chair or secretary with a name: ``إدارة الاجتماع: ...``.

        With ``lines`` also the label of any office in the head of the minutes: ``العضو / ...``.
        """
        label, colon, rest = line.text.partition(":")
        if lines and self._office_label(line) and self.in_head(line, lines):
            return True
        cue = self.cues.read(key_of(label))
        office = self.cues.read(key_of(label), office=True)
        presiding = key_of(label).strip() in {key_of(word) for word in self.cues.raw["capacity"]["presides"]}
        said = presiding or cue.chair or cue.rapporteur or office.chair or cue.status or cue.guest
        return bool(colon and rest.strip() and len(label.split()) <= 5 and said)

    def names_rapporteur(self, line: Line) -> bool:
        """Whether a line of the account or its end says who kept the minutes: ``أمين السر: ...``."""
        label, colon, rest = line.text.partition(":")
        key = key_of(label)
        if colon and len(label.split()) <= 5 and self._named(rest.strip()):
            return self.cues.read(key).rapporteur or self.cues.read(key, office=True).rapporteur
        opener = self.cues.opener.search(line.key[:40])
        return len(line.text) < 120 and opener is not None and self.cues.read(line.key[:50]).rapporteur

    def _office_label(self, line: Line) -> bool:
        """Whether a short line is an office, a colon or slash, and somebody's name."""
        match = _OFFICE_LABEL.match(line.text)
        if match is None or len(line.text) > 120:
            return False
        tokens = [*key_of(match["label"]).split(), "", ""]
        office = self.words.is_office(*tokens[:2]) or self.words.may_be_office(tokens[0])
        label = key_of(match["label"]).strip()
        spoken_for = re.sub(r"^(?:عن|من|ممثلو|ممثلي)\s", "", label)
        group = spoken_for in self.words.generic or label in _OWN_STAFF
        group = group or (spoken_for != label and self.words.is_body(spoken_for.split()[0]))
        return (office or group) and self._named(match["rest"])

    def _named(self, text: str) -> bool:
        """Whether a text begins with a titled or known name."""
        return self.words.chain.match(key_of(text)) is not None or self.begins_with_name(text, 0)

    def lists_after_colon(self, line: Line) -> bool:
        """Whether a heading goes on with names after its colon: ``غياب بعذر: ...``."""
        _, colon, rest = line.text.partition(":")
        return bool(colon) and self._named(rest.strip())

    def beside_names(self, line: Line, lines: Sequence[Line]) -> bool:
        """Whether a short line stands in a row of lines that begin with names, so that it begins with one too."""
        if line.kind != "paragraph" or len(line.text) > 120 or line.text.rstrip().endswith((".", ":")):
            return False
        near = [*lines[max(0, line.index - 2) : line.index], *lines[line.index + 1 : line.index + 3]]
        return any(
            other.topic == line.topic
            and other.kind == "paragraph"
            and len(other.text) <= 120
            and self._named(other.text)
            for other in near
        )

    def begins_with_name(self, content: str, start: int) -> bool:
        """Whether a line without mark begins with a given name and is no sentence."""
        found = PersonFinder(self.words, self.cues).begins_with_name(Stretch.of(content, start))
        return found and len(content) < 160

    def start(self, text: str, line: Line, lines: Sequence[Line]) -> int:
        """Where the content begins: a mark such as ``د.`` or ``أ.`` may be a title and no list mark."""
        mark = line.marker
        if not mark or not _TITLE_MARK.fullmatch(mark) or not mark[0].isalpha() or mark[0].isascii():
            return line.start
        view = fold(text[line.full_start : line.end], line.full_start)
        after = fold(text[line.start : line.end], line.start)
        around = lines[max(0, line.index - 1) : line.index + 2]
        lettered = {other.marker[:1] for other in around if other.marker} & set("بجهـو")
        apart = text[line.start - 1 : line.start].isspace()
        titled = self.words.chain.match(after.key) is not None and apart
        if lettered or titled or not self.words.chain.match(view.key):
            return line.start
        return line.full_start

    def speaks(self, line: Line) -> bool:
        """Whether a line opens with words on attendance, a label or a name."""
        opening = line.key[:60]
        cue = self.cues.opener.search(opening)
        return (
            self._calls_roll(line)
            or line.kind == "heading"
            or bool(cue and cue.start() < 25)
            or self.is_label(line)
            or line.topic in PEOPLE
        )

    def _calls_roll(self, line: Line) -> bool:
        """Whether a first sentence goes from a word on attendance to several names: ``تبين حضور السادة: ...``."""
        sentence = line.key[:140].split(". ")[0]
        return line.topic == "" and any(
            self.cues.status(sentence[: several.start()].rpartition("،")[2]) is not None
            and self._named(line.key[several.end() : several.end() + 60])
            for several in self.words.plural.finditer(sentence)
        )

    @staticmethod
    def opens_list(line: Line, lines: Sequence[Line]) -> bool:
        """Whether a line within lists of people stands over some of them: a colon, or short over a row."""
        after = lines[line.index + 1] if line.index + 1 < len(lines) else None
        short = len(line.text) < 60 and line.kind == "paragraph" and not line.text.endswith(".")
        over = after is not None and (after.table >= 0 or (after.kind == "item" and not after.gap))
        return line.text.rstrip().endswith(":") or (over and short)
