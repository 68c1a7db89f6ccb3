"""Write ``evaluation/RESULTS.md``: scores by split and by document, and against the first run on the test documents.

Usage: ``python evaluation/report.py [--first]``. ``--first`` stores this run as the first one, which is done once, when
the system has not yet seen the test documents. Sections that other scripts measure (repair, extractors, cost) are
taken from their files in ``evaluation/measured/`` as they stand.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from score import CORPUS, chosen, scored

from ogp_nlp import metrics

HERE = Path(__file__).resolve().parent
MEASURED = HERE / "measured"
FIRST = MEASURED / "first.json"
KINDS = [kind.name for kind in metrics.KINDS]
ATTRIBUTES = {
    "attendees": ("honorific", "gender", "role", "organization", "sector", "capacity", "attendance"),
    "commitments": ("title", "theme", "progress", "lead"),
    "percentages": ("subject", "commitment", "qualifiers", "about", "as_of"),
    "action_items": ("owner", "due_start", "due_end", "origin", "section"),
    "meeting": metrics.MEETING_FIELDS,
}

Scores = dict[str, metrics.Counts]


def run(name: str) -> dict[str, Scores]:
    """Scores by document of one split."""
    return {one.sample.id: dict(one.counts) for one in scored(chosen([name]))}


def listed(documents: dict[str, Scores]) -> dict[str, float]:
    """F1 by kind over documents, action items of closing lists apart."""
    total = metrics.total(list(documents.values()))
    return {kind: total[kind].f1() for kind in KINDS} | {"percentages_linked": total["percentages"].f1("linked")}


def _kinds_table(columns: dict[str, dict[str, float]]) -> list[str]:
    lines = ["| F1 (%) | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    for kind in [*KINDS, "percentages_linked"]:
        cells = [f"{100 * values[kind]:.1f}" if kind in values else "" for values in columns.values()]
        lines.append(f"| {kind.replace('_', ' ')} | " + " | ".join(cells) + " |")
    return lines


def _attributes_table(columns: dict[str, Scores]) -> list[str]:
    lines = ["| agreement (%) of what matched | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    for kind, names in ATTRIBUTES.items():
        for name in names:
            cells = [f"{100 * scores[kind].accuracy(name):.1f}" for scores in columns.values()]
            lines.append(f"| {kind}: {name} | " + " | ".join(cells) + " |")
    return lines


def _by(documents: dict[str, Scores], part: str) -> list[str]:
    """Means by country or kind of body."""
    groups: dict[str, list[Scores]] = defaultdict(list)
    for name, scores in documents.items():
        meta = json.loads((CORPUS / "gold" / f"{name}.json").read_text(encoding="utf-8"))["meta"]
        groups[meta[part]].append(scores)
    kinds = ("attendees", "commitments", "percentages", "action_items", "decisions")
    lines = [
        f"| {part.replace('_', ' ')} | documents | " + " | ".join(kinds) + " |",
        "|---|---:|" + "---:|" * len(kinds),
    ]
    for group, members in sorted(groups.items()):
        total = metrics.total(members)
        cells = [f"{100 * total[kind].f1():.0f}" if total[kind].gold else "–" for kind in kinds]
        lines.append(f"| {group} | {len(members)} | " + " | ".join(cells) + " |")
    return lines


def main() -> None:
    """Measure and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", action="store_true")
    given = parser.parse_args()
    splits = {name: run(name) for name in ("train", "dev", "test")}
    MEASURED.mkdir(exist_ok=True)
    if given.first:
        FIRST.write_text(json.dumps(listed(splits["test"]), indent=1) + "\n", encoding="utf-8")
    first = json.loads(FIRST.read_text(encoding="utf-8")) if FIRST.exists() else {}
    totals = {name: metrics.total(list(documents.values())) for name, documents in splits.items()}
    columns = {f"{name} ({len(documents)})": listed(documents) for name, documents in splits.items()}
    if first:
        columns = {"test, first run": first, **dict(reversed(columns.items()))}
    parts = [
        "# Results",
        "",
        "Written by `python evaluation/report.py`; the sections below the scores by the scripts they name. Test",
        "documents were written and annotated without sight of the rules and are not read while rules are written.",
        "",
        "## Scores against the annotated minutes, from clean text",
        "",
        *_kinds_table(columns),
        "",
        "A match is one-to-one and optimal: names by word overlap of 0.6, tasks and decisions of 0.5; percentages by",
        "value, `linked` also by subject and commitment; dates and legal references exactly.",
        "",
        *_attributes_table(totals),
        "",
        "## Test documents by country",
        "",
        *_by(splits["test"], "country"),
        "",
    ]
    for path in sorted(MEASURED.glob("*.md")):
        parts += [path.read_text(encoding="utf-8").rstrip(), ""]
    (HERE / "RESULTS.md").write_text("\n".join(parts), encoding="utf-8")
    print("\n".join(_kinds_table(columns)))


if __name__ == "__main__":
    main()
