"""A pipeline against annotated samples: each document scored, then totals, intervals and groups as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ogp_nlp import metrics
from ogp_nlp.document import Document
from ogp_nlp.metrics.bootstrap import accuracy_interval
from ogp_nlp.pipeline import Failure, Pipeline, extract_many
from ogp_nlp.readers import read
from ogp_nlp.samples import Sample

KINDS = tuple(kind.name for kind in metrics.KINDS)
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scored:
    """A sample with what was found in it and how that compares; ``spans`` is None where gold counts another text."""

    sample: Sample
    record: Record
    text: str
    comparisons: Mapping[str, metrics.Comparison]
    counts: Mapping[str, metrics.Counts]
    spans: Mapping[str, metrics.SpanCounts] | None


def _grounded(gold: Record, text: str) -> bool:
    """Whether all evidence of the gold, and there is some, is its slice of the text."""
    slices = [part for kind in KINDS for item in gold.get(kind, ()) for part in item["evidence"]]
    return bool(slices) and all(text[part["start"] : part["end"]] == part["text"] for part in slices)


def _spans(gold: Record, wanted: str, record: Record, text: str) -> dict[str, metrics.SpanCounts] | None:
    """Counts of places by kind, where gold's text and the record's differ in blanks at most."""
    if not _grounded(gold, wanted) or "".join(wanted.split()) != "".join(text.split()):
        return None
    return {
        kind: metrics.score_spans(metrics.spans_of(gold, [kind], wanted), metrics.spans_of(record, [kind], text))
        for kind in KINDS
        if kind in gold
    }


def score_record(sample: Sample, record: Record, text: str, gold_text: str | None = None) -> Scored:
    """One sample against a record as plain JSON, from whatever made it.

    ``text`` is what the record's offsets count, ``gold_text`` what the gold's do, where that is another.
    """
    gold = sample.gold
    spans = _spans(gold, text if gold_text is None else gold_text, record, text)
    return Scored(sample, record, text, metrics.compare(gold, record), metrics.score(gold, record), spans)


def score_samples(samples: Iterable[Sample], pipeline: Pipeline) -> Iterator[Scored | Failure]:
    """Each sample read and scored, in order; what cannot be read is a Failure and the others go on."""
    for sample in samples:
        for result in extract_many([sample.document], pipeline):
            if isinstance(result, Failure):
                yield result
            else:
                record = result.record.model_dump(mode="json")
                yield score_record(sample, record, result.document.text, _gold_text(sample, result.document))


def _gold_text(sample: Sample, document: Document) -> str:
    """What gold counts: the text of a text file as it stands there, before lines are joined; else the reader's."""
    return read(sample.document).text if document.media_type == "text/plain" else document.text


def _interval(found: metrics.Interval) -> dict[str, float | None]:
    return {name: None if part is None else round(part, 4) for name, part in found._asdict().items()}


def _attributes(counts: Sequence[Mapping[str, metrics.Counts]], kind: str) -> dict[str, Any]:
    total = metrics.total(counts)[kind]
    return {
        name: {**_interval(accuracy_interval(counts, kind, name)), "of": total.attributes[name][1]}
        for name in metrics.ATTRIBUTES.get(kind, ())
        if name in total.attributes
    }


def _span_scores(scored: Sequence[Scored], kind: str) -> dict[str, float] | None:
    counts = metrics.SpanCounts()
    told = [one.spans[kind] for one in scored if one.spans is not None and kind in one.spans]
    for part in told:
        counts.add(part)
    return {what: round(counts.f1(what), 4) for what in ("exact", "partial")} if told else None


def _kind(scored: Sequence[Scored], kind: str) -> dict[str, Any]:
    counts = [one.counts for one in scored]
    total = metrics.total(counts)[kind]
    found: dict[str, Any] = {name: getattr(total, name) for name in ("gold", "predicted", "matched")}
    found |= {"precision": round(total.precision, 4), "recall": round(total.recall, 4)}
    for name, what in (("f1", "matched"), ("f1_exact", "exact"), ("f1_overlap", "overlap"), ("f1_linked", "linked")):
        found[name] = _interval(metrics.f1_interval(counts, kind, what))
    return found | {"f1_spans": _span_scores(scored, kind), "attributes": _attributes(counts, kind)}


def judged(scored: Iterable[Scored], kinds: Sequence[str] = KINDS) -> list[metrics.Judged]:
    """All predicted items with their confidence and whether they are right."""
    return [
        item for one in scored for kind in kinds if kind in one.comparisons for item in one.comparisons[kind].judged()
    ]


def _calibration(scored: Sequence[Scored]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for what in ("matched", "linked"):
        whole = metrics.calibrate(judged(scored), what)
        found[what] = {
            "items": whole.count,
            "expected_calibration_error": round(whole.error, 4),
            "brier": round(whole.brier, 4),
            "bins": [part._asdict() for part in whole.bins],
            "by_kind": {kind: round(metrics.calibrate(judged(scored, [kind]), what).error, 4) for kind in KINDS},
        }
    return found


def f1_by_kind(scored: Sequence[Scored], what: str = "matched") -> dict[str, float | None]:
    """F1 of each kind; None where no document has gold or finds of it."""
    total = metrics.total([one.counts for one in scored])
    return {
        kind: total[kind].f1(what) if kind in total and total[kind].gold + total[kind].predicted else None
        for kind in KINDS
    }


def _rounded(values: Mapping[str, float | None]) -> dict[str, float | None]:
    return {name: None if value is None else round(value, 4) for name, value in values.items()}


def by_group(scored: Sequence[Scored], group_of: Callable[[Scored], str | None]) -> dict[str, Any]:
    """F1 by kind of each group, and of all documents outside it, so that a group that lags shows."""
    groups: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        group = group_of(one)
        if group is not None:
            groups[str(group)].append(one)
    found = {}
    for group, members in sorted(groups.items()):
        inside = {one.sample.id for one in members}
        others = [one for one in scored if one.sample.id not in inside]
        found[group] = {
            "documents": len(members),
            "f1": _rounded(f1_by_kind(members)),
            "f1_of_the_others": _rounded(f1_by_kind(others)),
        }
    return found


def summary(scored: Sequence[Scored]) -> dict[str, Any]:
    """All scores of the documents as plain data: by kind with intervals, calibration, groups, each document."""
    counts = [one.counts for one in scored]
    present = metrics.total(counts)
    kinds: dict[str, Any] = {kind: _kind(scored, kind) for kind in KINDS if kind in present}
    return {
        "documents": len(scored),
        "generated_documents": sum(one.sample.generated for one in scored),
        "kinds": kinds,
        "meeting": _attributes(counts, "meeting") if "meeting" in present else {},
        "calibration": _calibration(scored),
        "by": {
            "split": by_group(scored, lambda one: one.sample.split),
            "body_kind": by_group(scored, lambda one: one.sample.meta.get("body_family")),
            "country": by_group(scored, lambda one: one.sample.meta.get("country")),
            "document": by_group(scored, lambda one: one.sample.id),
        },
    }
