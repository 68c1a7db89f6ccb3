"""The glyphs of a PDF page as arrays: what PDFium draws, where it stands, how large it is, turned upright."""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from pypdfium2 import raw

from ogp_nlp.arabic.normalize import TATWEEL

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

Extend = Callable[[Ints, Floats, Floats], tuple[Floats, Floats]]

UNNAMED = 0xF0000  # glyphs without a character come as code points of a private plane
_POINTER = ctypes.c_void_p
_SYMBOLS = 0xF000  # private code points from here on are signs of symbol fonts, list marks among them
_STRANGE = 0.2  # share of a page that is no mere slip of the map but text in Syriac, Devanagari or another script
_HIGH = np.array([0x0643, 0x0644])  # kaf and lam
_FLAT = 0.13  # em; the ink of a kashida is flatter than that of any letter or digit, and wider than a dot


def address_of(pointer: Any) -> int:  # noqa: ANN401
    """The address behind a handle of PDFium."""
    return ctypes.cast(pointer, _POINTER).value or 0


def function(name: str, result: Any, *arguments: Any) -> Any:  # noqa: ANN401 - ctypes has no common type
    """PDFium's function with plain addresses for arguments, so that ``map`` can fill arrays without a Python loop."""
    address = ctypes.cast(getattr(raw, name), _POINTER).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_unicode = function("FPDFText_GetUnicode", ctypes.c_uint, _POINTER, ctypes.c_int)
_loose_box = function("FPDFText_GetLooseCharBox", ctypes.c_int, _POINTER, ctypes.c_int, _POINTER)
_origin = function("FPDFText_GetCharOrigin", ctypes.c_int, _POINTER, ctypes.c_int, _POINTER, _POINTER)
_ink_box = function("FPDFText_GetCharBox", ctypes.c_int, _POINTER, ctypes.c_int, *[_POINTER] * 4)
_angle = function("FPDFText_GetCharAngle", ctypes.c_float, _POINTER, ctypes.c_int)
_size = function("FPDFText_GetFontSize", ctypes.c_double, _POINTER, ctypes.c_int)
_unmapped = function("FPDFText_HasUnicodeMapError", ctypes.c_int, _POINTER, ctypes.c_int)
_font_name = function(
    "FPDFText_GetFontInfo", ctypes.c_ulong, _POINTER, ctypes.c_int, ctypes.c_size_t, ctypes.c_ulong, ctypes.c_size_t
)
_NAME_BYTES = 128
_BOLD = re.compile(rb"(?i)bold|black|heavy")
_weight = function("FPDFText_GetFontWeight", ctypes.c_int, _POINTER, ctypes.c_int)


@dataclass(frozen=True, eq=False)
class Glyphs:
    """n code points in the order of the file; coordinates in points from the upright page's top left corner.

    ``code`` holds code points, ``x`` the pen position (left end of the advance) and ``y`` the baseline, ``box``
    (n, 4) x0, top, x1, bottom of the advance, ``em`` the printed font size, ``index`` PDFium's own index,
    ``unmapped`` whether the file gives no character for the glyph, ``patched`` whether its box was put together.
    """

    code: Ints
    x: Floats
    y: Floats
    box: Floats
    em: Floats
    index: Ints
    unmapped: Bools
    patched: Bools

    def __len__(self) -> int:
        return len(self.code)

    def take(self, chosen: Ints | Bools) -> Glyphs:
        """The glyphs chosen by a mask or by indices."""
        parts = (self.code, self.x, self.y, self.box, self.em, self.index, self.unmapped, self.patched)
        return Glyphs(*(part[chosen] for part in parts))  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class PageGlyphs:
    """A page's glyphs with its upright width and height, the quarter turns made and how many glyphs stand askew."""

    glyphs: Glyphs
    width: float
    height: float
    turned: int
    askew: int


def _exhaust(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)


