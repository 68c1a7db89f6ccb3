"""Write ``evaluation/RESULTS.md`` and ``evaluation/report.html``: scores, intervals, groups, calibration, errors.

Usage: ``python evaluation/report.py [--first]``. ``--first`` stores this run as the first one, which is done once, when
the system has not yet seen the test documents. Sections that other scripts measure (ablations, extractors, cost, ...)
are taken from their files in ``evaluation/measured/`` as they stand. report.html is not kept in the repository.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import naive
import report_page
import report_tables as tables
from errors import Error, attribute_errors, errors
from score import chosen, scored

from ogp_nlp import metrics
from ogp_nlp.evaluating import KINDS, Scored, score_record, summary

HERE = Path(__file__).resolve().parent
MEASURED = HERE / "measured"
FIRST = MEASURED / "first.json"
SPLITS = ("test", "dev", "train")


def _naive(documents: list[Scored]) -> list[Scored]:
    """The naive baseline on the same documents."""
    return [score_record(one.sample, naive.record(naive.text_of(one.sample.document)), "") for one in documents]


def all_errors(documents: list[Scored]) -> list[Error]:
    """Every error on these documents, attributes included."""
    found: list[Error] = []
    for kind in ("meeting", *KINDS):
        # What is judged together is listed by its parts.
        names = next((known.same + known.words for known in metrics.KINDS if known.name == kind), ())
        for one in documents:
            found += errors(one, kind)
            for name in names:
                found += attribute_errors(one, kind, name)
    return found


def _counts(listed: list[Error]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for error in listed:
        counts[error.kind][error.what] += 1
    return counts


def _first(figures: dict[str, Any]) -> dict[str, float]:
    kinds = figures["kinds"]
    return {kind: kinds[kind]["f1"]["value"] for kind in KINDS} | {
        "percentages_linked": kinds["percentages"]["f1_linked"]["value"]
    }


TEXT = """# Results

Written by `python evaluation/report.py`; the sections below the scores by the scripts they name. Test documents were
written and annotated without sight of the rules and are not read while rules are written. Brackets are 95 % intervals
from documents drawn again with replacement: they say how much depends on which minutes were chosen, not how other
minutes would do; one without width says only that these documents do not differ. *Naive* is
`evaluation/naive.py`, a page of regular expressions over plain text.

## Scores against the annotated minutes, from clean text

{headline}

A match is one-to-one and optimal: names by word overlap of 0.6, agenda, tasks and decisions of 0.5; percentages by
value, `linked` also by subject and commitment; commitments by number; dates and legal references by equal values.

## How strict: the test documents

{strictness}

Exact: the whole name, task or text is equal when folded. Overlap: part credit for words or days in common. Linked: all
attributes of fixed values agree too. Place: the main quote has the same ends in the text, in part: it overlaps.

## Attributes of what matched

{attributes}

## By kind of body

All {all} documents; *others* is the mean of the documents of all other kinds of body over the same kinds of record, so
that a kind of body that lags shows. Most of these documents were seen while rules were written; below, the test alone.

{bodies}

{test_bodies}

## By country

{countries}

{test_countries}

## Confidence

Expected calibration error in percent points; an item is right when gold has it (matched), or when its fixed attributes
agree too (linked).

{reliability}

## Errors on train and dev

Each with its document and line in `report.html`, which the same command writes.

{errors}
"""


def markdown(documents: dict[str, list[Scored]], first: dict[str, float], listed: list[Error]) -> tuple[str, Any, Any]:
    """The report's own sections, our figures and the naive ones by split."""
    ours = {name: summary(documents[name]) for name in SPLITS}
    theirs = {name: summary(_naive(documents[name])) for name in SPLITS}
    everything = [one for name in SPLITS for one in documents[name]]
    whole, plain = summary(everything), summary(_naive(everything))
    parts = {
        "headline": tables.headline(ours, theirs, first),
        "strictness": tables.strictness(ours["test"], theirs["test"]),
        "attributes": tables.attributes(ours, theirs["test"]),
        "bodies": tables.groups("kind of body", whole, plain, "body_kind"),
        "test_bodies": tables.groups("kind of body, test", ours["test"], theirs["test"], "body_kind"),
        "countries": tables.groups("country", whole, plain, "country"),
        "test_countries": tables.groups("country, test", ours["test"], theirs["test"], "country"),
        "reliability": tables.reliability(ours),
        "errors": tables.error_counts(_counts(listed)),
    }
    text = TEXT.format(all=len(everything), **{name: "\n".join(lines) for name, lines in parts.items()})
    return text, ours, theirs


def main() -> None:
    """Measure and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", action="store_true")
    given = parser.parse_args()
    MEASURED.mkdir(exist_ok=True)
    documents = {name: scored(chosen([name])) for name in SPLITS}
    if given.first:
        FIRST.write_text(json.dumps(_first(summary(documents["test"])), indent=1) + "\n", encoding="utf-8")
    first = json.loads(FIRST.read_text(encoding="utf-8")) if FIRST.exists() else {}
    listed = all_errors([*documents["dev"], *documents["train"]])
    text, ours, theirs = markdown(documents, first, listed)
    for path in sorted(MEASURED.glob("*.md")):
        text += "\n" + path.read_text(encoding="utf-8").rstrip() + "\n"
    (HERE / "RESULTS.md").write_text(text, encoding="utf-8")
    measured = MEASURED / "ablations.json"
    ablations = json.loads(measured.read_text(encoding="utf-8")) if measured.exists() else None
    drawn = report_page.plots(ours, theirs, ablations)
    if not drawn:
        print("left out: plots (pip install 'ogp-nlp[bench]')")
    (HERE / "report.html").write_text(report_page.page(text, drawn, listed), encoding="utf-8")
    print(text.partition("## How strict")[0])
    print(f"written: {HERE / 'RESULTS.md'} and {HERE / 'report.html'}")


if __name__ == "__main__":
    main()
