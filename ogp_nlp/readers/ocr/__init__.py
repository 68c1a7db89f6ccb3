"""Pages without text: their images to words, numbers and lines, by Tesseract and a model of our own for numbers."""

from __future__ import annotations

from dataclasses import dataclass

from ogp_nlp.document import Warn
from ogp_nlp.readers.layout.page import PageLayout


@dataclass(frozen=True, slots=True)
class Outcome:
    """Pages as they are to be used, what is to be said of those read by OCR, and why others were not."""

    pages: list[PageLayout]
    warnings: tuple[Warn, ...]
    unread: str | None = None


class Late(Exception):  # noqa: N818 - a state of things, caught at once
    """The time for OCR is over."""
