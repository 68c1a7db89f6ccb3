"""Whether the order of a damaged text is in doubt although no sign shows it: some of its lines are read anew."""

from __future__ import annotations

from collections.abc import Sequence

from ogp_nlp.arabic.repair.adjacency import AdjacencyModel
from ogp_nlp.arabic.repair.features import BOS, EOS
from ogp_nlp.arabic.repair.lines import Line
from ogp_nlp.arabic.repair.order import reversed_reading
from ogp_nlp.arabic.repair.scores import LineScores
from ogp_nlp.arabic.repair.settings import GapRates, RepairNumbers
from ogp_nlp.arabic.repair.words import DocumentWords

SHORTEST, LONGEST = 5, 40  # atoms of a line that is worth asking


def probed_order(
    lines: Sequence[Line], model: AdjacencyModel, words: DocumentWords, numbers: RepairNumbers
) -> float | None:
    """The share (0 to 1) of some lines, evenly spread, that read far better in another order; None of too few."""
    able = [line for line in lines if SHORTEST <= len(line.atoms) <= LONGEST]
    asked = able[:: max(1, len(able) // numbers.probe_lines)]
    if len(asked) < numbers.probe_lines // 4:
        return None
    styles = [GapRates(*style) for style in numbers.styles]
    better = 0
    for line in asked:
        scores = LineScores(line.atoms, words, numbers, words.made)
        scores.judge(model, None, None, ["•" if line.mark.order else BOS, BOS, BOS], [EOS] * 3)
        reading = reversed_reading(scores, styles, range(len(styles)))
        better += len(reading.runs) > 1 and reading.score - reading.as_is > numbers.probe_gain
    return better / len(asked)
