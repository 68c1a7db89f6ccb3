"""What a PDF page draws besides letters: ruling lines and images; and the true extent of text under ActualText."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from pypdfium2 import raw

from ogp_nlp.readers.layout.glyphs import Floats, Ints, address_of, function

_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_THIN = 3.0  # points; a box no wider is a line
_MAX_OBJECTS = 200_000
_MAX_SEGMENTS = 400  # a path with more is a drawing
_FRAME = range(8, 13)  # segments of a frame: two boxes of four or five
_MAX_DEPTH = 6
_MAX_CLIP = 8  # points of a clipping path that is a box
_SEEN = 0.35  # share of a text's box; what shows less of it is not there to be read

_size = ctypes.c_size_t
_get_object = function("FPDFPage_GetObject", _size, _size, ctypes.c_int)
_get_inner = function("FPDFFormObj_GetObject", _size, _size, ctypes.c_ulong)
_kind = function("FPDFPageObj_GetType", ctypes.c_int, _size)
_mark_count = function("FPDFPageObj_CountMarks", ctypes.c_int, _size)
_mark = function("FPDFPageObj_GetMark", _size, _size, ctypes.c_ulong)
_bounds = function("FPDFPageObj_GetBounds", ctypes.c_int, _size, *[ctypes.c_void_p] * 4)
_text_object = function("FPDFText_GetTextObject", _size, ctypes.c_void_p, ctypes.c_int)
_string_param = function(
    "FPDFPageObjMark_GetParamStringValue", ctypes.c_int, _size, ctypes.c_char_p, *[ctypes.c_void_p] * 3
)
_segment_count = function("FPDFPath_CountSegments", ctypes.c_int, _size)
_clip_of = function("FPDFPageObj_GetClipPath", _size, _size)
_clip_count = function("FPDFClipPath_CountPaths", ctypes.c_int, _size)
_draw_mode = function("FPDFPath_GetDrawMode", ctypes.c_int, _size, ctypes.c_void_p, ctypes.c_void_p)


@dataclass(frozen=True, eq=False)
class Drawn:
    """Ruling lines as boxes (m, 4) x0, y0, x1, y1 in the page's own space, and the share that images cover."""

    rules: Floats
    image_share: float
    texts: tuple[int, ...]


def read_objects(page: pdfium.PdfPage) -> Drawn:
    """Walk the page's objects once, forms included."""
    handle = address_of(page.raw)
    count = min(raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)
    objects = list(map(_get_object, repeat(handle), range(count)))
    rules: list[tuple[float, float, float, float]] = []
    images: list[tuple[float, float, float, float]] = []
    texts: list[int] = []
    _walk(objects, (1, 0, 0, 1, 0, 0), 0, rules, images, texts)
    width, height = page.get_size()
    covered = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in images)
    share = min(1.0, covered / max(width * height, 1))
    return Drawn(np.array(rules, dtype=np.float64).reshape(-1, 4), share, tuple(texts))


_Matrix = tuple[float, float, float, float, float, float]


