"""Columns that no line divides: gaps that run down through several lines, in running text or in a bare table."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from ogp_nlp.readers.layout.glyphs import Floats, Ints

Span = tuple[float, float]

_WIDE = 0.9  # em; a gap inside a line must be so wide to divide columns
_NARROWED = 0.7  # em; what other lines must leave of it
_BLANK = 0.15  # em; the least gap between words, and between cells where more than its width tells
_GUTTER = 0.5  # em; the least gap between columns whose lines stand at different heights
_LEVEL = 0.8  # em; lines nearer than this in height stand beside each other
_SAME_EDGE = 1.5  # points; cells that begin one below the other
_LEAST_LINES = 3
_BIN = 3.0  # points
_FEW_LINES = 8  # of so many a gap may be chance


@dataclass(frozen=True, slots=True)
class Section:
    """Lines ``first`` to ``last`` (inclusive) with the gaps that divide them, rightmost first."""

    first: int
    last: int
    gaps: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line's ink from the left, at baseline ``y``: its words, and the segments that may be cells of their own.

    ``band`` holds the segments of all lines that stand beside it.
    """

    y: float
    words: list[Span] = field(default_factory=list)
    segments: list[Span] = field(default_factory=list)
    band: list[Span] = field(default_factory=list)


def rows_of(line: Ints, x0: Floats, x1: Floats, y: Floats, em: Floats) -> list[Row]:
    """For each line number from 0 its words and segments; the glyphs come in the order of the file.

    Segments are parted by wide gaps, and by any gap at which the file goes to another line and comes back: cells
    are drawn one after the other, lines of running text at one go.
    """
    if not len(line):
        return []
    visit = np.concatenate(([0], np.cumsum(np.diff(line) != 0)))
    order = np.lexsort((x0, line))
    line, x0, x1, y, em, visit = line[order], x0[order], x1[order], y[order], em[order], visit[order]
    shift = line * 1e5  # lines far apart, so that one running maximum serves all
    reach = np.maximum.accumulate(x1 + shift)
    room = np.concatenate(([np.inf], (x0[1:] + shift[1:] - reach[:-1]) / em[1:]))
    fresh = np.concatenate(([True], np.diff(line) != 0))
    starts = np.flatnonzero(fresh | (room > _BLANK))
    ends = np.append(starts[1:], len(line)) - 1
    first, last = np.minimum.reduceat(visit, starts), np.maximum.reduceat(visit, starts)
    apart = np.concatenate(([True], (first[1:] > last[:-1]) | (last[1:] < first[:-1])))
    parted = fresh[starts] | (room[starts] > _WIDE) | apart
    rows = [Row(height) for height in y[fresh].tolist()]
    spans = zip(x0[starts].tolist(), (reach[ends] - shift[ends]).tolist(), strict=True)
    for number, span, new in zip(line[starts].tolist(), spans, parted.tolist(), strict=True):
        row = rows[number]
        row.words.append(span)
        if new:
            row.segments.append(span)
        else:
            row.segments[-1] = (row.segments[-1][0], span[1])  # the reach never goes back
    return rows


def add_bands(rows: list[Row], em: float) -> None:
    """Give each of the rows, from the top, the segments of those beside it."""
    for at, row in enumerate(rows):
        low = high = at
        while low and row.y - rows[low - 1].y < _LEVEL * em:
            low -= 1
        while high + 1 < len(rows) and rows[high + 1].y - row.y < _LEVEL * em:
            high += 1
        if low == high:
            row.band[:] = row.segments
            continue
        for span in sorted(span for other in rows[low : high + 1] for span in other.segments):
            near = _GUTTER * em if span not in row.segments else 0.0
            if row.band and span[0] - row.band[-1][1] < near:
                row.band[-1] = (row.band[-1][0], max(row.band[-1][1], span[1]))
            else:
                row.band.append(span)


