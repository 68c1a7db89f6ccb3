"""What stands after a person's name: office, body represented, whom the person stands in for, and remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from ogp_nlp.components.base import Offsets, fold, key_of
from ogp_nlp.components.people_bodies import body_in, is_within, named_in, speaks_for, unprefixed
from ogp_nlp.components.people_words import PeopleWords

PartKind = Literal["role", "body", "tie", "deputy", "note"]

_TRIM = " \t\n.،؛,;:-–—ـ/|*•"
_OPEN = re.compile(
    r"[()\[\]]|[،؛,;|\t:]|\s[-–—ـ]+\s|\s{3,}|\s/\s|(?<=\w)[-–—]\s|\n\s*\n|\.{2,}|…+|_{2,}|={2,}|\.(?=\s|$)"
)
_ONE_MORE = ("ممثل", "نيابه", "بدلا", "عوضا")  # another remark may follow these
_FROM = re.compile(r"\s((?:من|عن)\s+(?P<body>\w+))")
# What somebody opened or presided over, after his office: ترأس السيد ... رئيس المجلس الاجتماع
_OBJECT = re.compile(r"\sال\w+\s(?P<object>(?:(?:هذا|هذه)\s)?ال(?:اجتماع|جلسه|لقا|دوره|جمع)(?!\w))")
# A verbal noun with ل and its bearer is why somebody is away, not what he is: مدير القسم لتمتعه بإجازة
_HIS_REASON = re.compile(r"\s(ل(?!ل)[ء-ي]{3,}(?:ه|ها|هما|هم))(?![ء-ي])")
# Nouns whose last letter is no pronoun: رئيس جمعية ... لمياه الشرب
_TRUE_HEH = frozenset(
    {"مياه", "وجه", "فقه", "شبه", "ترفيه", "توجيه", "تنبيه", "تنويه", "فواكه", "اتجاه", "شفاه", "وجوه"}
)
_SPEAKS = re.compile(
    r"(?:\w*(?:دعوه|استدعا|طلب|تكليف|مبادره|اقتراح)|ممثل\w?|مندوب\w?|نيابه|بدلا|عوضا|نابا|ناب|مفوض\w?|عضوا?|مسوول\w?|مكلف\w?|بديل\w?)$"
)
_WORD = re.compile(r"[^\W_]+")
_ABBREVIATED = re.compile(r"(?:^|\s)\w{1,2}$")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a tail with what it is; ``glue`` is the sign before it: "،", "-", "(" or ""."""

    kind: PartKind
    text: str
    at: Offsets
    glue: str = ""


@dataclass(slots=True)
class Tail:
    """What the words after a name say; texts are as printed, offsets those of the document."""

    role: str | None = None
    role_at: Offsets | None = None
    glue: str = ""  # the sign before the role
    organization: str | None = None
    organization_at: Offsets | None = None
    part_of_house: str | None = None  # a department or committee that the office names
    tied: bool = False  # whether "from", "for" or a place of its own names the body, and not the office alone
    spoken_for: bool = False  # whether the person speaks "for" or comes "from" the body
    deputy: bool = False
    notes: list[str] = field(default_factory=list)  # folded remarks, to be searched for attendance and capacity
    offices: list[str] = field(default_factory=list)  # folded offices, dropped ones included


def read_tail(text: str, base: int, words: PeopleWords) -> Tail:
    """Read the words after a name; ``text`` stands at offset ``base`` of the document.

    >>> from ogp_nlp.components.people_words import people_words
    >>> tail = read_tail("، مدير التخطيط – وزارة الري (عن بعد)", 0, people_words())
    >>> tail.role, tail.organization, tail.notes
    ('مدير التخطيط', 'وزارة الري', ['عن بعد'])
    """
    tail = Tail()
    for part in _parts(text, base, words):
        if key_of(part.text) in ("و", "ف"):
            continue  # joins the next person
        _take(tail, part, text, base, words)
    if tail.organization is None and tail.role is not None and tail.role_at is not None:
        tail.organization = named_in(tail.role, words)
        tail.organization_at = tail.role_at if tail.organization else None
        tail.part_of_house = body_in(tail.role, words, internal=True)
    return tail


