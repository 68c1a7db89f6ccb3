"""Columns that no line divides: gaps that run down through several lines, in running text or in a bare table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ogp_nlp.readers.layout.glyphs import Floats, Ints

Span = tuple[float, float]

_WIDE = 0.9  # em; a gap inside a line must be so wide to divide columns
_NARROWED = 0.7  # em; what other lines must leave of it
_LEAST_LINES = 3


@dataclass(frozen=True, slots=True)
class Section:
    """Lines ``first`` to ``last`` (inclusive) with the gaps that divide them, rightmost first."""

    first: int
    last: int
    gaps: tuple[Span, ...]


def segments_of(line: Ints, x0: Floats, x1: Floats, em: Floats) -> list[list[Span]]:
    """For each line number from 0, the stretches of ink between wide gaps, from the left."""
    if not len(line):
        return []
    order = np.lexsort((x0, line))
    line, x0, x1, em = line[order], x0[order], x1[order], em[order]
    shift = line * 1e5  # lines far apart, so that one running maximum serves all
    reach = np.maximum.accumulate(x1 + shift)
    fresh = np.concatenate(([True], (x0[1:] + shift[1:] - reach[:-1] > _WIDE * em[1:]) | (np.diff(line) != 0)))
    starts = np.flatnonzero(fresh)
    ends = np.append(starts[1:], len(line)) - 1
    result: list[list[Span]] = [[] for _ in range(int(line[-1]) + 1)]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        result[int(line[start])].append((float(x0[start]), float(reach[end] - shift[end])))
    return result


def _narrow(gap: Span, segments: list[Span], least: float) -> list[Span]:
    """The parts of a gap that a line leaves free."""
    start, end = gap
    free = []
    for x0, x1 in segments:
        if x1 <= start or x0 >= end:
            continue
        free.append((start, min(end, x0)))
        start = max(start, x1)
    free.append((start, end))
    return [span for span in free if span[1] - span[0] >= least]


def find_sections(lines: list[list[Span]], em: float) -> list[Section]:
    """Runs of lines that common gaps divide, from the top."""
    sections: list[Section] = []
    at = 0
    while at < len(lines):
        section = _grow(lines, at, em)
        better = _more_columns(lines, section, em) if section else None
        if section is None:
            at += 1
            continue
        if better:
            last = better.first - 1
            while last > section.first and _sides(lines[last], section.gaps[0]) == 1:
                last -= 1  # a title between the two tables
            if last > section.first:
                sections.append(Section(section.first, last, section.gaps))
            section = better
        section = _upwards(lines, section, sections[-1].last + 1 if sections else 0)
        sections.append(section)
        at = section.last + 1
    return sections


def _more_columns(lines: list[list[Span]], section: Section, em: float) -> Section | None:
    """A section with more columns that begins inside this one: another table right below."""
    for start in range(section.first + 1, section.last):
        inner = _grow(lines, start, em)
        if inner and len(inner.gaps) > len(section.gaps) and inner.last - inner.first > 1:
            return inner
    return None


def _upwards(lines: list[list[Span]], section: Section, least: int) -> Section:
    """The section with the lines above it that its gaps divide as well: the rest of a row on the page before."""
    first = section.first
    while first > least and not any(_crosses(lines[first - 1], gap) for gap in section.gaps):
        above = lines[first - 1]
        if len(above) < 2 and not (first == 1 and any(abs(above[0][1] - x1) < 2 for _, x1 in lines[first])):
            break
        first -= 1
    return Section(first, section.last, section.gaps)


def _crosses(segments: list[Span], gap: Span) -> bool:
    middle = (gap[0] + gap[1]) / 2
    return any(x0 < middle < x1 for x0, x1 in segments)


def _grow(lines: list[list[Span]], start: int, em: float) -> Section | None:
    gaps: list[Span] = [(a[1], b[0]) for a, b in zip(lines[start], lines[start][1:], strict=False)]
    if not gaps:
        return None
    last = start
    for at in range(start + 1, len(lines)):
        left = [part for gap in gaps for part in _narrow(gap, lines[at], _NARROWED * em)]
        if not left:
            break
        if len(left) < len(gaps) and len(lines[at]) == 1 and at - start >= _LEAST_LINES:
            break  # a line across an established column ends it
        gaps, last = left, at
    gaps = [gap for gap in gaps if _both_sides(lines[start : last + 1], gap) >= (2 if len(gaps) > 1 else _LEAST_LINES)]
    gaps = _aligned(lines[start : last + 1], gaps)
    while last > start and gaps and not any(_sides(lines[last], gap) == 3 for gap in gaps):
        if _tail_belongs(lines, start, last, gaps, em):
            break
        last -= 1
    if not gaps or last - start + 1 < (2 if len(gaps) > 1 else _LEAST_LINES):
        return None
    return Section(start, last, tuple(sorted(gaps, reverse=True)))


def _aligned(lines: list[list[Span]], gaps: list[Span]) -> list[Span]:
    """Of a few lines the gaps at which cells begin one below the other; blanks of a justified cell do not."""
    if len(lines) > 3:
        return gaps
    kept = [gap for gap in gaps if sum(any(abs(x1 - gap[0]) < 2 for _, x1 in line) for line in lines) > 1]
    return kept or gaps


def _sides(segments: list[Span], gap: Span) -> int:
    """1 for ink right of the gap, 2 for ink left of it, 3 for both."""
    return (any(x0 >= gap[1] - 0.1 for x0, _ in segments)) + 2 * any(x1 <= gap[0] + 0.1 for _, x1 in segments)


def _both_sides(lines: list[list[Span]], gap: Span) -> int:
    return sum(_sides(line, gap) == 3 for line in lines)


def _tail_belongs(lines: list[list[Span]], start: int, last: int, gaps: list[Span], em: float) -> bool:
    """Whether a last line on one side goes on in its column: the one above it there is full."""
    if _sides(lines[last], gaps[0]) != 1:
        return True
    column = [[s for s in lines[at] if s[0] >= gaps[0][1] - 0.1] for at in range(start, last + 1)]
    if not any(column[:-1]):
        return False
    edge = min(s[0] for own in column for s in own)
    above = column[-2]
    within = lines[last][-1][1] < max(s[1] for own in column[:-1] for s in own) + 3
    return within and bool(above) and min(s[0] for s in above) - edge < 2.5 * em
