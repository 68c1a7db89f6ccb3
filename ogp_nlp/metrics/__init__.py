"""Gold and predicted records to scores: matching, counts, spans, intervals over documents, calibration.

Records are compared as plain JSON objects, by their words and values and not by offsets, so that a record from a
PDF or from damaged text can be scored against gold made on the clean text. Only :mod:`.spans` looks at offsets.
"""

from ogp_nlp.metrics.bootstrap import Interval, f1_interval, mean_interval, ratio_interval
from ogp_nlp.metrics.calibration import Calibration, Judged, calibrate
from ogp_nlp.metrics.counts import Comparison, Counts, compare, score, score_kind, score_meeting, total
from ogp_nlp.metrics.matching import (
    ATTRIBUTES,
    KINDS,
    MEETING_FIELDS,
    Json,
    Kind,
    agree,
    agree_plan,
    key,
    match,
    overlap,
)
from ogp_nlp.metrics.spans import Span, SpanCounts, score_spans, spans_of

__all__ = [
    "ATTRIBUTES",
    "KINDS",
    "MEETING_FIELDS",
    "Calibration",
    "Comparison",
    "Counts",
    "Interval",
    "Json",
    "Judged",
    "Kind",
    "Span",
    "SpanCounts",
    "agree",
    "agree_plan",
    "calibrate",
    "compare",
    "f1_interval",
    "key",
    "match",
    "mean_interval",
    "overlap",
    "ratio_interval",
    "score",
    "score_kind",
    "score_meeting",
    "score_spans",
    "spans_of",
    "total",
]
