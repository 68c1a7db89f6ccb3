"""What every reader refuses and what opens a file, in one place that a user can set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader refuses: files above ``max_bytes`` bytes, texts above ``max_characters`` or ``max_lines``.

    PDFs also: more than ``max_pages`` pages, more than ``max_seconds`` or ``max_memory`` bytes to read them.

    ``ocr`` tells whether pages without usable text are read by Tesseract, which takes seconds a page.
    ``password`` opens an encrypted PDF. ``apart`` has PDFs read in a child process; a caller that is such a child
    goes without. The longest minutes known to us have some 300 pages: half of these limits.
    """

    max_bytes: int = 50_000_000
    max_characters: int = 1_500_000
    max_lines: int = 20_000
    max_pages: int = 2_000
    max_seconds: float = 120.0
    max_memory: int = 4_000_000_000
    password: str | None = None
    ocr: bool = True
    apart: bool = True
