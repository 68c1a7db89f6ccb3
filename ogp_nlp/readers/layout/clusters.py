"""Glyphs that belong together: the pieces of a ligature in their order, and each diacritic with its letter."""

from __future__ import annotations

import numpy as np

from ogp_nlp.readers.layout.glyphs import Bools, Floats, Glyphs, Ints

_ALEF, _FATHATAN = 0x0627, 0x064B
_ALEFS = "اأإآٱ"
_FEW_MARKS = 10
_IN_ORDER = 0.75  # share of marks that have a letter near by beside them in the file
_FILE_TELLS = 0.85  # share of these whose neighbour in the file is the letter they stand over
_LIGATURES = frozenset(("لله", "الله", "محمد", "صلى", "صلعم", "لمح", "لمج", "لمخ", "ريال", "جلاله"))


def is_mark(code: Ints) -> Bools:
    """Which code points are Arabic diacritics."""
    marks: Bools = (
        ((code >= 0x064B) & (code <= 0x065F))
        | (code == 0x0670)
        | ((code >= 0x06D6) & (code <= 0x06ED))
        | ((code >= 0x0610) & (code <= 0x061A))
        | ((code >= 0xFC5E) & (code <= 0xFC63))
        | ((code >= 0xFE70) & (code <= 0xFE7F))
    )
    return marks


def find_clusters(glyphs: Glyphs) -> tuple[Ints, Floats, list[Ints]]:
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
    members = np.concatenate(groups)
    sizes = np.array([len(group) for group in groups])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    first[members] = np.repeat(members[starts], sizes)
    box[members, 0] = np.repeat(np.minimum.reduceat(box[members, 0], starts), sizes)
    box[members, 2] = np.repeat(np.maximum.reduceat(box[members, 2], starts), sizes)
    return first, box, groups


def without_repeats(glyphs: Glyphs) -> Glyphs:
    """The glyphs without diacritics that the file calls by the letter under them as well.

    Typst names each glyph of a letter with its diacritics by all of them: the letter would come once for each.
    """
    marks = is_mark(glyphs.code)
    if not marks.any():
        return glyphs
    alike: dict[str, list[Ints]] = {}
    for members in find_clusters(glyphs)[2]:
        if 0 < marks[members].sum() < len(members):
            alike.setdefault("".join(sorted(map(chr, glyphs.code[members].tolist()))), []).append(members)
    kept = np.ones(len(glyphs), bool)
    for group in alike.values():
        if len(group) < 2:
            continue
        boxes = np.array([(glyphs.box[own, 0].min(), glyphs.box[own, 2].max(), glyphs.y[own[0]]) for own in group])
        width = boxes[:, 1] - boxes[:, 0]
        middle = (boxes[:, 0] + boxes[:, 1]) / 2
        for at in np.argsort(-width).tolist():
            if not kept[group[at][0]]:
                continue
            em = glyphs.em[group[at][0]]
            over = (middle > boxes[at, 0] - 0.15 * em) & (middle < boxes[at, 1] + 0.15 * em)
            over &= (np.abs(boxes[:, 2] - boxes[at, 2]) < 1.1 * em) & (width < width[at])
            for other in np.flatnonzero(over).tolist():
                kept[group[other]] = False
    return glyphs.take(kept)


def _known_order(letters: str) -> int:
    """1 for the letters of a common ligature in their order, -1 for the reverse, 0 for others."""
    if len(letters) == 2:
        return (letters[1] in _ALEFS and letters[0] == "ل") - (letters[0] in _ALEFS and letters[1] == "ل")
    return (letters in _LIGATURES) - (letters[::-1] in _LIGATURES)


def rank_in_clusters(glyphs: Glyphs, groups: list[Ints], marks: Bools) -> Ints:
    """The place of each code point inside its cluster.

    PDFium spreads ActualText over its width from where it is read, so there the left edge tells; where all pieces
    have one box its order is logical or exactly reversed, and a lam-alef on the page shows which.
    """
    rank = np.zeros(len(glyphs), np.int64)
    open_cases = []
    votes = 0
    for group in groups:
        codes, marked, left = glyphs.code[group].tolist(), marks[group].tolist(), glyphs.box[group, 0].tolist()
        places = list(range(len(codes)))
        letters = "".join(chr(code) for code, mark in zip(codes, marked, strict=True) if not mark)
        known = _known_order(letters) if len(letters) > 1 else 0
        if len(letters) == 1:  # a letter with its diacritics
            places = [1 + place if mark else 0 for place, mark in zip(places, marked, strict=True)]
        elif known:
            votes -= known
            places = places[::known]
        elif max(left) - min(left) > 0.05:
            for place, at in enumerate(sorted(places, key=lambda at: -left[at])):
                rank[group[at]] = place
            continue
        elif len(letters) > 1:
            open_cases.append(group)
        rank[group] = places
        if len(letters) > 1 and any(marked):
            _marks_last(rank, group, marked)
    if votes > 0:
        for group in open_cases:
            rank[group] = rank[group][::-1]
    return rank


