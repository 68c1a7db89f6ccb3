"""Puts a damaged text right: judge it, read its lines anew twice, set marks and signs, and say what stays damaged."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ogp_nlp.arabic.alignment import Aligned, Alignment
from ogp_nlp.arabic.lexicon import Lexicon
from ogp_nlp.arabic.repair.adjacency import AdjacencyModel, PairCounts, pair_hash
from ogp_nlp.arabic.repair.atoms import Atom, atoms_of, is_word, joined_ends, years_in_order
from ogp_nlp.arabic.repair.features import BOS, EOS
from ogp_nlp.arabic.repair.glyphs import mend_glyphs
from ogp_nlp.arabic.repair.marks import Mark, dash_inside, mark_of
from ogp_nlp.arabic.repair.order import Run, reversed_reading
from ogp_nlp.arabic.repair.scores import LineScores, number_borders
from ogp_nlp.arabic.repair.settings import GapRates, RepairNumbers
from ogp_nlp.arabic.repair.signs import mend_signs
from ogp_nlp.arabic.repair.tokens import tokens_of
from ogp_nlp.arabic.repair.verdict import line_damage, verdict_of
from ogp_nlp.arabic.repair.words import DocumentWords
from ogp_nlp.arabic.repair.writing import BRACKETS, Brackets, Row, write_line


WIDE = 9  # a gap as wide as they come


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


@dataclass
class _Line:
    """One line on its way: its place, its list mark, its atoms and the runs chosen for them."""

    start: int
    text: str
    mark: Mark
    weight: float
    atoms: list[Atom] = field(default_factory=list)
    runs: tuple[Run, ...] = ()
    changed: bool = False
    mended: bool = False
    doubtful: bool = False
    continues: bool = False
    sides: Counter[int] = field(default_factory=Counter)
    scores: LineScores | None = None
    open: bool = True  # may its runs be moved
    style: int = 0
    pairs: Counter[int] = field(default_factory=Counter)

    def words(self) -> list[str]:
        """The words of the reading, glue applied."""
        found: list[str] = []
        last: Atom | None = None
        for run in self.runs:
            for number in range(run.first, run.last):
                atom = self.atoms[number]
                joined = run.glued if number == run.first else atom.gap == 0 and last is not None and atom.token == last.token
                if joined and found:
                    found[-1] += atom.text
                else:
                    found.append(atom.text)
                last = atom
        return found


class Repairer:
    """The repair with its lexicon, adjacency model, numbers and language knowledge; safe to share and reuse."""

    def __init__(
        self, lexicon: Lexicon, model: AdjacencyModel, settings: RepairNumbers, knowledge: Mapping[str, Any] | None = None
    ) -> None:
        self.lexicon, self.model, self.numbers, self.knowledge = lexicon, model, settings, knowledge or {}

    def repair(self, text: str) -> RepairResult:
        """The repaired text; the text itself where nothing shows damage."""
        first = Aligned.of(text).then(lambda now: mend_glyphs(now, self.lexicon.log_probability)).then(mend_signs)
        mended = first.text
        texts = mended.split("\n")
        words = DocumentWords(self.lexicon, (t.text for line in texts for t in tokens_of(line) if is_word(t.text)))
        verdict = verdict_of(texts, words)
        if not verdict.damaged:
            return RepairResult(first)
        reorder = verdict.order >= self.numbers.order_least
        lines = self._lines(texts, verdict.lines, words, reorder=reorder)
        for line in lines:
            line.open = reorder or line.weight >= 1.0
        beside: Counter[int] = Counter()
        for line in lines:
            line.sides = _sides(line)
            beside.update(line.sides)
        near = PairCounts.of(beside)
        styles = [GapRates(*style) for style in self.numbers.styles]
        self._read(lines, words, None, styles, _prior(verdict.order), near)
        for _ in range(self.numbers.passes - 1):
            totals: Counter[int] = Counter()
            for line in lines:
                line.pairs = _pairs(line)
                totals.update(line.pairs)
            self._read(lines, words, totals, _learned(lines, styles), _prior(_changed_share(lines)), near)
        result = self._write(mended, lines, words)
        return RepairResult(first.then(lambda _: result.aligned), result.issues)

    def _lines(self, texts: list[str], weights: tuple[float, ...], words: DocumentWords, *, reorder: bool) -> list[_Line]:
        lines = []
        start = 0
        for text, weight in zip(texts, weights, strict=True):
            mark = mark_of(text)
            line = _Line(start, text, mark, weight)
            found = tokens_of(text[mark.start : mark.end], mark.start)
            tokens = years_in_order(joined_ends(found, words)) if reorder else found
            line.atoms = atoms_of(tokens, words)
            line.runs = (Run(0, len(line.atoms), False),) if tokens else ()
            line.mended = tokens != found
            lines.append(line)
            start += len(text) + 1
        if sum(line.mark.moved and line.text[line.mark.order[0]] == "-" for line in lines) >= 3:
            for line in lines:
                _take_dash(line)
        _mark_continued([line for line in lines if line.atoms])
        return lines

    def _read(
        self, lines: list[_Line], words: DocumentWords, totals: Counter[int] | None, styles: list[GapRates], prior: float, near: PairCounts
    ) -> None:
        """Choose the reading of each line; pairs of words that other lines have count for it."""
        numbers = self.numbers
        counts = PairCounts.of(totals) if totals is not None else None
        usual = max(numbers.margin_least, min(prior, numbers.margin))
        filled = [line for line in lines if line.atoms]
        for place, line in enumerate(filled):
            if not line.open or not 2 <= len(line.atoms) <= numbers.max_atoms:
                continue
            here = counts.without(line.pairs) if counts is not None else None
            before = "•" if line.mark.order else BOS
            after = EOS
            if place and line.continues:
                before = filled[place - 1].words()[-1]
            if totals is not None and place + 1 < len(filled) and filled[place + 1].continues:
                after = filled[place + 1].words()[0]
            if line.scores is None:
                line.scores = LineScores(line.atoms, words, numbers)
            line.scores.judge(self.model, here, near.without(line.sides), before, after)
            # The first reading only tells the pairs; the last keeps to the style that the one before it found.
            tried = range(len(styles)) if last is None else [last if last >= 0 else line.style]
            reading = reversed_reading(line.scores, styles, tried)
            margin = min(usual, numbers.margin_damaged) if line.weight else usual
            if len(reading.runs) > 1 and reading.score - reading.as_is > margin:
                line.runs, line.changed, line.style = reading.runs, True, reading.style
                line.doubtful = reading.score - reading.as_is < margin + numbers.doubt
            else:
                line.runs, line.changed = (Run(0, len(line.atoms), False),), False

    def _write(self, text: str, lines: list[_Line], words: DocumentWords) -> RepairResult:
        rows: list[Row] = []
        issues: list[Issue] = []
        brackets = Brackets()
        for number, line in enumerate(lines):
            if number:
                rows.append(("\n", line.start - 1))
            begin = len(rows)
            if line.mark.order:
                brackets.open = False
            if line.changed or line.mended or line.mark.moved or self._mirrored(line, brackets):
                written = write_line(line.text, line.mark, line.atoms, line.runs, brackets)
            else:
                written = [(sign, at) for at, sign in enumerate(line.text)]
                brackets.pass_over(line.text)
            rows += [(sign, at + line.start if at >= 0 else -1) for sign, at in written]
            result = "".join(sign for sign, _ in rows[begin:])
            if line_damage(result, words) >= 0.7:
                issues.append(Issue(begin, len(rows), "damaged words or signs", number + 1))
            elif line.changed and line.doubtful:
                issues.append(Issue(begin, len(rows), "the order of the words is not certain", number + 1))
        out = "".join(sign for sign, _ in rows)
        return RepairResult(Aligned(out, Alignment.select([at for _, at in rows], len(text))), tuple(issues))

    @staticmethod
    def _mirrored(line: _Line, brackets: Brackets) -> bool:
        """Whether an unchanged line closes a bracket that was never opened (enumerations such as 1) apart)."""
        found = [number for number, atom in enumerate(line.atoms) if atom.text in BRACKETS]
        return bool(found) and found[0] > 1 and line.atoms[found[0]].text == ")" and not brackets.open


def _pairs(line: _Line) -> Counter[int]:
    found = line.words()
    return Counter(
        pair_hash(left, right)
        for left, right in zip(found, found[1:], strict=False)
        if left[0].isalnum() and right[0].isalnum()
    )


def _prior(share: float) -> float:
    """Log odds that a line is intact, where ``share`` of the lines show that they are not."""
    share = min(0.9, max(0.005, 1.5 * share))
    return math.log((1 - share) / share)


def _changed_share(lines: list[_Line]) -> float:
    known = [line for line in lines if line.open and len(line.atoms) > 1]
    return sum(line.changed for line in known) / max(1, len(known))


def _learned(lines: list[_Line], styles: list[GapRates]) -> list[GapRates]:
    """The styles with the rates of the lines that were read by them; what a style was before counts as 30 gaps."""
    learned = []
    for number, style in enumerate(styles):
        starts, gaps = Counter[int](), Counter[int]()
        for line in lines:
            if not line.changed or line.style != number:
                continue
            firsts = {run.first for run in line.runs}
            numbers = number_borders([atom.text for atom in line.atoms])
            for place, atom in enumerate(line.atoms):
                if place and atom.token != line.atoms[place - 1].token:
                    kind = 3 if numbers[place] else 2 - min(atom.gap, 2)
                    gaps[kind] += 1
                    starts[kind] += place in firsts
        rates = (
            min(0.97, max(0.01, (starts[kind] + 30 * before) / (gaps[kind] + 30)))
            for kind, before in enumerate((style.wide, style.blank, style.kind, style.number))
        )
        learned.append(GapRates(*rates))
    return learned


def _mark_continued(lines: list[_Line]) -> None:
    """Say which lines go on with the sentence of the line before: it is full, and no mark stands between."""
    if not lines:
        return
    lengths = sorted(len(line.text.strip()) for line in lines)
    full = 0.7 * lengths[int(0.9 * (len(lengths) - 1))]
    for before, line in zip(lines, lines[1:], strict=False):
        body = before.text[before.mark.start : before.mark.end].strip()
        closed = any(sign in ".؛:؟" for sign in (body[:1], body[-1:]))
        line.continues = not line.mark.order and not closed and len(before.text.strip()) >= full


def _take_dash(line: _Line) -> None:
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
    line.runs = (Run(0, len(line.atoms), False),)
    line.mark = mark
    line.weight += 1.0


def _sides(line: _Line) -> Counter[int]:
    """The pairs of words that stand side by side in a line as it is, in both orders."""
    words: dict[int, str] = {}
    for atom in line.atoms:
        words[atom.token] = words.get(atom.token, "") + atom.text
    row = list(words.values())
    found: Counter[int] = Counter()
    for left, right in zip(row, row[1:], strict=False):
        if left[0].isalpha() and right[0].isalpha():
            found.update((pair_hash(left, right), pair_hash(right, left)))
    return found
