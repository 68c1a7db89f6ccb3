"""Where a clerk would leave a blank line, for texts that show none: worked out from what stands on either side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ogp_nlp.components.lines import Line
from ogp_nlp.components.section_knowledge import SectionKnowledge

_MANY = 12  # lines: a shorter text shows nothing of its clerk's manner
_SHOWN = 0.1  # share of lines after a gap from which a text is taken to show its gaps
_SOME = 4  # pairs of paragraphs, or of items
_ALWAYS = 0.85  # share of them with a gap between from which the gap tells nothing
_SHORT = 14  # words of a heading
_LONG = 100  # characters of running text
_PROSE_END = (".", "؛", "،", ";", ",")


def with_gaps(lines: Sequence[Line], knowledge: SectionKnowledge) -> list[Line]:
    """The lines with gaps where a clerk leaves them, if the text itself shows (nearly) none."""
    if len(lines) < _MANY:
        return list(lines)
    free = [line for above, line in pairwise(lines) if line.table < 0 and above.table < 0]  # a table has room around it
    always = _always_apart(lines)
    if sum(line.gap for line in free) > _SHOWN * len(free) and not always:
        return _without_gaps_in_lists(lines)
    if always:
        lines = [lines[0], *(replace(line, gap=line.gap and _under_title(above)) for above, line in pairwise(lines))]
    over = _standing_over(lines)
    result = [lines[0]]
    for line, following in zip(lines[1:], [*lines[2:], None], strict=True):
        above = result[-1]
        if line.table >= 0 or line.gap:
            apart = line.gap
        elif line.kind == "item":
            apart = _item_apart(result, line, over, knowledge)
        else:
            apart = not (above.gap and above.index in over) and _apart(above, line, following, knowledge)
        result.append(replace(line, gap=apart))
    return result


def _always_apart(lines: Sequence[Line]) -> bool:
    """Whether a gap stands between any two paragraphs, as print leaves it: after text, and also between short lines."""
    pairs = [(above, line) for above, line in pairwise(lines) if above.kind == line.kind == "paragraph"]
    prose = [line.gap for above, line in pairs if _is_prose(above)]
    short = [line.gap for above, line in pairs if _is_title(above) and _is_title(line)]
    enough = len(prose) >= _SOME and sum(prose) >= _ALWAYS * len(prose)
    return enough and len(short) > 1 and 2 * sum(short) > len(short)


def _under_title(above: Line) -> bool:
    """Whether a gap below a title with a colon tells something: without it the title leads into what follows."""
    return above.kind == "paragraph" and above.text.endswith(":") and _is_title(above)


def _without_gaps_in_lists(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of lists without the gaps between items, if nearly all items have one above."""
    inside = [
        line
        for above, line in pairwise(lines)
        if above.kind == line.kind == "item" and _shape(above.marker) == _shape(line.marker)
    ]
    if len(inside) < _SOME or sum(line.gap for line in inside) < _ALWAYS * len(inside):
        return list(lines)
    members = {line.index for line in inside}
    return [replace(line, gap=False) if line.index in members else line for line in lines]


def _shape(marker: str) -> str:
    """The kind of a list mark: its signs around a number, a letter or a word."""
    return re.sub(r"\w+", "n", marker)


def _is_title(line: Line) -> bool:
    """Whether a line may be a heading by its length and end; a label with its value is none."""
    text = line.text.rstrip(":")
    inside = ":" in text or (text.startswith("(") and text.endswith(")"))
    return len(text.split()) <= _SHORT and not text.endswith(_PROSE_END) and not inside


def _is_prose(line: Line) -> bool:
    return len(line.text) > _LONG or line.text.endswith(".")


def _apart(above: Line, line: Line, following: Line | None, knowledge: SectionKnowledge) -> bool:
    """Whether a line without a list mark is set apart: after a list or table, as a heading, as what has a number."""
    if above.table >= 0:
        return following is None or following.table < 0  # else it groups the rows
    title = _is_title(line)
    if title and knowledge.names_theme(line.key):
        return True
    if above.text.endswith(":"):  # a group of a list, else the first of it
        return title and _is_title(above) and following is not None and following.kind == "item" != above.kind
    key = line.key
    if knowledge.theme.match(key + ":") or knowledge.point.match(key):
        return True
    listed = above.kind == "item"
    if not title:
        return listed and len(line.text.split()) > _SHORT
    announces = bool(knowledge.topic_of(key)) and len(key.split()) <= 7
    numbered = following is not None and bool(knowledge.unit.match(following.key))
    return announces or numbered or listed or _is_prose(above)


def _standing_over(lines: Sequence[Line]) -> dict[int, bool]:
    """Indices of marked lines that stand over a paragraph or another list, as headings do.

    The value tells that most lines with a mark of that shape do so. A mark that says nothing of order must: else
    the line is the last item of its list.
    """
    found = []
    shapes: dict[str, list[bool]] = {}
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if line.kind != "item":
            continue
        paragraph = following is not None and following.kind != "item"
        nested = following is not None and line.number is not None and _nested(line, following)
        if paragraph or nested:
            found.append(line.index)
        shapes.setdefault(_shape(line.marker), []).append(paragraph)
    mostly = {shape for shape, over in shapes.items() if sum(over) >= max(2, 0.6 * len(over))}
    return {
        index: _shape(lines[index].marker) in mostly
        for index in found
        if _shape(lines[index].marker) in mostly or re.search(r"\w", lines[index].marker)
    }


def _nested(line: Line, following: Line) -> bool:
    """Whether the next item begins a list below a numbered one."""
    return following.kind == "item" and _shape(following.marker) != _shape(line.marker)


def _item_apart(before: Sequence[Line], line: Line, over: dict[int, bool], knowledge: SectionKnowledge) -> bool:
    """Whether a marked line is set apart as a heading is: over text, and not the last item of a list."""
    above = before[-1]
    if line.index not in over:
        return False
    if knowledge.unit.match(line.key) or knowledge.point.match(line.key):
        return True
    shape = _shape(line.marker)
    below_title = "n" not in shape and above.kind == "paragraph" and not _is_prose(above)
    listed = above.text.endswith(":") and not over[line.index]
    return _is_title(line) and not below_title and not listed and not _goes_on_with_list(before, line)


def _goes_on_with_list(before: Sequence[Line], line: Line) -> bool:
    """Whether the lines above hold the list that a marked line belongs to, and its number does not begin again."""
    shape = _shape(line.marker)
    for at, earlier in enumerate(reversed(before)):
        if earlier.kind != "item" or _shape(earlier.marker) != shape:
            return at > 0
        if earlier.marker == line.marker and "n" in shape:
            return False
    return True
