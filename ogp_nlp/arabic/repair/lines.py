"""The lines of a damaged text on their way through the repair: place, list mark, atoms, chosen runs."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field, replace

from ogp_nlp.arabic.repair.adjacency import pair_hash
from ogp_nlp.arabic.repair.atoms import Atom, atoms_of, joined_ends, parted, years_in_order
from ogp_nlp.arabic.repair.marks import Mark, dash_inside, mark_of
from ogp_nlp.arabic.repair.order import Run
from ogp_nlp.arabic.repair.scores import LineScores
from ogp_nlp.arabic.repair.tokens import tokens_of
from ogp_nlp.arabic.repair.words import DocumentWords

WIDE = 9  # a gap as wide as they come
FULL = 0.7  # share of a long line's length from which on a line counts as full
MOVED_DASHES = 3  # dashes at wrong ends of lines from which on one inside a line is taken for a list mark


@dataclass
class Line:
    """One line: its start in the text, its list mark, the weight of its damage, atoms, runs in reading order."""

    start: int
    text: str
    mark: Mark
    weight: float
    atoms: list[Atom] = field(default_factory=list)
    runs: tuple[Run, ...] = ()
    changed: bool = False  # another order than it stands in
    mended: bool = False  # words joined, years turned
    doubtful: bool = False  # a change that gained little
    continues: bool = False  # goes on with the sentence of the line before
    open: bool = True  # may its runs be moved
    style: int = 0
    pairs: Counter[int] = field(default_factory=Counter)
    sides: Counter[int] = field(default_factory=Counter)
    scores: LineScores | None = None

    def words(self) -> list[str]:
        """The words of the reading, glue applied."""
        found: list[str] = []
        last: Atom | None = None
        for run in self.runs:
            for number in range(run.first, run.last):
                atom = self.atoms[number]
                inside = atom.gap == 0 and last is not None and atom.token == last.token
                if found and (run.glued if number == run.first else inside):
                    found[-1] += atom.text
                else:
                    found.append(atom.text)
                last = atom
        return found

    def as_it_stands(self) -> tuple[Run, ...]:
        """The line as one run."""
        return (Run(0, len(self.atoms), False),) if self.atoms else ()


def make_lines(
    texts: list[str], weights: tuple[float, ...], words: DocumentWords, *, reorder: bool, part: bool
) -> list[Line]:
    """The lines of a text; ``reorder`` says that the order of the whole text is in doubt.

    ``part`` puts a blank between two words that stand glued, which is right where the order is.
    """
    lines: list[Line] = []
    start = 0
    for text, weight in zip(texts, weights, strict=True):
        line = Line(start, text, mark_of(text), weight)
        found = tokens_of(text[line.mark.start : line.mark.end], line.mark.start)
        tokens = joined_ends(found, words)
        tokens = years_in_order(tokens) if reorder else tokens
        tokens = parted(tokens, words.glue_points, words) if part else tokens
        line.mended = tokens != found
        line.atoms = atoms_of(tokens, words)
        line.open = reorder or weight >= 1.0
        lines.append(line)
        start += len(text) + 1
    if sum(line.mark.moved and line.text[line.mark.order[0]] == "-" for line in lines) >= MOVED_DASHES:
        for line in lines:
            _take_dash(line)
    filled = [line for line in lines if line.atoms]
    _mark_continued(filled)
    for line in filled:
        line.runs = line.as_it_stands()
        line.sides = _sides(line)
    return lines


def _take_dash(line: Line) -> None:
    """Read a lone dash inside a line as its list mark, in a text whose list marks were moved."""
    mark = None if line.mark.order else dash_inside(line.text)
    if mark is None:
        return
    kept = [atom for atom in line.atoms if atom.at[0] != mark.order[0]]
    order = {number: place for place, number in enumerate(dict.fromkeys(atom.token for atom in kept))}
    line.atoms = [
        replace(atom, token=order[atom.token], gap=WIDE if atom.at[0] > mark.order[0] >= last else atom.gap)
        for last, atom in zip([-1, *(atom.at[-1] for atom in kept)], kept, strict=False)
    ]
    line.mark = mark
    line.weight += 1.0


def _mark_continued(lines: list[Line]) -> None:
    """Say which lines go on with the sentence of the line before: it is full, and no mark stands between."""
    lengths = sorted(len(line.text.strip()) for line in lines)
    full = FULL * lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    for before, line in itertools.pairwise(lines):
        body = before.text[before.mark.start : before.mark.end].strip()
        closed = any(sign in ".؛:؟" for sign in (body[:1], body[-1:]))
        line.continues = not line.mark.order and not closed and len(before.text.strip()) >= full


def pairs_of(line: Line) -> Counter[int]:
    """The pairs of words that follow one another in the reading of a line."""
    found = line.words()
    return Counter(
        pair_hash(left, right) for left, right in itertools.pairwise(found) if left[0].isalnum() and right[0].isalnum()
    )


def _sides(line: Line) -> Counter[int]:
    """The pairs of words that stand side by side in a line as it is, in both orders."""
    words: dict[int, str] = {}
    for atom in line.atoms:
        words[atom.token] = words.get(atom.token, "") + atom.text
    row = list(words.values())
    found: Counter[int] = Counter()
    for left, right in itertools.pairwise(row):
        if left[0].isalpha() and right[0].isalpha():
            found.update((pair_hash(left, right), pair_hash(right, left)))
    return found
