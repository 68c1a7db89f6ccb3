"""Glyphs to lines: which glyphs stand on one baseline, in which order they are read, and where a blank is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ogp_nlp.readers.layout.bidi import fix_brackets, logical_order, text_of
from ogp_nlp.readers.layout.clusters import find_clusters, is_mark, nearest_bases, rank_in_clusters, seat_marks
from ogp_nlp.readers.layout.gaps import ask_ink, gap_limit, least_with_blank, true_right
from ogp_nlp.readers.layout.glyphs import Bools, Floats, Glyphs, Ints

_SHADDA = 0x0651
_LINE_STEP = 0.4  # em; baselines nearer than this are one line


@dataclass(slots=True, eq=False)
class Line:
    """A printed line: logical text, the glyph behind each code point (-1 for a blank put in), its box and size.

    ``first_word`` is the width of its first word with the blank after it, ``region`` the part of the page,
    ``left`` and ``right`` what bounds it beside its column's edges.
    """

    text: str
    glyphs: Ints
    x0: float
    x1: float
    baseline: float
    em: float
    region: int
    first_word: float
    weight: int = 0
    left: float = -np.inf
    right: float = np.inf

    @property
    def width(self) -> float:
        """Printed width in points."""
        return self.x1 - self.x0

    def words(self, boxes: Floats) -> Iterator[tuple[int, int, float, float]]:
        """Each printed word: half-open offsets in the text, left and right edge by the glyphs' ``boxes``."""
        for match in re.finditer(r"\S+", self.text):
            places = self.glyphs[match.start() : match.end()]
            own = boxes[places[places >= 0]]
            if len(own):
                yield match.start(), match.end(), float(own[:, 0].min()), float(own[:, 2].max())


def line_numbers(glyphs: Glyphs, region: Ints) -> Ints:
    """A number for the line of each glyph, lines counted by region, then from the top."""
    order = np.lexsort((glyphs.y, region))
    y, em, reg = glyphs.y[order], glyphs.em[order], region[order]
    new = (np.diff(reg) != 0) | (np.diff(y) > _LINE_STEP * np.minimum(em[1:], em[:-1]))
    number = np.empty(len(order), np.int64)
    number[order] = np.concatenate(([0], np.cumsum(new)))
    return number


def build_lines(glyphs: Glyphs, region: Ints, ink_of: Callable[[Ints], Floats]) -> list[Line]:
    """The lines of a page, region by region from the top; ``region`` holds the number of each glyph's region.

    ``ink_of`` gives the ink boxes of a few glyphs; it is asked where the gap alone does not tell.
    """
    if not len(glyphs):
        return []
    first, box, groups = find_clusters(glyphs)
    marks = is_mark(glyphs.code)
    rank = rank_in_clusters(glyphs, groups, marks)
    single = np.ones(len(glyphs), bool)
    alone = marks.copy()
    if groups:
        members = np.concatenate(groups)
        sizes = np.array([len(group) for group in groups])
        single[members] = False
        starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        alone[members] &= np.repeat(np.logical_and.reduceat(marks[members], starts), sizes)
    blank = glyphs.code == 32
    solid = ~alone & ~blank
    floating = solid & glyphs.patched[first]  # drawn by several objects, the first of which may stand off the line
    bases = np.flatnonzero(solid & ~floating)
    if not len(bases):
        return []
    line = np.full(len(glyphs), -1, np.int64)
    line[bases] = line_numbers(glyphs.take(bases), region[bases])
    x = glyphs.x[first].copy()
    adrift = np.flatnonzero(floating)
    line[adrift] = line[nearest_bases(glyphs, region, bases, adrift)]
    lone = np.flatnonzero(alone)
    seats = seat_marks(glyphs, box, region, bases, lone)
    if len(lone):
        line[lone] = line[seats]
        x[lone] = x[seats]
        rank[lone] = 10 + (glyphs.code[lone] != _SHADDA)
    _place_blanks(glyphs, region, bases, np.flatnonzero(blank), line)
    placed = np.flatnonzero(line >= 0)
    order = placed[np.lexsort((rank[placed], -x[placed], line[placed]))]
    return _cut(glyphs, box, marks, single, region, line, order, ink_of)