def read_glyphs(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, extend: Extend | None = None) -> PageGlyphs:
    """All glyphs of a page, blanks that PDFium made up left out, the page turned so that its text stands upright.

    ``extend`` may correct boxes (x0, y0, x1, y1) and pens (x, y), in the page's own space, of PDFium's indices.
    """
    handle = ctypes.cast(text_page.raw, _POINTER).value
    count = raw.FPDFText_CountChars(text_page)
    code = np.fromiter(map(_unicode, repeat(handle), range(count)), np.int64, count)
    loose = np.zeros((count, 4), np.float32)  # left, top, right, bottom; y upwards
    base = loose.ctypes.data
    _exhaust(map(_loose_box, repeat(handle), range(count), range(base, base + 16 * count, 16)))
    pen = np.zeros((count, 2), np.float64)
    base = pen.ctypes.data
    ends = range(base, base + 16 * count, 16)
    _exhaust(map(_origin, repeat(handle), range(count), ends, range(base + 8, base + 8 + 16 * count, 16)))
    wide = (loose[:, 2] - loose[:, 0] > 0.01) & (loose[:, 1] - loose[:, 3] > 0.01)
    nameless = (code < 32) | ((code >= 0xFFF0) & (code < 0x10000))
    nameless |= (code >= 0xE000) & (code < _SYMBOLS)  # made up by the producer for glyphs of its own
    strange = ((code >= 0x700) & (code < 0x870)) | ((code >= 0x900) & (code < 0x1E00))
    if strange.sum() < _STRANGE * count:  # WeasyPrint calls glyphs that stand for no character by their numbers
        nameless |= strange
    code = np.where(nameless, UNNAMED + code, code)
    index = np.flatnonzero(wide & np.isfinite(pen).all(axis=1))
    angle = _angles(handle, index, pen)
    quarter = np.round(angle / (math.pi / 2)).astype(np.int64)
    straight = np.abs(angle - quarter * (math.pi / 2)) < 0.05
    quarter %= 4
    votes = np.bincount(quarter[straight & (code[index] != 32)], minlength=4)
    turn = int(votes.argmax())
    chosen = straight & (quarter == turn)
    askew = int(((code[index] != 32) & ~chosen).sum())
    index = _without_twins(code, loose, pen, index[chosen])
    box = loose[index][:, [0, 3, 2, 1]].astype(np.float64)  # x0, y0, x1, y1
    extended, pens = extend(index, box, pen[index]) if extend else (box, pen[index])
    patched = (extended[:, 2] > box[:, 2] + 0.01) | (np.abs(pens[:, 0] - pen[index, 0]) > 0.01)
    em = _em_sizes(text_page, handle, index, loose[index], turn)
    bounds = _page_bounds(page)
    box, origin = _turn(extended, pens, turn, bounds)
    size = (bounds[2] - bounds[0], bounds[3] - bounds[1])
    width, height = size if turn % 2 == 0 else size[::-1]
    errors = _errors(handle, index, code)
    named = np.where(errors & (code[index] < UNNAMED), UNNAMED + code[index] % 0x10000, code[index])
    errors |= named >= UNNAMED
    glyphs = Glyphs(named, origin[:, 0], origin[:, 1], box, em, index, errors, patched)
    return PageGlyphs(glyphs, width, height, turn, askew)


def _angles(handle: int | None, index: Ints, pen: Floats) -> npt.NDArray[np.float32]:
    """The angle of each glyph; asked only where a pen leaves the line of the one before, others share its angle."""
    if not len(index):
        return np.zeros(0, np.float32)
    asked = np.concatenate(([True], np.abs(np.diff(pen[index, 1])) > 0.01))
    asked[::50] = True
    some = np.fromiter(map(_angle, repeat(handle), index[asked].tolist()), np.float32, int(asked.sum()))
    return np.asarray(some[np.cumsum(asked) - 1], dtype=np.float32)


