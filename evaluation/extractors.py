"""Text that real extractors make of real PDFs: before repair, after repair, and the records' F1 before and after.

Usage: ``python evaluation/extractors.py [--font NAME] [--write] [ids ...]``; without ids six documents of the
corpus, one for each of six countries. Producers and extractors that are not installed are named and left out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from producers import FONTS, PRODUCERS
from sources import CORPUS, plain

from ogp_nlp import metrics, textmetrics
from ogp_nlp.pipeline import load_pipeline

DEFAULT = (
    "jo-plan-steering-01",
    "ma-plan-steering-01",
    "ps-municipal-01",
    "sa-hospital-quality-01",
    "tn-municipal-01",
    "ye-relief-coordination-01",
)
HEAD = """## Text that real extractors make of real PDFs

`python evaluation/extractors.py --write`: {names}, printed in {font}; means in percent, before repair → after.
Character error rate, word F1 and the share of numbers exactly right against the text; F1 of the records against gold.

"""
SHOWN = ("attendees", "commitments", "percentages", "action_items")


def _pypdf(path: Path) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def _pdfium(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as book:
        return "\n".join(page.get_textpage().get_text_bounded() for page in book)


def _pymupdf(path: Path) -> str:
    import pymupdf

    library: Any = pymupdf
    with library.open(path) as book:
        return "\n".join(page.get_text() for page in book)


def _poppler(path: Path) -> str:
    done = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


EXTRACTORS: dict[str, Callable[[Path], str]] = {"pypdf": _pypdf, "PDFium": _pdfium, "PyMuPDF": _pymupdf}
if shutil.which("pdftotext"):
    EXTRACTORS["poppler"] = _poppler


def _scores(gold: Any, record: Any) -> dict[str, float]:  # noqa: ANN401
    found = metrics.score(gold, record)
    return {name: found[name].f1() for name in SHOWN}


def measure(name: str, font: str, folder: Path) -> list[dict[str, Any]]:
    """One row for each producer and extractor."""
    text = (CORPUS / "documents" / f"{name}.txt").read_text(encoding="utf-8")
    gold = json.loads((CORPUS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    repairing, bare = load_pipeline("minutes"), load_pipeline("minutes-unrepaired")
    rows = []
    for producer in PRODUCERS:
        if producer.heavy or not producer.available() or not producer.prints(font):
            continue
        target = folder / f"{name}-{producer.name}.pdf"
        producer.make(text, font, target, "plain")
        for extractor, extract in EXTRACTORS.items():
            path = folder / f"{name}-{producer.name}-{extractor}.txt"
            path.write_text(extract(target), encoding="utf-8")
            row: dict[str, Any] = {"document": name, "producer": producer.name, "extractor": extractor}
            for stage, pipeline in (("before", bare), ("after", repairing)):
                document = pipeline.read(path)
                row[stage] = asdict(textmetrics.text_scores(plain(text), document.text))
                row[stage] |= _scores(gold, pipeline.record(document).model_dump(mode="json"))
            rows.append(row)
    return rows


def table(rows: list[dict[str, Any]]) -> str:
    """Means by producer and extractor as Markdown: before and after."""
    names = ["cer", "word_f1", "numbers", *SHOWN]
    out = ["| producer | extractor | " + " | ".join(names) + " |", "|---|---|" + "---|" * len(names)]
    pairs = dict.fromkeys((row["producer"], row["extractor"]) for row in rows)
    for producer, extractor in pairs:
        mine = [row for row in rows if (row["producer"], row["extractor"]) == (producer, extractor)]
        cells = []
        for name in names:
            before, after = (100 * statistics.mean(row[stage][name] for row in mine) for stage in ("before", "after"))
            cells.append(f"{before:.1f} → {after:.1f}")
        out.append(f"| {producer} | {extractor} | " + " | ".join(cells) + " |")
    return "\n".join(out)


def main() -> None:
    """Print the table; write the rows where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=DEFAULT)
    parser.add_argument("--font", default=FONTS[0])
    parser.add_argument("--write", action="store_true", help="keep the table for the report")
    given = parser.parse_args()
    for producer in PRODUCERS:
        if not producer.available():
            print(f"left out: {producer.name} (install {producer.package})")
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for name in given.names for row in measure(name, given.font, Path(folder))]
    made = table(rows)
    print(made)
    if given.write:
        target = Path(__file__).resolve().parent / "measured" / "extractors.md"
        target.write_text(HEAD.format(font=given.font, names=", ".join(given.names)) + made + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