def _take(tail: Tail, part: Part, text: str, base: int, words: PeopleWords) -> None:
    """Add one part to what is known."""
    key = key_of(part.text)
    if part.kind == "note":
        tail.notes.append(key)
    elif part.kind == "deputy":
        tail.deputy = True
        tail.notes.append(key)
        whom = re.sub(r"^\S+\s+(?:عن|من|ل\w*)?\s*", "", part.text)
        if tail.organization is None:
            direct = words.is_body(key_of(whom).split()[0]) if whom.split() else False
            tail.organization, tail.organization_at = body_in(whom, words, internal=direct), part.at
        tail.part_of_house = tail.part_of_house or body_in(whom, words, internal=True)
    elif part.kind == "tie":
        tail.organization, tail.organization_at, tail.tied = _untied(part.text, words), part.at, True
        tail.spoken_for = True
        if tail.role is None and key.startswith(("ممثل", "مندوب")):
            tail.role, tail.role_at = part.text, part.at
    elif part.kind == "body":
        if tail.organization_at and part.glue == "-" and tail.tied and tail.organization_at[1] > part.at[0] - 5:
            begin = tail.organization_at[0]
            tail.organization, tail.organization_at = text[begin - base : part.at[1] - base], (begin, part.at[1])
        elif tail.organization is None and speaks_for(tail.role, words) and is_within(key, words):
            tail.part_of_house = part.text  # ممثلة الجامعة ... / كلية ...
        elif not tail.tied or _generic(tail.organization, words):
            tail.organization, tail.organization_at, tail.tied = part.text, part.at, True
    else:
        tail.offices.append(key)
        several = part.glue in ("،", "/") or part.glue.startswith(("..", "…", "__"))
        joined = part.glue in ("-", "(") or several or re.match(r"ب\w", key)
        if tail.role is None:
            tail.role, tail.role_at, tail.glue = part.text, part.at, part.glue
        elif joined and tail.role_at and part.at[0] - tail.role_at[1] <= 5:
            end = part.at[1] + (part.glue == "(")
            tail.role_at = (tail.role_at[0], end)
            tail.role = text[tail.role_at[0] - base : end - base]


