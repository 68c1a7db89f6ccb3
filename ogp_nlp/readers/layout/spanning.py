"""Tables without lines that go on over a page break: the rows left on the next page, by the columns known before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ogp_nlp.readers.layout.glyphs import Floats
from ogp_nlp.readers.layout.lines import Line
from ogp_nlp.readers.layout.page import PageLayout
from ogp_nlp.readers.layout.regions import Piece

_SLACK = 1.0  # em by which a cell's words may stand out of the column as it was on the page before
_ROW_STEP = 6.0  # em; lines farther apart are no rows of one table

Span = tuple[float, float]


def continue_tables(pages: Sequence[PageLayout]) -> Sequence[PageLayout]:
    """The pages, with lines at their heads put into columns that go on from the page before; changes them in place."""
    for before, page in pairwise(pages):
        if page.number != before.number + 1:
            continue
        columns = _last_columns(before)
        first = next((piece for piece in page.pieces if any(page.lines[at] for at in piece.regions)), None)
        if len(columns) < 2 or first is None or first.kind != "text" or len(first.regions) != 1:
            continue
        _move_rows(page, first, columns)
    return pages


def _last_columns(page: PageLayout) -> list[Span]:
    """The columns, rightmost first, of a table without lines that ends a page; none where something else does."""
    filled = [piece for piece in page.pieces if any(page.lines[at] for at in piece.regions)]
    if not filled or filled[-1].kind != "table" or filled[-1].grid is not None:
        return []
    parts = [page.lines[at] for at in filled[-1].regions]
    if not all(parts):
        return []
    return [(min(line.x0 for line in part), max(line.x1 for line in part)) for part in parts]


def _move_rows(page: PageLayout, piece: Piece, columns: list[Span]) -> None:
    """Take the rows at the head of a stretch of text out of it and put them before it as a table."""
    (region,) = piece.regions
    rows: list[list[Line | None]] = []
    lines = page.lines[region]
    for at, line in enumerate(lines):
        apart = at and line.baseline - lines[at - 1].baseline > _ROW_STEP * line.em
        cells = [] if apart else _cells(line, columns, page.page.glyphs.box)
        if not cells or (cells[0] is not None and sum(cell is not None for cell in cells) == 1):
            break  # words in the first column alone are as likely to be the text below
        rows.append(cells)
    whole = len(rows) == len(lines)  # and a table follows: the columns were found anew below the rest of a row
    if not rows or not (whole or any(row[0] is not None for row in rows)):
        return
    start = len(page.lines)
    page.lines.extend([cell for row in rows if (cell := row[column]) is not None] for column in range(len(columns)))
    page.lines[region] = lines[len(rows) :]
    place = page.pieces.index(piece)
    page.pieces.insert(place, Piece("table", list(range(start, start + len(columns)))))


def _cells(line: Line, columns: list[Span], boxes: Floats) -> list[Line | None]:
    """The line cut at the columns; empty where a word stands between them or begins a cell elsewhere than they do."""
    found: list[list[tuple[int, int, float, float]]] = [[] for _ in columns]
    slack = _SLACK * line.em
    for word in line.words(boxes):
        _, _, x0, x1 = word
        column = next((at for at, (a, b) in enumerate(columns) if a - slack <= x0 and x1 <= b + slack), -1)
        if column < 0:
            return []
        found[column].append(word)
    cells: list[Line | None] = []
    for words, (_, right) in zip(found, columns, strict=True):
        if not words:
            cells.append(None)
            continue
        start, end = words[0][0], words[-1][1]
        x0, x1 = min(one[2] for one in words), max(one[3] for one in words)
        if abs(x1 - right) > slack or end - start > sum(one[1] - one[0] + 1 for one in words):
            return []
        glyphs = line.glyphs[start:end]
        cells.append(replace(line, text=line.text[start:end], glyphs=np.asarray(glyphs), x0=x0, x1=x1))
    return cells
