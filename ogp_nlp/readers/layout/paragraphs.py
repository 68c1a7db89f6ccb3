"""Lines to paragraphs: which line goes on with the one above, which begins a list item, which is a heading."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from ogp_nlp.document import BlockKind
from ogp_nlp.readers.layout.glyphs import Ints
from ogp_nlp.readers.layout.lines import Line

_MARK = re.compile(
    r"(?:[-–—•▪●○■◆►✓*·o\uf0b7\u2022]+\s|\(?[\d٠-٩]{1,3}\s?[.)\-–/:]+(?![\d٠-٩])|(?![دذم]\.)\(?[\u0621-\u064a]\s?[)\-–.]\s"
    r"|(?:أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا)ً?\s?[:.\-–/])"
)
_CUT = re.compile(r"\d[-–/]$|[(\[{«]$")  # a line that ends inside 2024-2026, or after an opening bracket
_ENDS = (".", "؟", "!", ":", "؛", "…")
_GAP = 0.9  # em beyond the usual distance of lines that a blank line has at least
_TITLE = 1.2  # times the size of the text
_LOOSE = 0.18  # em; more than that between two lines beyond the usual is a break


@dataclass(slots=True, eq=False)
class Paragraph:
    """Lines that belong together, or the cells of a table row; ``page`` counts from 1.

    ``gap`` tells that more room than usual stands above it.
    """

    text: str
    glyphs: Ints
    pages: Ints
    kind: BlockKind = "paragraph"
    level: int = 0
    cells: tuple[tuple[int, int], ...] = ()
    em: float = 0.0
    weight: int = 0
    gap: bool = False
    full: bool = False
    box: tuple[float, float, float, float] = (0, 0, 0, 0)
    lines: int = 1
    extra: dict[str, float] = field(default_factory=dict)


def starts_item(text: str) -> bool:
    """Whether a line begins with a list mark.

    >>> starts_item("2) عرض التقرير"), starts_item("2.5 مليون"), starts_item("أولاً: الحضور")
    (True, False, True)
    >>> starts_item("د. هدى العلوي")  # a title
    False
    """
    return _MARK.match(text) is not None


def next_item(first: str, second: str) -> bool:
    """Whether the second text begins with the list mark that follows the one of the first.

    >>> next_item("2) عرض التقرير", "3) المناقشة"), next_item("- عرض", "- نقاش"), next_item("2) عرض", "7) نقاش")
    (True, True, False)
    """
    one, two = _MARK.match(first), _MARK.match(second)
    if one is None or two is None:
        return False
    shapes = [re.sub(r"\w+", "n", match.group().strip()) for match in (one, two)]
    numbers = [re.search(r"\d+", match.group()) for match in (one, two)]
    if numbers[0] and numbers[1]:
        return shapes[0] == shapes[1] and int(numbers[1].group()) == int(numbers[0].group()) + 1
    return shapes[0] == shapes[1] and not any(numbers)


def usual_pitch(lines: Sequence[Line]) -> float:
    """The distance of baselines inside paragraphs, in em: the lower of those that occur often."""
    steps = np.array(
        [
            (after.baseline - before.baseline) / max(before.em, after.em)
            for before, after in pairwise(lines)
            if after.region == before.region and after.baseline > before.baseline and after.em < 1.1 * before.em
        ]
    )
    steps = steps[(steps > 0.7) & (steps < 3)]
    if not len(steps):
        return 1.5
    values, counts = np.unique(np.round(steps, 1), return_counts=True)
    often = values[counts >= max(2, 0.08 * counts.sum())]
    return float(often.min() if len(often) else values.min())


def is_full(line: Line, following: Line, left: float, right: float) -> bool:
    """Whether the first word of the next line did not fit on this one, in a column from ``left`` to ``right``."""
    free = line.x0 - max(left, line.left)
    indent = min(right, line.right) - line.x1
    if indent > 2 * line.em and abs(indent - free) < 0.25 * max(indent, free):
        free += indent  # centred: both sides count
    return free < following.first_word


def _is_title(line: Line, following: Line, middle: float, usual: float) -> bool:
    """Whether two lines are of one title: larger than the text, both centred, the first the longer one.

    Where a title is cut hangs on margins of its own, so that its lines need not be full.
    """
    if line.em < _TITLE * usual or following.width > line.width:
        return False
    return all(abs((part.x0 + part.x1) / 2 - middle) < part.em for part in (line, following))


def left_edge(lines: Sequence[Line]) -> float:
    """The left edge of a page's running text: where at least two of its lines end; infinite where none does."""
    ends = sorted((line.x0, line.em) for line in lines)
    return next((x0 for (x0, em), (after, _) in pairwise(ends) if after - x0 < 0.5 * em), math.inf)


def join_lines(
    lines: Sequence[Line], page: int, pitch: float, width: float = 0.0, edge: float = math.inf
) -> list[Paragraph]:
    """The paragraphs of one column from the top; ``pitch`` is the usual distance of baselines in em.

    ``width`` is the page's where the column is all of it: its left edge is that of the page's text, ``edge``, or
    its margins are taken to be alike, since few lines may reach the left one.
    """
    if not lines:
        return []
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    if width and sum(line.x0 < left + 0.5 * line.em for line in lines) < 2:
        left = min(left, edge if math.isfinite(edge) else max(width - right, 0.0))
    usual = float(np.median(np.repeat([line.em for line in lines], [len(line.text) for line in lines])))
    groups: list[list[Line]] = [[lines[0]]]
    steps = [math.inf]
    for before, line in pairwise(lines):
        step = (line.baseline - before.baseline) / max(before.em, line.em)
        loose = step > pitch + max(_LOOSE, 0.15 * pitch)
        same = abs(line.em - before.em) < 0.15 * before.em
        goes_on = same and not loose and is_full(before, line, left, right)
        goes_on = goes_on or (same and not loose and _is_title(before, line, (left + right) / 2, usual))
        ended = before.text.endswith((*_ENDS, "،")) or next_item(groups[-1][0].text, line.text)
        if goes_on and starts_item(line.text) and ended:
            goes_on = False
        if goes_on:
            groups[-1].append(line)
        else:
            groups.append([line])
            steps.append(step if step > pitch + _GAP else 0.0)
    return [_paragraph(group, page, step, left, right) for group, step in zip(groups, steps, strict=True)]


def _paragraph(group: list[Line], page: int, step: float, left: float, right: float) -> Paragraph:
    text = group[0].text
    parts: list[Ints] = [group[0].glyphs]
    for line in group[1:]:
        if not (_CUT.search(text) and line.text[:1].isalnum()):
            text += " "
            parts.append(np.array([-1]))
        text += line.text
        parts.append(line.glyphs)
    glyphs = np.concatenate(parts)
    x0, x1 = min(line.x0 for line in group), max(line.x1 for line in group)
    em = max(line.em for line in group)
    box = (x0, group[0].baseline - em, x1, group[-1].baseline + 0.3 * em)
    kind: BlockKind = "list_item" if starts_item(text) else "paragraph"
    return Paragraph(
        text,
        glyphs,
        np.full(len(text), page),
        kind,
        em=em,
        weight=min(line.weight for line in group),
        gap=step > 0,
        full=group[-1].x0 - left < 6 * em,
        box=box,
        lines=len(group),
        extra={
            "free": group[-1].x0 - left,
            "first_word": group[0].first_word,
            "right": right,
            "step": step,
            "first_indent": right - group[0].x1 if np.isinf(group[0].right) else 0.0,
            "indent": right - max(line.x1 for line in group[1:] or group) if np.isinf(group[-1].right) else 0.0,
        },
    )