def _walk(
    objects: list[int],
    place: _Matrix,
    depth: int,
    rules: list[tuple[float, float, float, float]],
    images: list[tuple[float, float, float, float]],
    texts: list[int],
) -> None:
    for item, kind in zip(objects, map(_kind, objects), strict=True):
        if kind == _TEXT:
            texts.append(item)
        elif kind == _PATH:
            rules.extend(_rules_of(item, place))
        elif kind == _IMAGE:
            images.append(_moved(_box_of(item), place))
        elif kind == _FORM and depth < _MAX_DEPTH:
            form = ctypes.cast(item, raw.FPDF_PAGEOBJECT)
            inner = [_get_inner(item, at) for at in range(min(raw.FPDFFormObj_CountObjects(form), _MAX_OBJECTS))]
            matrix = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(form, matrix)
            own = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
            _walk(inner, _product(own, place), depth + 1, rules, images, texts)


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(box: tuple[float, float, float, float], place: _Matrix) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = place
    xs = [a * x + c * y + e for x in box[::2] for y in box[1::2]]
    ys = [b * x + d * y + f for x in box[::2] for y in box[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


_EDGES = np.zeros(4, np.float32)
_EDGE_ADDRESSES = tuple(_EDGES.ctypes.data + 4 * at for at in range(4))


def _box_of(item: int) -> tuple[float, float, float, float]:
    _bounds(item, *_EDGE_ADDRESSES)
    x0, y0, x1, y1 = _EDGES.tolist()
    return x0, y0, x1, y1


def _rules_of(item: int, place: _Matrix) -> list[tuple[float, float, float, float]]:
    """The straight horizontal and vertical lines that a path draws."""
    box = _moved(_box_of(item), place)
    width, height = box[2] - box[0], box[3] - box[1]
    if not all(map(math.isfinite, box)) or max(width, height) < 4:
        return []
    if min(width, height) <= _THIN:
        return [box]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    _draw_mode(item, ctypes.addressof(fill), ctypes.addressof(stroke))
    count = _segment_count(item)
    frame = fill.value == raw.FPDF_FILLMODE_ALTERNATE and count in _FRAME  # what is between an outer and an inner box
    if not (stroke.value or frame) or count > _MAX_SEGMENTS:
        return []
    return _segments(item, count, place)


def _segments(item: int, count: int, place: _Matrix) -> list[tuple[float, float, float, float]]:
    path = ctypes.cast(item, raw.FPDF_PAGEOBJECT)
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    a, b, c, d, e, f = _product((matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f), place)
    found = []
    start = last = (0.0, 0.0)
    px, py = ctypes.c_float(), ctypes.c_float()
    for at in range(count):
        segment: Any = raw.FPDFPath_GetPathSegment(path, at)
        raw.FPDFPathSegment_GetPoint(segment, px, py)
        point = (a * px.value + c * py.value + e, b * px.value + d * py.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            found.append((last, point))
            if raw.FPDFPathSegment_GetClose(segment):
                found.append((point, start))
        last = point
    boxes = np.array([(*map(min, p, q), *map(max, p, q)) for p, q in found]).reshape(-1, 4)
    sides = boxes[:, 2:] - boxes[:, :2]
    straight = boxes[(sides.min(axis=1) < 1) & (sides.max(axis=1) > 4)]
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in straight.tolist()]


def hidden_glyphs(text_page: pdfium.PdfTextPage, texts: tuple[int, ...], index: Ints) -> npt.NDArray[np.bool_]:
    """Which glyphs (PDFium's indices) lie mostly outside what their clipping path leaves to be seen.

    Chromium draws a line that a page break moves on also at the foot of the page before, clipped away.
    """
    clips = np.fromiter(map(_clip_of, texts), np.uint64, len(texts))
    counts = np.fromiter(map(_clip_count, clips.tolist()), np.int64, len(texts))
    hidden = [texts[at] for at in np.flatnonzero(counts == 1).tolist() if _outside(texts[at], int(clips[at]))]
    if not hidden:
        return np.zeros(len(index), bool)
    handle = address_of(text_page.raw)
    owners = np.fromiter(map(_text_object, repeat(handle), index.tolist()), np.uint64, len(index))
    return np.isin(owners, np.array(hidden, np.uint64))


def _outside(item: int, clip: int) -> bool:
    path = ctypes.cast(clip, raw.FPDF_CLIPPATH)
    count = raw.FPDFClipPath_CountPathSegments(path, 0)
    if not 4 <= count <= _MAX_CLIP:
        return False
    px, py = ctypes.c_float(), ctypes.c_float()
    points = []
    for at in range(count):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, 0, at), px, py)
        points.append((px.value, py.value))
    (left, bottom), (right, top) = np.min(points, axis=0).tolist(), np.max(points, axis=0).tolist()
    pen = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(ctypes.cast(item, raw.FPDF_PAGEOBJECT), pen)
    if not bottom <= pen.f <= top:  # the line, be a diacritic of it in sight
        return True
    x0, y0, x1, y1 = _box_of(item)
    seen = max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(y1, top) - max(y0, bottom))
    return bool(seen < _SEEN * (x1 - x0) * (y1 - y0))


def true_extents(
    text_page: pdfium.PdfTextPage, texts: tuple[int, ...], index: Ints, box: Floats, pen: Floats
) -> tuple[Floats, Floats]:
    """Glyph boxes (x0, y0, x1, y1) and pens (x, y) where one ActualText stands for several objects.

    PDFium gives those of the first object alone, be it a mere diacritic.
    """
    if len(texts) < 0.1 * len(index):
        return box, pen
    counts = np.fromiter(map(_mark_count, texts), np.int64, len(texts))
    marked = np.flatnonzero(counts > 0)
    items = np.array(texts, np.uint64)[marked]
    marks = np.fromiter(map(_mark, items.tolist(), (counts[marked] - 1).tolist()), np.uint64, len(items))
    run = np.flatnonzero((marks[1:] == marks[:-1]) & (np.diff(marked) == 1)) if len(marks) > 1 else np.zeros(0, int)
    groups: dict[int, list[int]] = {}
    length = ctypes.c_ulong()
    for at in run.tolist():
        key = int(marks[at])
        if key not in groups:
            spoken = _string_param(key, b"ActualText", None, 0, ctypes.addressof(length))
            groups[key] = [int(items[at])] if spoken else []
        if groups[key]:
            groups[key].append(int(items[at + 1]))
    members = {group[0]: group for group in groups.values() if group}
    if not members:
        return box, pen
    pen = pen.copy()
    handle = address_of(text_page.raw)
    owners = np.fromiter(map(_text_object, repeat(handle), index.tolist()), np.uint64, len(index))
    box = box.copy()
    for at in np.flatnonzero(np.isin(owners, np.array(list(members), np.uint64))).tolist():
        edges: npt.NDArray[np.float64] = np.array([_box_of(item) for item in members[int(owners[at])]])
        area = (edges[:, 2] - edges[:, 0]) * (edges[:, 3] - edges[:, 1])
        letters = edges[area >= 0.35 * area.max()]  # the others are dots and diacritics
        wide, high = edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]
        strokes = edges[(wide > high) & (np.abs(edges[:, 1] - pen[at, 1]) < 0.3 * high)]  # join it to the next letter
        pen[at, 0] = min(letters[:, 0].min(), strokes[:, 0].min(initial=np.inf))
        box[at, 2] = max(box[at, 2], letters[:, 2].max())  # the left edge stays: it tells the order of the pieces
    return box, pen
