"""`ogp_meeting`: the meeting's title, body, ordinal, year, date, mode, place and the plan it steers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.arabic.numbers import read_ordinal
from ogp_nlp.components.base import Folded, Offsets, add_item, cue_pattern, fold, key_of
from ogp_nlp.components.body_names import BodyFinder, Found
from ogp_nlp.components.governing import PEOPLE
from ogp_nlp.components.lines import Line, lines_of
from ogp_nlp.components.meeting_place import PlaceFinder, cut
from ogp_nlp.components.reference import meeting_date, meeting_date_offsets
from ogp_nlp.components.remote import remote_pattern
from ogp_nlp.resources import load_toml

_HEAD = 16  # lines among which the title stands
_TIMED = frozenset({"الساعه", "تمام", "بتاريخ", "تاريخ", "يوم", "اليوم"})  # what follows numbers an hour or a day
_NAME = 14  # words of the name of a body
_OF_TOWN = re.compile(r"\sب(?:جماعه|بلديه|اقليم|عماله|ولايه|محافظه|مدينه)\s\w")  # where the body sits, not its plan
_SITTING = re.compile(r"جلسه (?:اولي|ثانيه|ثالثه)(?!\w)")  # a sitting of a session of several
_TRIM = " \t\n.:،؛-–—*#"


@dataclass(frozen=True)
class _Front:
    """The lines that speak of the meeting itself: its head, its first paragraphs, and the lists of people."""

    lines: Sequence[Line]
    title: Line | None

    @property
    def account(self) -> list[Line]:
        """Head and opening paragraphs, up to the discussion."""
        found = []
        for line in self.lines:
            if line.topic not in ("", *PEOPLE, "agenda") and line.index > 4:
                found += [line] if line.kind == "paragraph" and line.heading < 0 else []
                break
            found.append(line)
        return found


class Meeting:
    """Finds what the head and the opening paragraph say of the meeting."""

    def __init__(self, name: str, knowledge: str) -> None:
        self.name = name
        self.knowledge: dict[str, Any] = load_toml(knowledge)
        self.bodies = BodyFinder(self.knowledge["body"])
        self.places = PlaceFinder(self.knowledge)

    def __call__(self, doc: Doc) -> Doc:
        """Add one item of kind ``meeting``; its evidence is what was found of title, date, number and place."""
        lines = lines_of(doc)
        if not lines:
            return doc
        title_line = self._title_line(lines)
        front = _Front(lines, title_line)
        title = self._title(lines, title_line)
        opening = self._opening(front.account)
        body = self.bodies.find(title.text if title else "", opening.text if opening else "", doc.text)
        ordinal = self._ordinal(front, title)
        place = self.places.find(front.account, opening)
        place = _before_body(place, body)
        day = meeting_date(doc)
        fields = {
            "title": title.text if title else None,
            "body": body,
            "ordinal": ordinal[0] if ordinal else None,
            "year": day.year if day else _year(title.text if title else ""),
            "date": day.isoformat() if day else None,
            "mode": self._mode(front, place),
            "location": place.text if place else None,
            "plan": self._plan(body, title.text if title else "", doc.text)
            or self._plan(
                self.bodies.titled(title.text, doc.text) if title else None, title.text if title else "", doc.text
            ),
        }
        when = meeting_date_offsets(doc)
        evidence: list[Offsets] = [found.offsets for found in (title,) if found]
        evidence += [offsets for offsets in (when, ordinal[1] if ordinal else None, place and place.offsets) if offsets]
        if not evidence:
            evidence = [(lines[0].start, lines[0].end)]
        confidence = 0.4 + 0.2 * bool(title) + 0.25 * bool(day) + 0.1 * bool(body)
        add_item(doc, "meeting", fields, list(dict.fromkeys(evidence)), confidence, self.name)
        return doc

    def _title_line(self, lines: Sequence[Line]) -> Line | None:
        starts = cue_pattern(self.knowledge["title"]["starts"])
        for line in lines[:_HEAD]:
            if starts.match(line.key.lstrip(" *#-")):
                return line
        for line in lines[:_HEAD]:
            if re.match(r"(?:م|الموضوع|موضوع)\s*/\s*محضر", line.key):
                return replace(
                    line, text=line.text[line.text.index("/") + 1 :], start=line.start + line.text.index("/") + 1
                )
        return None

    def _title(self, lines: Sequence[Line], line: Line | None) -> Found | None:
        """The title line, or the subject line where the title says only "minutes of a meeting"."""
        known = self.knowledge["title"]
        subject = re.compile(rf"\W*(?:{cue_pattern(known['subject']).pattern})\s*[:/\-–\t|]+\s*")
        generic = {key_of(word) for word in known["generic"]}
        if line is not None:
            found = cut(line, fold(line.text, line.start), 0, self._title_end(line))
            words = [word for word in re.findall(r"[^\W\d]+", key_of(found.text)) if word not in generic]
            if words:
                return found
        for other in lines[:_HEAD]:
            match = subject.match(other.key)
            if match:
                return cut(other, fold(other.text, other.start), match.end(), len(other.key))
        if line is None:
            return None
        named = self._body_line(lines, line)
        return named or cut(line, fold(line.text, line.start), 0, self._title_end(line))

    def _body_line(self, lines: Sequence[Line], title: Line) -> Found | None:
        """The line below a title that says only "minutes", where it is the name of who meets."""
        for other in lines[title.index + 1 : title.index + 3]:
            if other.topic == "" and len(other.text.split()) <= _NAME and self.bodies.is_name(other.key):
                return cut(other, fold(other.text, other.start), 0, len(other.key))
        return None

    def _title_end(self, line: Line) -> int:
        """Where the title ends within its line: a long line runs on into the account."""
        match = cue_pattern(self.knowledge["title"]["ends"]).search(line.key)
        if match and match.start() > 12:
            return match.start()
        if len(line.key) > 180:
            stop = re.search(r"[،.؛]", line.key)
            return stop.start() if stop else len(line.key)
        return len(line.key)

    def _opening(self, account: Sequence[Line]) -> Line | None:
        """The sentence that says that the body met."""
        verbs = cue_pattern(self.knowledge["body"]["verbs"])
        for line in account:
            if len(line.text.split()) > 6 and verbs.search(line.key):
                return line
        return None

    def _ordinal(self, front: _Front, title: Found | None) -> tuple[int, Offsets] | None:
        """The meeting's number: in the title, in a line of the head, or in the opening sentence."""
        known = self.knowledge["ordinal"]
        label = re.compile(
            rf"\W*(?:{cue_pattern(known['number']).pattern})\s*[:/(|\t]*\s*(\d{{1,3}})(?!\d)(?!\s*[./-]\s*\d+\s*[./-])"
        )
        noun = cue_pattern(known["nouns"])
        head = [line for line in front.account if line is not front.title]
        ordered = ([front.title] if front.title else []) + [line for line in head if line.index < _HEAD]
        for line in ordered:
            view = fold(line.text, line.start)
            key = view.key if len(view.key) < 700 else view.key[:700]
            labelled = label.match(key) if re.search("اجتماع|جلس|دور|محضر", key) else None
            if labelled:
                return int(labelled[1]), view.offsets(*labelled.span(1))
            for match in noun.finditer(key):
                if match.group() == "محضر" and line is not front.title:
                    continue
                if (
                    re.search(r"(?:محضر|توصيات|قرارات|نتائج|مقررات)\s+$", key[: match.start()])
                    and line is not front.title
                ):
                    continue  # the minutes of an earlier meeting
                if _SITTING.match(key, match.start()):
                    continue  # دورته العادية ...، جلسة أولى
                found = _ordinal_after(view, match.end(), len(key))
                if found:
                    return found
        if title is not None:
            view = fold(title.text, title.offsets[0])
            numbered = re.search(r"رقم\s*[(/]?\s*(\d{1,3})(?![\d./])", view.key) or re.search(
                r"\(\s*(\d{1,3})\s*\)\s*$", view.key
            )
            if numbered:
                return int(numbered[1]), view.offsets(*numbered.span(1))
            return _ordinal_after(view, 0, len(view.key), gap=12)
        return None

    def _mode(self, front: _Front, place: Found | None) -> str | None:
        """Hybrid where the text says both, remote where all is online, in person where a room is given."""
        known = self.knowledge["mode"]
        remote, part = remote_pattern(), cue_pattern(known["taking_part"])
        about = " \n ".join(line.key for line in front.account if line.topic not in ("agenda",))
        for line in front.lines[len(front.account) :]:
            for sentence in re.split(r"(?<=[.؛])\s", line.key):
                if line.topic in PEOPLE or (part.match(sentence) and remote.search(sentence)):
                    about += " \n " + sentence
        if cue_pattern(known["hybrid"]).search(about):
            return "hybrid"
        from_afar = remote.search(about)
        if from_afar:
            online_place = place is not None and remote.search(key_of(place.text)) is not None
            here = cue_pattern(known["in_person"]).search(about)
            return "hybrid" if (place is not None and not online_place) or here else "remote"
        return "in_person" if place is not None or cue_pattern(known["in_person"]).search(about) else None

    def _plan(self, body: str | None, title: str, text: str) -> dict[str, Any] | None:
        """The plan within the body's name, with its ordinal and years as the document gives them."""
        known = self.knowledge["plan"]
        name = body or ""
        view = fold(name)
        forms = {key_of(noun) for noun in known["nouns"]}
        forms |= {f"ل{form[1:]}" for form in forms if form.startswith("ال")}  # للخطه is ل with الخطه
        nouns = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
        match = re.compile(rf"(?<!\w)[لب]?(?P<noun>{nouns})(?!\w)").search(view.key, 3)
        if not match or not cue_pattern(known["steering"]).search(view.key[: match.start()]):
            return None
        begin = view.offsets(match.start("noun"), match.start("noun") + 1)[0]
        plan = name[begin:]
        if re.match(r"لل(?=\w)", plan):
            plan = "ال" + plan[2:]
        plan = re.sub(r"[\s(]*[0-9٠-٩]{4}\s*[-–/]\s*[0-9٠-٩]{4}[\s)]*$", "", plan).strip(_TRIM + "(")
        town = _OF_TOWN.search(key_of(plan))
        plan = plan[: fold(plan).offsets(town.start(), town.end())[0]].strip(_TRIM) if town else plan
        years = _plan_years(plan, f"{title}\n{text}")
        ordinal = _ordinal_after(fold(plan), 0, len(key_of(plan)), gap=len(plan))
        return {
            "title": plan,
            "ordinal": ordinal[0] if ordinal else None,
            "start_year": years[0] if years else None,
            "end_year": years[1] if years else None,
        }


