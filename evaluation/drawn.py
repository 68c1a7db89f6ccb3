"""PDFs drawn line by line with ReportLab, which knows nothing of Arabic: shaped to presentation forms beforehand.

``visual`` stores the signs as they are drawn from the left; ``logical`` stores them as they are read, each sign put at
its place.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from fonts import FALLBACK, characters, file_of, runs
from sources import FOOT, HEAD, Layout, as_report, blocks

_SIZE, _LEADING, _MARGIN = 13.0, 21.0, 57.0
_WIDTH, _HEIGHT = 595.0, 842.0


@functools.cache
def _register(font: str) -> Any:  # noqa: ANN401 - ReportLab has no types
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont(font, file_of(font)))
    return pdfmetrics.getFont(font)


def has_forms(font: str) -> bool:
    """Whether the font has the presentation forms that are drawn; other signs come from another font."""
    return all(code in characters(font) for code in (0xFEFB, 0xFEEE, 0xFE91))


class _Sheet:
    """A page being filled from the top."""

    def __init__(self, font: str, target: Path, layout: Layout, *, logical: bool) -> None:
        import arabic_reshaper
        from reportlab.pdfgen.canvas import Canvas

        self.font, self.layout, self.logical = font, layout, logical
        self.known = characters(font) | characters(FALLBACK)
        self.shape = arabic_reshaper.ArabicReshaper({"delete_harakat": False, "support_ligatures": True}).reshape
        self.canvas = Canvas(str(target), pagesize=(_WIDTH, _HEIGHT))
        self.pages = 0
        self.start_page()

    def start_page(self) -> None:
        """A new page with its running head and foot."""
        if self.pages:
            self.canvas.showPage()
        self.pages += 1
        self.y = _HEIGHT - _MARGIN
        if self.layout == "report":
            self.draw(HEAD, _WIDTH / 2 + 60, _HEIGHT - 30)
            self.draw(f"{FOOT} {self.pages}", _WIDTH / 2 + 30, 25)

    def measure(self, shaped: str) -> float:
        """The width of signs as they are drawn."""
        return sum(float(_register(font).stringWidth(part, _SIZE)) for part, font in runs(shaped, self.font))

    def wrapped(self, words: str, width: float) -> list[str]:
        """Logical lines that fit the width."""
        lines: list[str] = []
        for word in words.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.measure(self.shape(longer)) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def draw(self, line: str, right: float, y: float) -> None:
        """A logical line that ends at the right."""
        from bidi.algorithm import get_display

        shaped = "".join(sign for sign in self.shape(line) if ord(sign) in self.known)
        shown = str(get_display(shaped, base_dir="R"))
        x = right - self.measure(shown)
        pieces = []
        for part, font in runs(shown, self.font):
            for piece in part if self.logical else [part]:
                pieces.append((piece, font, x))
                x += float(_register(font).stringWidth(piece, _SIZE))
        for piece, font, place in reversed(pieces) if self.logical else pieces:
            self.canvas.setFont(font, _SIZE)
            self.canvas.drawString(place, y, piece)

    def column(self, lines: list[str], right: float, top: float) -> float:
        """Lines one below the other; the height where the next one would stand."""
        for line in lines:
            self.draw(line, right, top)
            top -= _LEADING
        return top

    def paragraph(self, words: str, right: float = _WIDTH - _MARGIN, width: float = _WIDTH - 2 * _MARGIN) -> None:
        """A paragraph over as many pages as it needs."""
        for line in self.wrapped(words, width):
            if self.y < _MARGIN:
                self.start_page()
            self.draw(line, right, self.y)
            self.y -= _LEADING
        self.y -= 5

    def table(self, rows: list[list[str]], left: float = _MARGIN, right: float = _WIDTH - _MARGIN) -> None:
        """Rows with cells of one width, ruled unless the layout is bare."""
        count = max(map(len, rows))
        step = (right - left) / count
        for row in rows:
            cells = [self.wrapped(cell, step - 10) for cell in row]
            height = _LEADING * max(1, *map(len, cells))
            if self.y - height < _MARGIN - _LEADING:
                self.start_page()
            top, bottom = self.y + 15, self.y + 15 - height - 4
            for at in range(count):
                edge = right - at * step
                if at < len(cells):
                    self.column(cells[at], edge - 5, self.y)
                if self.layout != "bare":
                    self.canvas.rect(edge - step, bottom, step, top - bottom)
            self.y -= height + 4
        self.y -= 8

    def columns(self, parts: list[Any]) -> None:
        """Two columns; a table stands in its column."""
        width = (_WIDTH - 2 * _MARGIN - 24) / 2
        top, at = self.y, 0
        for block in parts:
            items = self.wrapped(block, width) if isinstance(block, str) else [[row] for row in block]
            for item in items:
                need = _LEADING if isinstance(item, str) else 3 * _LEADING
                if self.y - need < _MARGIN - _LEADING:
                    at += 1
                    if at == 2:
                        self.start_page()
                        top, at = self.y, 0
                    self.y = top
                right = _WIDTH - _MARGIN - at * (width + 24)
                if isinstance(item, str):
                    self.draw(item, right, self.y)
                    self.y -= _LEADING
                else:
                    self.table(item, right - width, right)
                    self.y += 8
            self.y -= 5 if isinstance(block, str) else 8


def _make(text: str, font: str, target: Path, layout: Layout, *, logical: bool) -> None:
    sheet = _Sheet(font, target, layout, logical=logical)
    if layout == "report":
        report = as_report(text)
        full = _WIDTH - 2 * _MARGIN
        width = full - 180 if report.box else full
        sheet.paragraph(report.title)
        top = sheet.y
        for words in report.introduction:
            sheet.paragraph(words, width=width)
        if report.box:
            lines = sheet.wrapped(report.box, 148)
            sheet.canvas.rect(_MARGIN, top + 16 - _LEADING * len(lines) - 8, 160, _LEADING * len(lines) + 8)
            sheet.y = min(sheet.y, sheet.column(lines, _MARGIN + 154, top) - 12)
        sheet.columns(report.body)
    else:
        for block in blocks(text):
            if isinstance(block, str):
                sheet.paragraph(block)
            else:
                sheet.table(block)
    sheet.canvas.save()


def visual(text: str, font: str, target: Path, layout: Layout = "plain") -> None:
    """Stored as drawn, from the left."""
    _make(text, font, target, layout, logical=False)


def logical(text: str, font: str, target: Path, layout: Layout = "plain") -> None:
    """Stored as read, from the right."""
    _make(text, font, target, layout, logical=True)
