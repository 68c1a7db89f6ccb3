"""Where items stand: predicted spans against gold spans, counted as SemEval-2013 task 9.1 does.

``strict`` and ``exact`` both need equal ends, strict also the same kind; ``partial`` gives half for an overlap;
``type`` asks for an overlap and the same kind. Spans are compared within one text, so this is for clean text only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
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


def spans_of(record: Json, kinds: Iterable[str] | None = None) -> list[Span]:
    """The first evidence of each item of a record or gold, which is the main quote; of all kinds by default."""
    found = []
    for kind in kinds if kinds is not None else [kind.name for kind in KINDS]:
        for item in record.get(kind, ()):
            if item.get("evidence"):
                first = item["evidence"][0]
                found.append(Span(first["start"], first["end"], kind))
    return found