def _before_body(place: Found | None, body: str | None) -> Found | None:
    """The place without the body where the sentence puts it behind: ``التأم بقاعة ... المجلس``."""
    if place is None or body is None:
        return place
    view = fold(place.text)
    at = view.key.find(f" {key_of(body)}")
    if at <= 0 or key_of(body).split()[0] in ("مجلس", "مكتب", "ديوان"):
        return place
    text = place.text[: view.offsets(at, at + 1)[0]].rstrip(_TRIM)
    if not text or not text.split()[-1].startswith(("ال", "ب")):
        return place  # مقر الجمعية
    return Found(text, (place.offsets[0], place.offsets[0] + len(text))) if text else place


def _ordinal_after(view: Folded, begin: int, limit: int, gap: int = 34) -> tuple[int, Offsets] | None:
    """An ordinal word, or ``رقم 5``, within ``gap`` characters after a place of the folded text."""
    window = view.key[begin : min(limit, begin + gap + 24)]
    numbered = re.match(r"\s*(?:\w+\s+){0,2}(?:رقم|عدد)\s*[:(/]*\s*(\d{1,3})(?![\d.])", window)
    numbered = numbered or re.match(r"\s*\(\s*(\d{1,3})\s*\)", window)  # الاجتماع (6) للجنة
    if numbered:
        return int(numbered[1]), view.offsets(begin + numbered.start(1), begin + numbered.end(1))
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"[^\W\d]+", window)]
    for place, (_, start, _) in enumerate(words):
        if start > gap or re.search(r"[:،.؛(]", window[:start].rstrip(" (")) or words[place][0] in _TIMED:
            break
        for width in (3, 2, 1):
            part = words[place : place + width]
            value = read_ordinal(" ".join(word for word, _, _ in part)) if len(part) == width else None
            if value is not None:
                return value, view.offsets(begin + start, begin + part[-1][2])
    return None


