"""A page cut into regions in the order of reading: columns, tables with and without lines, boxes beside the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from ogp_nlp.readers.layout import columns
from ogp_nlp.readers.layout.clusters import is_mark
from ogp_nlp.readers.layout.columns import Row, Section
from ogp_nlp.readers.layout.glyphs import Bools, Floats, Glyphs, Ints
from ogp_nlp.readers.layout.lines import line_numbers
from ogp_nlp.readers.layout.tables import Grid, inside

_MAX_DEPTH = 4
_LEAST_COLUMN = 8  # em; running text is set in no narrower column


@dataclass(eq=False)
class Piece:
    """A stretch of the page in reading order: running text in columns, a ruled grid, or a bare table.

    ``beside`` holds the boxes that the text runs around, ``across`` tells that no column divides the text.
    """

    kind: str
    regions: list[int] = field(default_factory=list)
    grid: Grid | None = None
    beside: list[Piece] = field(default_factory=list)
    across: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Strip:
    """A part of the page: its lines and the glyphs, tables and boxes in it."""

    rows: list[Row]
    chosen: Ints
    tables: list[Piece]
    boxes: list[Piece]
    depth: int


class _Cutter:
    """Cuts one page; ``region`` holds the number of each glyph's region, ``pieces`` their order."""

    def __init__(self, glyphs: Glyphs, grids: list[Grid]) -> None:
        self.glyphs, self.grids = glyphs, grids
        self.region = np.full(len(glyphs), -1, np.int64)
        self.pieces: list[Piece] = []
        self.used = 0
        self.middle = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2
        self.solid: Bools = (glyphs.code != 32) & ~is_mark(glyphs.code)

    def cut(self) -> None:
        """Fill ``region`` and ``pieces``."""
        tables = [self._fill(grid) for grid in self.grids]
        free = np.flatnonzero(self.region < 0)
        self._part(free, tables, 0)
        self._leftovers(free[self.solid[free]] if self.solid[free].any() else np.flatnonzero(self.solid))

    def _part(self, chosen: Ints, tables: list[Piece], depth: int) -> None:
        """The pieces of a part of the page: cut at gutters between columns as long as there are any."""
        solid = chosen[self.solid[chosen]]
        if not len(solid):
            self.pieces += tables
            return
        part = self.glyphs.take(solid)
        number = line_numbers(part, np.zeros(len(solid), np.int64))
        em = float(np.median(part.em))
        rows = columns.rows_of(number, part.x, part.box[:, 2], part.y, part.em)
        boxes = [table for table in tables if self._stands_beside(table, rows)]
        rows = _with_grids(rows, [table for table in tables if table not in boxes])
        columns.add_bands(rows, em)
        gutter = columns.find_gutter(rows, em) if depth < _MAX_DEPTH else None
        strip = _Strip(rows, chosen, tables, boxes, depth)
        if gutter and self._is_gutter(strip, gutter, em):
            for first, last in ((0, gutter.first - 1), (gutter.first, gutter.last), (gutter.last + 1, len(rows) - 1)):
                own, held = self._between(strip, first, last)
                if (first, last) != (gutter.first, gutter.last):
                    self._part(own, held, depth + 1)
                    continue
                edge = np.array([sum(gutter.gaps[0]) / 2])
                for at in (0, 1):
                    column = own[(self.middle[own] < edge[0]) == bool(at)]
                    self._part(column, [table for table in held if _column_of(table, edge) == at], depth + 1)
            return
        start = 0
        for section in [*columns.find_sections(rows, em), Section(len(rows), len(rows), ())]:
            for first, last, gaps in ((start, section.first - 1, ()), (section.first, section.last, section.gaps)):
                if first <= last and first < len(rows):
                    self._strip(strip, first, last, gaps)
            start = section.last + 1

    def _is_gutter(self, strip: _Strip, gutter: Section, em: float) -> bool:
        """Whether what a gap parts is running text, each side drawn by itself or full from edge to edge."""
        own, _ = self._between(strip, gutter.first, gutter.last)
        own = own[self.solid[own]]
        side = self.middle[own] < sum(gutter.gaps[0]) / 2
        turns = np.count_nonzero(np.diff(side.astype(np.int64)))
        by_column = int(turns) <= 3  # a running foot may be drawn after the columns
        rows = strip.rows[gutter.first : gutter.last + 1]
        middle = sum(gutter.gaps[0]) / 2
        cells = sum(
            max(sum(x0 > middle for x0, _ in r.segments), sum(x1 < middle for _, x1 in r.segments)) > 1 for r in rows
        )
        if not by_column and cells > 0.3 * len(rows):
            return False  # a bare table with more columns
        return _kind(rows, gutter.gaps, em, by_column) == "text"

    def _between(self, strip: _Strip, first: int, last: int) -> tuple[Ints, list[Piece]]:
        """The glyphs and tables of some lines from edge to edge."""
        if first > last:
            return np.zeros(0, np.int64), []
        rows = strip.rows
        low = (rows[first - 1].y + rows[first].y) / 2 if first else -np.inf
        high = (rows[last].y + rows[last + 1].y) / 2 if last + 1 < len(rows) else np.inf
        y = self.glyphs.y[strip.chosen]
        held = [table for table in strip.tables if low < _anchor(table, strip.boxes) <= high]
        return strip.chosen[(y > low) & (y <= high)], held

    def _take(self, chosen: Ints) -> int:
        """A new region of the chosen glyphs."""
        self.region[chosen] = self.used
        self.used += 1
        return self.used - 1

    def _fill(self, grid: Grid) -> Piece:
        """A grid's cells as regions."""
        y = self.glyphs.y - 0.3 * self.glyphs.em
        near = np.flatnonzero(inside(self.middle, y, grid.box) & (self.region < 0))
        piece = Piece("grid", grid=grid)
        for cell in grid.cells:
            own = near[(self.region[near] < 0) & inside(self.middle[near], y[near], cell.box)]
            piece.regions.append(self._take(own))
        return piece

    @staticmethod
    def _stands_beside(table: Piece, rows: list[Row]) -> bool:
        """Whether a lone box has lines of text beside it."""
        if table.grid is None or len(table.grid.cells) > 1:
            return False
        _, top, _, bottom = table.grid.box
        return any(top < row.y < bottom for row in rows)

    def _strip(self, strip: _Strip, first: int, last: int, gaps: tuple[columns.Span, ...]) -> None:
        """The pieces of some lines that no gutter parts: a bare table, or text column by column."""
        rows, boxes = strip.rows, strip.boxes
        chosen, held = self._between(strip, first, last)
        edges: Floats = np.array([(a + b) / 2 for a, b in gaps])  # rightmost first
        column = (self.middle[chosen][:, None] < edges[None, :]).sum(axis=1)
        solid = self.solid[chosen]
        turns = np.diff(column[solid])
        by_column = bool((turns >= 0).all() or (turns <= 0).all())
        em = float(np.median(self.glyphs.em[chosen][solid])) if solid.any() else 10.0
        kind = _kind(rows[first : last + 1], gaps, em, by_column)
        if kind == "table" and not held:
            parts = [self._take(chosen[column == at]) for at in range(len(edges) + 1)]
            self.pieces.append(Piece("table", parts))
            return
        if kind == "list":
            column, edges = np.zeros(len(chosen), np.int64), edges[:0]
        for at in range(len(edges) + 1):
            own = [table for table in held if _column_of(table, edges) == at]
            self._column(chosen[column == at], own, boxes, across=not (len(edges) or strip.depth))

    def _column(self, chosen: Ints, held: list[Piece], boxes: list[Piece], *, across: bool) -> None:
        """The pieces of one column from the top: text, tables, text."""
        low = -np.inf
        ordered = sorted((t for t in held if t not in boxes), key=_top)
        for table in [*ordered, None]:
            high = np.inf if table is None else _top(table)
            own = chosen[(self.glyphs.y[chosen] > low) & (self.glyphs.y[chosen] <= high)]
            beside = [box for box in held if box in boxes and low < _top(box) <= high]
            if self.solid[own].any():
                self.pieces.append(Piece("text", [self._take(own)], beside=beside, across=across))
            else:
                self.pieces += beside
            if table is not None:
                self.pieces.append(table)
            low = high

    def _leftovers(self, solid: Ints) -> None:
        """Marks and blanks alone join the region of the nearest line."""
        left = np.flatnonzero(self.region < 0)
        if len(left) and len(solid):
            nearest = np.abs(self.glyphs.y[left][:, None] - self.glyphs.y[solid][None, :]).argmin(axis=1)
            self.region[left] = self.region[solid[nearest]]


