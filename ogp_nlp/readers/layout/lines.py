"""Glyphs to lines: which glyphs stand on one baseline, in which order they are read, and where a blank is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ogp_nlp.readers.layout.bidi import fix_brackets, logical_order
from ogp_nlp.readers.layout.glyphs import Bools, Floats, Glyphs, Ints

_ALEFS = "اأإآٱ"
_LIGATURES = frozenset(("لله", "الله", "محمد", "صلى", "صلعم", "لمح", "لمج", "لمخ", "ريال", "جلاله"))
_ALEF, _FATHATAN, _SHADDA = 0x0627, 0x064B, 0x0651
_GAP_EXPLICIT = 0.35  # em; a wider gap is a blank also where the file has blanks of its own
_GAP_FREE = 0.13  # em; the least blank where the file has none (the narrowest blanks of fonts are 0.2 em wide)
_TOUCH = 0.05  # em; ink farther apart than this does not touch
_RIGHT_JOINING = np.array([ord(letter) for letter in "اأإآٱدذرزوؤء"])
_LINE_STEP = 0.4  # em; baselines nearer than this are one line


@dataclass(slots=True, eq=False)
class Line:
    """A printed line: logical text, the glyph behind each code point (-1 for a blank put in), its box and size.

    ``first_word`` is the width of its first word with the blank after it, ``region`` the part of the page.
    """

    text: str
    glyphs: Ints
    x0: float
    x1: float
    baseline: float
    em: float
    region: int
    first_word: float
    weight: int = 0

    @property
    def width(self) -> float:
        """Printed width in points."""
        return self.x1 - self.x0


def is_mark(code: Ints) -> Bools:
    """Which code points are Arabic diacritics."""
    return (
        ((code >= 0x064B) & (code <= 0x065F))
        | (code == 0x0670)
        | ((code >= 0x06D6) & (code <= 0x06ED))
        | ((code >= 0x0610) & (code <= 0x061A))
        | ((code >= 0xFC5E) & (code <= 0xFC63))
        | ((code >= 0xFE70) & (code <= 0xFE7F))
    )


def _clusters(glyphs: Glyphs) -> tuple[Ints, Floats]:
    """The first index of each glyph's cluster (code points that one glyph or ActualText stands for), and united boxes."""
    count = len(glyphs)
    same = np.zeros(count, bool)
    same[1:] = (np.abs(np.diff(glyphs.x)) < 0.005) & (np.abs(np.diff(glyphs.y)) < 0.005)
    first = np.maximum.accumulate(np.where(same, 0, np.arange(count)))
    box = glyphs.box
    if same.any():
        box = box.copy()
        np.minimum.at(box[:, 0], first, glyphs.box[:, 0])
        np.maximum.at(box[:, 2], first, glyphs.box[:, 2])
        box = box[first]
    return first, box


def _known_order(letters: str) -> int:
    """1 for the letters of a common ligature in their order, -1 for the reverse, 0 for others."""
    if len(letters) == 2:
        return (letters[1] in _ALEFS and letters[0] == "ل") - (letters[0] in _ALEFS and letters[1] == "ل")
    return (letters in _LIGATURES) - (letters[::-1] in _LIGATURES)


def _rank_in_cluster(glyphs: Glyphs, first: Ints, marks: Bools) -> Ints:
    """The place of each code point inside its cluster.

    PDFium spreads ActualText from left to right, so there the left edge tells; where all pieces have one box its
    order is logical or exactly reversed, and a lam-alef on the page shows which.
    """
    count = len(glyphs)
    rank = np.arange(count) - first
    starts = np.flatnonzero((rank == 0) & np.append(rank[1:] > 0, False))
    if not len(starts):
        return rank
    ends = np.append(np.flatnonzero(rank == 0), count)
    ends = ends[np.searchsorted(ends, starts, side="right")]
    open_cases = []
    votes = 0
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        left = glyphs.box[start:end, 0]
        letters = glyphs.code[start:end][~marks[start:end]]
        if len(letters) == 1:  # a letter with its diacritics
            rank[start:end] = np.where(marks[start:end], 1 + rank[start:end], 0)
            continue
        known = _known_order("".join(map(chr, letters.tolist())))
        if known:
            votes -= known
            if known < 0:
                rank[start:end] = rank[start:end][::-1]
        elif np.ptp(left) > 0.05:
            rank[start:end] = np.argsort(np.argsort(left, kind="stable"))
        elif len(letters) > 1:
            open_cases.append((start, end))
    if votes > 0:
        for start, end in open_cases:
            rank[start:end] = rank[start:end][::-1]
    return rank