def _year(title: str) -> int | None:
    match = re.search(r"(?<!\d)(20\d\d)(?!\d)", key_of(title))
    return int(match[1]) if match else None


def _plan_years(plan: str, text: str) -> tuple[int, int] | None:
    """The first range of years after a mention of the plan, earliest year first whichever way it is printed."""
    key = key_of(text)
    words = key_of(plan).split()
    tails = [r"\s+".join(re.escape(word) for word in words[-width:]) for width in (len(words), 3, 2)]
    noun = words[0].removeprefix("ال")
    for tail in (
        *tails,
        rf"(?<!\w)ال{re.escape(noun)}(?:\s(?:ال)?(?:ممتد|متعلق|خاص)\w*)?",
    ):  # (البرنامج الممتد على ...)
        pattern = rf"{tail}[^\n.]{{0,40}}?(?<!\d)(20\d\d)\s*(?:[-/]|الي)\s*(20\d\d)(?!\d)"
        match = re.search(pattern, key)
        if match:
            years = sorted((int(match[1]), int(match[2])))
            return (years[0], years[1]) if years[1] - years[0] <= 20 else None
    return None


@Language.factory(
    "ogp_meeting",
    assigns=["doc.spans", "doc.user_data"],
    requires=["doc.user_data"],
    default_config={"knowledge": "meeting"},
)
def make_meeting(nlp: Language, name: str, knowledge: str) -> Meeting:
    """Make the component; ``knowledge`` names the TOML file of ``pipelines/``. Assigns ``doc.spans["meeting"]``."""
    return Meeting(name, knowledge)