def find_regions(glyphs: Glyphs, grids: list[Grid]) -> tuple[Ints, list[Piece]]:
    """The region number of each glyph, and the pieces of the page in reading order."""
    cutter = _Cutter(glyphs, grids)
    cutter.cut()
    return cutter.region, cutter.pieces


def _top(table: Piece) -> float:
    return table.grid.box[1] if table.grid else 0.0


def _anchor(table: Piece, boxes: list[Piece]) -> float:
    """The height that tells to which strip a table belongs: its middle, or the top of a box that text runs around."""
    _, top, _, bottom = table.grid.box if table.grid else (0.0, 0.0, 0.0, 0.0)
    return top + 1 if table in boxes else (top + bottom) / 2


def _column_of(table: Piece, edges: Floats) -> int:
    x0, _, x1, _ = table.grid.box if table.grid else (0.0, 0.0, 0.0, 0.0)
    return int(((x0 + x1) / 2 < edges).sum())


def _with_grids(rows: list[Row], tables: list[Piece]) -> list[Row]:
    """The lines with the ink of tables in those beside them; a table that no line stands beside is a line itself."""
    more = []
    for table in tables:
        x0, top, x1, bottom = table.grid.box if table.grid else (0.0, 0.0, 0.0, 0.0)
        beside = [row for row in rows if top < row.y < bottom]
        for row in beside:
            row.words[:] = sorted([*row.words, (x0, x1)])
            row.segments[:] = sorted([*row.segments, (x0, x1)])
        if not beside:
            more.append(Row((top + bottom) / 2, [(x0, x1)], [(x0, x1)]))
    return sorted([*rows, *more], key=lambda row: row.y)


