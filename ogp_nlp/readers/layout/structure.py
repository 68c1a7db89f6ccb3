"""Over the pages: paragraphs and tables joined across page breaks, headings by their print, items by their indent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ogp_nlp.readers.layout.paragraphs import Paragraph, starts_item
from ogp_nlp.readers.layout.rows import joined_rows

_LEAST_INDENT, _MOST_INDENT = 1.2, 8.0  # em; of list items from the edge of the text
_USUAL, _MORE = 0.3, 1.3  # share of paragraphs with the usual room above or less; times that room a gap has
_MOST_REPEATED = 3  # heading rows of a table
_SENTENCE_ENDS = (".", "؟", "!", ":", "؛", "…")


def join_pages(pages: Sequence[list[Paragraph]]) -> list[Paragraph]:
    """All paragraphs in order; one that a page break cuts is whole again."""
    out: list[Paragraph] = []
    for whole in pages:
        page = whole[_repeated_rows(out, whole) :]
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


def _repeated_rows(before: Sequence[Paragraph], page: Sequence[Paragraph]) -> int:
    """How many rows at the head of a page repeat the heading rows of the table that goes on from the page before."""
    if not before or not page or before[-1].kind != "table_row" or page[0].kind != "table_row":
        return 0
    start = len(before)
    while start and before[start - 1].kind == "table_row":
        start -= 1
    table = [row.text for row in before[start:]]
    count = 0
    while count < min(_MOST_REPEATED, len(page), len(table) - 1) and page[count].text == table[count]:
        count += 1
    return count


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


def mark_items(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Items whose bullets are drawn and no letters, known by their indent from the right.

    Two neighbours at least are indented alike, with all their lines: an indented first line begins a paragraph.
    """
    running = [p for p in paragraphs if p.kind != "table_row" and p.extra]
    if not running:
        return paragraphs
    rights, weights = np.unique(np.round([p.extra["right"] for p in running]), return_counts=True)
    body = float(rights[weights.argmax()])
    first = _first_line_indent(running)
    indents = [_indent(p, body, first) for p in paragraphs]
    for at, (paragraph, indent) in enumerate(zip(paragraphs, indents, strict=True)):
        near = [indents[other] for other in (at - 1, at + 1) if 0 <= other < len(indents)]
        alike = any(indent and other and abs(indent - other) < 0.4 * paragraph.em for other in near)
        if alike and paragraph.kind != "heading":
            paragraph.kind, paragraph.level = "list_item", 1
    return paragraphs


def _first_line_indent(running: list[Paragraph]) -> float:
    """By how much the first lines of paragraphs are indented; 0 where they are not."""
    longer = [p for p in running if p.lines > 1]
    own = [p.extra["first_indent"] - p.extra["indent"] for p in longer]
    return float(np.median(own)) if longer and np.median(own) > 0.8 * longer[0].em else 0.0


def _indent(paragraph: Paragraph, body: float, first: float) -> float:
    """How far all lines of a paragraph stand from the right edge of the text; 0 for centred and unindented ones."""
    extra, em = paragraph.extra, paragraph.em
    if not extra or paragraph.kind == "table_row":
        return 0.0
    beyond = body - extra["right"]
    more = beyond if 0 < beyond < _MOST_INDENT * em else 0.0
    indent, begin = extra["indent"] + more, extra["first_indent"] + more
    if not _LEAST_INDENT * em < indent < _MOST_INDENT * em or abs(begin - indent) > 0.4 * em:
        return 0.0
    if paragraph.lines == 1 and (abs(indent - first) < 0.4 * em or abs(indent - extra["free"]) < 0.25 * indent):
        return 0.0
    return indent


def mark_gaps(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Gaps only where more room stands above than above most paragraphs: what all have is the file's own manner."""
    steps = np.array([p.extra["step"] for p in paragraphs if p.extra and np.isfinite(p.extra["step"])])
    if not len(steps):
        return paragraphs
    usual = float(np.quantile(steps, _USUAL))
    for paragraph in paragraphs:
        if paragraph.extra and paragraph.extra["step"] < _MORE * usual:
            paragraph.gap = False
    return paragraphs
