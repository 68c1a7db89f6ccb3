"""The numbers that steer the repair: costs in natural log odds, margins, bounds of work."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RepairNumbers:
    """Costs of what a hypothesis assumes, and where the work stops; ``pipelines/repair.toml`` holds the same names."""

    # How often a run begins where two or more blanks stand, where one stands after a gap where none began, where one
    # stands after a gap where one began (words drawn one by one stand together), where kinds meet, and at numbers:
    # word by word, runs of words, and cut at numbers only. Each text teaches its own.
    styles: tuple[tuple[float, float, float, float, float], ...] = (
        (0.97, 0.1, 0.5, 0.9, 0.95),
        (0.7, 0.04, 0.3, 0.6, 0.8),
        (0.2, 0.01, 0.05, 0.5, 0.97),
    )
    cut_word: float = 4.0  # cost of a run that begins inside a word
    cut_letter: float = 3.0  # the same that leaves an unknown word a single letter
    cut_part: float = 3.0  # that leaves an unknown word one known part
    cut_glue: float = 0.5  # where an unknown word falls into two known ones
    stay_glue: float = 2.0  # what it costs to leave such a word whole
    cut_clitic: float = 0.7  # between a prefix and a known word, where the two make none
    cut_glued: float = 1.0  # inside what cannot be one word
    cut_sign: float = 4.0  # between a word and the sign that stands at it
    rate_sign: float = 0.85  # how often a run begins at a sign that stands apart
    rate_glued: float = 0.93  # where a number or a Latin name is glued to a word
    intact_wide: float = 2.5  # cost of each gap of three blanks or more in a line taken as intact
    intact_sign: float = 1.0  # the same for each sign with a blank before it
    glue_none: float = 0.3  # pieces joined to one word, no blank at either
    glue_one: float = 2.5
    glue_both: float = 4.5
    space_none: float = 1.5  # a blank put where neither run had one
    adjacency: float = 0.8  # weight of the model of neighbours
    apart: float = 0.8  # the same of words two and three places apart
    closing_first: float = 4.0  # a line that begins with a comma or stop
    order_least: float = 0.04  # share of lines with runs out of order from which on every line is read anew
    probe_lines: int = 24  # how many lines of a damaged text are asked where no sign shows its order
    probe_gain: float = 6.0  # what another order must gain for a line to count
    probe_share: float = 0.2  # share of those lines from which on every line is read anew
    probe_signs: float = 0.1  # the same where signs show that the order is damaged
    probe_none: float = 0.05  # the same below which no line's order is touched
    margin: float = 4.0  # the most gain over the line as it stands that a change must bring
    margin_least: float = -3.0  # the least margin, in a text whose lines are mostly damaged
    margin_damaged: float = 0.5  # the same where the line itself shows damage
    doubt: float = 3.0  # a change that gains less than this above its margin is reported as doubtful
    weave_left: float = 0.2  # cost of each word passed over on the way left, where the runs of a line are woven
    weave_right: float = 2.0  # cost of a step to the right
    weave_break: float = 1.5  # cost of leaving a word that a single blank binds to the next
    weave_margin: float = 6.0  # what a woven order must gain over the reversed one
    weave_width: int = 30  # orders kept at each step
    max_atoms: int = 160
    max_work: int = 2_500_000  # sum of squared atoms of the lines that are read anew; some 30 s
    passes: int = 3


@dataclass(frozen=True, slots=True)
class GapRates:
    """How often runs begin at wide gaps, single blanks, where kinds meet, and at numbers; each text teaches its own.

    ``blank`` holds where none began at the gap before, ``again`` where one did.
    """

    wide: float
    blank: float
    again: float
    kind: float
    number: float

    def cut(self) -> tuple[float, ...]:
        """Costs of beginning a run, by the fields' order."""
        return tuple(-math.log(rate) for rate in (self.wide, self.blank, self.again, self.kind, self.number))

    def stay(self) -> tuple[float, ...]:
        """Costs of not beginning one."""
        return tuple(-math.log(1 - rate) for rate in (self.wide, self.blank, self.again, self.kind, self.number))
