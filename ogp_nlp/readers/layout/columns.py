"""Columns that no line divides: gaps that run down through several lines, in running text or in a bare table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ogp_nlp.readers.layout.glyphs import Floats, Ints

Span = tuple[float, float]

_WIDE = 0.9  # em; a gap inside a line must be so wide to divide columns
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


def _narrow(gap: Span, segments: list[Span], least: float) -> Span | None:
    """The widest part of a gap that a line leaves free."""
    start, end = gap
    free = []
    for x0, x1 in segments:
        if x1 <= start or x0 >= end:
            continue
        free.append((start, min(end, x0)))
        start = max(start, x1)
    free.append((start, end))
    best = max(free, key=lambda span: span[1] - span[0])
    return best if best[1] - best[0] >= least else None


def find_sections(lines: list[list[Span]], em: float) -> list[Section]:
    """Runs of lines that common gaps divide, from the top."""
    sections = []
    at = 0
    while at < len(lines):
        section = _grow(lines, at, em)
        if section is None:
            at += 1
            continue
        sections.append(section)
        at = section.last + 1
    return sections


def _grow(lines: list[list[Span]], start: int, em: float) -> Section | None:
    gaps: list[Span] = [(a[1], b[0]) for a, b in zip(lines[start], lines[start][1:], strict=False)]
    if not gaps:
        return None
    last = start
    for at in range(start + 1, len(lines)):
        left = [gap for gap in (_narrow(gap, lines[at], _WIDE * em) for gap in gaps) if gap]
        if not left:
            break
        if len(left) < len(gaps) and at - start >= _LEAST_LINES:
            break  # an established column ends here
        gaps, last = left, at
    gaps = [gap for gap in gaps if _both_sides(lines[start : last + 1], gap) >= (2 if len(gaps) > 1 else _LEAST_LINES)]
    while last > start and gaps and not any(_sides(lines[last], gap) == 3 for gap in gaps):
        if not _tail_belongs(lines, start, last, gaps):
            break
        last -= 1
    if not gaps or last - start + 1 < (2 if len(gaps) > 1 else _LEAST_LINES):
        return None
    return Section(start, last, tuple(sorted(gaps, reverse=True)))


def _sides(segments: list[Span], gap: Span) -> int:
    """1 for ink right of the gap, 2 for ink left of it, 3 for both."""
    return (any(x0 >= gap[1] - 0.1 for x0, _ in segments)) + 2 * any(x1 <= gap[0] + 0.1 for _, x1 in segments)


def _both_sides(lines: list[list[Span]], gap: Span) -> int:
    return sum(_sides(line, gap) == 3 for line in lines)


def _tail_belongs(lines: list[list[Span]], start: int, last: int, gaps: list[Span]) -> bool:
    """Whether a last line on one side only is text after the columns: it stands right and was not led up to."""
    before = [_sides(lines[at], gaps[0]) for at in range(max(start, last - 2), last)]
    return _sides(lines[last], gaps[0]) == 1 and 3 in before
