"""The signs that end words, by their ink: Tesseract's Arabic model has no comma and calls it a point or a colon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import ndimage

from ogp_nlp.readers.ocr.tesseract import Gray, Word

_DARK = 140
_TITLE = re.compile(r"[أامد](?:[.ءدل:٠][أامد])+\.")  # letters by turns with points, or what points are taken for
_KNOWN = 2.5  # Zipf frequency from which a word counts as known
_DOUBTED = ".:,؛"
_BESIDE, _INTO = 0.12, 0.3  # em left of a word's end and into it, where its last sign is looked for
_ABOVE, _BELOW = 0.7, 0.35  # em above and below the baseline
_TALL = 0.25  # em; a point is no higher than 0.21 em in any of four fonts, a comma 0.27 to 0.38
_LOW = 0.3  # em above the baseline, where a point or comma begins and a colon does not


def with_commas(gray: Gray, words: Sequence[Word], em: float) -> list[Word]:
    """The words with commas where the ink of their last sign is one; ``em`` is the page's in pixels."""
    return [replace(made, text=_with_points(made.text)) for word in words for made in (_with_comma(gray, word, em),)]


def _with_points(text: str) -> str:
    """A title's letters with the points between them, where these were taken for letters.

    >>> [_with_points(text) for text in ("أءد.", "أدم.د.", "أ.د.", "مدد.")]
    ['أ.د.', 'أ.م.د.', 'أ.د.', 'مدد.']
    """
    if not _TITLE.fullmatch(text):
        return text
    from wordfreq import zipf_frequency

    known = "." not in text[:-1] and zipf_frequency(text[:-1], "ar") >= _KNOWN
    return text if known else "".join(f"{letter}." for letter in text[::2])


def _with_comma(gray: Gray, word: Word, em: float) -> Word:
    text = word.text
    if word.number or len(text) < 3 or text[-1] not in _DOUBTED or not text[-2].isalpha():
        return word
    left, base = word.box[0], word.baseline
    top = max(0, round(base - _ABOVE * em))
    ink = gray[top : round(base + _BELOW * em), max(0, round(left - _BESIDE * em)) : round(left + _INTO * em)] < _DARK
    labels, count = ndimage.label(ink, np.ones((3, 3)))
    parts = sorted(ndimage.find_objects(labels, count), key=lambda part: int(part[1].start))
    parts = [(rows, columns) for rows, columns in parts if rows.stop - rows.start > 0.06 * em]
    if not parts:
        return word
    rows, columns = parts[0]
    stacked = any(other.start < columns.stop and other.stop < columns.stop + 0.05 * em for _, other in parts[1:])
    tall = rows.stop - rows.start > _TALL * em
    low = top + rows.start > base - _LOW * em
    narrow = columns.stop - columns.start < _TALL * em
    comma = narrow and not stacked and (tall or (low and text[-1] in ":؛"))
    return replace(word, text=text[:-1] + "،") if comma else word
