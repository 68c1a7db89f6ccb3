"""A document's logical text and, for every code point, where it came from: page and box, or source offsets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.alignment import Aligned, Alignment

BlockKind = Literal["heading", "paragraph", "list_item", "table_row"]


@dataclass(frozen=True, slots=True)
class Warn:
    """Something a reader could not read or doubts; becomes ``document.warnings``."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """What a reader knows of the layout of ``text[start:end]``: its kind, its level, its cells (tables)."""

    start: int
    end: int
    kind: BlockKind
    level: int = 0
    cells: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, eq=False)
class Document:
    """Logical text with its provenance.

    ``pages`` holds the 1-based page of each code point (empty where the medium has no pages), ``boxes`` an array
    of shape (n, 4) with x0, top, x1, bottom in PDF points (None for text); ``content.alignment`` leads to the
    decoded input ``decoded`` for text media. ``certainty`` holds for each code point how sure it was read (0-1; empty
    where nothing was read by OCR).
    """

    source: str
    sha256: str
    media_type: str
    reader: str
    content: Aligned
    decoded: str | None = None
    page_count: int | None = None
    pages: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    boxes: npt.NDArray[np.float32] | None = None
    certainty: npt.NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    blocks: tuple[Block, ...] = ()
    warnings: tuple[Warn, ...] = ()

    @property
    def text(self) -> str:
        """The logical text that all offsets count."""
        return self.content.text

    def page_of(self, offset: int) -> int | None:
        """The 1-based page of a code point, or None where the medium has no pages."""
        return int(self.pages[offset]) if 0 <= offset < len(self.pages) else None

    def source_spans(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Ranges of the decoded input behind a slice of the text; empty where there is no decoded input."""
        if self.decoded is None:
            return ()
        return tuple(self.content.alignment.spans(start, end))

    def boxes_of(self, start: int, end: int) -> tuple[tuple[float, float, float, float], ...]:
        """One box for each printed line that the slice touches."""
        if self.boxes is None:
            return ()
        lines: list[list[float]] = []
        for x0, top, x1, bottom in self.boxes[start:end]:
            if np.isnan(x0):
                continue
            if lines and min(lines[-1][3], bottom) - max(lines[-1][1], top) > 0.5 * (bottom - top):
                last = lines[-1]
                lines[-1] = [min(last[0], x0), min(last[1], top), max(last[2], x1), max(last[3], bottom)]
            else:
                lines.append([x0, top, x1, bottom])
        return tuple(
            (round(float(a), 2), round(float(b), 2), round(float(c), 2), round(float(d), 2)) for a, b, c, d in lines
        )

    def certainty_of(self, start: int, end: int) -> float:
        """How sure a slice of the text was read (0-1): its words on the whole, times its least sure digit."""
        held = self.certainty[start:end]
        if not len(held):
            return 1.0
        digits = np.array([sign.isdecimal() for sign in self.text[start:end]], dtype=bool)
        words = float(held[~digits].mean()) if not digits.all() else 1.0
        return words * (float(held[digits].min()) if digits.any() else 1.0)

    def rewrite(self, change: Aligned, warnings: tuple[Warn, ...] = ()) -> Document:
        """The document with a changed text; pages, boxes and blocks move with their code points."""
        if change.text == self.text and change.alignment.is_identity:
            return replace(self, warnings=self.warnings + warnings)
        first = change.alignment.first()
        boxes = None
        if self.boxes is not None:
            boxes = self.boxes[first] if len(self.boxes) else np.full((len(first), 4), np.nan, np.float32)
        return replace(
            self,
            content=Aligned(change.text, self.content.alignment.then(change.alignment)),
            pages=self.pages[first] if len(self.pages) else self.pages,
            boxes=boxes,
            certainty=self.certainty[first] if len(self.certainty) else self.certainty,
            blocks=_move_blocks(self.blocks, change.alignment),
            warnings=self.warnings + warnings,
        )


def _move_blocks(blocks: tuple[Block, ...], alignment: Alignment) -> tuple[Block, ...]:
    """Blocks in the coordinates of the changed text; a block of which nothing is left is dropped."""
    if not blocks:
        return ()
    target_of = np.full(alignment.source_length, -1, dtype=np.int64)
    target_of[alignment.indices] = np.repeat(np.arange(len(alignment)), np.diff(alignment.indptr))

    def moved(start: int, end: int) -> tuple[int, int] | None:
        inside = target_of[start:end]
        inside = inside[inside >= 0]
        return (int(inside.min()), int(inside.max()) + 1) if inside.size else None

    result = []
    for block in blocks:
        span = moved(block.start, block.end)
        if span is not None:
            cells = tuple(cell for cell in (moved(*old) for old in block.cells) if cell is not None)
            result.append(replace(block, start=span[0], end=span[1], cells=cells))
    return tuple(result)
