"""A verdict on each page: what could not be read or is to be doubted, with the reason; a good page has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ogp_nlp.document import Warn
from ogp_nlp.readers.layout.page import PageLayout

_WORD = re.compile("[\u0621-\u064a]{3,}")
_SAMPLE = 60  # words of a page
_FALSE_SHARE = 0.45  # of Arabic prose with names some 85 % of the words are known
_IMAGE_SHARE = 0.3
_UNMAPPED_SHARE = 0.3
_SCAN_SHARE = 0.6  # a page covered so by images is a scan
_LITTLE = 150  # glyphs of text over a scan that are a stamp or a page number
_APART_SHARE = 0.5  # of words that are one letter in an OCR layer that has none
_ONE_LETTER = re.compile(r"(?<!\S)[\u0621-\u064a](?!\S)")


def judge(pages: Sequence[PageLayout]) -> tuple[Warn, ...]:
    """Warnings for the pages that are not good, in order."""
    found: list[Warn] = []
    for page in pages:
        found.extend(_judge_page(page))
    return tuple(found)


def ocr_reason(page: PageLayout) -> str | None:
    """Why a page is to be read from its image, None where its text will do."""
    glyphs = page.page.glyphs
    inked = int((glyphs.code != 32).sum())
    if inked == 0:
        return "no_text_layer" if page.image_share > _IMAGE_SHARE else None
    if int(glyphs.unmapped.sum()) > _UNMAPPED_SHARE * inked:
        return "no_unicode_map"
    if page.image_share > _SCAN_SHARE and inked < _LITTLE:
        return "little_text"
    text = " ".join(line.text for part in page.lines for line in part)
    words = text.split()
    if len(words) >= 20 and len(_ONE_LETTER.findall(text)) > _APART_SHARE * len(words):
        return "letters_apart"
    return "false_unicode_map" if known_share(page) < _FALSE_SHARE else None


def _judge_page(page: PageLayout) -> list[Warn]:
    if page.certainty is not None:
        return []  # read by OCR, which has its own say
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
    if ocr_reason(page) == "letters_apart":
        text = "degraded: most of the page's words are single letters; try OCR"
        found.append(Warn("letters_apart", text, page.number))
    known = known_share(page)
    if known < _FALSE_SHARE:
        text = f"degraded: only {known:.0%} of the words are known, so the file's character map may be false; try OCR"
        found.append(Warn("false_unicode_map", text, page.number))
    return found


def known_share(page: PageLayout) -> float:
    """The share of a sample of the page's words that Arabic knows; 1 where there are too few to tell."""
    words = [word for part in page.lines for line in part for word in _WORD.findall(line.text)]
    if len(words) < 20:
        return 1.0
    sample = words[:: max(1, len(words) // _SAMPLE)]
    return sum(map(_is_known, sample)) / len(sample)


@lru_cache(maxsize=50_000)
def _is_known(word: str) -> bool:
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "ar")) > 1.5