def find_gutter(rows: list[Row], em: float) -> Section | None:
    """The gap that the most lines have ink on both sides of, and the lines from the top that leave it free.

    Lines need not stand at the same height on both sides: at least three on each side must be there.
    """
    if len(rows) < 2 * _LEAST_LINES or not any(len(row.band) > 1 for row in rows):
        return None
    spans = [(at, x0, x1) for at, row in enumerate(rows) for x0, x1 in row.segments]
    start = min(x0 for _, x0, _ in spans)
    bins = int((max(x1 for *_, x1 in spans) - start) / _BIN) + 2
    ink = np.zeros((len(rows), bins), np.int64)
    for at, x0, x1 in spans:
        ink[at, int((x0 - start) / _BIN) : int((x1 - start) / _BIN) + 1] = 1
    width = max(2, int(_GUTTER * em / _BIN))
    before = np.concatenate((np.zeros((len(rows), 1), np.int64), ink.cumsum(axis=1)), axis=1)
    free = before[:, width:] == before[:, :-width]
    left, right = before[:, :-width] > 0, before[:, -1:] > before[:, width:]
    run = np.cumsum(~free, axis=0) + np.arange(free.shape[1]) * (len(rows) + 1)  # a number for each run of free lines
    runs = run[free]
    sides = [np.bincount(runs, side[free], minlength=run.max() + 1) for side in (left, right)]
    score = np.minimum(*sides)
    best = int(score.argmax())
    if score[best] < _LEAST_LINES:
        return None
    lines, places = np.nonzero(free & (run == best))
    place = int(places[0])
    same = np.flatnonzero(score[run[lines[0]]] == score[best])  # the gap may be wider
    last = same[same >= place]
    reach = place + int(np.argmax(np.append(np.diff(last) != 1, True)))
    gap = (start + _BIN * place, start + _BIN * (reach + width))
    return Section(int(lines[0]), int(lines[-1]), (gap,))


def _narrow(gap: Span, row: Row, em: float) -> list[Span]:
    """The parts of a gap that a line leaves free: up to where a cell begins at its edge, else all wide ones."""
    start, end = gap
    right = min((x0 for x0, _ in row.words if x0 >= start - _SAME_EDGE), default=np.inf)
    left = max((x1 for x0, x1 in row.words if x0 < start - _SAME_EDGE), default=-np.inf)
    narrowed = (max(start, left), min(end, right))
    room = narrowed[1] - narrowed[0] >= _BLANK * em
    if room and abs(left - start) < _SAME_EDGE:
        return [narrowed]
    free = []
    for x0, x1 in row.segments:
        if x1 <= start or x0 >= end:
            continue
        free.append((start, min(end, x0)))
        start = max(start, x1)
    free.append((start, end))
    wide = [span for span in free if span[1] - span[0] >= _NARROWED * em]
    empty = room and left < gap[0] - _WIDE * em  # no words in the cell on the left
    return wide or ([narrowed] if empty else [])


def find_sections(lines: list[Row], em: float) -> list[Section]:
    """Runs of lines that common gaps divide, from the top."""
    sections: list[Section] = []
    at = 0
    while at < len(lines):
        section = _grow(lines, at, em)
        better = _more_columns(lines, section, em) if section else None
        if section is None:
            at += 1
            continue
        least = sections[-1].last + 1 if sections else 0
        if better:
            better = _upwards(lines, better, least)
            last = better.first - 1
            while last > section.first and _sides(lines[last], section.gaps[0]) == 1:
                last -= 1  # a title between the two tables
            if last > section.first:
                sections.append(Section(section.first, last, section.gaps))
                least = last + 1
            section = better
        section = _upwards(lines, section, least)
        sections.append(section)
        at = section.last + 1
    return sections


def _more_columns(lines: list[Row], section: Section, em: float) -> Section | None:
    """A section with more columns that begins inside this one: another table right below."""
    for start in range(section.first + 1, section.last):
        if len(lines[start].band) - 1 <= len(section.gaps):
            continue
        inner = _grow(lines, start, em)
        if inner and len(inner.gaps) > len(section.gaps) and inner.last - inner.first > 1:
            return inner
    return None


