"""Words read from an image as the glyphs of a page, so that they go through the same layout as printed text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ogp_nlp.readers.layout.clusters import is_mark
from ogp_nlp.readers.layout.glyphs import Floats, Glyphs, PageGlyphs
from ogp_nlp.readers.ocr.image import Scan
from ogp_nlp.readers.ocr.tesseract import Gray, Word

_LEFT_TO_RIGHT = re.compile(r"[A-Za-z\u00c0-\u024f\d](?:[A-Za-z\u00c0-\u024f\d.,:/@_&%+'-]*[A-Za-z\u00c0-\u024f\d%])?")
_LETTER = re.compile(r"[^\W\d_]")
_ARABIC_COMMA = re.compile(r"(?<=[\u0621-\u0652]),")
_DARK = 140
_ROW = 0.4  # em; baselines nearer than this are one row
_BLANK = 0.3  # em; the least gap between two words, whatever their boxes say
_USUAL = 0.25  # lines whose size differs less from the page's are of the page's size


def line_size(words: Sequence[Word], fallback: float) -> float:
    """The em of a page in pixels: words of letters are about as high."""
    heights = [w.box[3] - w.box[1] for w in words if len(_LETTER.findall(w.text)) > 2]
    return float(np.median(heights)) if len(heights) > 4 else fallback


def seen_order(word: Word) -> str:
    """The signs of a word as an eye meets them from the right.

    >>> seen_order(Word("12/3/2025", (0, 0, 9, 9), 9, 0, 1.0, number=True))
    '5202/3/21'
    >>> seen_order(Word("418/ت", (0, 0, 9, 9), 9, 0, 1.0))
    '814/ت'
    """
    if word.number and not _LETTER.search(word.text):
        return word.text[::-1]
    text = _ARABIC_COMMA.sub("،", word.text)  # Tesseract's Arabic model has no Arabic comma
    return _LEFT_TO_RIGHT.sub(lambda match: match.group()[::-1], text)


def _with_commas(rows: list[list[Word]]) -> list[list[Word]]:
    """Closing quotation marks that close nothing are commas: Tesseract's Arabic model has no Arabic comma.

    >>> words = [Word(text, (0, 0, 9, 9), 9, 0, 1.0) for text in ("الوالي»", "«دليل", "العمل»")]
    >>> [word.text for row in _with_commas([words]) for word in row]
    ['الوالي،', '«دليل', 'العمل»']
    """
    depth = 0
    out = []
    for row in rows:
        read = []
        for word in row:
            text = word.text
            depth += text.count("«")
            if (text.endswith("»") and depth <= 0) or _ends_in_false_hamza(text):
                text = text[:-1] + "،"
            depth = max(0, depth - text.count("»"))
            read.append(replace(word, text=text))
        out.append(read)
    return out


def _ends_in_false_hamza(text: str) -> bool:
    """Whether a word's last hamza must be a comma: no word ends so, those in اء and وء left alone.

    >>> _ends_in_false_hamza("بالحضورء"), _ends_in_false_hamza("شيء"), _ends_in_false_hamza("وباستثناء")
    (True, False, False)
    """
    if len(text) < 3 or text[-1] != "ء" or text[-2] in "او":
        return False
    from wordfreq import zipf_frequency

    return bool(zipf_frequency(text, "ar") == 0)


def _rows(words: Sequence[Word], em: float) -> list[list[Word]]:
    """Words by row from the top, each from the right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.baseline):
        if rows and word.baseline - rows[-1][-1].baseline <= _ROW * em:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: -word.middle) for row in rows]


def _sizes(words: Sequence[Word], em: float, gray: Gray) -> dict[int, float]:
    """The em of each line in pixels by the height of its ink: the page's where it differs little.

    The height of boxes does not tell: Tesseract gives all words of a line that of its tallest stroke or speck.
    """
    heights: dict[int, list[float]] = {}
    for word in words:
        if len(_LETTER.findall(word.text)) > 2:
            heights.setdefault(word.line, []).append(_ink_height(gray, word))
    every = [height for values in heights.values() for height in values]
    usual = float(np.median(every)) if every else 0.0
    found = {}
    for line, values in heights.items():
        size = em * float(np.median(values)) / max(usual, 1.0)
        found[line] = size if len(values) > 1 and abs(size - em) > _USUAL * em else em
    return found