def _errors(handle: int | None, index: Ints, code: Ints) -> Bools:
    """Which glyphs the file gives no character for; all are asked only where one of a sample has none."""
    codes = code[index]
    sample = (codes > 0x6FF) | (codes < 0x21) | ((codes > 0x7E) & (codes < 0x600))
    sample[::10] = True
    asked = index[sample].tolist()
    if not any(map(_unmapped, repeat(handle), asked)):
        return np.zeros(len(index), bool)
    return np.fromiter(map(_unmapped, repeat(handle), index.tolist()), np.int64, len(index)).astype(bool)


def _without_twins(code: Ints, loose: npt.NDArray[np.float32], pen: Floats, index: Ints) -> Ints:
    """The glyphs without those printed twice in one place: bold made by double printing, ActualText given twice."""
    order = index[np.lexsort((pen[index, 0], code[index]))]
    tall = loose[order, 1] - loose[order, 3]
    near = (np.abs(np.diff(pen[order, 0])) < 0.09 * tall[1:]) & (np.abs(np.diff(pen[order, 1])) < 0.2 * tall[1:])
    near &= np.abs(np.diff(pen[order, 0])) + np.abs(np.diff(pen[order, 1])) > 0.005  # pieces of one glyph are none
    twin = np.flatnonzero(near & (np.diff(code[order]) == 0) & (code[order][1:] != 32))
    return np.setdiff1d(index, np.maximum(order[twin], order[twin + 1])) if len(twin) else index


def _page_bounds(page: pdfium.PdfPage) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of what is shown of the page, in the page's own space."""
    left, bottom, right, top = page.get_cropbox()
    return float(left), float(bottom), float(right), float(top)


def _turn(box: Floats, pen: Floats, turn: int, bounds: tuple[float, float, float, float]) -> tuple[Floats, Floats]:
    """Boxes (x0, top, x1, bottom) and pens from the top left corner of the page as its text stands upright.

    ``turn`` counts PDFium's quarter turns of the glyphs: 1 for text that runs downwards.
    """
    left, bottom, right, top = bounds
    x0, y0, x1, y1 = box.T
    px, py = pen.T
    if turn == 0:
        upright, point = (x0 - left, top - y1, x1 - left, top - y0), (px - left, top - py)
    elif turn == 2:
        upright, point = (right - x1, y0 - bottom, right - x0, y1 - bottom), (right - px, py - bottom)
    elif turn == 1:  # runs downwards: reading x is measured from the top, lines go to the left
        upright, point = (top - y1, right - x1, top - y0, right - x0), (top - py, right - px)
    else:
        upright, point = (y0 - bottom, x0 - left, y1 - bottom, x1 - left), (py - bottom, px - left)
    return np.column_stack(upright), np.column_stack(point)


def _em_sizes(
    text_page: pdfium.PdfTextPage, handle: int | None, index: Ints, loose: npt.NDArray[np.float32], turn: int
) -> Floats:
    """The printed font size of each glyph; the scale is asked of one glyph for each size and height that occur.

    The height alone does not tell: subsets of one font differ in it at the same size.
    """
    if not len(index):
        return np.zeros(0)
    tall = loose[:, 1] - loose[:, 3] if turn % 2 == 0 else loose[:, 2] - loose[:, 0]
    named = np.fromiter(map(_size, repeat(handle), index.tolist()), np.float64, len(index))
    kinds, first, inverse = np.unique(
        np.stack((np.round(tall, 1), named), axis=1), axis=0, return_index=True, return_inverse=True
    )
    sizes = np.zeros(len(kinds))
    matrix = raw.FS_MATRIX()
    for at, place in enumerate(first):
        height, size = float(kinds[at, 0]), float(kinds[at, 1])
        if raw.FPDFText_GetMatrix(text_page, int(index[place]), matrix):
            size *= math.hypot(matrix.c, matrix.d)
        sizes[at] = size if size > 0.5 else max(height / 1.3, 0.5)
    return np.asarray(sizes[inverse.reshape(-1)], dtype=np.float64)


