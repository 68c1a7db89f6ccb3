"""Strips for the numbers model: cuts of a page around a baseline, and those around ink that no word covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ogp_nlp.readers.layout.glyphs import Floats
from ogp_nlp.readers.ocr import numbers
from ogp_nlp.readers.ocr.numbers import HEIGHT
from ogp_nlp.readers.ocr.tesseract import Gray, Word

ABOVE, BELOW = 0.97, 0.4  # em; a strip around a baseline, as the model was taught
_HIGHER = 1.05  # times the em that the height of words gives; so the model reads most numbers right
_DARK = 140
_MOST_PIECES = 3_000  # of ink beside words; where there are more they are noise or a picture
_MOST_LOST = 400  # pieces of ink on a page that are looked at


@dataclass(slots=True, eq=False)
class Strip:
    """A cut of the page: its left and right end, baseline, the words it stands for and the model's scores."""

    x0: float
    x1: float
    baseline: float
    words: list[Word]
    logs: numbers.Floats


def strip_of(gray: Gray, words: list[Word], x0: float, x1: float, baseline: float, em: float) -> Strip:
    """The strip from ``x0`` to ``x1`` around a baseline (pixels), read by the model."""
    return Strip(x0, x1, baseline, words, numbers.scores(_cut(gray, x0, x1, baseline, _HIGHER * em)))


def foot(gray: Gray, words: Sequence[Word]) -> float:
    """The lowest ink of words of digits alone, which stand on their baseline."""
    x0, top, x1, bottom = (int(value) for value in _around(np.array([word.box for word in words])))
    rows = np.flatnonzero((gray[max(0, top) : bottom, max(0, x0) : x1] < _DARK).any(axis=1))
    return float(top + rows[-1] + 1) if len(rows) else words[0].baseline


def _cut(gray: Gray, x0: float, x1: float, baseline: float, em: float) -> numbers.Floats:
    """The strip around a baseline, HEIGHT pixels high, ink as 1."""
    top, bottom = round(baseline - ABOVE * em), round(baseline + BELOW * em)
    left, right = max(0, round(x0 - 0.1 * em)), min(gray.shape[1], round(x1 + 0.1 * em))
    part = gray[max(0, top) : max(0, bottom), left:right]
    if part.size == 0:
        return np.zeros((HEIGHT, 8), np.float32)
    above, below = max(0, -top), max(0, bottom - gray.shape[0])
    ink = np.pad((255 - part.astype(np.float32)) / 255, ((above, below), (0, 0)))
    factor = HEIGHT / ink.shape[0]
    if factor < 1:
        ink = ndimage.uniform_filter(ink, 1 / factor)
    strip = ndimage.zoom(ink, (factor, factor), order=1, grid_mode=True, mode="nearest")[:HEIGHT]
    strip = np.pad(strip, ((0, HEIGHT - strip.shape[0]), (0, max(0, 8 - strip.shape[1]))))
    return np.asarray(np.clip(strip, 0, 1), np.float32)


def ink_box(gray: Gray, low: float, high: float, baseline: float, em: float) -> tuple[float, float, float, float]:
    """The box of the ink between two places of a strip; a box of usual height where there is none."""
    top, bottom = max(0, round(baseline - ABOVE * em)), max(1, round(baseline + BELOW * em))
    x0, x1 = max(0, round(low)), max(1, round(high))
    rows, columns = np.nonzero(gray[top:bottom, x0:x1] < _DARK)
    if not len(rows):
        return (low, baseline - 0.7 * em, high, baseline)
    return (x0 + columns.min(), top + rows.min(), x0 + columns.max() + 1.0, top + rows.max() + 1.0)


def lost_ink(gray: Gray, words: Sequence[Word], em: float) -> list[Strip]:
    """Strips around ink of the size of digits that no word covers."""
    ink = gray < _DARK
    for word in words:
        left, above, right, below = (int(value) for value in word.box)
        ink[max(0, above - 2) : below + 2, max(0, left - 2) : right + 2] = False
    labels, count = ndimage.label(ink, np.ones((3, 3)))
    boxes = np.array(
        [(c.start, r.start, c.stop, r.stop) for r, c in ndimage.find_objects(labels, count)], np.float64
    ).reshape(-1, 4)
    tall, wide = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    boxes = boxes[(tall > 0.3 * em) & (tall < 1.3 * em) & (wide < 1.5 * em) & (wide > 0.04 * em)]
    if len(boxes) > _MOST_PIECES:
        return []
    bases = np.array(sorted({word.baseline for word in words}))
    strips = []
    for x0, top, x1, bottom in _side_by_side(boxes, em):
        if x1 - x0 > 8 * em or bottom - top > 1.5 * em:
            continue
        base = bottom
        if len(bases):
            nearest = float(bases[np.abs(bases - bottom).argmin()])
            base = nearest if abs(nearest - bottom) < 0.25 * em else bottom
        strips.append(strip_of(gray, [], x0 - 0.4 * em, x1 + 0.4 * em, base, em))
    return strips


def _side_by_side(boxes: Floats, em: float) -> list[tuple[float, float, float, float]]:
    """Boxes around pieces of ink that stand side by side on one base."""
    found: list[tuple[float, float, float, float]] = []
    left = list(range(len(boxes)))
    while left and len(found) < _MOST_LOST:
        group = [left.pop(0)]
        grown = True
        while grown:
            x0, _, x1, bottom = _around(boxes[group])
            near = [
                at
                for at in left
                if boxes[at, 0] < x1 + 0.5 * em
                and boxes[at, 2] > x0 - 0.5 * em
                and abs(boxes[at, 3] - bottom) < 0.35 * em
            ]
            left = [at for at in left if at not in near]
            group += near
            grown = bool(near)
        found.append(_around(boxes[group]))
    return found


def _around(boxes: Floats) -> tuple[float, float, float, float]:
    return (
        float(boxes[:, 0].min()),
        float(boxes[:, 1].min()),
        float(boxes[:, 2].max()),
        float(boxes[:, 3].max()),
    )