def line_numbers(glyphs: Glyphs, region: Ints) -> Ints:
    """A number for the line of each glyph, lines counted by region, then from the top."""
    order = np.lexsort((glyphs.y, region))
    y, em, reg = glyphs.y[order], glyphs.em[order], region[order]
    new = (np.diff(reg) != 0) | (np.diff(y) > _LINE_STEP * np.minimum(em[1:], em[:-1]))
    number = np.empty(len(order), np.int64)
    number[order] = np.concatenate(([0], np.cumsum(new)))
    return number


def _seat_marks(glyphs: Glyphs, box: Floats, region: Ints, bases: Ints, marks: Ints, line: Ints) -> Ints:
    """The base glyph of each mark: the one below or above whose advance holds the mark's middle."""
    if not len(marks) or not len(bases):
        return np.zeros(0, np.int64)
    seat = np.empty(len(marks), np.int64)
    by_y = np.argsort(glyphs.y[bases], kind="stable")
    ys = glyphs.y[bases][by_y]
    for at, mark in enumerate(marks.tolist()):
        em = glyphs.em[mark]
        low, high = np.searchsorted(ys, (glyphs.y[mark] - 0.75 * em, glyphs.y[mark] + 1.1 * em))
        near = bases[by_y[low:high]]
        if not len(near):
            near = bases
        middle = (glyphs.box[mark, 0] + glyphs.box[mark, 2]) / 2
        aside = np.maximum(np.maximum(box[near, 0] - middle, middle - box[near, 2]), 0)
        # marks are drawn at or above their line's baseline, so a line below is nearer than one above
        off = np.abs(glyphs.y[near] - glyphs.y[mark])
        centre = np.abs((box[near, 0] + box[near, 2]) / 2 - middle)
        along = np.abs(mark - near) > 3  # the base stands beside its mark in the file, if the file is sane
        bare = (glyphs.code[near] == _ALEF) & (glyphs.code[mark] != _FATHATAN)  # alef carries no other
        cost = 4 * aside + off + 0.3 * centre + em * (0.3 * along + 2 * bare) + 1e3 * (region[near] != region[mark])
        seat[at] = near[np.argmin(cost)]
    return seat


def build_lines(glyphs: Glyphs, region: Ints, ink_of: Callable[[Ints], Floats]) -> list[Line]:
    """The lines of a page, region by region from the top; ``region`` holds the number of each glyph's region.

    ``ink_of`` gives the ink boxes of a few glyphs; it is asked where the gap alone does not tell.
    """
    if not len(glyphs):
        return []
    first, box = _clusters(glyphs)
    marks = is_mark(glyphs.code)
    rank = _rank_in_cluster(glyphs, first, marks)
    alone = marks & (first == np.arange(len(glyphs))) & np.append(first[1:] == np.arange(1, len(glyphs)), True)
    blank = glyphs.code == 32
    bases = np.flatnonzero(~alone & ~blank)
    if not len(bases):
        return []
    line = np.full(len(glyphs), -1, np.int64)
    line[bases] = line_numbers(glyphs.take(bases), region[bases])
    x = glyphs.x[first].copy()
    lone = np.flatnonzero(alone)
    seats = _seat_marks(glyphs, box, region, bases, lone, line)
    if len(lone):
        line[lone] = line[seats]
        x[lone] = x[seats]
        rank[lone] = 10 + (glyphs.code[lone] != _SHADDA)
    _place_blanks(glyphs, region, bases, np.flatnonzero(blank), line)
    placed = np.flatnonzero(line >= 0)
    order = placed[np.lexsort((rank[placed], -x[placed], line[placed]))]
    return _cut(glyphs, box, alone, region, line, order, ink_of)


def _place_blanks(glyphs: Glyphs, region: Ints, bases: Ints, blanks: Ints, line: Ints) -> None:
    """Give each blank of the file the line of the glyph nearest in the file that stands on its baseline."""
    if not len(blanks):
        return
    right = np.searchsorted(bases, blanks)
    for candidate in (bases[np.minimum(right, len(bases) - 1)], bases[np.maximum(right - 1, 0)]):
        level = np.abs(glyphs.y[candidate] - glyphs.y[blanks]) < _LINE_STEP * glyphs.em[blanks]
        level &= region[candidate] == region[blanks]
        line[blanks[level]] = line[candidate[level]]