def _ink_height(gray: Gray, word: Word) -> float:
    x0, top, x1, bottom = (max(0, round(value)) for value in word.box)
    rows = np.flatnonzero((gray[top:bottom, x0:x1] < _DARK).any(axis=1))
    return float(rows[-1] - rows[0] + 1) if len(rows) else float(bottom - top)


def to_glyphs(words: Sequence[Word], scan: Scan, em: float) -> tuple[PageGlyphs, PageGlyphs, Floats]:
    """The page's glyphs for the layout (words kept apart), the same with their true boxes, and their certainty.

    ``em`` is the page's in pixels; coordinates are points of the level page, true boxes those of the page as it is.
    """
    sizes = _sizes(words, em, scan.gray)
    codes: list[int] = []
    places: list[tuple[float, float, float, float, float, float]] = []  # layout x0, x1; true x0, x1; baseline, em
    sure: list[float] = []
    for row in _with_commas(_rows(words, em)):
        baseline = float(np.median([word.baseline for word in row]))
        edge = np.inf
        for at, word in enumerate(row):
            size = sizes.get(word.line, em)
            seen = seen_order(word)
            x0, x1 = word.box[0], min(word.box[2], edge - _BLANK * size)
            x0 = min(x0, x1 - 0.1 * size)
            if at and edge - x1 < 3 * size:
                codes.append(32)
                places.append((x1, edge, word.box[2], max(row[at - 1].box[0], word.box[2]), baseline, size))
                sure.append(1.0)
            _place(seen, (x0, x1, word.box[0], word.box[2], baseline, size), codes, places)
            sure.extend([word.certainty] * (len(codes) - len(sure)))
            edge = x0
    table = np.array(places, np.float64).reshape(-1, 6)
    height, width = scan.gray.shape
    code = np.array(codes, np.int64)
    level = _page(code, table[:, [0, 1]], table, width, height, scan)
    true = _page(code, table[:, [2, 3]], table, width, height, scan, turn_back=True)
    return level, true, np.array(sure)


def _place(
    seen: str,
    place: tuple[float, float, float, float, float, float],
    codes: list[int],
    places: list[tuple[float, float, float, float, float, float]],
) -> None:
    """Spread a word's signs evenly over its box, from the right; diacritics stand on their letter."""
    x0, x1, true0, true1, baseline, size = place
    signs = np.array([ord(sign) for sign in seen], np.int64)
    marks = is_mark(signs)
    marks[:1] = False
    count = int((~marks).sum())
    ends, true_ends = np.linspace(x1, x0, count + 1), np.linspace(true1, true0, count + 1)
    spans = list(zip(pairwise(ends.tolist()), pairwise(true_ends.tolist()), strict=True))
    at = -1
    for sign, mark in zip(signs.tolist(), marks.tolist(), strict=True):
        at += not mark
        (right, left), (true_right, true_left) = spans[at]
        codes.append(sign)
        places.append((left, right, true_left, true_right, baseline, size))


def _page(
    code: np.ndarray, sides: Floats, table: Floats, width: int, height: int, scan: Scan, *, turn_back: bool = False
) -> PageGlyphs:
    baseline, em = table[:, 4], table[:, 5]
    box = np.column_stack((sides[:, 0], baseline - 0.8 * em, sides[:, 1], baseline + 0.3 * em))
    box = scan.unturned(box) if turn_back else box / scan.scale
    em = em / scan.scale
    count = len(code)
    y = box[:, 3] - 0.3 * em
    none = np.zeros(count, bool)
    glyphs = Glyphs(code, box[:, 0].copy(), y, box, em, np.arange(count), none, none)
    return PageGlyphs(glyphs, width / scan.scale, height / scan.scale, 0, 0)
