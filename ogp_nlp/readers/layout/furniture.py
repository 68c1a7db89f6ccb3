"""Running heads, feet and page numbers: known by coming back on page after page, and kept out of the text."""

from __future__ import annotations

import re

from ogp_nlp.document import Warn
from ogp_nlp.readers.layout.lines import Line
from ogp_nlp.readers.layout.page import PageLayout

_EDGE = 0.12  # share of the page's height at its head and foot
_DIGITS = re.compile(r"[\d٠-٩۰-۹]+")
_PAGE_NUMBER = re.compile(r"^\W*(?:(?:صفحة|الصفحة|ص|page|p)\W*)?[\d٠-٩]{1,4}(?:\W*(?:من|/|of|sur)\W*[\d٠-٩]{1,4})?\W*$", re.I)


def _key(line: Line) -> str:
    return _DIGITS.sub("#", " ".join(line.text.split()))


def without_furniture(pages: list[PageLayout]) -> tuple[list[PageLayout], tuple[Warn, ...]]:
    """The pages without lines that stand at the same edge with the same words on most pages, and what was left out."""
    if len(pages) < 2:
        return pages, ()
    seen: dict[tuple[bool, str], set[int]] = {}
    for page, _, line, head in _edge_lines(pages):
        seen.setdefault((head, _key(line)), set()).add(page.number)
    least = max(2, round(0.5 * len(pages)))
    left_out = 0
    for page, part, line, head in list(_edge_lines(pages)):
        again = len(seen[(head, _key(line))])
        numbered = _PAGE_NUMBER.match(line.text)
        if again >= (2 if numbered else least) and (numbered or again >= 3 or len(pages) == again):
            page.lines[part].remove(line)
            left_out += 1
    if not left_out:
        return pages, ()
    note = Warn("running_heads", f"{left_out} lines of running heads, feet and page numbers were left out")
    return pages, (note,)


def _edge_lines(pages: list[PageLayout]) -> list[tuple[PageLayout, int, Line, bool]]:
    """Lines near the head or the foot of their page, outside tables."""
    found = []
    for page in pages:
        text_regions = [r for piece in page.pieces if piece.grid is None for r in piece.regions]
        for part in text_regions:
            for line in page.lines[part]:
                if line.baseline < _EDGE * page.page.height:
                    found.append((page, part, line, True))
                elif line.baseline > (1 - _EDGE) * page.page.height:
                    found.append((page, part, line, False))
    return found
