"""Reads the lines of a damaged text several times, each time knowing the pairs that the last reading found."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ogp_nlp.arabic.repair.adjacency import AdjacencyModel, PairCounts
from ogp_nlp.arabic.repair.beam import Beam
from ogp_nlp.arabic.repair.features import BOS, EOS
from ogp_nlp.arabic.repair.lines import Line, pairs_of
from ogp_nlp.arabic.repair.order import Reading, reversed_reading
from ogp_nlp.arabic.repair.scores import LineScores, gap_kinds, number_borders
from ogp_nlp.arabic.repair.settings import GapRates, RepairNumbers
from ogp_nlp.arabic.repair.weave import words_of, woven
from ogp_nlp.arabic.repair.words import DocumentWords

_RARE = 0.05  # share of the changed lines below which a style is not tried again
_TRUST = 30  # how many gaps a style counts for before it has seen any


class Passes:
    """The readings of one text's lines; changes the lines it is given."""

    def __init__(self, lines: list[Line], model: AdjacencyModel, words: DocumentWords, numbers: RepairNumbers) -> None:
        self.lines = [line for line in lines if line.atoms]
        self.model, self.words, self.numbers = model, words, numbers
        self.prior = [GapRates(*style) for style in numbers.styles]
        self._bound()
        beside: Counter[int] = Counter()
        for line in self.lines:
            beside.update(line.sides)
        self.near = PairCounts.of(beside)

    def _bound(self) -> None:
        """Leave lines as they stand that are too long, and those after the work that one text may cost."""
        work = 0
        for line in self.lines:
            size = len(line.atoms)
            line.open = line.open and 2 <= size <= self.numbers.max_atoms and work < self.numbers.max_work
            work += size * size if line.open else 0

    def run(self, share: float) -> None:
        """Read all lines; ``share`` of them (0 to 1) showed runs out of order."""
        self._read(None, self.prior, share)
        for number in range(1, self.numbers.passes):
            totals: Counter[int] = Counter()
            for line in self.lines:
                line.pairs = pairs_of(line)
                totals.update(line.pairs)
            open_lines = [line for line in self.lines if line.open]
            share = sum(line.changed for line in open_lines) / max(1, len(open_lines))
            self._read(PairCounts.of(totals), self._learned(), share, last=number == self.numbers.passes - 1)

    def _read(self, counts: PairCounts | None, styles: list[GapRates], share: float, *, last: bool = False) -> None:
        """Choose the reading of each line; pairs of words that other lines have count for it."""
        numbers = self.numbers
        share = min(0.9, max(0.005, 1.5 * share))  # the signs show less than there is
        tried = self._tried()
        usual = max(numbers.margin_least, min(math.log((1 - share) / share), numbers.margin))
        for place, line in enumerate(self.lines):
            if not line.open:
                continue
            if line.scores is None:
                line.scores = LineScores(line.atoms, self.words, numbers, self.words.made)
            here = counts.without(line.pairs) if counts is not None else None
            near = self.near.without(line.sides)
            line.scores.judge(self.model, here, near, self._before(place), self._after(place, first=counts is None))
            margin = min(usual, numbers.margin_damaged) if line.weight else usual
            if not last:
                self._choose(line, reversed_reading(line.scores, styles, tried), margin)
                continue
            # The last reading keeps to the style that the one before it found.
            line.scores.set_style(styles[line.style])
            self._choose(line, replace(Beam(line.scores).reading(), style=line.style), margin)
            if line.changed:
                self._weave(line, place, (here, near))

    def _tried(self) -> list[int]:
        """The styles by which the last reading changed lines; all before the first, and where hardly any was."""
        found = Counter(line.style for line in self.lines if line.changed)
        kept = [number for number in sorted(found) if found[number] >= _RARE * found.total()]
        return kept or list(range(len(self.prior)))

    def _choose(self, line: Line, reading: Reading, margin: float) -> None:
        gain = reading.score - reading.as_is - margin
        line.style = reading.style
        line.changed = len(reading.runs) > 1 and gain > 0
        line.doubtful = line.changed and gain < self.numbers.doubt
        line.runs = reading.runs if line.changed else line.as_it_stands()

    def _weave(self, line: Line, place: int, counts: tuple[PairCounts | None, PairCounts]) -> None:
        around = (self._before(place), self._after(place, first=False))
        words = words_of(line.atoms, line.runs)
        runs, gain = woven(line.atoms, words, around, self.model, counts, self.numbers)
        if gain > self.numbers.weave_margin:
            line.runs, line.doubtful = runs, True

    def _before(self, place: int) -> list[str]:
        """The three words before a line, the nearest first."""
        line = self.lines[place]
        if line.mark.order:
            return ["•", BOS, BOS]
        found = self.lines[place - 1].words()[-3:] if place and line.continues else []
        return [*reversed(found), BOS, BOS, BOS][:3]

    def _after(self, place: int, *, first: bool) -> list[str]:
        """The three words after a line, the nearest first."""
        if first or place + 1 == len(self.lines) or not self.lines[place + 1].continues:
            return [EOS] * 3
        return [*self.lines[place + 1].words()[:3], EOS, EOS, EOS][:3]

    def _learned(self) -> list[GapRates]:
        """The styles with the rates of the lines that were read by them; what wide gaps mean holds for all."""
        changed = [line for line in self.lines if line.changed]
        shared = _rates(changed, self.prior[0])
        return [
            replace(
                _rates([line for line in changed if line.style == number], style),
                wide=shared.wide,
                kind=shared.kind,
                number=shared.number,
            )
            for number, style in enumerate(self.prior)
        ]


def _rates(lines: Sequence[Line], prior: GapRates) -> GapRates:
    starts, gaps = Counter[int](), Counter[int]()
    for line in lines:
        firsts = {run.first for run in line.runs}
        numbers = number_borders([atom.text for atom in line.atoms])
        kinds = gap_kinds(np.array([atom.gap for atom in line.atoms]), numbers)
        began = True  # a line's edge is a border
        for place, atom in enumerate(line.atoms):
            if place and atom.token != line.atoms[place - 1].token:
                kind = int(kinds[place]) + (kinds[place] == 1 and began)
                gaps[kind] += 1
                starts[kind] += place in firsts
                began = place in firsts if atom.gap > 0 else began
    given = (prior.wide, prior.blank, prior.again, prior.kind, prior.number)
    return GapRates(
        *(
            min(0.97, max(0.01, (starts[kind] + _TRUST * before) / (gaps[kind] + _TRUST)))
            for kind, before in enumerate(given)
        )
    )
