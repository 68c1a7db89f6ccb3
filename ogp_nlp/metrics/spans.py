"""Where items stand: predicted spans against gold spans, counted as SemEval-2013 task 9.1 does.

``strict`` and ``exact`` both need equal ends, strict also the same kind; ``partial`` gives half for an overlap;
``type`` asks for an overlap and the same kind. Spans are compared within one text, so this is for clean text only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from ogp_nlp.metrics.matching import KINDS, Json


class Span(NamedTuple):
    """Half-open code points and the kind of what stands there."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class SpanCounts:
    """Gold and predicted spans and what their optimal pairs earn: see the module."""

    gold: int = 0
    predicted: int = 0
    strict: int = 0
    exact: int = 0
    partial: float = 0.0
    type: int = 0

    def f1(self, what: str) -> float:
        """F1 of one of the four ways of counting; 1 where there is nothing to find and nothing found."""
        total = self.gold + self.predicted
        return 2 * float(getattr(self, what)) / total if total else 1.0

    def add(self, other: SpanCounts) -> None:
        """Add the counts of another document."""
        for name in ("gold", "predicted", "strict", "exact", "partial", "type"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def _worth(a: Span, b: Span) -> float:
    """How much two spans should be paired: equal ends, then the same kind, then the length they share."""
    common = min(a.end, b.end) - max(a.start, b.start)
    if common <= 0:
        return 0.0
    share = common / (max(a.end, b.end) - min(a.start, b.start))
    return 4.0 * (a[:2] == b[:2]) + 2.0 * (a.kind == b.kind) + share


def score_spans(gold: Sequence[Span], predicted: Sequence[Span]) -> SpanCounts:
    """Counts of one document; each span is paired at most once.

    >>> score_spans([Span(0, 4, "dates")], [Span(0, 3, "dates")]).f1("partial")
    0.5
    """
    counts = SpanCounts(len(gold), len(predicted))
    if not gold or not predicted:
        return counts
    worth = np.array([[_worth(a, b) for b in predicted] for a in gold])
    for i, j in zip(*linear_sum_assignment(worth, maximize=True), strict=True):
        if worth[i, j] > 0:
            a, b = gold[i], predicted[j]
            ends, same = a[:2] == b[:2], a.kind == b.kind
            counts.strict += ends and same
            counts.exact += ends
            counts.partial += 1.0 if ends else 0.5
            counts.type += same
    return counts


def letters_before(text: str) -> npt.NDArray[np.int64]:
    r"""For each offset of a text, its end included, how many code points before it are no blanks.

    Offsets counted so are the same in two texts that differ in blanks and line breaks only.

    >>> letters_before("a\n b").tolist()
    [0, 1, 1, 1, 2]
    """
    return np.cumsum([0, *(not character.isspace() for character in text)])


def spans_of(record: Json, kinds: Iterable[str] | None = None, text: str | None = None) -> list[Span]:
    """The main quote of each item of a record or gold, of all kinds by default.

    The main quote is the first evidence; with the ``text`` that its offsets count, offsets are of
    :func:`letters_before`, and what a line wrap parts is one quote.
    """
    found = []
    places = None if text is None else letters_before(text)
    for kind in kinds if kinds is not None else [kind.name for kind in KINDS]:
        for item in record.get(kind, ()):
            slices = [(part["start"], part["end"]) for part in item.get("evidence", ())]
            if places is not None:
                slices = [(int(places[start]), int(places[end])) for start, end in slices]
            if slices:
                (start, end), *rest = slices
                for after, last in rest if places is not None else ():
                    if after != end:
                        break
                    end = last
                found.append(Span(start, end, kind))
    return found