def _place_blanks(glyphs: Glyphs, region: Ints, bases: Ints, blanks: Ints, line: Ints) -> None:
    """Give each blank of the file the line of the glyph nearest in the file that stands on its baseline."""
    if not len(blanks):
        return
    right = np.searchsorted(bases, blanks)
    for candidate in (bases[np.minimum(right, len(bases) - 1)], bases[np.maximum(right - 1, 0)]):
        level = np.abs(glyphs.y[candidate] - glyphs.y[blanks]) < _LINE_STEP * glyphs.em[blanks]
        level &= region[candidate] == region[blanks]
        line[blanks[level]] = line[candidate[level]]


def _cut(  # noqa: PLR0913, PLR0917 - what is known of the glyphs, array by array
    glyphs: Glyphs,
    box: Floats,
    marks: Bools,
    single: Bools,
    region: Ints,
    line: Ints,
    order: Ints,
    ink_of: Callable[[Ints], Floats],
) -> list[Line]:
    """Lines from glyphs in reading order: blanks put in, runs turned, brackets told."""
    code = glyphs.code
    is_blank = code[order] == 32
    solid = ~is_blank & ~marks[order]
    at = np.flatnonzero(solid)
    glyph = order[at]
    pen, right, em = glyphs.x[glyph], box[glyph, 2], glyphs.em[glyph]
    number = line[glyph]
    right = true_right(glyphs, glyph, single, right, number)
    gap = np.concatenate(([0.0], pen[:-1] - right[1:]))
    fresh = np.concatenate(([True], np.diff(number) != 0))
    blanks_before = np.cumsum(is_blank)[at]
    had_blank = np.concatenate(([False], np.diff(blanks_before) > 0))
    size = np.maximum(em, np.concatenate((em[:1], em[:-1])))
    gap[fresh] = 0
    explicit = is_blank.sum() > 0.08 * len(at)
    split = (gap > gap_limit(gap, size, number, explicit)) | (had_blank & (gap > least_with_blank(code[glyph]) * size))
    split &= ~fresh
    ask_ink(glyphs, glyph, gap / size, ~fresh & ~had_blank, single & ~glyphs.patched, split, ink_of)
    kept = np.flatnonzero(~is_blank)  # base glyphs and marks
    insert = np.zeros(len(order), np.int64)
    insert[at[split]] = 1
    insert[at[fresh]] = 2
    insert = insert[kept]
    insert[0] = 0
    places = np.cumsum(1 + (insert > 0)) - 1
    sequence = np.full(places[-1] + 1, -1, np.int64)
    sequence[places] = order[kept]
    signs = np.full(len(sequence), 32, np.int64)
    signs[places] = code[order[kept]]
    signs[places[insert == 2] - 1] = 10
    turned = logical_order(text_of(signs))
    sequence = sequence[turned]
    text = fix_brackets(text_of(signs[turned]))
    return _lines(text, sequence, glyphs, box, region)


def _lines(text: str, sequence: Ints, glyphs: Glyphs, box: Floats, region: Ints) -> list[Line]:
    """Cut text and glyphs at the line feeds and measure each line."""
    words = text.split("\n")
    lengths = np.array([len(line) for line in words])
    starts = np.concatenate(([0], np.cumsum(lengths + 1)[:-1]))
    real = sequence >= 0
    place = np.where(real, sequence, 0)
    left = np.minimum.reduceat(np.where(real, box[place, 0], np.inf), starts)
    right = np.maximum.reduceat(np.where(real, box[place, 2], -np.inf), starts)
    middle = starts + lengths // 2
    middle = np.where(real[middle], middle, middle - 1)  # a blank has a glyph before it
    em, baseline, part = glyphs.em[place[middle]], glyphs.y[place[middle]], region[place[middle]]
    lines = []
    for at, line in enumerate(words):
        start = int(starts[at])
        behind = sequence[start : start + len(line)]
        edge = line.find(" ")
        head = behind[: edge if edge > 0 else len(line)]
        x1, size = float(right[at]), float(em[at])
        first_word = x1 - float(box[head, 0].min()) + 0.25 * size
        lines.append(Line(line, behind, float(left[at]), x1, float(baseline[at]), size, int(part[at]), first_word))
    return lines
