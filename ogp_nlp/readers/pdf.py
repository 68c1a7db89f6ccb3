"""PDFs by PDFium: every glyph with its place, put into lines, paragraphs and tables in the order of reading."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from ogp_nlp.arabic.alignment import Aligned
from ogp_nlp.arabic.normalize import clean
from ogp_nlp.document import Block, Document, Warn
from ogp_nlp.errors import InputError
from ogp_nlp.readers.layout.furniture import without_furniture
from ogp_nlp.readers.layout.glyphs import Ints
from ogp_nlp.readers.layout.page import PageLayout, read_page
from ogp_nlp.readers.layout.paragraphs import Paragraph, usual_pitch
from ogp_nlp.readers.layout.spanning import continue_tables
from ogp_nlp.readers.layout.structure import join_pages, mark_gaps, mark_headings, mark_items
from ogp_nlp.readers.layout.unmapped import read_unmapped
from ogp_nlp.readers.layout.verdict import judge, ocr_reason
from ogp_nlp.readers.limits import Limits
from ogp_nlp.readers.ocr import Late, Outcome
from ogp_nlp.readers.text import check_arabic

_USELESS = {
    "no_unicode_map": "does not say which characters its glyphs are",
    "letters_apart": "holds single letters where words should be",
}
_OWN_SHARE = 0.9  # of the time; then there is some left to say so
_ASCENT, _DESCENT = 0.85, 0.3  # em; a box around letters as they are printed


def read(name: str, data: bytes, label: str, limits: Limits, password: str | None = None) -> Document:
    """Read the bytes of a PDF into a Document, in a child process under limits of time and memory.

    Raises InputError for what cannot be opened, holds no text, or goes beyond the limits.
    """
    if not limits.apart:
        return read_here(name, data, label, limits, password)
    from ogp_nlp.readers.pdf_worker import read_apart

    return read_apart(name, data, label, limits, password)


def read_here(name: str, data: bytes, label: str, limits: Limits, password: str | None = None) -> Document:
    """As ``read``, in this process: nothing stops a file that hangs."""
    until = time.monotonic() + _OWN_SHARE * limits.max_seconds
    book = _open(data, label, password)
    try:
        if len(book) > limits.max_pages:
            raise InputError(label, f"has {len(book):,} pages, above the limit of {limits.max_pages:,}; split it")
        pages, broken = _pages(book, label, limits)
        scans = _recognised(book, pages, label, limits, until)
    finally:
        book.close()
    return _document(name, data, label, limits, replace(scans, warnings=(*broken, *scans.warnings)))


def _recognised(book: pdfium.PdfDocument, pages: list[PageLayout], label: str, limits: Limits, until: float) -> Outcome:
    """The pages with those without usable text read by OCR, where the user wants it."""
    if not any(map(ocr_reason, pages)):
        return Outcome(pages, ())
    if not limits.ocr:
        return Outcome(pages, (), "OCR is switched off")
    from ogp_nlp.readers.ocr.pages import recognise  # with what only scans need

    try:
        return recognise(book, pages, until)
    except Late as late:
        reason = (
            f"has scanned pages that take more than {limits.max_seconds:g} seconds to read ({late} were read); "
            "raise the limit with --max-seconds, split it, or leave these pages out with --no-ocr"
        )
        raise InputError(label, reason) from None


def _pages(book: pdfium.PdfDocument, label: str, limits: Limits) -> tuple[list[PageLayout], tuple[Warn, ...]]:
    pages: list[PageLayout] = []
    broken: list[Warn] = []
    glyphs = 0
    for number in range(1, len(book) + 1):
        try:
            pages.append(read_page(book[number - 1], number))
        except pdfium.PdfiumError:
            broken.append(Warn("broken_page", "unreadable: the page is damaged", number))
            continue
        glyphs += len(pages[-1].page.glyphs)
        if glyphs > 2 * limits.max_characters:
            raise InputError(
                label, f"holds more than {glyphs:,} characters, above the limit for one document; split it"
            )
    return pages, tuple(broken)


def _open(data: bytes, label: str, password: str | None) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            if password is not None:
                raise InputError(label, "is encrypted, and not by this password", code="wrong_password") from None
            raise InputError(label, "is encrypted and needs a password") from None
        raise InputError(label, "is a damaged PDF") from None


def _refuse_unread(pages: list[PageLayout], verdict: tuple[Warn, ...], unread: str | None, label: str) -> None:
    """Raise InputError where no page has text, with the way to get it."""
    way = f"; it needs OCR: {unread}" if unread else "; OCR found nothing believable either"
    if all(not len(page.page.glyphs) for page in pages):
        scanned = any(warning.code == "no_text_layer" for warning in verdict)
        raise InputError(label, f"holds images of pages and no text{way}" if scanned else "holds no text")
    for code, what in _USELESS.items():
        if pages and sum(warning.code == code for warning in verdict) == len(pages):
            raise InputError(label, f"{what}{way}")


def _document(name: str, data: bytes, label: str, limits: Limits, read: Outcome) -> Document:
    pages, verdict = read.pages, judge(read.pages)
    count = len(pages) + sum(warning.code == "broken_page" for warning in read.warnings)
    _refuse_unread(pages, verdict, read.unread, label)
    pitch = _pitch(pages)
    pages, furniture = without_furniture(pages, pitch)
    continue_tables(pages)
    paragraphs = mark_items(mark_headings(mark_gaps(join_pages([page.paragraphs(pitch) for page in pages]))))
    text, places, blocks, numbers = _lay_out(paragraphs)
    boxes = _boxes(pages, places, numbers)
    warnings = (*read.warnings, *verdict, *furniture)
    document = Document(
        source=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/pdf",
        reader="pdf",
        content=Aligned.of(text),
        page_count=count,
        pages=numbers,
        boxes=boxes,
        certainty=_certainty(pages, places, numbers),
        blocks=blocks,
        warnings=warnings,
    )
    named, read_back, lost = read_unmapped(text)
    document = document.rewrite(named, _glyph_warnings(read_back, lost))
    document = document.rewrite(clean(document.text))
    check_arabic(document.text, label, limits)
    return document


def _pitch(pages: list[PageLayout]) -> float:
    """The distance of lines in the running text, or in the cells of tables where there is hardly any text."""
    texts = [page.lines[at] for page in pages for piece in page.pieces if piece.kind == "text" for at in piece.regions]
    running = [line for part in texts for line in part]
    return usual_pitch(
        running if len(running) > 10 else [line for page in pages for part in page.lines for line in part]
    )


def _glyph_warnings(read_back: int, lost: int) -> tuple[Warn, ...]:
    found = []
    if read_back:
        text = f"repaired: {read_back} glyphs without a character in the file were read from the words around them"
        found.append(Warn("glyphs_read_by_words", text))
    if lost:
        found.append(Warn("glyphs_lost", f"{lost} glyphs without a character in the file are shown as \ufffd"))
    return tuple(found)


def _lay_out(paragraphs: list[Paragraph]) -> tuple[str, Ints, tuple[Block, ...], npt.NDArray[np.int32]]:
    """Text, the glyph behind each code point (-1 for none), blocks and page numbers."""
    parts: list[str] = []
    glyphs: list[Ints] = []
    pages: list[Ints] = []
    blocks: list[Block] = []
    position = 0
    for at, paragraph in enumerate(paragraphs):
        if at:
            breaks = 2 if paragraph.gap else 1
            parts.append("\n" * breaks)
            glyphs.append(np.full(breaks, -1))
            pages.append(np.full(breaks, pages[-1][-1]))
            position += breaks
        cells = tuple((position + a, position + b) for a, b in paragraph.cells)
        end = position + len(paragraph.text)
        blocks.append(Block(position, end, paragraph.kind, paragraph.level, cells))
        parts.append(paragraph.text)
        glyphs.append(paragraph.glyphs)
        pages.append(paragraph.pages)
        position = end
    if not parts:
        return "", np.zeros(0, np.int64), (), np.zeros(0, np.int32)
    return "".join(parts), np.concatenate(glyphs), tuple(blocks), np.concatenate(pages).astype(np.int32)


def _boxes(pages: list[PageLayout], places: Ints, numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
    """Boxes (n, 4) of the text's code points; NaN where nothing is printed."""
    boxes = np.full((len(places), 4), np.nan, np.float32)
    for page in pages:
        own = np.flatnonzero((numbers == page.number) & (places >= 0))
        glyphs = page.page.glyphs.take(places[own])
        boxes[own, 0], boxes[own, 2] = glyphs.box[:, 0], glyphs.box[:, 2]
        boxes[own, 1], boxes[own, 3] = glyphs.y - _ASCENT * glyphs.em, glyphs.y + _DESCENT * glyphs.em
    return boxes


def _certainty(pages: list[PageLayout], places: Ints, numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
    """How sure the text's code points were read; empty where OCR read none."""
    if all(page.certainty is None for page in pages):
        return np.zeros(0, np.float32)
    sure = np.ones(len(places), np.float32)
    for page in pages:
        if page.certainty is not None:
            own = np.flatnonzero((numbers == page.number) & (places >= 0))
            sure[own] = page.certainty[places[own]]
    return sure