def _parts(text: str, base: int, words: PeopleWords) -> list[Part]:
    """The parts of a tail between its signs, each cut where a remark begins inside it."""
    found: list[Part] = []
    begin, glue = 0, ""
    cuts = [match for match in _OPEN.finditer(text) if not _is_abbreviation(text, match)]
    edges = [*[(m.start(), m.end(), m.group().strip()) for m in cuts], (len(text), len(text), "")]
    for stop, after, sign in edges:
        for start, end in _pieces(text, begin, stop, words):
            kind = _kind(key_of(text[start:end]), words, glue)
            found.append(Part(kind, text[start:end], (base + start, base + end), glue))
            glue = ""
        begin, glue = after, "-" if sign and sign[0] in "-–—ـ" else sign
    return found


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop belongs to a title such as ``د.`` and ends nothing."""
    return match.group() == "." and _ABBREVIATED.search(text[: match.start()]) is not None


def _pieces(text: str, begin: int, stop: int, words: PeopleWords) -> list[tuple[int, int]]:
    """The stretch between two signs, cut before a remark; blanks and signs trimmed."""
    view = fold(text[begin:stop], begin)
    edges = [begin]
    if words.remote_words.match(view.key.strip()):
        view = fold("", begin)
    for match, (at, _) in view.finditer(words.cut_words):
        if match.start() > 0 and view.key[: match.start()].strip(_TRIM):
            edges.append(at)
        if not match.group().startswith(_ONE_MORE):
            break  # the remark reaches to the next sign
    for reason in _HIS_REASON.finditer(text, begin, stop):
        word = key_of(reason[1])
        if word[1:] in _TRUE_HEH:
            continue
        if text[begin : reason.start()].strip(_TRIM) and not words.is_body(word) and view.key:
            edges = sorted({*edges, reason.start(1)})
    for match in _OBJECT.finditer(view.key):
        edges = sorted({*edges, view.offsets(match.start("object"), match.end())[0]})
    for match in _FROM.finditer(view.key):
        if (
            words.is_body(match["body"])
            and view.key[: match.start()].strip(_TRIM)
            and not _SPEAKS.search(view.key[: match.start()])
        ):
            edges = sorted({*edges, view.offsets(match.start(1), match.end())[0]})
    pieces = []
    for start, end in zip(edges, [*edges[1:], stop], strict=True):
        content = text[start:end].strip(_TRIM)
        if content:
            where = text.index(content, start)
            pieces.append((where, where + len(content)))
    return pieces


def _kind(key: str, words: PeopleWords, glue: str) -> PartKind:  # noqa: PLR0911 - one test a line
    """What a part of a tail is, by how it begins: the first test that fits."""
    tokens = _WORD.findall(key)
    first, second = [*tokens, "", ""][:2]
    office = words.is_office(first, second)
    body = words.is_body(first) and first[:1] not in "بل"
    inside = glue == "("
    if words.deputy_starts.match(key):
        return "deputy"
    if first in ("عن", "من") and second and (words.is_body(second) or second not in words.stops):
        return "note" if second in ("بعد", "الساعه", "طرف") or (first == "من" and second in words.classes) else "tie"
    if first in ("ممثلا", "ممثله", "مندوبا") and second.startswith("ل") and not glue:
        return "tie"
    if not office and (words.status_starts.match(key) or _is_remote(key, len(tokens), words, inside=inside)):
        return "note"
    if office or (inside and words.may_be_office(first)):
        return "role"
    if body and first == "وكاله" and second not in ("", "عن", "من"):
        return "body"  # an agency, not a proxy
    if (inside and not words.is_body(first)) or _is_remark(key, first, words):
        return "note"
    if body or first in _BODIES_IN_BL:
        return "body"
    return "role" if len(tokens) <= 12 and len(first) > 1 else "note"


_BODIES_IN_BL = frozenset({"بلديه", "بنك", "برنامج", "لجنه", "بعثه", "بورصه"})


def _is_remote(key: str, length: int, words: PeopleWords, *, inside: bool) -> bool:
    """Whether a part says that somebody took part from afar, or nothing at all (a dash in a cell)."""
    near = words.remote_words.search(key) is not None and (inside or length <= 4)
    return words.remote_words.match(key) is not None or near or key in words.empty


def _is_remark(key: str, first: str, words: PeopleWords) -> bool:
    """Whether a part opens with a reason or a remark: لسفره, وبناء على, في مهمة."""
    reason = re.match(r"ل[ات]\w{3,}(?:ه|ها|هم)$", first) is not None and not words.is_body(first)
    joined = first.startswith("و") and first[1:] in words.note_words
    figure = re.match(r"\d", key) is not None
    opens = words.cut_words.match(key) or words.note_starts.match(key)
    return reason or joined or figure or bool(opens) or (first in words.stops and not words.is_body(first))


def _untied(text: str, words: PeopleWords) -> str:
    """The body after عن, من, ممثلا ل."""
    match = re.match(r"(?:(?:ممثل|مندوب)[اةًٌٍَُِ]*(?=\s))?\s*(?:عن|من|لدى)?\s*(.*)", text, re.DOTALL)
    name = match[1] if match else text
    return (
        unprefixed(name) if re.match(r"لل|ل(?=[^\Wا-ي]*\w)", name) and words.is_body(key_of(name).split()[0]) else name
    )


def _generic(name: str | None, words: PeopleWords) -> bool:
    return name is not None and key_of(name) in words.generic
