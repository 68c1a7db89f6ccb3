"""From the chosen runs of a line to its characters, each with the place it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ogp_nlp.arabic.repair.atoms import Atom, is_word
from ogp_nlp.arabic.repair.marks import Mark
from ogp_nlp.arabic.repair.order import Run

Row = tuple[str, int]  # a character and its offset in the line, -1 for one put in
_NO_BLANK_BEFORE = frozenset("،؛.:؟!,;)»%٪")
_NO_BLANK_AFTER = frozenset("(«")
BRACKETS = frozenset("()")
_CLITICS = frozenset("وبلفك")


class Brackets:
    """Turns brackets to open and close by turns, from line to line: extractors leave them as drawn, not as meant."""

    def __init__(self) -> None:
        self.open = False

    def next(self, sign: str) -> str:
        """The bracket that is meant where ``sign`` stands."""
        self.open = not self.open
        return "(" if self.open else ")"

    def pass_over(self, line: str) -> None:
        """Take a line as it stands: what it leaves open stays open."""
        left, right = line.rfind("("), line.rfind(")")
        if max(left, right) >= 0:
            self.open = left > right


def write_line(line: str, mark: Mark, atoms: Sequence[Atom], runs: Sequence[Run], brackets: Brackets) -> list[Row]:
    """The rows of a changed line: its mark in front, its runs in reading order, single blanks between words."""
    rows: list[Row] = [(line[at], at) for at in mark.order]
    if rows:
        rows.append((" ", -1))
    last: Atom | None = None
    word = ""  # what was written since the last blank
    for run in runs:
        for number in range(run.first, run.last):
            atom = atoms[number]
            if atom.text in BRACKETS:
                atom = replace(atom, text=brackets.next(atom.text))
            glued = run.glued if number == run.first else atom.gap == 0
            if last is not None and not _joined(last, word, atom, glued, number > run.first):
                kept = number > run.first and atom.gap > 0
                rows.append((" ", atom.at[0] - 1 if kept else -1))
                word = ""
            word += atom.text
            rows += zip(atom.text, atom.at, strict=True)
            last = atom
    return rows


def _joined(last: Atom, word: str, atom: Atom, glued: bool, inside: bool) -> bool:
    """Whether no blank stands between two atoms that follow one another; ``word`` is what ends in the last one."""
    if atom.text in _NO_BLANK_BEFORE or last.text in _NO_BLANK_AFTER:
        return True
    letters, next_letters = is_word(last.text), is_word(atom.text)
    if word in _CLITICS and (next_letters or atom.text[0].isdigit() or atom.text[0] in '"('):
        return True
    if inside and atom.token == last.token:
        return True
    if glued and letters != next_letters and (last.text[0].isalnum() and atom.text[0].isalnum()):
        return False  # a number or a Latin name glued to a word
    if glued and last.text in "،؛.:؟" and last.text and (letters or next_letters):
        return False
    return glued
