"""Table rows as text: cells from the right, joined by a bar, each whole also where it wraps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import numpy as np

from ogp_nlp.readers.layout.glyphs import Floats, Ints
from ogp_nlp.readers.layout.lines import Line
from ogp_nlp.readers.layout.paragraphs import Paragraph, is_full, starts_item
from ogp_nlp.readers.layout.tables import Grid

JOINT = " | "
_APART = 4.0  # em; words of one line farther apart stand in columns
_SET_APART = 1.0  # em; the gap between a name and what is said of it, where no blank of the line is nearly so wide
_USUAL = 0.6  # times that gap; the most that any other blank of the line has
_WORDS = re.compile(r"\w{2}\W+\w")  # more than a list mark
_LEAST_LIST = 3  # lines of a list of names with their places


def _row(cells: Sequence[Sequence[Line]], page: int) -> Paragraph:
    """One row from the lines of its cells."""
    text, parts, spans = "", [], []
    for at, lines in enumerate(cells):
        if at:
            text += JOINT
            parts.append(np.full(len(JOINT), -1))
        start = len(text)
        for number, line in enumerate(lines):
            if number:
                text += " "
                parts.append(np.array([-1]))
            text += line.text
            parts.append(line.glyphs)
        spans.append((start, len(text)))
    glyphs: Ints = np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)
    every = [line for lines in cells for line in lines]
    em = max(line.em for line in every)
    box = (
        min(line.x0 for line in every),
        min(line.baseline - line.em for line in every),
        max(line.x1 for line in every),
        max(line.baseline for line in every),
    )
    weight = min(line.weight for line in every)
    return Paragraph(
        text, glyphs, np.full(len(text), page), "table_row", cells=tuple(spans), em=em, weight=weight, box=box
    )


def ruled_rows(grid: Grid, parts: Sequence[Sequence[Line]], page: int) -> list[Paragraph]:
    """The rows of a ruled grid; ``parts`` holds the lines of each of its cells."""
    rows: dict[int, list[Sequence[Line]]] = {}
    for cell, lines in zip(grid.cells, parts, strict=True):
        rows.setdefault(cell.row, []).append(lines)
    return [_row(cells, page) for _, cells in sorted(rows.items()) if any(cells)]


def joined_rows(above: Paragraph, below: Paragraph) -> Paragraph:
    """One row from two halves that a page break cut, cell by cell."""
    text, glyphs, pages, spans = "", [], [], []
    for at, (first, second) in enumerate(zip(above.cells, below.cells, strict=True)):
        if at:
            text += JOINT
            glyphs.append(np.full(len(JOINT), -1))
            pages.append(np.full(len(JOINT), above.pages[0]))
        start = len(text)
        for half, (a, b) in ((above, first), (below, second)):
            if b > a and len(text) > start:
                text += " "
                glyphs.append(np.array([-1]))
                pages.append(half.pages[:1])
            text += half.text[a:b]
            glyphs.append(half.glyphs[a:b])
            pages.append(half.pages[a:b])
        spans.append((start, len(text)))
    return replace(above, text=text, glyphs=np.concatenate(glyphs), pages=np.concatenate(pages), cells=tuple(spans))


def bare_rows(parts: Sequence[Sequence[Line]], page: int) -> list[Paragraph]:
    """The rows of a table without lines: one begins where no cell's words go on from the line above."""
    every = sorted({round(line.baseline, 1) for lines in parts for line in lines})
    levels: list[float] = []
    em = float(np.median([line.em for lines in parts for line in lines]))
    for baseline in every:
        if not levels or baseline - levels[-1] > 0.4 * em:
            levels.append(baseline)
    table: list[list[list[Line]]] = [[[] for _ in parts] for _ in levels]
    edges = []
    for column, lines in enumerate(parts):
        edges.append((min((line.x0 for line in lines), default=0), max((line.x1 for line in lines), default=0)))
        for line in lines:
            table[int(np.searchsorted(levels, line.baseline + 0.4 * em) - 1)][column].append(line)
    steps = np.diff(levels)
    least = float(steps.min()) if len(steps) else 0.0
    spaced = bool(len(steps)) and float(steps.max()) > least + 0.3 * em  # rows are farther apart than lines
    drawn = _drawn_before(table)
    rows: list[list[list[Line]]] = []
    for at, cells in enumerate(table):
        near = bool(at) and levels[at] - levels[at - 1] < min(least + 0.3 * em, 2.8 * em)
        item = bool(cells[0]) and starts_item(cells[0][0].text)
        if at and not item and (drawn[at] or (near and _continues(table[at - 1], rows[-1], cells, edges, spaced))):
            for own, more in zip(rows[-1], cells, strict=True):
                own.extend(more)
        else:
            rows.append([list(lines) for lines in cells])
    return [_row(row, page) for row in rows]


