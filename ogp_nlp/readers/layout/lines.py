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
_ALEF, _TATWEEL, _FATHATAN, _SHADDA = 0x0627, 0x0640, 0x064B, 0x0651
_GAP_EXPLICIT = 0.17  # em; a wider gap is a blank also where the file has blanks of its own
_GAP_FREE = 0.13  # em; the least blank where the file has none (the narrowest blanks of fonts are 0.2 em wide)
_TOUCH = 0.05  # em; ink farther apart than this does not touch
_RIGHT_JOINING = np.array([ord(letter) for letter in "اأإآٱدذرزوؤء"])
_FINAL = np.array([0x0629, 0x0649])
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


def _clusters(glyphs: Glyphs) -> tuple[Ints, Floats, list[Ints]]:
    """Glyphs that share one pen position: one glyph or ActualText that stands for several code points.

    Returns the first member of each glyph's cluster, the united boxes, and the members of each real cluster.
    """
    first = np.arange(len(glyphs))
    order = np.lexsort((first, glyphs.x.round(2), glyphs.y.round(2)))
    same = (np.abs(np.diff(glyphs.x[order])) < 0.01) & (np.abs(np.diff(glyphs.y[order])) < 0.01)
    if not same.any():
        return first, glyphs.box, []
    edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(np.int8)))
    groups = [np.sort(order[start : end + 1]) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    box = glyphs.box.copy()
    for group in groups:
        first[group] = group[0]
        box[group, 0] = glyphs.box[group, 0].min()
        box[group, 2] = glyphs.box[group, 2].max()
    return first, box, groups


def _known_order(letters: str) -> int:
    """1 for the letters of a common ligature in their order, -1 for the reverse, 0 for others."""
    if len(letters) == 2:
        return (letters[1] in _ALEFS and letters[0] == "ل") - (letters[0] in _ALEFS and letters[1] == "ل")
    return (letters in _LIGATURES) - (letters[::-1] in _LIGATURES)


def _rank_in_clusters(glyphs: Glyphs, groups: list[Ints], marks: Bools) -> Ints:
    """The place of each code point inside its cluster.

    PDFium spreads ActualText from left to right, so there the left edge tells; where all pieces have one box its
    order is logical or exactly reversed, and a lam-alef on the page shows which.
    """
    rank = np.zeros(len(glyphs), np.int64)
    open_cases = []
    votes = 0
    for group in groups:
        places = np.arange(len(group))
        rank[group] = places
        left = glyphs.box[group, 0]
        letters = glyphs.code[group][~marks[group]]
        if len(letters) == 1:  # a letter with its diacritics
            rank[group] = np.where(marks[group], 1 + places, 0)
            continue
        known = _known_order("".join(map(chr, letters.tolist())))
        if known:
            votes -= known
            rank[group] = places[::known]
        elif np.ptp(left) > 0.05:
            rank[group] = np.argsort(np.argsort(left, kind="stable"))
        elif len(letters) > 1:
            open_cases.append(group)
    if votes > 0:
        for group in open_cases:
            rank[group] = rank[group][::-1]
    return rank


def line_numbers(glyphs: Glyphs, region: Ints) -> Ints:
    """A number for the line of each glyph, lines counted by region, then from the top."""
    order = np.lexsort((glyphs.y, region))
    y, em, reg = glyphs.y[order], glyphs.em[order], region[order]
    new = (np.diff(reg) != 0) | (np.diff(y) > _LINE_STEP * np.minimum(em[1:], em[:-1]))
    number = np.empty(len(order), np.int64)
    number[order] = np.concatenate(([0], np.cumsum(new)))
    return number


def _nearest(glyphs: Glyphs, region: Ints, bases: Ints, adrift: Ints) -> Ints:
    """For each glyph adrift the base nearest to it, off the line counting more than along it."""
    found = np.empty(len(adrift), np.int64)
    for at, glyph in enumerate(adrift.tolist()):
        off = np.abs(glyphs.y[bases] - glyphs.y[glyph])
        aside = np.maximum(glyphs.box[bases, 0] - glyphs.box[glyph, 2], glyphs.box[glyph, 0] - glyphs.box[bases, 2])
        cost = 3 * off + np.maximum(aside, 0) + 1e3 * (region[bases] != region[glyph])
        found[at] = bases[np.argmin(cost)]
    return found


def _seat_marks(glyphs: Glyphs, box: Floats, region: Ints, bases: Ints, marks: Ints) -> Ints:
    """The base glyph of each mark: its neighbour in the file where that stands under it, else the nearest one."""
    if not len(marks) or not len(bases):
        return np.zeros(0, np.int64)
    letters = bases[(glyphs.code[bases] > 0x0620) & (glyphs.code[bases] < 0x06D4) | (glyphs.code[bases] > 0xFB4F)]
    if not len(letters):
        letters = bases
    seat = np.empty(len(marks), np.int64)
    by_y = np.argsort(glyphs.y[letters], kind="stable")
    ys = glyphs.y[letters][by_y]
    places = np.searchsorted(letters, marks)
    for at, (mark, place) in enumerate(zip(marks.tolist(), places.tolist(), strict=True)):
        em, code = glyphs.em[mark], int(glyphs.code[mark])
        middle = (glyphs.box[mark, 0] + glyphs.box[mark, 2]) / 2
        beside = _base_in_file(glyphs, box, letters, mark, place)
        if beside >= 0:
            seat[at] = beside
            continue
        low, high = np.searchsorted(ys, (glyphs.y[mark] - 0.75 * em, glyphs.y[mark] + 1.1 * em))
        near = letters[by_y[low:high]] if high > low else letters
        aside = np.maximum(np.maximum(box[near, 0] - middle, middle - box[near, 2]), 0)
        off = np.abs(glyphs.y[near] - glyphs.y[mark])
        centre = np.abs((box[near, 0] + box[near, 2]) / 2 - middle)
        bare = (glyphs.code[near] == _ALEF) & (code != _FATHATAN)  # alef carries no other
        bare = bare - 0.0 * ((glyphs.code[near] == _ALEF) & (code == _FATHATAN))  # mostly typed after it
        cost = 4 * aside + off + 0.3 * centre + 2 * em * bare + 1e3 * (region[near] != region[mark])
        seat[at] = near[np.argmin(cost)]
    return seat


def _base_in_file(glyphs: Glyphs, box: Floats, letters: Ints, mark: int, place: int) -> int:
    """The letter beside a mark in the file that it belongs to, -1 where none stands under it.

    Text stored from the right has the letter before its mark, text stored as drawn from the left after it.
    """
    em = glyphs.em[mark]
    middle = (glyphs.box[mark, 0] + glyphs.box[mark, 2]) / 2
    before = int(letters[place - 1]) if place else -1
    after = int(letters[place]) if place < len(letters) else -1
    from_right = before < 0 or after < 0 or glyphs.x[before] > glyphs.x[after]
    best, nearest = -1, 0.2 * em
    for base in (before, after) if from_right else (after, before):
        if base < 0 or abs(base - mark) > 3 or abs(glyphs.y[base] - glyphs.y[mark]) > 0.9 * em:
            continue
        aside = max(box[base, 0] - middle, middle - box[base, 2], 0.0)
        if aside < nearest:
            best, nearest = base, aside
    return best


def build_lines(glyphs: Glyphs, region: Ints, ink_of: Callable[[Ints], Floats]) -> list[Line]:
    """The lines of a page, region by region from the top; ``region`` holds the number of each glyph's region.

    ``ink_of`` gives the ink boxes of a few glyphs; it is asked where the gap alone does not tell.
    """
    if not len(glyphs):
        return []
    first, box, groups = _clusters(glyphs)
    marks = is_mark(glyphs.code)
    rank = _rank_in_clusters(glyphs, groups, marks)
    single = np.ones(len(glyphs), bool)
    alone = marks.copy()
    for group in groups:
        single[group] = False
        alone[group] &= marks[group].all()
    blank = glyphs.code == 32
    solid = ~alone & ~blank
    floating = solid & glyphs.patched[first]  # drawn by several objects, the first of which may stand off the line
    bases = np.flatnonzero(solid & ~floating)
    if not len(bases):
        return []
    line = np.full(len(glyphs), -1, np.int64)
    line[bases] = line_numbers(glyphs.take(bases), region[bases])
    x = glyphs.x[first].copy()
    adrift = np.flatnonzero(floating)
    line[adrift] = line[_nearest(glyphs, region, bases, adrift)]
    lone = np.flatnonzero(alone)
    seats = _seat_marks(glyphs, box, region, bases, lone)
    if len(lone):
        line[lone] = line[seats]
        x[lone] = x[seats]
        rank[lone] = 10 + (glyphs.code[lone] != _SHADDA)
    _place_blanks(glyphs, region, bases, np.flatnonzero(blank), line)
    placed = np.flatnonzero(line >= 0)
    order = placed[np.lexsort((rank[placed], -x[placed], line[placed]))]
    return _cut(glyphs, box, marks, single, region, line, order, ink_of)


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


def _true_right(glyphs: Glyphs, glyph: Ints, pen: Floats, right: Floats, line: Ints) -> Floats:
    """The right ends of advances; learned from the page where the file's boxes are mere ink (Type 3 fonts).

    The least distance between a glyph's pen and its right neighbour's is its advance, if it stands inside words.
    """
    em = glyphs.em[glyph]
    left_bearing = glyphs.box[glyph, 0] - glyphs.x[glyph]
    bare = left_bearing > 0.02 * em  # an advance begins at the pen
    if not bare.any():
        return right
    doubtful = bare if bare.mean() < 0.3 else np.ones(len(bare), bool)
    shape = np.round(np.column_stack((glyphs.code[glyph] * 10.0, (right - pen) / em * 50, left_bearing / em * 50)))
    _, kind = np.unique(shape, axis=0, return_inverse=True)
    advance = np.full(kind.max() + 1, np.inf)
    count = np.bincount(kind)
    inside = np.concatenate(([False], np.diff(line) == 0))
    step = np.concatenate(([np.inf], pen[:-1] - pen[1:])) / em
    np.minimum.at(advance, kind[inside & (step > 0)], step[inside & (step > 0)])
    learned = pen + advance[kind] * em
    usable = (count[kind] > 2) & (learned < right + 0.2 * em) & (learned > right - 0.1 * em)
    letter = (glyphs.code[glyph] > 0x0620) & (glyphs.code[glyph] < 0x064B)  # signs often stand after blanks only
    guessed = right + np.where(letter, 0.1, 0.06) * em
    return np.asarray(np.where(doubtful, np.where(usable & letter, learned, guessed), right))


def _cut(glyphs: Glyphs, box: Floats, marks: Bools, single: Bools, region: Ints, line: Ints, order: Ints, ink_of: Callable[[Ints], Floats]) -> list[Line]:
    """Lines from glyphs in reading order: blanks put in, runs turned, brackets told."""
    code = glyphs.code
    is_blank = code[order] == 32
    solid = ~is_blank & ~marks[order]
    at = np.flatnonzero(solid)
    glyph = order[at]
    pen, right, em = glyphs.x[glyph], box[glyph, 2], glyphs.em[glyph]
    number = line[glyph]
    right = _true_right(glyphs, glyph, pen, right, number)
    gap = np.concatenate(([0.0], pen[:-1] - right[1:]))
    fresh = np.concatenate(([True], np.diff(number) != 0))
    blanks_before = np.cumsum(is_blank)[at]
    had_blank = np.concatenate(([False], np.diff(blanks_before) > 0))
    size = np.maximum(em, np.concatenate((em[:1], em[:-1])))
    gap[fresh] = 0
    explicit = is_blank.sum() > 0.08 * len(at)
    split = ~fresh & ((gap > _gap_limit(gap, size, number, explicit)) | (had_blank & (gap > _least_with_blank(code[glyph]) * size)))
    _ask_ink(glyphs, glyph, gap / size, ~fresh & ~had_blank, single & ~glyphs.patched, split, ink_of)
    kept = np.flatnonzero(~is_blank)  # base glyphs and marks
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


def _least_with_blank(code: Ints) -> Floats:
    """The least gap, in em, at which a blank of the file counts: numbers may be drawn over the blank before them."""
    arabic = (code > 0x0620) & (code < 0x064B)
    mixed = np.concatenate(([False], arabic[1:] != arabic[:-1]))
    return np.where(mixed, -0.3, 0.04)


def _ask_ink(  # noqa: PLR0913
    glyphs: Glyphs,
    glyph: Ints,
    gap: Floats,
    inside: Bools,
    whole: Bools,
    split: Bools,
    ink_of: Callable[[Ints], Floats],
) -> None:
    """Decide doubtful gaps after letters that join to the left: joined letters touch, words do not.

    Fonts with kerning make blanks narrower than gaps inside words, so the width alone cannot tell. ``whole``
    tells which glyphs' ink is their own.
    """
    code = glyphs.code[glyph]
    before = np.concatenate(([0], code[:-1]))
    letters = (before > 0x0621) & (before < 0x064B) & (code > 0x0620) & (code < 0x064B) & ~np.isin(before, _RIGHT_JOINING)
    letters &= (before != _TATWEEL) & (code != _TATWEEL)
    clear = inside & whole[glyph] & np.concatenate(([False], whole[glyph[:-1]]))
    final = np.isin(before, _FINAL)  # letters that end words may stand under the next one's stroke
    doubtful = np.flatnonzero(letters & clear & (gap > np.where(final, -0.05, 0.02)) & (gap < 0.5))
    if not len(doubtful):
        return
    left = ink_of(glyph[doubtful - 1])[:, 0]
    right = ink_of(glyph[doubtful])[:, 2]
    split[doubtful] = left - right > _TOUCH * glyphs.em[glyph[doubtful]]


def _lines(text: str, sequence: Ints, glyphs: Glyphs, box: Floats, region: Ints) -> list[Line]:
    """Cut text and glyphs at the line feeds and measure each line."""
    words = text.split("\n")
    lengths = np.array([len(line) for line in words])
    starts = np.concatenate(([0], np.cumsum(lengths + 1)[:-1]))
    real = sequence >= 0
    place = np.where(real, sequence, 0)
    left = np.minimum.reduceat(np.where(real, box[place, 0], np.inf), starts)
    right = np.maximum.reduceat(np.where(real, box[place, 2], -np.inf), starts)
    middle = starts + lengths // 2
    middle = np.where(real[middle], middle, middle - 1)  # a blank has a glyph before it
    em, baseline, part = glyphs.em[place[middle]], glyphs.y[place[middle]], region[place[middle]]
    lines = []
    for at, line in enumerate(words):
        start = int(starts[at])
        behind = sequence[start : start + len(line)]
        edge = line.find(" ")
        head = behind[: edge if edge > 0 else len(line)]
        x1, size = float(right[at]), float(em[at])
        first_word = x1 - float(box[head, 0].min()) + 0.25 * size
        lines.append(Line(line, behind, float(left[at]), x1, float(baseline[at]), size, int(part[at]), first_word))
    return lines
