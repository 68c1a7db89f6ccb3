"""Over the pages: paragraphs joined across page breaks, headings known by size and weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ogp_nlp.readers.layout.paragraphs import Paragraph, starts_item
from ogp_nlp.readers.layout.rows import joined_rows

_SENTENCE_ENDS = (".", "؟", "!", ":", "؛", "…")


def join_pages(pages: Sequence[list[Paragraph]]) -> list[Paragraph]:
    """All paragraphs in order; one that a page break cuts is whole again."""
    out: list[Paragraph] = []
    for page in pages:
        for at, paragraph in enumerate(page):
            last = out[-1] if out else None
            if at == 0 and last is not None and _row_goes_on(last, paragraph):
                out[-1] = joined_rows(last, paragraph)
            elif at == 0 and last is not None and _goes_on(last, paragraph):
                out[-1] = _joined(last, paragraph)
            else:
                paragraph.gap = paragraph.gap and at > 0  # a page break tells nothing of the room above
                out.append(paragraph)
    return out


def _goes_on(above: Paragraph, below: Paragraph) -> bool:
    if above.kind == "table_row" or below.kind != "paragraph" or starts_item(below.text):
        return False
    if abs(above.em - below.em) > 0.1 * above.em or above.weight != below.weight:
        return False
    if above.text.rstrip().endswith(_SENTENCE_ENDS) and above.extra.get("free", 0) > 2 * above.em:
        return False
    return above.extra.get("free", 1e9) < below.extra.get("first_word", 0)


def _row_goes_on(above: Paragraph, below: Paragraph) -> bool:
    """Whether the first row of a page is the rest of the last one before: without a first cell, or few cells."""
    if above.kind != "table_row" or below.kind != "table_row" or len(above.cells) != len(below.cells):
        return False
    filled = [b > a for a, b in below.cells]
    if not filled[0] and above.cells[0][1] > above.cells[0][0]:
        return True
    known = all(b > a for (a, b), has in zip(above.cells, filled, strict=True) if has)
    return known and not all(filled) and 2 * sum(filled) <= len(filled)


def _joined(above: Paragraph, below: Paragraph) -> Paragraph:
    between = np.array([-1])
    above.text = f"{above.text} {below.text}"
    above.glyphs = np.concatenate((above.glyphs, between, below.glyphs))
    above.pages = np.concatenate((above.pages, above.pages[-1:], below.pages))
    above.extra = below.extra
    above.lines += below.lines
    return above


def mark_headings(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Headings by size and weight: larger or bolder than most of the text, short, and no sentence."""
    running = [p for p in paragraphs if p.kind != "table_row"]
    if not running:
        return paragraphs
    sizes = np.array([p.em for p in running])
    lengths = np.array([len(p.text) for p in running])
    order = np.argsort(sizes)
    usual = sizes[order][np.searchsorted(np.cumsum(lengths[order]), lengths.sum() / 2)]
    bold = sum(len(p.text) for p in running if p.weight >= 600) > 0.4 * lengths.sum()
    larger = sorted({round(p.em, 1) for p in running if p.em > 1.12 * usual}, reverse=True)
    for paragraph in running:
        short = len(paragraph.text.split()) <= 16 and not paragraph.text.rstrip().endswith((".", "،", "؛"))
        big = paragraph.em > 1.12 * usual
        heavy = paragraph.weight >= 600 and not bold
        if short and (big or heavy) and paragraph.lines <= 3:
            paragraph.kind = "heading"
            paragraph.level = 1 + larger.index(round(paragraph.em, 1)) if big else len(larger) + 1
            paragraph.level = min(paragraph.level, 6)
    return paragraphs


def _alike(first: str, second: str) -> bool:
    """Whether two list marks are of one list: the same signs around a number, a letter or nothing."""
    shape = re.compile(r"\w+")
    return shape.sub("1", first) == shape.sub("1", second)


def set_apart(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs of a file whose room between paragraphs is the same everywhere, with gaps where typists leave them.

    A gap stands after a list or a table, and before a short line without a full stop that follows running text.
    """
    pairs = [(above, below) for above, below in pairwise(paragraphs) if "table_row" not in (above.kind, below.kind)]
    if sum(below.gap for _, below in pairs) > 0.1 * len(pairs):
        return paragraphs  # the file shows its gaps itself
    for above, below in pairwise(paragraphs):
        if below.kind in ("list_item", "table_row"):
            other = not _alike(above.text.split(maxsplit=1)[0], below.text.split(maxsplit=1)[0])
            below.gap = below.gap or (above.kind == below.kind == "list_item" and other)
            continue
        listed = above.kind in ("list_item", "table_row")
        text = below.text.rstrip()
        short = len(text.split()) <= 12 and not text.endswith((".", "،", "؛", ","))
        prose = above.lines > 1 or above.text.rstrip().endswith(".")
        below.gap = below.gap or listed or (short and prose)
    return paragraphs