def _marks_last(rank: Ints, group: Ints, marked: list[bool]) -> None:
    """Put diacritics that come before all letters of a ligature behind them: none begins a word."""
    first = min(int(rank[at]) for at, mark in zip(group.tolist(), marked, strict=True) if not mark)
    for at, mark in zip(group.tolist(), marked, strict=True):
        if mark and rank[at] < first:
            rank[at] += len(group)


def nearest_bases(glyphs: Glyphs, region: Ints, bases: Ints, adrift: Ints) -> Ints:
    """For each glyph adrift the base nearest to it, off the line counting more than along it."""
    found = np.empty(len(adrift), np.int64)
    for at, glyph in enumerate(adrift.tolist()):
        off = np.abs(glyphs.y[bases] - glyphs.y[glyph])
        aside = np.maximum(glyphs.box[bases, 0] - glyphs.box[glyph, 2], glyphs.box[glyph, 0] - glyphs.box[bases, 2])
        cost = 3 * off + np.maximum(aside, 0) + 1e3 * (region[bases] != region[glyph])
        found[at] = bases[np.argmin(cost)]
    return found


def seat_marks(glyphs: Glyphs, box: Floats, region: Ints, bases: Ints, marks: Ints) -> Ints:
    """The base glyph of each mark: the letter it stands over, or its neighbour in the file where that order holds.

    Files that keep each mark beside its letter, on one side always, tell better than places where letters are
    stacked; most files draw the marks of a stretch before its letters or after them.
    """
    if not len(marks) or not len(bases):
        return np.zeros(0, np.int64)
    letters = bases[(glyphs.code[bases] > 0x0620) & (glyphs.code[bases] < 0x06D4) | (glyphs.code[bases] > 0xFB4F)]
    if not len(letters):
        letters = bases
    seat = _nearest_letters(glyphs, box, region, letters, marks)
    places = np.searchsorted(letters, marks)
    for side in (np.minimum(places, len(letters) - 1), np.maximum(places - 1, 0)):
        neighbour = letters[side]
        middle = (glyphs.box[marks, 0] + glyphs.box[marks, 2]) / 2
        aside = np.maximum(np.maximum(box[neighbour, 0] - middle, middle - box[neighbour, 2]), 0)
        near = (np.abs(neighbour - marks) <= 3) & (aside < 0.4 * glyphs.em[marks])
        near &= np.abs(glyphs.y[neighbour] - glyphs.y[marks]) < glyphs.em[marks]
        if near.sum() >= _FEW_MARKS and near.mean() > _IN_ORDER and (seat == neighbour)[near].mean() > _FILE_TELLS:
            return np.where(near, neighbour, seat)
    return seat


def _nearest_letters(glyphs: Glyphs, box: Floats, region: Ints, letters: Ints, marks: Ints) -> Ints:
    """For each mark the letter that it stands over or under, by place alone."""
    seat = np.empty(len(marks), np.int64)
    by_y = np.argsort(glyphs.y[letters], kind="stable")
    ys = glyphs.y[letters][by_y]
    for at, mark in enumerate(marks.tolist()):
        em = glyphs.em[mark]
        middle = (glyphs.box[mark, 0] + glyphs.box[mark, 2]) / 2
        low, high = np.searchsorted(ys, (glyphs.y[mark] - 0.75 * em, glyphs.y[mark] + 1.1 * em))
        near = letters[by_y[low:high]] if high > low else letters
        aside = np.maximum(np.maximum(box[near, 0] - middle, middle - box[near, 2]), 0)
        off = np.abs(glyphs.y[near] - glyphs.y[mark])
        centre = np.abs((box[near, 0] + box[near, 2]) / 2 - middle)
        bare = (glyphs.code[near] == _ALEF) & (glyphs.code[mark] != _FATHATAN)  # alef carries no other
        cost = 4 * aside + off + 2 * centre + 2 * em * bare + 1e3 * (region[near] != region[mark])
        cost -= 0.15 * em * (np.abs(near - mark) < 2)  # the letter beside it in the file
        seat[at] = near[np.argmin(cost)]
    return seat
