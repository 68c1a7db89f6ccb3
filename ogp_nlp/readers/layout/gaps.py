"""Where a blank is: gaps judged against the font's size, the line's own gaps, and the ink where these do not tell."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ogp_nlp.readers.layout.glyphs import Bools, Floats, Glyphs, Ints

_TATWEEL = 0x0640
_GAP_EXPLICIT = 0.17  # em; a wider gap is a blank also where the file has blanks of its own
_GAP_FREE = 0.13  # em; the least blank where the file has none (the narrowest blanks of fonts are 0.2 em wide)
_TOUCH = 0.05  # em; ink farther apart than this does not touch
_RIGHT_JOINING = np.array([ord(letter) for letter in "اأإآٱدذرزوؤء"])
_FINAL = np.array([0x0629, 0x0649])


def gap_limit(gap: Floats, em: Floats, line: Ints, explicit: bool) -> Floats:
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


def true_right(glyphs: Glyphs, glyph: Ints, single: Bools, right: Floats, line: Ints) -> Floats:
    """The right ends of advances; learned from the page where the file's boxes are mere ink (Type 3 fonts).

    The least distance between a glyph's pen and its right neighbour's is its advance, if it stands inside words.
    """
    em = glyphs.em[glyph]
    left_bearing = glyphs.box[glyph, 0] - glyphs.x[glyph]
    bare = (left_bearing > 0.02 * em) & single[glyph]  # an advance begins at the pen
    pen = glyphs.x[glyph]
    if not bare.any():
        return right
    doubtful = bare if bare.mean() < 0.15 else np.ones(len(bare), bool)
    shape = np.round(np.column_stack((glyphs.code[glyph] * 10.0, (right - pen) / em * 50, left_bearing / em * 50)))
    _, kind = np.unique(shape, axis=0, return_inverse=True)
    advance = np.full(kind.max() + 1, np.inf)
    count = np.bincount(kind)
    inside = np.concatenate(([False], np.diff(line) == 0))
    step = np.concatenate(([np.inf], pen[:-1] - pen[1:])) / em
    np.minimum.at(advance, kind[inside & (step > 0)], step[inside & (step > 0)])
    learned = pen + advance[kind] * em
    usable = (count[kind] > 1) & (learned < right + 0.2 * em) & (learned > right - 0.1 * em)
    letter = (glyphs.code[glyph] > 0x0620) & (glyphs.code[glyph] < 0x064B)  # signs often stand after blanks only
    after_letter = letter & np.concatenate(([False], letter[:-1]))
    guessed = right + np.where(after_letter, 0.13, 0.06) * em
    return np.asarray(np.where(doubtful, np.where(usable & letter, learned, guessed), right))


def least_with_blank(code: Ints) -> Floats:
    """The least gap, in em, at which a blank of the file counts: numbers may be drawn over the blank before them."""
    arabic = (code > 0x0620) & (code < 0x064B)
    mixed = np.concatenate(([False], arabic[1:] != arabic[:-1]))
    return np.where(mixed, -0.3, 0.04)


def ask_ink(
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
    letters = (
        (before > 0x0621) & (before < 0x064B) & (code > 0x0620) & (code < 0x064B) & ~np.isin(before, _RIGHT_JOINING)
    )
    letters &= (before != _TATWEEL) & (code != _TATWEEL)
    clear = inside & whole[glyph] & np.concatenate(([False], whole[glyph[:-1]]))
    final = np.isin(before, _FINAL)  # letters that end words may stand under the next one's stroke
    doubtful = np.flatnonzero(letters & clear & (gap > np.where(final, -0.05, 0.02)) & (gap < 0.5))
    if not len(doubtful):
        return
    left = ink_of(glyph[doubtful - 1])[:, 0]
    right = ink_of(glyph[doubtful])[:, 2]
    split[doubtful] = left - right > _TOUCH * glyphs.em[glyph[doubtful]]