def _upwards(lines: list[Row], section: Section, least: int) -> Section:
    """The section with the lines above it that its gaps divide as well: the rest of a row on the page before."""
    first = section.first
    while first > least and not any(_crosses(lines[first - 1], gap) for gap in section.gaps):
        above = lines[first - 1].band
        if len(above) < 2 and not (first == 1 and any(abs(above[0][1] - x1) < 2 for _, x1 in lines[first].band)):
            break
        first -= 1
    return Section(first, section.last, section.gaps)


def _crosses(row: Row, gap: Span) -> bool:
    middle = (gap[0] + gap[1]) / 2
    return any(x0 < middle < x1 for x0, x1 in row.segments)


def _grow(lines: list[Row], start: int, em: float) -> Section | None:
    gaps: list[Span] = [(a[1], b[0]) for a, b in pairwise(lines[start].band)]
    if not gaps:
        return None
    last = start
    for at in range(start + 1, len(lines)):
        left = [part for gap in gaps for part in _narrow(gap, lines[at], em)]
        if not left:
            break
        if len(left) < len(gaps) and len(lines[at].segments) == 1 and at - start >= _LEAST_LINES:
            break  # a line across an established column ends it
        gaps, last = left, at
    gaps = [gap for gap in gaps if _both_sides(lines[start : last + 1], gap) >= (2 if len(gaps) > 1 else _LEAST_LINES)]
    gaps = _aligned(lines[start : last + 1], gaps)
    if _chance(lines[start : last + 1], gaps):
        return None
    gaps.sort(reverse=True)
    while last > start and gaps and not any(_sides(lines[last], gap) == 3 for gap in gaps):
        if _tail_belongs(lines[start : last + 1], gaps, em):
            break
        last -= 1
    if not gaps or last - start + 1 < (2 if len(gaps) > 1 else _LEAST_LINES):
        return None
    return Section(start, last, tuple(gaps))


def _aligned(lines: list[Row], gaps: list[Span]) -> list[Span]:
    """Of a few lines the gaps at which cells begin one below the other; blanks of a justified cell do not."""
    if len(lines) > _FEW_LINES:
        return gaps
    kept = [gap for gap in gaps if sum(any(abs(x1 - gap[0]) < 2 for _, x1 in line.words) for line in lines) > 1]
    return kept or gaps


def _chance(lines: list[Row], gaps: list[Span]) -> bool:
    """Whether most lines have a wide gap where none divides them: what they share is a blank by chance."""
    other = 0
    for line in lines:
        own = [(a[1], b[0]) for a, b in pairwise(line.segments)]
        other += any(all(b <= start or a >= end for start, end in gaps) for a, b in own)
    return 2 * other > len(lines)


def _sides(row: Row, gap: Span) -> int:
    """1 for ink right of the gap, 2 for ink left of it, 3 for both; in the line or beside it."""
    ink = [*row.words, *row.band]
    return (any(x0 >= gap[1] - 0.1 for x0, _ in ink)) + 2 * any(x1 <= gap[0] + 0.1 for _, x1 in ink)


def _both_sides(lines: list[Row], gap: Span) -> int:
    return sum(_sides(line, gap) == 3 for line in lines)


def _tail_belongs(lines: list[Row], gaps: list[Span], em: float) -> bool:
    """Whether a last line in one column goes on in it: the one above it there is full."""
    at = sum(gap[0] >= lines[-1].words[-1][1] - 0.1 for gap in gaps)  # its column, 0 for the rightmost
    low = gaps[at][1] - 0.1 if at < len(gaps) else -np.inf
    high = gaps[at - 1][0] + 0.1 if at else np.inf
    column = [[word for word in row.words if word[0] >= low and word[1] <= high] for row in lines]
    if len(column[-1]) < len(lines[-1].words) or not column[-2]:
        return False
    edge = min(x0 for words in column for x0, _ in words)
    within = column[-1][-1][1] < max(words[-1][1] for words in column[:-1] if words) + 3
    return within and column[-2][0][0] - edge < 2.5 * em