def _kind(rows: list[Row], gaps: tuple[columns.Span, ...], em: float, by_column: bool) -> str:
    """Whether divided lines are columns of running text, a table, or a list whose marks stand apart.

    ``by_column`` tells that the file draws one column after the other.
    """
    if not gaps:
        return "text"
    edges = [-np.inf, *[(a + b) / 2 for a, b in reversed(gaps)], np.inf]
    full = []
    narrow = False
    for low, high in pairwise(edges):
        own = [[s for s in row.words if low < (s[0] + s[1]) / 2 < high] for row in rows]
        widths = np.array([max(s[1] for s in line) - min(s[0] for s in line) for line in own if line])
        if not len(widths):
            return "list"
        full.append(float((widths > 0.85 * widths.max()).mean()) if len(widths) > 4 else 0.0)
        narrow = narrow or widths.max() < _LEAST_COLUMN * em
        if len(gaps) == 1 and widths.max() < 28 and low > -np.inf:
            return "list"  # nothing but numbers or bullets on the right
    if len(gaps) == 1 and _ragged(rows, em):
        return "list"  # of names with their places, each where the name ends
    if narrow:
        return "table"
    return "text" if min(full) > 0.55 or by_column else "table"


def _ragged(rows: list[Row], em: float) -> bool:
    """Whether what stands on the left of lines in two parts is aligned in no way: cells have an edge or a middle."""
    left = np.array([row.segments[0] for row in rows if len(row.segments) == 2])
    if len(left) < 2 or len(left) < 0.7 * len(rows):
        return False
    places = np.column_stack((left, left.mean(axis=1)))
    return bool((np.ptp(places, axis=0) > em).all())
