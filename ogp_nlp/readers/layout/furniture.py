"""Running heads, feet and page numbers: known by coming back on page after page, and kept out of the text."""

from __future__ import annotations

import re

from ogp_nlp.document import Warn
from ogp_nlp.readers.layout.lines import Line
from ogp_nlp.readers.layout.page import PageLayout

_EDGE = 0.12  # share of the page's height at its head and foot
_MOST = 5  # lines of a head or foot
_NAMED = 4  # different lines that a warning names
_DIGITS = re.compile(r"[\d٠-٩۰-۹]+")
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:صفحة|الصفحة|ص|page|p)\W*)?[\d٠-٩]{1,4}(?:\W*(?:من|/|of|sur)\W*[\d٠-٩]{1,4})?\W*$", re.IGNORECASE
)


def _key(line: Line) -> str:
    return _DIGITS.sub("#", " ".join(line.text.split()))


def without_furniture(pages: list[PageLayout], pitch: float) -> tuple[list[PageLayout], tuple[Warn, ...]]:
    """The pages without lines that come back at the same edge of most pages, and a warning that counts and names them.

    Only lines at the very edge that more room than ``pitch`` (em) parts from the text are looked at: a sentence that
    happens to begin many pages is text.
    """
    if len(pages) < 2:
        return pages, ()
    candidates = [found for page in pages for head in (True, False) for found in _edge(page, pitch, head=head)]
    seen: dict[tuple[bool, str], set[int]] = {}
    for page, _, line, head in candidates:
        seen.setdefault((head, _key(line)), set()).add(page.number)
    least = max(2, round(0.5 * len(pages)))
    left_out = 0
    named: dict[str, str] = {}
    for page, part, line, head in candidates:
        again = len(seen[(head, _key(line))])
        if again >= (2 if _PAGE_NUMBER.match(line.text) else least) and (again > 2 or 2 * again > len(pages)):
            page.lines[part].remove(line)
            left_out += 1
            named.setdefault(_key(line), line.text.strip())
    if not left_out:
        return pages, ()
    said = "; ".join(list(named.values())[:_NAMED]) + ("; ..." if len(named) > _NAMED else "")
    note = Warn("running_heads", f"{left_out} lines of running heads, feet and page numbers were left out: {said}")
    return pages, (note,)


def _edge(page: PageLayout, pitch: float, *, head: bool) -> list[tuple[PageLayout, int, Line, bool]]:
    """Lines at the head or the foot of a page, outside tables, that a gap parts from the text."""
    parts = [part for piece in page.pieces if piece.grid is None for part in piece.regions]
    lines = sorted(((line.baseline, part, line) for part in parts for line in page.lines[part]), key=lambda at: at[0])
    if not head:
        lines.reverse()
    height = page.page.height
    found: list[tuple[PageLayout, int, Line, bool]] = []
    for at, (baseline, part, line) in enumerate(lines[:_MOST]):
        if not (baseline < _EDGE * height if head else baseline > (1 - _EDGE) * height):
            break
        found.append((page, part, line, head))
        if at + 1 == len(lines) or abs(lines[at + 1][0] - baseline) > (pitch + 0.4) * line.em:
            return found
        if at == 0 and _PAGE_NUMBER.match(line.text):
            return found
    return []
