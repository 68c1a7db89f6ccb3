"""Records from PDFs beside records from the clean text: F1 by producer and layout, and how many records are equal.

Usage: ``python evaluation/pdf_records.py [--font NAME] [--layouts NAME ...] [--show] [--write] [ids or split ...]``;
without ids all of train and dev. Layouts are those of ``sources.py``; ``--show`` prints where fields differ.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from producers import FONTS, PRODUCERS
from retypeset import whole_paragraphs
from score import chosen
from sources import Layout, Producer
from typesettings import differences, fields

from ogp_nlp import metrics
from ogp_nlp.pipeline import Pipeline, load_pipeline
from ogp_nlp.readers import text as text_reader
from ogp_nlp.readers.limits import Limits
from ogp_nlp.readers.pdf import read_here
from ogp_nlp.samples import Sample

SHOWN = (
    "agenda", "attendees", "commitments", "percentages", "action_items", "decisions", "dates", "legal_references",
)  # fmt: skip
PRINTED = ("Chromium", "LibreOffice", "WeasyPrint")
HEAD = """## Records from PDFs beside records from the text

`python evaluation/pdf_records.py --write`: {count} train and dev documents printed in {font}, F1 (%) against gold, and
how many records are equal to those of the text in every field (without offsets, boxes and confidence).

"""


def record_of(pipeline: Pipeline, text: str) -> dict[str, Any]:
    """The record of a text as JSON."""
    document = pipeline.prepare(text_reader.read("text", text.encode("utf-8"), "text", Limits()))
    return pipeline.record(document).model_dump(mode="json")


def record_of_pdf(pipeline: Pipeline, path: Path) -> dict[str, Any]:
    """The record of a PDF as JSON."""
    document = pipeline.prepare(read_here(path.name, path.read_bytes(), path.name, Limits()))
    return pipeline.record(document).model_dump(mode="json")


class Column:
    """The scores of one producer and layout, document by document."""

    def __init__(self) -> None:
        self.scores: list[dict[str, metrics.Counts]] = []
        self.equal = 0

    def add(self, sample: Sample, expected: dict[str, Any], record: dict[str, Any]) -> list[str]:
        """Score a record; where it differs from the one of the text."""
        other = differences(fields(expected), fields(record))
        self.scores.append(metrics.score(sample.gold, record))
        self.equal += not other
        return other


def measure(
    samples: list[Sample], made_by: list[tuple[Producer, Layout]], font: str, *, show: bool
) -> dict[tuple[str, str], Column]:
    """A column for the text and one for each producer and layout."""
    pipeline = load_pipeline()
    columns = {("text", ""): Column()} | {(producer.name, layout): Column() for producer, layout in made_by}
    with tempfile.TemporaryDirectory() as folder:
        for sample in samples:
            text = whole_paragraphs(sample.document.read_text(encoding="utf-8"))  # some are wrapped already
            expected = record_of(pipeline, text)
            columns["text", ""].add(sample, expected, expected)
            for producer, layout in made_by:
                path = Path(folder) / "minutes.pdf"
                producer.make(text, font, path, layout)
                other = columns[producer.name, layout].add(sample, expected, record_of_pdf(pipeline, path))
                if show and other:
                    lines = [f"    {line:.200}" for line in other[:8]]
                    print(f"{sample.id} | {producer.name} | {layout}", *lines, sep="\n")
    return columns


def table(columns: dict[tuple[str, str], Column], count: int) -> str:
    """One row a producer and layout."""
    heads = [name.replace("_", " ") for name in SHOWN]
    out = ["| printed by | layout | " + " | ".join(heads) + " | equal |", "|---|---|" + "---:|" * (len(SHOWN) + 1)]
    for (name, layout), column in columns.items():
        total = metrics.total(column.scores)
        cells = [f"{100 * total[kind].f1():.1f}" for kind in SHOWN]
        out.append(f"| {name} | {layout} | " + " | ".join(cells) + f" | {column.equal} of {count} |")
    return "\n".join(out)


def main() -> None:
    """Print the table; keep it for the report where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--font", default=FONTS[0])
    parser.add_argument("--layouts", nargs="+", default=["plain", "minutes"])
    parser.add_argument("--show", action="store_true", help="print where records differ")
    parser.add_argument("--write", action="store_true", help="keep the table for the report")
    given = parser.parse_args()
    made_by = []
    for producer in PRODUCERS:
        if producer.name in PRINTED and producer.available():
            made_by += [(producer, layout) for layout in given.layouts]
        elif producer.name in PRINTED:
            print(f"left out: {producer.name} (install {producer.package})")
    samples = chosen(given.names)
    made = table(measure(samples, made_by, given.font, show=given.show), len(samples))
    print(made)
    if given.write:
        target = Path(__file__).resolve().parent / "measured" / "pdf_records.md"
        target.write_text(HEAD.format(count=len(samples), font=given.font) + made + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
