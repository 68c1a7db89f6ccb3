"""Agreement of two annotations of the same documents: ``python evaluation/agreement.py FIRST SECOND [--write]``.

FIRST and SECOND are folders of gold; documents that both have are compared. Items are matched as predictions are in
``ogp-nlp evaluate``; F1 does not depend on which folder comes first.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ogp_nlp import metrics
from ogp_nlp.metrics.agreement import Pair, kappa_interval, label_pairs
from ogp_nlp.metrics.bootstrap import accuracy_interval
from ogp_nlp.readers import read

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(__file__).resolve().parent / "measured" / "agreement.md"
NAMES = tuple(kind.name for kind in metrics.KINDS)
FIRST_STATE = "cfc9b96"  # the gold as first made, before the two were read side by side

HEAD = f"""## Two annotations of the same documents

`git archive {FIRST_STATE} corpus/gold | tar -x -C FOLDER; python evaluation/agreement.py FOLDER/corpus/gold
corpus/second --write`: the gold as first made against annotations made a second time by others, who had the guidelines
and not the gold. Nothing was corrected in either before. Percent, with 95 % intervals over documents.

"""


@dataclass(frozen=True, slots=True)
class Compared:
    """One document in two annotations: counts and main spans by kind, and the labels of what matched."""

    id: str
    counts: dict[str, metrics.Counts]
    spans: dict[str, metrics.SpanCounts]
    labels: dict[str, list[Pair]]


def compare_folders(first: Path, second: Path, documents: Path) -> list[Compared]:
    """Compare each record that both folders have; raises SystemExit where they have none in common."""
    names = sorted({path.stem for path in first.glob("*.json")} & {path.stem for path in second.glob("*.json")})
    if not names:
        raise SystemExit(f"{first} and {second} have no record in common")
    found = []
    for name in names:
        ours, theirs = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for folder in (first, second))
        text = read(documents / f"{name}.txt").text
        spans = {
            kind: metrics.score_spans(*(metrics.spans_of(record, [kind], text) for record in (ours, theirs)))
            for kind in NAMES
        }
        found.append(Compared(name, metrics.score(ours, theirs), spans, label_pairs(ours, theirs)))
    return found


def _shown_interval(interval: metrics.Interval, factor: int = 1, digits: int = 2) -> str:
    value, *ends = (f"{factor * part:.{digits}f}" for part in interval if part is not None)
    return f"{value} [{'–'.join(ends)}]" if ends else value


def _percent(interval: metrics.Interval) -> str:
    return _shown_interval(interval, 100, 1)


def _span_interval(documents: Sequence[Compared], kind: str, what: str) -> metrics.Interval:
    counts = [document.spans[kind] for document in documents]
    return metrics.ratio_interval(
        [2 * float(getattr(count, what)) for count in counts], [count.gold + count.predicted for count in counts]
    )


def kinds_table(documents: Sequence[Compared]) -> list[str]:
    """F1 of the items of each kind, and of where their main quote stands: equal ends, and any overlap."""
    rows = [
        "| kind | first | second | F1 | words or values alike | evidence, same ends | evidence, overlapping |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    counts = [document.counts for document in documents]
    total = metrics.total(counts)
    for kind in NAMES:
        cells = [
            _percent(metrics.f1_interval(counts, kind)),
            _percent(metrics.f1_interval(counts, kind, "exact")),
            _percent(_span_interval(documents, kind, "exact")),
            _percent(_span_interval(documents, kind, "type")),
        ]
        rows.append(f"| {_shown(kind)} | {total[kind].gold} | {total[kind].predicted} | {' | '.join(cells)} |")
    return rows


def labels_table(documents: Sequence[Compared]) -> list[str]:
    """Cohen's kappa of the labels of matched items."""
    rows = ["| label | kappa | same label | of |", "|---|---:|---:|---:|"]
    for name in documents[0].labels:
        found = kappa_interval([document.labels[name] for document in documents])
        kappa = "one label only" if found.kappa is None else _shown_interval(found.kappa)
        share = 100 * found.agreed / found.pairs if found.pairs else 100.0
        rows.append(f"| {_shown(name)} | {kappa} | {share:.1f} | {found.pairs} |")
    return rows


def attributes_table(documents: Sequence[Compared]) -> list[str]:
    """Agreement on texts and values of matched items (texts: words overlap by 0.8), where either has one."""
    rows = ["| kind | attribute | agree | of |", "|---|---|---:|---:|"]
    counts = [document.counts for document in documents]
    total = metrics.total(counts)
    labels = documents[0].labels
    for kind, names in metrics.ATTRIBUTES.items():
        for name in names:
            of = total[kind].attributes.get(name, (0, 0))[1]
            if of and f"{kind} {name}" not in labels:
                agree = _percent(accuracy_interval(counts, kind, name))
                rows.append(f"| {_shown(kind)} | {_shown(name)} | {agree} | {of} |")
    return rows


def _shown(name: str) -> str:
    return name.replace("_", " ")


def main(arguments: list[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--documents", type=Path, default=ROOT / "corpus" / "documents")
    parser.add_argument("--write", action="store_true", help="keep the tables for the report")
    given = parser.parse_args(arguments)
    documents = compare_folders(given.first, given.second, given.documents)
    lines = [f"{len(documents)} documents: {', '.join(document.id for document in documents)}.", ""]
    tables = kinds_table, labels_table, attributes_table
    for table in tables:
        lines += [*table(documents), ""]
    print("\n".join(lines))
    if given.write:
        TARGET.write_text(HEAD + "\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