def _gap_limit(gap: Floats, em: Floats, line: Ints, explicit: bool) -> Floats:
    """The least gap that is a blank, for each place: wider in lines whose letters are set apart."""
    limit = (_GAP_EXPLICIT if explicit else _GAP_FREE) * em
    relative = gap / em
    order = np.lexsort((relative, line))
    starts = np.flatnonzero(np.concatenate(([True], np.diff(line[order]) != 0)))
    counts = np.diff(np.append(starts, len(order)))
    middle = relative[order[starts + counts // 2]]
    spaced = np.repeat(np.where((middle > 0.06) & (counts > 5), middle, 0), counts)
    extra = np.zeros(len(gap))
    extra[order] = spaced
    return np.asarray(limit + np.minimum(extra, 0.6) * em * 1.3)


def _cut(glyphs: Glyphs, box: Floats, alone: Bools, region: Ints, line: Ints, order: Ints, ink_of: Callable[[Ints], Floats]) -> list[Line]:
    """Lines from glyphs in reading order: blanks put in, runs turned, brackets told."""
    code = glyphs.code
    is_blank = code[order] == 32
    solid = ~is_blank & ~alone[order]
    at = np.flatnonzero(solid)
    glyph = order[at]
    pen, right, em = glyphs.x[glyph], box[glyph, 2], glyphs.em[glyph]
    gap = np.concatenate(([0.0], pen[:-1] - right[1:]))
    number = line[glyph]
    fresh = np.concatenate(([True], np.diff(number) != 0))
    blanks_before = np.cumsum(is_blank)[at]
    had_blank = np.concatenate(([False], np.diff(blanks_before) > 0))
    size = np.maximum(em, np.concatenate((em[:1], em[:-1])))
    gap[fresh] = 0
    explicit = is_blank.sum() > 0.08 * len(at)
    split = ~fresh & ((gap > _gap_limit(gap, size, number, explicit)) | (had_blank & (gap > 0.04 * size)))
    if not explicit:
        _ask_ink(glyphs, glyph, gap / size, fresh, split, ink_of)
    kept = np.flatnonzero(~is_blank)  # base glyphs and lone marks
    insert = np.zeros(len(order), np.int64)
    insert[at[split]] = 1
    insert[at[fresh]] = 2
    insert = insert[kept]
    insert[0] = 0
    places = np.cumsum(1 + (insert > 0)) - 1
    sequence = np.full(places[-1] + 1, -1, np.int64)
    sequence[places] = order[kept]
    signs = np.full(len(sequence), 32, np.int64)
    signs[places] = code[order[kept]]
    signs[places[insert == 2] - 1] = 10
    seen = "".join(map(chr, signs.tolist()))
    turned = logical_order(seen)
    sequence = sequence[turned]
    text = fix_brackets("".join(seen[i] for i in turned.tolist()))
    return _lines(text, sequence, glyphs, box, region)


def _ask_ink(
    glyphs: Glyphs, glyph: Ints, gap: Floats, fresh: Bools, split: Bools, ink_of: Callable[[Ints], Floats]
) -> None:
    """Decide doubtful gaps after letters that join to the left: joined letters touch, words do not.

    Fonts with kerning make blanks narrower than gaps inside words, so the width alone cannot tell.
    """
    code = glyphs.code[glyph]
    before = np.concatenate(([0], code[:-1]))
    letters = (before > 0x0621) & (before < 0x0652) & (code > 0x0621) & (code < 0x0652) & ~np.isin(before, _RIGHT_JOINING)
    patched = glyphs.patched[glyph]
    clear = ~patched & ~np.concatenate(([False], patched[:-1]))
    doubtful = np.flatnonzero(letters & ~fresh & clear & (gap > -0.05) & (gap < 0.5) & (np.abs(gap) > 0.015))
    if not len(doubtful):
        return
    left = ink_of(glyph[doubtful - 1])[:, 0]
    right = ink_of(glyph[doubtful])[:, 2]
    split[doubtful] = left - right > _TOUCH * glyphs.em[glyph[doubtful]]


def _lines(text: str, sequence: Ints, glyphs: Glyphs, box: Floats, region: Ints) -> list[Line]:
    lines = []
    position = 0
    for words in text.split("\n"):
        behind = sequence[position : position + len(words)]
        position += len(words) + 1
        real = behind[behind >= 0]
        edge = words.find(" ")
        head = behind[: edge if edge > 0 else len(behind)]
        x0, x1 = float(box[real, 0].min()), float(box[real, 2].max())
        em = float(np.median(glyphs.em[real]))
        first_word = x1 - float(box[head[head >= 0], 0].min()) + 0.25 * em
        baseline = float(np.median(glyphs.y[real]))
        lines.append(Line(words, behind, x0, x1, baseline, em, int(region[real[0]]), first_word))
    return lines
