"""The image of a page made fit for reading: paper made white, specks taken out, lines made level, rules found."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from scipy import ndimage

from ogp_nlp.readers.layout.glyphs import Bools, Floats
from ogp_nlp.readers.ocr.tesseract import Gray

RESOLUTION = 300  # dots an inch; what Tesseract is made for
_MOST_PIXELS = 40_000_000  # larger pages are rendered more coarsely
_STEEPEST = 4.0  # degrees that a sheet may lie askew
_DARK = 140
_NOISY = 0.02  # share of lone specks from which a page is cleaned of them
_MEDIAN = 5  # pixels; a speck of a scan of 200 dots an inch, rendered here, is larger than 3
_SOFT = 0.385  # points; Tesseract reads thin Naskh far better when its edges are spread over so much
_RULE_ACROSS, _RULE_DOWN, _RULE_THICK = 0.6, 0.3, 0.045  # inches; words are joined over some 0.4


@dataclass(frozen=True, eq=False)
class Scan:
    """A page's image: ``gray`` (height, width) 0 ink to 255 paper, level; ``scale`` pixels a point.

    ``angle`` degrees were turned to make it level; ``rules`` (m, 4) are ruling lines in pixels; ``soft`` is the image
    as Tesseract reads it best.
    """

    gray: Gray
    soft: Gray
    scale: float
    angle: float
    rules: Floats

    def unturned(self, box: Floats) -> Floats:
        """Boxes (n, 4) in pixels of ``gray`` as points of the page: their middles turned back."""
        height, width = self.gray.shape
        middle = np.column_stack((box[:, 0] + box[:, 2], box[:, 1] + box[:, 3])) / 2
        half = np.column_stack((box[:, 2] - box[:, 0], box[:, 3] - box[:, 1])) / 2
        sine, cosine = math.sin(math.radians(self.angle)), math.cos(math.radians(self.angle))
        x, y = middle[:, 0] - (width - 1) / 2, middle[:, 1] - (height - 1) / 2
        back = np.column_stack((x * cosine - y * sine + (width - 1) / 2, x * sine + y * cosine + (height - 1) / 2))
        return np.asarray(np.column_stack((back - half, back + half)) / self.scale)


def render(page: pdfium.PdfPage) -> tuple[Gray, float]:
    """The page in gray and its pixels a point."""
    width, height = page.get_size()
    scale = RESOLUTION / 72
    scale *= min(1.0, math.sqrt(_MOST_PIXELS / max(width * height * scale * scale, 1)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        gray = np.array(bitmap.to_numpy(), np.uint8)
    finally:
        bitmap.close()
    return gray.reshape(gray.shape[0], -1)[:, : math.ceil(width * scale)].copy(), scale


def prepare(gray: Gray, scale: float, steps: frozenset[str] = frozenset(("white", "specks", "level", "soft"))) -> Scan:
    """The image cleaned; ``steps`` names what is done, each of which the evaluation weighs."""
    if "white" in steps:
        gray = whitened(gray)
    if "specks" in steps:
        gray = without_specks(gray)
    angle = skew(gray) if "level" in steps else 0.0
    if abs(angle) >= 0.1:
        gray = turned(gray, angle)
    rules = find_rules(gray, scale)
    soft = np.asarray(ndimage.gaussian_filter(gray, _SOFT * scale), np.uint8) if "soft" in steps else gray
    return Scan(gray, soft, scale, angle if abs(angle) >= 0.1 else 0.0, rules)


def whitened(gray: Gray) -> Gray:
    """Gray or uneven paper made white: each pixel against the brightest around it; clean paper is left alone."""
    if np.percentile(gray[::8, ::8], 60) > 250:
        return gray
    coarse = ndimage.zoom(gray, 1 / 8, order=1)
    paper = ndimage.gaussian_filter(ndimage.percentile_filter(coarse, 80, size=15).astype(np.float32), 6)
    full = ndimage.zoom(paper, (gray.shape[0] / paper.shape[0], gray.shape[1] / paper.shape[1]), order=1)
    light = gray / np.maximum(full[: gray.shape[0], : gray.shape[1]], 40) * 255
    return np.asarray(np.clip(light, 0, 255), np.uint8)


def noise(gray: Gray) -> float:
    """The share of lone specks: pixels far from the median around them."""
    part = gray[:: max(1, gray.shape[0] // 800)][:800].astype(np.int16)
    return float((np.abs(part - ndimage.median_filter(part, (1, 5))) > 60).mean())


def without_specks(gray: Gray) -> Gray:
    """Salt and pepper taken out by a median where there is much of it; sharp pages are left alone."""
    return np.asarray(ndimage.median_filter(gray, _MEDIAN), np.uint8) if noise(gray) > _NOISY else gray


def skew(gray: Gray) -> float:
    """The angle in degrees by which lines rise to the left, by the sharpest profile of rows."""
    small = gray[::4, ::4] < _DARK
    y, x = np.nonzero(small)
    if len(y) < 200:
        return 0.0
    if len(y) > 60_000:
        chosen = np.random.default_rng(0).choice(len(y), 60_000, replace=False)
        y, x = y[chosen], x[chosen]

    def sharpness(angle: float) -> float:
        rows = (y - x * math.tan(math.radians(angle))).round().astype(np.int64)
        counts = np.bincount(rows - rows.min()).astype(np.float64)
        return float((np.diff(counts) ** 2).sum())

    coarse = np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.25)
    best = float(coarse[int(np.argmax([sharpness(angle) for angle in coarse]))])
    fine = np.arange(best - 0.25, best + 0.26, 0.05)
    return float(fine[int(np.argmax([sharpness(angle) for angle in fine]))])


def turned(gray: Gray, angle: float) -> Gray:
    """The image turned so that lines that fall by ``angle`` degrees to the right are level."""
    return np.asarray(ndimage.rotate(gray, angle, reshape=False, order=1, cval=255), np.uint8)


def _opened(ink: Bools, length: int, axis: int) -> Bools:
    """What is left of the ink in runs of at least ``length`` pixels; breaks of a few pixels do not count."""
    closed = ndimage.maximum_filter1d(ink.view(np.uint8), 5, axis=axis)
    kept = ndimage.maximum_filter1d(ndimage.minimum_filter1d(closed, length, axis=axis), length, axis=axis)
    return np.asarray(kept, bool)


def find_rules(gray: Gray, scale: float) -> Floats:
    """Ruling lines (m, 4) x0, top, x1, bottom in pixels."""
    inch = 72 * scale
    ink = gray < _DARK
    found = []
    for axis, length in ((1, _RULE_ACROSS), (0, _RULE_DOWN)):
        labels, count = ndimage.label(_opened(ink, round(length * inch), axis))
        for rows, columns in ndimage.find_objects(labels, count):
            thick = rows.stop - rows.start if axis == 1 else columns.stop - columns.start
            if thick <= _RULE_THICK * inch:
                found.append((columns.start, rows.start, columns.stop, rows.stop))
    return np.array(found, np.float64).reshape(-1, 4)
