"""From the chosen runs of a line to its characters, each with the place it came from."""

from __future__ import annotations

from collections.abc import Sequence

from ogp_nlp.arabic.repair.atoms import Atom
from ogp_nlp.arabic.repair.marks import Mark
from ogp_nlp.arabic.repair.order import Run

Row = tuple[str, int]  # a character and its offset in the line, -1 for one put in
_NO_BLANK_BEFORE = frozenset("،؛.:؟!,;)»%٪")
_NO_BLANK_AFTER = frozenset("(«")


def write_line(line: str, mark: Mark, atoms: Sequence[Atom], runs: Sequence[Run], *, changed: bool) -> list[Row]:
    """The rows of a line: its mark in front, its runs in reading order, single blanks between words."""
    if not changed and not mark.moved:
        return [(sign, at) for at, sign in enumerate(line)]
    rows: list[Row] = [(line[at], at) for at in mark.order]
    if rows:
        rows.append((" ", -1))
    front = len(rows)
    for run in runs:
        for number in range(run.first, run.last):
            atom = atoms[number]
            if len(rows) > front and not _joined(line, rows, atoms, run, number):
                rows.append((" ", _blank_of(line, atom, number > run.first)))
            rows += [(line[at], at) for at in range(atom.start, atom.end)]
    return rows


def _joined(line: str, rows: list[Row], atoms: Sequence[Atom], run: Run, number: int) -> bool:
    sign = atoms[number].text
    if sign in _NO_BLANK_BEFORE or rows[-1][0] in _NO_BLANK_AFTER:
        return True
    if number == run.first:
        return run.glued
    return atoms[number].gap == 0


def _blank_of(line: str, atom: Atom, inside: bool) -> int:
    """The blank before an atom inside its run, so that it keeps its way back; -1 where it is put in."""
    return atom.start - 1 if inside and atom.gap > 0 else -1
