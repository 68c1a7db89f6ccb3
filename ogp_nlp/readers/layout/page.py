"""One page: glyphs to paragraphs and table rows in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium

from ogp_nlp.readers.layout import columns
from ogp_nlp.readers.layout import glyphs as glyph_module
from ogp_nlp.readers.layout.clusters import is_mark
from ogp_nlp.readers.layout.columns import Section
from ogp_nlp.readers.layout.glyphs import Floats, Glyphs, Ints, PageGlyphs
from ogp_nlp.readers.layout.lines import Line, build_lines, line_numbers
from ogp_nlp.readers.layout.objects import read_objects, true_extents
from ogp_nlp.readers.layout.paragraphs import Paragraph, join_lines
from ogp_nlp.readers.layout.rows import bare_rows, ruled_rows
from ogp_nlp.readers.layout.tables import Grid, find_grids, inside


@dataclass(eq=False)
class Piece:
    """A stretch of the page in reading order: running text in columns, a ruled grid, or a bare table."""

    top: float
    kind: str
    regions: list[int] = field(default_factory=list)
    grid: Grid | None = None


@dataclass(eq=False)
class PageLayout:
    """A page taken apart: its glyphs, its lines by region and its pieces in reading order."""

    number: int
    page: PageGlyphs
    image_share: float
    lines: list[list[Line]]
    pieces: list[Piece]

    def paragraphs(self, pitch: float) -> list[Paragraph]:
        """The page's paragraphs and rows; ``pitch`` is the document's distance of lines in em."""
        out: list[Paragraph] = []
        for piece in self.pieces:
            parts = [self.lines[region] for region in piece.regions]
            if piece.grid is not None and len(piece.grid.cells) > 1:
                out.extend(ruled_rows(piece.grid, parts, self.number))
            elif piece.kind == "table":
                out.extend(bare_rows(parts, self.number))
            else:
                width = self.page.width if len(parts) == 1 and piece.grid is None else 0.0
                for part in parts:
                    out.extend(join_lines(part, self.number, pitch, width))
        return out


def read_page(page: pdfium.PdfPage, number: int) -> PageLayout:
    """Take a page apart; ``number`` counts from 1."""
    text_page = page.get_textpage()
    try:
        drawn = read_objects(page)
        raw = glyph_module.read_glyphs(page, text_page, partial(true_extents, text_page, drawn.texts))
        whole = glyph_module.name_kashida(raw, lambda chosen: glyph_module.ink(raw, page, text_page, chosen))
        rules = glyph_module.turn_boxes(drawn.rules, whole.turned, page)
        grids = find_grids(rules, whole.width, whole.height)
        region, pieces = _regions(whole.glyphs, grids)
        lines = build_lines(whole.glyphs, region, lambda chosen: glyph_module.ink(whole, page, text_page, chosen))
        _weigh(lines, whole, text_page)
    finally:
        text_page.close()
    count = 1 + max((region for piece in pieces for region in piece.regions), default=-1)
    by_region: list[list[Line]] = [[] for _ in range(count)]
    for line in lines:
        by_region[line.region].append(line)
    return PageLayout(number, whole, drawn.image_share, by_region, pieces)


def _weigh(lines: Sequence[Line], page: PageGlyphs, text_page: pdfium.PdfTextPage) -> None:
    """Give each line the weight of its lightest end: a heading is bold from end to end."""
    ends = np.array([(line.glyphs[0], line.glyphs[-1]) for line in lines], np.int64).reshape(-1)
    weights = glyph_module.weights(text_page, page.glyphs.index[ends]).reshape(-1, 2).min(axis=1)
    for line, weight in zip(lines, weights.tolist(), strict=True):
        line.weight = weight


def _regions(glyphs: Glyphs, grids: list[Grid]) -> tuple[Ints, list[Piece]]:
    """The region number of each glyph, and the pieces of the page in reading order."""
    region = np.full(len(glyphs), -1, np.int64)
    pieces: list[Piece] = []
    used = 0
    x, y = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2, glyphs.y - 0.3 * glyphs.em
    for grid in grids:
        near = inside(x, y, grid.box) & (region < 0)
        piece = Piece(grid.box[1], "grid", grid=grid)
        for cell in grid.cells:
            region[near & (region < 0) & inside(x, y, cell.box)] = used
            piece.regions.append(used)
            used += 1
        pieces.append(piece)
    free = np.flatnonzero(region < 0)
    if len(free):
        used = _free_regions(glyphs, free, region, pieces, used)
    pieces.sort(key=lambda piece: piece.top)
    return region, pieces


def _free_regions(glyphs: Glyphs, free: Ints, region: Ints, pieces: list[Piece], used: int) -> int:
    """Cut what is in no grid into stretches between grids, and these into columns where gaps run down."""
    solid = free[(glyphs.code[free] != 32) & ~is_mark(glyphs.code[free])]
    if not len(solid):
        region[free] = used
        pieces.append(Piece(0, "text", [used]))
        return used + 1
    tops = np.array(sorted(piece.top for piece in pieces))
    stretch = np.searchsorted(tops, glyphs.y[free])
    for value in np.unique(stretch[np.isin(free, solid)]).tolist():
        own = free[stretch == value]
        used = _stretch(glyphs, own, np.intersect1d(own, solid, assume_unique=True), region, pieces, used)
    left = np.flatnonzero(region < 0)  # marks and blanks alone between two grids
    if len(left):
        nearest = np.abs(glyphs.y[left][:, None] - glyphs.y[solid][None, :]).argmin(axis=1)
        region[left] = region[solid[nearest]]
    return used


def _stretch(glyphs: Glyphs, own: Ints, solid: Ints, region: Ints, pieces: list[Piece], used: int) -> int:
    """Regions of one stretch of running text: columns where gaps run down through lines, else one."""
    part = glyphs.take(solid)
    number = line_numbers(part, np.zeros(len(solid), np.int64))
    em = float(np.median(part.em))
    rows = columns.rows_of(number, part.x, part.box[:, 2], part.em)
    sections = columns.find_sections(rows, em)
    count = int(number.max()) + 1
    baseline = np.zeros(count)
    baseline[number] = part.y
    start = 0
    for section in [*sections, Section(count, count, ())]:
        for first, last, gaps in ((start, section.first - 1, ()), (section.first, section.last, section.gaps)):
            if first > last or first >= count:
                continue
            low = (baseline[first - 1] + baseline[first]) / 2 if first else -np.inf
            high = (baseline[last] + baseline[last + 1]) / 2 if last + 1 < count else np.inf
            chosen = own[(glyphs.y[own] > low) & (glyphs.y[own] <= high)]
            piece = Piece(float(baseline[first] - em), _kind(rows[first : last + 1], gaps))
            dividing = () if piece.kind == "list" else gaps
            middle = (glyphs.box[chosen, 0] + glyphs.box[chosen, 2]) / 2
            edges: Floats = np.array([(a + b) / 2 for a, b in dividing])  # rightmost first
            column = (middle[:, None] < edges[None, :]).sum(axis=1) if len(edges) else np.zeros(len(chosen), np.int64)
            region[chosen] = used + column
            piece.regions = list(range(used, used + len(edges) + 1))
            used += len(edges) + 1
            pieces.append(piece)
        start = section.last + 1
    return used


def _kind(rows: list[columns.Row], gaps: tuple[columns.Span, ...]) -> str:
    """Whether divided lines are columns of running text, a table, or a list whose marks stand apart."""
    if not gaps:
        return "text"
    edges = [-np.inf, *[(a + b) / 2 for a, b in reversed(gaps)], np.inf]
    full = []
    for low, high in pairwise(edges):
        own = [[s for s in row.words if low < (s[0] + s[1]) / 2 < high] for row in rows]
        widths = np.array([max(s[1] for s in line) - min(s[0] for s in line) for line in own if line])
        if not len(widths):
            return "list"
        full.append(float((widths > 0.85 * widths.max()).mean()) if len(widths) > 4 else 0.0)
        if len(gaps) == 1 and widths.max() < 28 and low > -np.inf:
            return "list"  # nothing but numbers or bullets on the right
    return "text" if min(full) > 0.55 else "table"