def ink(page: PageGlyphs, pdf_page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, chosen: Ints) -> Floats:
    """The ink (k, 4) x0, top, x1, bottom of a few of the page's glyphs, upright."""
    edges = np.zeros((len(chosen), 4))  # left, right, bottom, top
    base = edges.ctypes.data
    ends = [range(base + 8 * at, base + 8 * at + 32 * len(chosen), 32) for at in range(4)]
    handle = ctypes.cast(text_page.raw, _POINTER).value
    _exhaust(map(_ink_box, repeat(handle), page.glyphs.index[chosen].tolist(), *ends))
    out = edges[:, [0, 2, 1, 3]]
    return _turn(out, out[:, :2], page.turned, _page_bounds(pdf_page))[0]


def weights(text_page: pdfium.PdfTextPage, index: Ints) -> Ints:
    """Font weights (400 regular, 700 bold, -1 unknown) of a few glyphs; the font's name counts where it says bold."""
    handle = ctypes.cast(text_page.raw, _POINTER).value
    found = np.fromiter(map(_weight, repeat(handle), index.tolist()), np.int64, len(index))
    name = ctypes.create_string_buffer(_NAME_BYTES)
    for at, glyph in enumerate(index.tolist()):
        length = _font_name(handle, glyph, ctypes.addressof(name), _NAME_BYTES, 0)
        if 0 < length <= _NAME_BYTES and _BOLD.search(name.raw[:length]):
            found[at] = max(found[at], 700)
    return found


def name_kashida(page: PageGlyphs, ink_of: Callable[[Ints], Floats]) -> PageGlyphs:
    """Call elongation glyphs tatweel that the file calls something else.

    LibreOffice draws kashida justification with glyphs that its maps call digits or signs; one beside an Arabic
    letter whose ink is as flat as a stroke is none. WeasyPrint calls the stroke that joins a lam to the letter after
    it a lam as well (اللكتب for الكتب in Amiri), or instead: letters that always stand high and come
    twice, or after a glyph without a name, are asked, too.
    """
    glyphs = page.glyphs
    code = glyphs.code
    foreign = ((code > 0x20) & (code < 0x600) & (code != 0x5F)) | (code >= UNNAMED)
    arabic = (code >= 0x600) & (code < 0x700)
    beside = np.zeros(len(glyphs), bool)
    beside[1:] |= arabic[:-1] | (code[1:] == code[:-1])
    beside[:-1] |= arabic[1:] | (code[1:] == code[:-1])
    high = np.isin(code, _HIGH) & ~glyphs.patched  # of what is put together the ink is not known
    twice = np.zeros(len(glyphs), bool)
    twice[1:] = high[1:] & ((code[:-1] == code[1:]) | (code[:-1] >= UNNAMED))
    doubtful = np.flatnonzero((foreign & beside) | twice)
    if not len(doubtful):
        return page
    edges = ink_of(doubtful)
    height, width = edges[:, 3] - edges[:, 1], edges[:, 2] - edges[:, 0]
    raised = np.abs(glyphs.y[doubtful] - edges[:, 3])  # a hyphen floats, an underscore hangs, a dot is round
    em = glyphs.em[doubtful]
    flat = (height < _FLAT * em) & (width > 1.5 * height) & (raised < 0.12 * em)
    named = code.copy()
    strokes = doubtful[flat]
    named[strokes] = ord(TATWEEL)
    nameless = strokes[(strokes > 0) & np.isin(code[strokes], _HIGH) & (code[strokes - 1] >= UNNAMED)]
    named[nameless - 1] = code[nameless]  # the letter's name was given to its stroke alone
    return replace(page, glyphs=replace(glyphs, code=named))


def turn_boxes(box: Floats, turned: int, page: pdfium.PdfPage) -> Floats:
    """Boxes (x0, y0, x1, y1) of the page's own space as x0, top, x1, bottom of the upright page."""
    return _turn(box, box[:, :2], turned, _page_bounds(page))[0] if len(box) else box
