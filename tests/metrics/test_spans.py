"""Spans against two other implementations: spaCy's scorer for equal ends, nervaluate for parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nervaluate import Evaluator

from ogp_nlp.lean import import_spacy
from ogp_nlp.metrics import Span, score_spans

LENGTH = 40
TAGS = ["dates", "decisions"]


@st.composite
def layouts(draw):
    """Spans that do not overlap each other, as spaCy's entities and nervaluate's examples are."""
    ends = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=8)))
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    return [Span(start, end, draw(st.sampled_from(TAGS))) for start, end in pairs]


@pytest.mark.parametrize(
    ("gold", "found", "strict", "exact", "partial", "type_"),
    [
        ([(0, 5, "dates")], [(0, 5, "dates")], 1, 1, 1.0, 1),
        ([(0, 5, "dates")], [(0, 4, "dates")], 0, 0, 0.5, 1),
        ([(0, 5, "dates")], [(0, 5, "decisions")], 0, 1, 1.0, 0),
        ([(0, 5, "dates")], [(4, 9, "decisions")], 0, 0, 0.5, 0),
        ([(0, 5, "dates")], [(5, 9, "dates")], 0, 0, 0.0, 0),
        ([(0, 5, "dates")], [], 0, 0, 0.0, 0),
        # One find over two gold spans is one pair, and the longer part of it.
        ([(0, 2, "dates"), (3, 9, "dates")], [(0, 9, "dates")], 0, 0, 0.5, 1),
    ],
)
def test_by_hand(gold, found, strict, exact, partial, type_):
    counts = score_spans([Span(*span) for span in gold], [Span(*span) for span in found])
    assert (counts.strict, counts.exact, counts.partial, counts.type) == (strict, exact, partial, type_)


@given(layouts(), layouts())
def test_equal_ends_as_spacy_counts_them(gold, found):
    import_spacy()
    from spacy.scorer import PRFScore

    score = PRFScore()
    score.score_set(set(found), set(gold))
    counts = score_spans(gold, found)
    assert counts.strict == score.tp
    assert (counts.gold - counts.strict, counts.predicted - counts.strict) == (score.fn, score.fp)


def _told(spans):
    return [{"label": span.kind, "start": span.start, "end": span.end - 1} for span in spans]


def _alone(gold, found):
    """Whether no span overlaps two of the other side: there nervaluate takes the first and we take the best."""
    meets = [[min(a.end, b.end) > max(a.start, b.start) for b in found] for a in gold]
    return all(sum(row) <= 1 for row in meets) and all(sum(column) <= 1 for column in zip(*meets, strict=True))


@given(layouts(), layouts())
def test_parts_as_nervaluate_counts_them(gold, found):
    if not gold or not found or not _alone(gold, found):
        return
    told = Evaluator([_told(gold)], [_told(found)], tags=TAGS, loader="dict").evaluate()["overall"]
    counts = score_spans(gold, found)
    assert counts.strict == told["strict"].correct
    assert counts.exact == told["exact"].correct
    assert counts.type == told["ent_type"].correct
    assert counts.partial == told["partial"].correct + 0.5 * told["partial"].partial
    assert counts.f1("partial") == pytest.approx(told["partial"].f1)
