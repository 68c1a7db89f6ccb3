"""Which pages of a PDF are read by OCR, and what comes of it: layouts like those of printed text, and warnings."""

from __future__ import annotations

import os
import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pypdfium2 as pdfium

from ogp_nlp.document import Warn
from ogp_nlp.readers.layout.glyphs import Floats, Ints
from ogp_nlp.readers.layout.page import PageLayout, arrange
from ogp_nlp.readers.layout.verdict import known_share, ocr_reason
from ogp_nlp.readers.ocr import Late, Outcome, tesseract
from ogp_nlp.readers.ocr.finding import find_words
from ogp_nlp.readers.ocr.glyphs import line_size, to_glyphs
from ogp_nlp.readers.ocr.image import Scan, prepare, render
from ogp_nlp.readers.ocr.second import read_numbers
from ogp_nlp.readers.ocr.signs import with_commas
from ogp_nlp.readers.ocr.tesseract import Word

_USUAL_EM = 13.0  # points, where a page has too few words to tell
_LEAST_SURE = 0.35  # a page read with less certainty was not read
_LEAST_KNOWN = 0.3  # nor was one of whose words fewer are known
_DOUBT = 0.75  # a number less sure is named
_MOST_NAMED = 12
_USELESS = {
    "no_unicode_map": "the file does not say which characters the page's glyphs are",
    "false_unicode_map": "few words of the page's own text are known, so the file's character map is false",
    "letters_apart": "most words of the page's own text are single letters",
}
_DIGIT = re.compile(r"\d")


def recognise(book: pdfium.PdfDocument, pages: Sequence[PageLayout], until: float) -> Outcome:
    """Read the pages that need it; ``until`` is the monotonic time at which to give up.

    Raises Late, with the number of pages read and of those to read, when the time is over.
    """
    wanted = {at: reason for at, page in enumerate(pages) if (reason := ocr_reason(page))}
    if not wanted:
        return Outcome(list(pages), ())
    lacking = tesseract.missing()
    if lacking:
        return Outcome(list(pages), tuple(_left(pages[at], lacking) for at in wanted), lacking)
    out, warnings = list(pages), []
    jobs = ((at, _page_of(book, pages[at].number)) for at in wanted)
    done = 0
    try:
        for at, (scan, words) in _side_by_side(jobs, until):
            made, said = _lay_out(pages[at], scan, words)
            out[at] = _better(pages[at], made, wanted[at])
            if out[at] is made:
                warnings += [*_why(wanted[at], pages[at].number), *said]
            done += 1
    except Late:
        raise Late(f"{done} of {len(wanted)}") from None
    return Outcome(out, tuple(warnings))


def _why(reason: str, number: int) -> list[Warn]:
    """What was wrong with a page's own text."""
    return [Warn(reason, f"{_USELESS[reason]}; it was read by OCR instead", number)] if reason in _USELESS else []


def _left(page: PageLayout, lacking: str) -> Warn:
    return Warn("ocr_missing", f"the page was not read by OCR: {lacking}", page.number)


def _page_of(book: pdfium.PdfDocument, number: int) -> Scan:
    page = book[number - 1]
    try:
        return prepare(*render(page))
    finally:
        page.close()


def _side_by_side(jobs: Iterator[tuple[int, Scan]], until: float) -> Iterator[tuple[int, tuple[Scan, list[Word]]]]:
    """Each page's image and words in order, several pages at a time, few of them in memory."""
    workers = max(1, min(os.cpu_count() or 1, 8))
    waiting: deque[tuple[int, Scan, Future[list[Word]]]] = deque()

    def run(scan: Scan) -> list[Word]:
        return find_words(scan, _USUAL_EM * scan.scale, until)

    def first() -> tuple[int, tuple[Scan, list[Word]]]:
        at, scan, future = waiting.popleft()
        words = future.result()
        if time.monotonic() > until:
            raise Late
        return at, (scan, words)

    with ThreadPoolExecutor(workers) as pool:
        try:
            for at, scan in jobs:
                if time.monotonic() > until:
                    raise Late
                waiting.append((at, scan, pool.submit(run, scan)))
                if len(waiting) > workers:
                    yield first()
            while waiting:
                yield first()
        finally:
            for _, _, future in waiting:
                future.cancel()


def words_of(scan: Scan, words: Sequence[Word]) -> tuple[list[Word], float]:
    """Tesseract's words and the em of the page in pixels."""
    em = line_size(words, _USUAL_EM * scan.scale)
    return read_numbers(scan.gray, with_commas(scan.gray, words, em), em), em


def _lay_out(page: PageLayout, scan: Scan, found: Sequence[Word]) -> tuple[PageLayout | None, list[Warn]]:
    """The page's layout by its words, and what is to be said of it; None where nothing believable was read."""
    words, em = words_of(scan, found)
    letters = [word for word in words if not word.number]
    sure = float(np.mean([word.certainty for word in letters])) if letters else 0.0
    if not words or sure < _LEAST_SURE:
        return None, []
    level, true, certainty = to_glyphs(words, scan, em)
    made = arrange(page.number, level, scan.rules / scan.scale, page.image_share, _ink(level.glyphs.box))
    made.certainty = certainty
    if known_share(made) < _LEAST_KNOWN:
        return None, []
    made.page = true
    return made, _warnings(words, sure, page.number)


def _ink(box: Floats) -> Callable[[Ints], Floats]:
    return lambda chosen: box[chosen]


def _warnings(words: Sequence[Word], sure: float, number: int) -> list[Warn]:
    numbers = [word for word in words if _DIGIT.search(word.text)]
    text = f"the page was read by OCR: its words are {sure:.0%} sure"
    if numbers:
        text += f", its {len(numbers)} numbers {np.mean([word.certainty for word in numbers]):.0%}"
    said = [Warn("ocr_page", text, number)]
    doubtful = [word.text for word in numbers if word.certainty < _DOUBT]
    if doubtful:
        named = ", ".join(doubtful[:_MOST_NAMED]) + (" ..." if len(doubtful) > _MOST_NAMED else "")
        said.append(Warn("ocr_numbers", f"numbers to be checked, read by OCR with little certainty: {named}", number))
    return said


def _better(page: PageLayout, made: PageLayout | None, reason: str) -> PageLayout:
    """The page by OCR, unless its own text is better."""
    if made is None:
        return page
    if reason in ("no_text_layer", "no_unicode_map", "little_text"):
        return made
    return made if known_share(made) > known_share(page) + 0.05 or reason == "letters_apart" else page
