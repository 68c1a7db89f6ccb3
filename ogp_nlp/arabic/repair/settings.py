"""The numbers that steer the repair: costs in natural log odds, margins, bounds of work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RepairNumbers:
    """Costs of what a hypothesis assumes, and where the work stops; ``pipelines/repair.toml`` holds the same names."""

    cut_wide: float = 0.6  # a run begins where two or more blanks stand
    cut_blank: float = 1.8  # where one blank stands
    cut_kind: float = 1.0  # where letters meet digits or a sign without a blank
    cut_word: float = 4.0  # inside a word
    glue_none: float = 0.3  # pieces joined to one word, no blank at either
    glue_one: float = 2.5
    glue_both: float = 4.5
    space_none: float = 1.5  # a blank put where neither run had one
    adjacency: float = 1.0
    closing_first: float = 4.0  # a line that begins with a comma or stop
    margin: float = 3.0  # gain over the line as it stands that a change must bring in a damaged text
    max_atoms: int = 160