def _drawn_before(table: list[list[list[Line]]]) -> list[bool]:
    """For each line of cells whether the file draws part of it before part of the line above: one row, cell by cell.

    Where that holds for all lines the file may draw column by column, which tells nothing.
    """
    every = [[line.glyphs[line.glyphs >= 0] for lines in cells for line in lines] for cells in table]
    first = [min(int(glyphs.min()) for glyphs in parts) for parts in every]
    last = [max(int(glyphs.max()) for glyphs in parts) for parts in every]
    before = [False, *(low < high for low, high in zip(first[1:], last[:-1], strict=True))]
    return [False] * len(table) if all(before[1:]) and len(table) > 3 else before


def _continues(
    above: list[list[Line]],
    row: list[list[Line]],
    cells: list[list[Line]],
    edges: list[tuple[float, float]],
    spaced: bool,
) -> bool:
    """Whether a line of cells goes on with the row above it.

    It does where cells have no words that the row has (its first cell above all), and where each cell with words
    follows a full line of its column.
    """
    filled = [bool(lines) for lines in cells]
    if (all(filled) and not spaced) or not any(filled):
        return False
    if not filled[0] and row[0]:
        return True
    return all(
        bool(before) and is_full(before[-1], own[0], edge[0] - 0.5 * own[0].em, edge[1])
        for before, own, edge in zip(above, cells, edges, strict=True)
        if own
    )


def column_starts(line: Line, boxes: Floats) -> list[int]:
    """Where the words of a line that stand in columns begin, the first of each column; empty for running text.

    ``boxes`` are those of the page's glyphs.
    """
    starts = [0, *(at for at, gap in _word_gaps(line, boxes) if gap > _APART)]
    return starts if len(starts) > 1 else []


def list_starts(lines: Sequence[Line], boxes: Floats) -> list[list[int]]:
    """For each line, where its two parts begin; empty lists where lines are no list of names with their places.

    Such lines are set apart at one gap each, wherever it stands: wide beside the other blanks of the line, and
    several neighbours have one, or the line is an item of a list.
    """
    found: list[list[int]] = []
    for line in lines:
        gaps = _word_gaps(line, boxes)
        widest, at = max(((gap, at) for at, gap in gaps), default=(0.0, 0))
        usual = max((gap for place, gap in gaps if place != at), default=widest)
        apart = widest > _SET_APART and usual < _USUAL * widest and _WORDS.search(line.text[:at])
        found.append([0, at] if apart else [])
    out: list[list[int]] = []
    for own, group in groupby(zip(lines, found, strict=True), key=lambda pair: bool(pair[1])):
        part = list(group)
        several = own and len(part) >= _LEAST_LIST
        out += [starts if several or starts_item(line.text) else [] for line, starts in part]
    return out


def _word_gaps(line: Line, boxes: Floats) -> list[tuple[int, float]]:
    """The start of each word but the first, and the gap before it in em."""
    found: list[tuple[int, float]] = []
    last: tuple[float, float] | None = None
    for start, _, x0, x1 in line.words(boxes):
        if last is not None:
            found.append((start, max(last[0] - x1, x0 - last[1]) / line.em))
        last = (x0, x1)
    return found


def column_row(line: Line, starts: Sequence[int], page: int) -> Paragraph:
    """A row of a line whose words stand in columns, as those under signatures do."""
    cells = []
    for start, end in pairwise([*starts, len(line.text)]):
        text = line.text[start:end].rstrip()
        cells.append([replace(line, text=text, glyphs=line.glyphs[start : start + len(text)])])
    return _row(cells, page)
