"""Ruled tables: from ruling lines to cells, first cell rightmost; a lone box counts as a side box."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ogp_nlp.readers.layout.glyphs import Bools, Floats, Ints

_SNAP = 3.0  # points; lines nearer than this are one line drawn twice
_COVER = 0.6  # share of an edge that must be drawn
_PAGE_SHARE = 0.6  # a lone box that covers more of the page is its frame


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its row and column (0 is the rightmost) and its box x0, top, x1, bottom."""

    row: int
    column: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table with its cells, row by row; one cell alone is a box around text."""

    box: tuple[float, float, float, float]
    cells: tuple[Cell, ...]

    @property
    def rows(self) -> int:
        """The number of rows."""
        return 1 + max(cell.row for cell in self.cells)


def find_grids(rules: Floats, width: float, height: float) -> list[Grid]:
    """The tables that ruling lines (m, 4: x0, top, x1, bottom) draw, from the top of the page."""
    if len(rules) < 4:
        return []
    flat = rules[:, 2] - rules[:, 0] >= rules[:, 3] - rules[:, 1]
    across, down = rules[flat], rules[~flat]
    if len(across) < 2 or len(down) < 2:
        return []
    grids = []
    for rows, columns in _components(across, down):
        grid = _grid(across[rows], down[columns])
        if grid is None:
            continue
        x0, top, x1, bottom = grid.box
        if len(grid.cells) == 1 and (x1 - x0) * (bottom - top) > _PAGE_SHARE * width * height:
            continue
        grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.box[1], -grid.box[2]))


def _components(across: Floats, down: Floats) -> list[tuple[Ints, Ints]]:
    """Groups of lines that touch each other."""
    touch = (
        (across[:, None, 0] - _SNAP <= down[None, :, 2])
        & (across[:, None, 2] + _SNAP >= down[None, :, 0])
        & (across[:, None, 1] - _SNAP <= down[None, :, 3])
        & (across[:, None, 3] + _SNAP >= down[None, :, 1])
    )
    label = np.arange(len(across))
    while True:  # labels flow from line to line until they rest; a table needs a few rounds
        low = np.where(touch, label[:, None], len(across)).min(axis=0)
        spread = np.minimum(label, np.where(touch, low[None, :], len(across)).min(axis=1))
        if np.array_equal(spread, label):
            break
        label = spread
    return [
        (np.flatnonzero(label == value), np.flatnonzero(low == value))
        for value in np.unique(label)
        if (low == value).sum() > 1 and (label == value).sum() > 1
    ]


def _snap(places: Floats) -> Floats:
    """Sorted places with near ones united."""
    ordered = np.sort(places)
    groups = np.split(ordered, np.flatnonzero(np.diff(ordered) > _SNAP) + 1)
    return np.array([group.mean() for group in groups])


def _drawn(low: Floats, high: Floats, start: float, end: float) -> bool:
    """Whether pieces from ``low`` to ``high`` cover most of the stretch from start to end."""
    first, last = np.maximum(low, start), np.minimum(high, end)
    real = last > first
    if not real.any():
        return False
    order = np.argsort(first[real])
    covered, reach = 0.0, start
    for a, b in zip(first[real][order].tolist(), last[real][order].tolist(), strict=True):
        covered += max(0.0, b - max(a, reach))
        reach = max(reach, b)
    return covered > _COVER * (end - start)


def _grid(across: Floats, down: Floats) -> Grid | None:
    ys = _snap((across[:, 1] + across[:, 3]) / 2)
    xs = _snap((down[:, 0] + down[:, 2]) / 2)
    if len(ys) < 2 or len(xs) < 2:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns > 20_000:
        return None
    middle_y, middle_x = (across[:, 1] + across[:, 3]) / 2, (down[:, 0] + down[:, 2]) / 2
    owner = np.arange(rows * columns).reshape(rows, columns)
    for at in range(1, columns):  # no line between two cells of a row: one cell
        near = np.abs(middle_x - xs[at]) <= _SNAP
        for row in range(rows):
            if not _drawn(down[near, 1], down[near, 3], ys[row], ys[row + 1]):
                owner[owner == owner[row, at]] = owner[row, at - 1]
    for at in range(1, rows):
        near = np.abs(middle_y - ys[at]) <= _SNAP
        for column in range(columns):
            if not _drawn(across[near, 0], across[near, 2], xs[column], xs[column + 1]):
                owner[owner == owner[at, column]] = owner[at - 1, column]
    cells = []
    for value in np.unique(owner):
        at_row, at_column = np.nonzero(owner == value)
        box = (xs[at_column.min()], ys[at_row.min()], xs[at_column.max() + 1], ys[at_row.max() + 1])
        column = columns - 1 - int(at_column.max())
        cells.append(Cell(int(at_row.min()), column, (float(box[0]), float(box[1]), float(box[2]), float(box[3]))))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    outer = (float(xs[0]), float(ys[0]), float(xs[-1]), float(ys[-1]))
    return Grid(outer, tuple(cells))


def inside(x: Floats, y: Floats, box: tuple[float, float, float, float]) -> Bools:
    """Which points lie in a box."""
    x0, top, x1, bottom = box
    return (x >= x0) & (x <= x1) & (y >= top) & (y <= bottom)
