"""One page: glyphs to paragraphs and table rows in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

import numpy as np
import pypdfium2 as pdfium

from ogp_nlp.readers.layout import glyphs as glyph_module
from ogp_nlp.readers.layout.clusters import without_repeats
from ogp_nlp.readers.layout.glyphs import Floats, Ints, PageGlyphs
from ogp_nlp.readers.layout.lines import Line, build_lines
from ogp_nlp.readers.layout.objects import hidden_glyphs, read_objects, true_extents
from ogp_nlp.readers.layout.paragraphs import Paragraph, join_lines, left_edge
from ogp_nlp.readers.layout.regions import Piece, find_regions
from ogp_nlp.readers.layout.rows import bare_rows, column_row, column_starts, list_starts, ruled_rows
from ogp_nlp.readers.layout.tables import find_grids


@dataclass(eq=False)
class PageLayout:
    """A page taken apart: its glyphs, its lines by region and its pieces in reading order.

    ``certainty`` (0-1) of each glyph where the page was read by OCR, else None.
    """

    number: int
    page: PageGlyphs
    image_share: float
    lines: list[list[Line]]
    pieces: list[Piece]
    certainty: Floats | None = None

    def paragraphs(self, pitch: float) -> list[Paragraph]:
        """The page's paragraphs and rows; ``pitch`` is the document's distance of lines in em."""
        edge = left_edge(
            [line for piece in self.pieces if piece.across for at in piece.regions for line in self.lines[at]]
        )
        out: list[Paragraph] = []
        for piece in self.pieces:
            out.extend(self._paragraphs_of(piece, pitch, edge))
        return out

    def _paragraphs_of(self, piece: Piece, pitch: float, edge: float) -> list[Paragraph]:
        parts = [self.lines[region] for region in piece.regions]
        if piece.grid is not None and len(piece.grid.cells) > 1:
            return ruled_rows(piece.grid, parts, self.number)
        if piece.kind == "table":
            return bare_rows(parts, self.number)
        width = self.page.width if piece.across else 0.0
        out = [paragraph for part in parts for paragraph in self._running(part, pitch, width, edge)]
        for box in reversed(piece.beside):  # before the paragraph that begins at its height
            top = box.grid.box[1] if box.grid else 0.0
            at = next((at for at, paragraph in enumerate(out) if paragraph.box[1] > top - paragraph.em), len(out))
            out[at:at] = self._paragraphs_of(box, pitch, edge)
        return out

    def _running(self, part: list[Line], pitch: float, width: float, edge: float) -> list[Paragraph]:
        """The paragraphs of one column; lines whose words stand in columns of their own are rows."""
        box = self.page.glyphs.box
        listed = list_starts(part, box)
        starts = [column_starts(line, box) or own for line, own in zip(part, listed, strict=True)]
        out: list[Paragraph] = []
        for own, group in groupby(zip(part, starts, strict=True), key=lambda pair: bool(pair[1])):
            if own:
                out.extend(column_row(line, at, self.number) for line, at in group)
            else:
                out.extend(join_lines([line for line, _ in group], self.number, pitch, width, edge))
        return out


def read_page(page: pdfium.PdfPage, number: int) -> PageLayout:
    """Take a page apart; ``number`` counts from 1."""
    text_page = page.get_textpage()
    try:
        drawn = read_objects(page)
        raw = glyph_module.read_glyphs(page, text_page, partial(true_extents, text_page, drawn.texts))
        hidden = hidden_glyphs(text_page, drawn.texts, raw.glyphs.index)
        if hidden.any():
            raw = replace(raw, glyphs=raw.glyphs.take(~hidden))
        whole = glyph_module.name_kashida(raw, lambda chosen: glyph_module.ink(raw, page, text_page, chosen))
        whole = replace(whole, glyphs=without_repeats(whole.glyphs))
        rules = glyph_module.turn_boxes(drawn.rules, whole.turned, page)
        layout = arrange(
            number, whole, rules, drawn.image_share, lambda chosen: glyph_module.ink(whole, page, text_page, chosen)
        )
        _weigh([line for part in layout.lines for line in part], whole, text_page)
    finally:
        text_page.close()
    return layout


def arrange(
    number: int, page: PageGlyphs, rules: Floats, image_share: float, ink_of: Callable[[Ints], Floats]
) -> PageLayout:
    """Lines, columns and tables of a page's glyphs; ``rules`` (m, 4) x0, top, x1, bottom are its ruling lines."""
    grids = find_grids(rules, page.width, page.height)
    region, pieces = find_regions(page.glyphs, grids)
    lines = build_lines(page.glyphs, region, ink_of)
    count = 1 + max(
        (region for piece in pieces for held in (piece, *piece.beside) for region in held.regions), default=-1
    )
    by_region: list[list[Line]] = [[] for _ in range(count)]
    for line in lines:
        by_region[line.region].append(line)
    for piece in pieces:
        for box in piece.beside:
            _run_around(box, by_region[piece.regions[0]])
    return PageLayout(number, page, image_share, by_region, pieces)


def _run_around(box: Piece, lines: Sequence[Line]) -> None:
    """Tell the lines beside a box where it bounds them."""
    x0, top, x1, bottom = box.grid.box if box.grid else (0.0, 0.0, 0.0, 0.0)
    for line in lines:
        if top - line.em < line.baseline < bottom + line.em:
            if line.x0 > x1 - 1:
                line.left = x1
            elif line.x1 < x0 + 1:
                line.right = x0


def _weigh(lines: Sequence[Line], page: PageGlyphs, text_page: pdfium.PdfTextPage) -> None:
    """Give each line the weight of its lightest end: a heading is bold from end to end."""
    ends = np.array([(line.glyphs[0], line.glyphs[-1]) for line in lines], np.int64).reshape(-1)
    weights = glyph_module.weights(text_page, page.glyphs.index[ends]).reshape(-1, 2).min(axis=1)
    for line, weight in zip(lines, weights.tolist(), strict=True):
        line.weight = weight
