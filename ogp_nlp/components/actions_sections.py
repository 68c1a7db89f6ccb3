"""The heading that each line stands under, run-in headings and the points of a list included."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ogp_nlp.arabic.numbers import ordinal_source
from ogp_nlp.components.base import fold
from ogp_nlp.components.lines import Line
from ogp_nlp.components.tasks import tidy
from ogp_nlp.components.verbs import keys

_POINT = re.compile(r"\W*(?:ال)?(?:بند|موضوع|نقطه|مساله|فقره|محطه|محور|ركيزه)\s[^:/]{1,25}[:/]\s*(?=\S)")
_COUNTED = r"(?!\s+(?:الي\s+|ل)?\w+\s+(?:ال(?:اول|ثان|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)|رقم|عدد|\d))"
_LABEL = re.compile(rf"(?:حول|بخصوص|بشان|بالنسبه|الموضوع|موضوع)\b{_COUNTED}[^:.]{{0,80}}:\s*")
# "المشروع الأول – إنشاء محطة: نسبة الإنجاز ...", "الإجراء 1: أفاد السيد ..."
_NUMBERED = re.compile(
    rf"\W*(?:\d+\W+)?(?:ال)?\w{{3,}}\s+(?:(?:رقم|عدد)\s*)?(?:\(?\d{{1,2}}\)?|{ordinal_source()})\s*"
    r"(?P<title>[–—\-]\s*[^:.]{3,90})?:\s*(?=\S)"
)
_SPEAKS = re.compile(r"\w{2,}\s+(?:ال)?(?:سيده?|دكتوره?|مهندسه?|استاذه?|انسه|فاضله?|شيخه?|محاميه?|[ادم]\.)(?:\s|\w)")
_OF_TABLE = re.compile(r"\W*(?:ال)?(?:جدول|كشف|بيان|قايمه|لايحه|مصفوفه|لوحه|ملخص)(?!\s+(?:ال)?اعمال)(?!\w)")
_REPORT = 120  # characters: a shorter line under a heading of a list is no account
_TITLE = 14  # words of a point that a bullet opens


def section_names(lines: Sequence[Line]) -> dict[int, str]:
    """For each line the words of its nearest heading, run-in headings (``حول الميزانية: ...``) included."""
    names: dict[int, str] = {}
    current: str | None = None
    outer: str | None = None  # the heading above a table's caption or a list of short headings
    agenda = {line.key.strip(" .؛:") for line in lines if line.topic == "agenda" and line.kind == "item"}
    for line in lines:
        own: str | None = None
        if line.kind == "heading":
            outer = outer if _in_run(lines, line.index) else current
            current = _heading_text(line.text)
        elif _is_point(line, lines, agenda):
            current = outer = _heading_text(line.text)
        elif _returns(line, lines):
            current = outer or current
        elif line.kind in ("paragraph", "item"):
            current, own = _run_in(line, current)
        if own or current:
            names[line.index] = own or current or ""
    return names


def _run_in(line: Line, current: str | None) -> tuple[str | None, str | None]:
    """The heading that a line goes on under, and one of its own that its first words are."""
    match = _NUMBERED.match(line.key)
    if match and (match["title"] or _SPEAKS.match(line.key, match.end())):
        return current, _printed(line, match.end())
    label = _LABEL.match(line.key) if line.kind == "paragraph" else None
    if label:
        bare = line.key[: label.end()].strip(" :") in keys(["الموضوع", "موضوع"])
        if bare and len(line.text) < 200:
            return _heading_text(line.text[len(_printed(line, label.end())) :]), None
        if not bare:
            return _heading_text(_printed(line, label.end())), None
    return current, None


def _printed(line: Line, end: int) -> str:
    """The words of a line up to a place of its folded text, without the colon there."""
    return tidy(line.text[: line.folded.offsets(0, end)[1] - line.start]).strip(" :")


def _is_point(line: Line, lines: Sequence[Line], agenda: set[str]) -> bool:
    """Whether an item is the heading of a point: one of the agenda again, or a short one with an account under it."""
    if line.kind != "item" or line.topic in ("agenda", "actions", "decisions", "attendance"):
        return False
    after = lines[line.index + 1 : line.index + 2]
    told = bool(after) and after[0].kind == "paragraph" and len(after[0].text) > _REPORT
    if line.key.strip(" .؛:") in agenda:
        return told
    alone = line.gap and told and len(line.key.split()) <= _TITLE and not line.text.rstrip().endswith((".", "؛"))
    marker = line.marker.strip("0123456789٠١٢٣٤٥٦٧٨٩")
    return alone and sum(one.kind == "item" and one.marker.strip("0123456789٠١٢٣٤٥٦٧٨٩") == marker for one in lines) > 1


def _in_run(lines: Sequence[Line], index: int) -> bool:
    """Whether a heading follows another of its kind with nothing but a short line or two between them."""
    before = next((place for place in range(index - 1, max(-1, index - 4), -1) if lines[place].kind == "heading"), None)
    if before is None:
        return False
    same = lines[before].key.split()[:1] == lines[index].key.split()[:1]
    return same and all(len(one.text) <= _REPORT for one in lines[before + 1 : index]) and not lines[index].gap


def _returns(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the account under the point goes on behind a captioned table or a list of short headings."""
    if line.kind != "paragraph" or not line.gap or len(line.text) <= _REPORT:
        return False
    above = lines[line.index - 1] if line.index else None
    head = next((one for one in reversed(lines[max(0, line.index - 40) : line.index]) if one.kind == "heading"), None)
    if above is None or head is None:
        return False
    if above.table >= 0:
        return bool(_OF_TABLE.match(head.key)) and lines[head.index + 1].table >= 0
    short = all(len(one.text) <= _REPORT for one in lines[head.index + 1 : line.index])
    return short and line.index - head.index <= 3 and _in_run(lines, head.index)


def _heading_text(text: str) -> str:
    view = fold(text)
    match = _POINT.match(view.key)
    if match and match.end() < len(view.key):
        text = text[view.origin[match.end()] :]
    return tidy(text).strip("[]【】*# _").strip()
