"""Puts a damaged text right: mend words and signs, judge it, read its lines anew, and say what stays damaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ogp_nlp.arabic.alignment import Aligned, Alignment
from ogp_nlp.arabic.lexicon import Lexicon
from ogp_nlp.arabic.repair.adjacency import AdjacencyModel
from ogp_nlp.arabic.repair.atoms import is_word
from ogp_nlp.arabic.repair.boxes import move_titles
from ogp_nlp.arabic.repair.glyphs import mend_glyphs, mend_lost_alef
from ogp_nlp.arabic.repair.lines import Line, make_lines
from ogp_nlp.arabic.repair.passes import Passes
from ogp_nlp.arabic.repair.probe import probed_order
from ogp_nlp.arabic.repair.settings import RepairNumbers
from ogp_nlp.arabic.repair.signs import mend_signs
from ogp_nlp.arabic.repair.tokens import tokens_of
from ogp_nlp.arabic.repair.verdict import line_damage, verdict_of
from ogp_nlp.arabic.repair.words import DocumentWords
from ogp_nlp.arabic.repair.writing import BRACKETS, Brackets, Row, write_line

_STAYS = 0.7  # weight of damage in a written line from which on it is reported


@dataclass(frozen=True, slots=True)
class Issue:
    """What could not be mended: ``start`` to ``end`` of the repaired text, why, and its line (from 1)."""

    start: int
    end: int
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class RepairResult:
    """The repaired text with its way back, and what stays damaged."""

    aligned: Aligned
    issues: tuple[Issue, ...] = ()


class Repairer:
    """The repair with its lexicon, adjacency model and numbers; safe to share and reuse.

    ``titles`` are headings and their beginnings, by which titles of boxes are known.
    """

    def __init__(
        self, lexicon: Lexicon, model: AdjacencyModel, settings: RepairNumbers, titles: Sequence[str] = ()
    ) -> None:
        self.lexicon, self.model, self.numbers, self.titles = lexicon, model, settings, tuple(titles)

    def repair(self, text: str) -> RepairResult:
        """The repaired text; the text itself where nothing shows damage."""
        first = Aligned.of(text).then(lambda now: mend_glyphs(now, self.lexicon.log_probability)).then(mend_signs)
        texts = first.text.split("\n")
        words = DocumentWords(self.lexicon, (t.text for line in texts for t in tokens_of(line) if is_word(t.text)))
        verdict = verdict_of(texts, words)
        if not verdict.damaged:
            return RepairResult(first)
        first = first.then(lambda now: mend_lost_alef(now, self.lexicon.log_probability))
        texts = first.text.split("\n")
        order, sure = self._order(
            make_lines(texts, verdict.lines, words, reorder=True, part=True), verdict.order, words
        )
        reorder = order >= self.numbers.order_least
        lines = make_lines(texts, verdict.lines, words, reorder=reorder, part=not reorder)
        for line in lines if sure else ():
            line.open = False
        Passes(lines, self.model, words, self.numbers).run(order)
        written, issues = _write(first.text, lines, words)
        result = first.then(lambda _: written)
        if not reorder or not self.titles:
            return RepairResult(result, issues)
        moved = move_titles(result.text, self.titles)
        return RepairResult(result.then(lambda _: moved), _follow(issues, moved))

    def _order(self, lines: list[Line], shown: float, words: DocumentWords) -> tuple[float, bool]:
        """The share of lines whose order is in doubt, by signs (``shown``) and by reading some of them anew.

        And whether it is sure that hardly any is.
        """
        share = probed_order(lines, self.model, words, self.numbers)
        if share is None:
            return shown, False
        least = self.numbers.probe_signs if shown >= self.numbers.order_least else self.numbers.probe_share
        return (max(share, shown), False) if share >= least else (0.0, share < self.numbers.probe_none)


def _follow(issues: tuple[Issue, ...], moved: Aligned) -> tuple[Issue, ...]:
    """The issues at their places after lines were moved, ``line`` being that of the text before."""
    if moved.alignment.is_identity or not issues:
        return issues
    place = {int(at): now for now, at in enumerate(moved.alignment.first()) if at >= 0}
    return tuple(
        Issue(place[issue.start], place[issue.start] + issue.end - issue.start, issue.reason, issue.line)
        for issue in issues
        if issue.start in place
    )


def _write(text: str, lines: list[Line], words: DocumentWords) -> tuple[Aligned, tuple[Issue, ...]]:
    rows: list[Row] = []
    issues: list[Issue] = []
    brackets = Brackets()
    for number, line in enumerate(lines):
        if number:
            rows.append(("\n", line.start - 1))
        begin = len(rows)
        rows += [(sign, at + line.start if at >= 0 else -1) for sign, at in _rows(line, brackets)]
        if line.weight or line.changed:
            damage = line_damage("".join(sign for sign, _ in rows[begin:]), words)
            if damage >= _STAYS:
                issues.append(Issue(begin, len(rows), "damaged words or signs", number + 1))
            elif line.doubtful:
                issues.append(Issue(begin, len(rows), "the order of the words is not certain", number + 1))
    order = Alignment.select([at for _, at in rows], len(text))
    return Aligned("".join(sign for sign, _ in rows), order), tuple(issues)


def _rows(line: Line, brackets: Brackets) -> list[Row]:
    if line.mark.order:
        brackets.open = False
    if line.changed or line.mended or line.mark.moved or _mirrored(line, brackets):
        return write_line(line.text, line.mark, line.atoms, line.runs, brackets)
    brackets.pass_over(line.text)
    return [(sign, at) for at, sign in enumerate(line.text)]


def _mirrored(line: Line, brackets: Brackets) -> bool:
    """Whether an unchanged line closes a bracket that was never opened (enumerations such as 1) apart)."""
    found = [number for number, atom in enumerate(line.atoms) if atom.text in BRACKETS]
    return bool(found) and found[0] > 1 and line.atoms[found[0]].text == ")" and not brackets.open
