"""Where words are: Tesseract's own search on running text, ours in the cells of tables and where it lost a line."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from scipy import ndimage

from ogp_nlp.readers.layout.glyphs import Bools
from ogp_nlp.readers.layout.tables import find_grids
from ogp_nlp.readers.ocr import tesseract
from ogp_nlp.readers.ocr.image import Scan
from ogp_nlp.readers.ocr.tesseract import Gray, Word

_WHOLE_PAGE, _ONE_BLOCK, _ONE_LINE = 3, 6, 13  # Tesseract's modes of page segmentation; 7 gives short lines up
_SHEET_GAP = 0.8  # em of white between lines that are read together
_DARK = 140
_EDGE = 5  # pixels on both sides of a ruling line's middle
_MARGIN = 10  # pixels of white around a cut
_JOIN = 0.12  # em; rows of ink nearer than this are of one line: dots and their letters
_MOST_LOST = 2_000  # pieces of ink beside the words of a page
_THIN = 0.45  # em; a lower band belongs to its neighbour
_TALL, _PITCH = 2.3, 1.7  # em; a higher band is several lines that touch, about so far apart

Cut = tuple[int, int, int, int]  # x0, top, x1, bottom in pixels


def find_words(scan: Scan, em: float, until: float) -> list[Word]:
    """The words of a page; raises Late when ``until`` (monotonic seconds) has come. ``em`` is a guess in pixels."""
    resolution = round(72 * scan.scale)
    height, width = scan.gray.shape
    grids = find_grids(scan.rules / scan.scale, width / scan.scale, height / scan.scale)
    rest, ink = scan.soft.copy(), scan.gray.copy()
    cuts: list[Cut] = []
    for grid in grids:
        for cell in grid.cells:
            x0, top, x1, bottom = (round(value * scan.scale) for value in cell.box)
            cuts += bands(scan.gray, (x0 + _EDGE, top + _EDGE, x1 - _EDGE, bottom - _EDGE), em)
        x0, top, x1, bottom = (round(value * scan.scale) for value in grid.box)
        for image in (rest, ink):
            image[max(0, top - _EDGE) : bottom + _EDGE, max(0, x0 - _EDGE) : x1 + _EDGE] = 255
    words = tesseract.run([rest], until - time.monotonic(), _WHOLE_PAGE, resolution)[0]
    cuts += lost_lines(ink, words, em)
    lines = 1 + max((word.line for word in words), default=-1)
    return words + _read_cuts(scan, cuts, em, lines, until)


def _read_cuts(scan: Scan, cuts: Sequence[Cut], em: float, lines: int, until: float) -> list[Word]:
    """The words of cuts of one line each, read on one sheet as lines one below the other, from the right.

    ``lines`` stand before theirs. A line that is not found on the sheet is read alone, and placed by its ink.
    """
    if not cuts:
        return []
    resolution = round(72 * scan.scale)
    sheet, tops = _sheet(scan.soft, cuts, em)
    found: list[list[Word]] = [[] for _ in cuts]
    for word in tesseract.run([sheet], until - time.monotonic(), _ONE_BLOCK, resolution)[0]:
        at = max(0, bisect_right(tops, (word.box[1] + word.box[3]) / 2 + em / 2) - 1)
        _, top, x1, _ = cuts[at]
        found[at].append(word.moved(x1 + _MARGIN - sheet.shape[1], top - tops[at], lines))
    words = [word for own in found for word in own]
    lost = [cut for cut, own in zip(cuts, found, strict=True) if not own]
    images = [np.pad(scan.soft[top:bottom, x0:x1], _MARGIN, constant_values=255) for x0, top, x1, bottom in lost]
    lines = 1 + max((word.line for word in words), default=lines)
    for cut, own in zip(lost, tesseract.run(images, until - time.monotonic(), _ONE_LINE, resolution), strict=True):
        words += _placed([word.moved(cut[0] - _MARGIN, cut[1] - _MARGIN, lines) for word in own], scan.gray, cut)
    return words


def _sheet(gray: Gray, cuts: Sequence[Cut], em: float) -> tuple[Gray, list[int]]:
    """The cuts one below the other, ending at the same right edge, and the row where each begins."""
    apart = round(_SHEET_GAP * em)
    width = 2 * _MARGIN + max(x1 - x0 for x0, _, x1, _ in cuts)
    tops = [apart]
    for _, top, _, bottom in cuts:
        tops.append(tops[-1] + bottom - top + apart)
    sheet = np.full((tops[-1], width), 255, np.uint8)
    for (x0, top, x1, bottom), start in zip(cuts, tops[:-1], strict=True):
        right = width - _MARGIN
        sheet[start : start + bottom - top, right - (x1 - x0) : right] = gray[top:bottom, x0:x1]
    return sheet, tops[:-1]


def _placed(words: list[Word], gray: Gray, cut: Cut) -> list[Word]:
    """The words of one line with boxes by its widest gaps, from the right: Tesseract's are astray in this mode."""
    x0, top, x1, bottom = cut
    filled = np.pad((gray[top:bottom, x0:x1] < _DARK).any(axis=0), 1)
    edges = np.flatnonzero(np.diff(filled.astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return []
    gaps = np.argsort(starts[1:] - ends[:-1])[::-1][: max(0, len(words) - 1)]
    if len(gaps) < len(words) - 1:
        sides = np.linspace(x1, x0, len(words) + 1)
        spans = list(zip(sides[1:].tolist(), sides[:-1].tolist(), strict=True))
    else:
        parts = np.sort(gaps)
        lows = [int(starts[0]), *starts[parts + 1].tolist()]
        highs = [*ends[parts].tolist(), int(ends[-1])]
        spans = [(x0 + low, x0 + high) for low, high in zip(lows, highs, strict=True)][::-1]
    return [replace(word, box=(a, top, b, bottom)) for word, (a, b) in zip(words, spans, strict=True)]


def bands(gray: Gray, area: Cut, em: float) -> list[Cut]:
    """The lines of an area of one column, from the top, each as wide as its ink."""
    x0, top, x1, bottom = area
    ink = gray[max(top, 0) : max(bottom, 0), max(x0, 0) : max(x1, 0)] < _DARK
    out = []
    for first, last in _rows(ink, em):
        columns = np.flatnonzero(ink[first:last].any(axis=0))
        out.append((x0 + int(columns[0]), top + first, x0 + int(columns[-1]) + 1, top + last))
    return out


def _rows(ink: Bools, em: float) -> list[tuple[int, int]]:
    """First and last row of each line."""
    profile = ink.sum(axis=1)
    filled = ndimage.binary_closing(np.pad(profile > 0, 20), np.ones(max(2, round(_JOIN * em))))[20:-20]
    labels, count = ndimage.label(filled)
    found = [(part[0].start, part[0].stop) for part in ndimage.find_objects(labels, count)]
    found = _without_thin(found, em)
    out: list[tuple[int, int]] = []
    for first, last in found:
        out += _split(profile, first, last, em) if last - first > _TALL * em else [(first, last)]
    return [(first, last) for first, last in out if ink[first:last].sum() > 0.02 * em * em]


def _without_thin(found: list[tuple[int, int]], em: float) -> list[tuple[int, int]]:
    """Bands of dots alone joined with the nearer neighbour, unless that is as far as another line."""
    out: list[tuple[int, int]] = []
    for first, last in found:
        near = bool(out) and first - out[-1][1] < 0.35 * em
        if near and (last - first < _THIN * em or out[-1][1] - out[-1][0] < _THIN * em):
            out[-1] = (out[-1][0], last)
        else:
            out.append((first, last))
    return out


def _split(profile: np.ndarray, first: int, last: int, em: float) -> list[tuple[int, int]]:
    """A high band cut where it has least ink, about every line."""
    count = max(2, round((last - first) / (_PITCH * em)))
    smooth = ndimage.uniform_filter1d(profile[first:last].astype(np.float64), max(3, round(0.1 * em)))
    pitch = (last - first) / count
    edges = [0]
    for at in range(1, count):
        low, high = round((at - 0.35) * pitch), round((at + 0.35) * pitch)
        edges.append(low + int(smooth[low:high].argmin()))
    edges.append(last - first)
    return [(first + a, first + b) for a, b in pairwise(edges) if b > a]


def lost_lines(gray: Gray, words: Sequence[Word], em: float) -> list[Cut]:
    """Stretches of ink as wide as several letters that no word covers."""
    ink = gray < _DARK
    for word in words:
        x0, top, x1, bottom = (int(value) for value in word.box)
        ink[max(0, top - 3) : bottom + 3, max(0, x0 - 3) : x1 + 3] = False
    spread = ndimage.maximum_filter1d(ink[::2, ::2].view(np.uint8), max(3, round(0.4 * em)), axis=1)
    labels, count = ndimage.label(spread)
    if count > _MOST_LOST:
        return []  # no text but noise or a picture
    out: list[Cut] = []
    for rows, columns in ndimage.find_objects(labels, count):
        x0, top, x1, bottom = (2 * value for value in (columns.start, rows.start, columns.stop, rows.stop))
        part = ink[top:bottom, x0:x1]
        if bottom - top > 0.4 * em and x1 - x0 > 2 * em and part.sum() > 0.15 * em * em:
            pad = round(0.15 * em)
            area = (max(0, x0 - pad), max(0, top - pad), x1 + pad, bottom + pad)
            out += bands(gray, area, em)
    return out
