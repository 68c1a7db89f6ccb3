"""The figures of :func:`ogp_nlp.evaluating.summary` as Markdown tables, the naive baseline beside ours in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ogp_nlp import metrics
from ogp_nlp.evaluating import KINDS
from ogp_nlp.exports.scores import means, percent, with_interval

Figures = Mapping[str, Any]
NAIVE = "naive"


def _table(names: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> list[str]:
    """A Markdown table whose first columns are words and the others figures."""
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * words + "---:|" * (len(names) - words)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows)]


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def headline(splits: Mapping[str, Figures], naive: Mapping[str, Figures], first: Mapping[str, float]) -> list[str]:
    """F1 by kind: test before anyone had seen it, test, dev, train, and the naive baseline on test."""
    columns = [f"{name} ({figures['documents']})" for name, figures in splits.items()]
    rows = []
    for kind in (*KINDS, "percentages_linked"):
        name, score = (kind, "f1") if kind != "percentages_linked" else ("percentages", "f1_linked")
        ours = [with_interval(figures["kinds"][name][score]) for figures in splits.values()]
        theirs = percent(naive["test"]["kinds"][name][score]["value"])
        rows.append([_spoken(kind), theirs, percent(first.get(kind)), *ours])
    return _table(["F1 (%)", "test, naive", "test, first run", *columns], rows)


def strictness(figures: Figures, naive: Figures) -> list[str]:
    """How much of the F1 on one set is whole, in part, linked, and at its place."""
    rows = []
    for kind in KINDS:
        found = figures["kinds"][kind]
        spans = found["f1_spans"] or {"exact": None, "partial": None}
        cells = [percent(found[name]) for name in ("precision", "recall")]
        cells += [percent(found[name]["value"]) for name in ("f1", "f1_exact", "f1_overlap", "f1_linked")]
        rows.append([_spoken(kind), str(found["gold"]), *cells, percent(spans["exact"]), percent(spans["partial"]),
                     percent(naive["kinds"][kind]["f1_exact"]["value"])])  # fmt: skip
    names = ["kind", "gold", "precision", "recall", "F1", "exact", "overlap", "linked", "place", "place in part"]
    return _table([*names, "exact, naive"], rows)


def attributes(splits: Mapping[str, Figures], naive: Figures) -> list[str]:
    """Agreement on what matched."""

    def cell(figures: Figures, kind: str, name: str) -> str:
        told = figures["meeting"] if kind == "meeting" else figures["kinds"][kind]["attributes"]
        return with_interval(told[name]) if name in told else "–"

    rows = [
        [f"{_spoken(kind)}: {_spoken(name)}", cell(naive, kind, name).split(" ")[0]]
        + [cell(figures, kind, name) for figures in splits.values()]
        for kind, names in metrics.ATTRIBUTES.items()
        for name in names
    ]
    return _table(["agreement (%)", "test, naive", *splits], rows)


def groups(title: str, figures: Figures, naive: Figures, part: str) -> list[str]:
    """F1 by kind of each group; its mean beside that of all documents outside the group over the same kinds."""
    rows = []
    for group, found in figures["by"][part].items():
        mean, others = means(found)
        kinds = [percent(found["f1"][kind]) for kind in KINDS]
        rows.append([_spoken(group), str(found["documents"]), percent(means(naive["by"][part][group])[0]),
                     f"**{percent(mean)}**", percent(others), *kinds])  # fmt: skip
    return _table([title, "documents", "naive", "mean", "others", *map(_spoken, KINDS)], rows)


def reliability(splits: Mapping[str, Figures]) -> list[str]:
    """Expected calibration error by split, whole and by kind, and the curve on the first split."""
    rows = []
    for name, figures in splits.items():
        for what in ("matched", "linked"):
            found = figures["calibration"][what]
            kinds = [percent(found["by_kind"][kind]) for kind in KINDS]
            rows.append([f"{name}, {what}", str(found["items"]), f"**{percent(found['expected_calibration_error'])}**",
                         f"{found['brier']:.3f}", *kinds])  # fmt: skip
    lines = _table(["right means", "items", "error", "Brier", *map(_spoken, KINDS)], rows)
    name, figures = next(iter(splits.items()))
    curve = [
        [
            f"{part['low']:.1f}–{part['high']:.1f}",
            str(part["items"]),
            percent(part["confidence"]),
            percent(part["right"]),
        ]
        for part in figures["calibration"]["matched"]["bins"]
    ]
    return [*lines, "", f"The curve on {name}:", "", *_table(["confidence", "items", "mean", "right"], curve)]


def error_counts(counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    """How many errors of each sort; the list with places is in report.html."""
    sorts = ("missed", "surplus", "differs")
    rows = [[_spoken(kind), *(str(told.get(sort, 0)) for sort in sorts)] for kind, told in counts.items()]
    return _table(["kind", *sorts], rows)
