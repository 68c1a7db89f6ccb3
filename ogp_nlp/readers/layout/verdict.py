"""A verdict on each page: what could not be read or is to be doubted, with the reason; a good page has none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ogp_nlp.document import Warn
from ogp_nlp.readers.layout.page import PageLayout

_WORD = re.compile("[\u0621-\u064a]{3,}")
_SAMPLE = 60  # words of a page
_FALSE_SHARE = 0.45  # of Arabic prose with names some 85 % of the words are known
_IMAGE_SHARE = 0.3
_UNMAPPED_SHARE = 0.3


def judge(pages: Sequence[PageLayout]) -> tuple[Warn, ...]:
    """Warnings for the pages that are not good, in order."""
    found: list[Warn] = []
    for page in pages:
        found.extend(_judge_page(page))
    return tuple(found)


def _judge_page(page: PageLayout) -> list[Warn]:
    glyphs = page.page.glyphs
    inked = int((glyphs.code != 32).sum())
    if inked == 0:
        if page.image_share > _IMAGE_SHARE:
            return [Warn("no_text_layer", "the page is an image without text; it needs OCR", page.number)]
        return []
    found = []
    unmapped = int(glyphs.unmapped.sum())
    if unmapped > _UNMAPPED_SHARE * inked:
        text = "unreadable: the file does not say which characters its glyphs are; the page needs OCR"
        return [Warn("no_unicode_map", text, page.number)]
    if page.page.turned:
        found.append(Warn("rotated", "the page's text was turned upright", page.number))
    if page.page.askew > 0.2 * inked:
        found.append(Warn("askew_text", f"{page.page.askew} glyphs stand askew and were left out", page.number))
    known = _known_share(page)
    if known < _FALSE_SHARE:
        text = f"degraded: only {known:.0%} of the words are known, so the file's character map may be false; try OCR"
        found.append(Warn("false_unicode_map", text, page.number))
    return found


def _known_share(page: PageLayout) -> float:
    """The share of a sample of the page's words that Arabic knows; 1 where there are too few to tell."""
    words = [word for part in page.lines for line in part for word in _WORD.findall(line.text)]
    if len(words) < 20:
        return 1.0
    from wordfreq import zipf_frequency

    sample = words[:: max(1, len(words) // _SAMPLE)]
    return sum(zipf_frequency(word, "ar") > 1.5 for word in sample) / len(sample)
