"""Time of reading PDFs against pdfplumber and pypdfium2: the same files in turn, one run of each after the other.

Usage: ``python evaluation/pdf_speed.py [--write] [--rounds N] [--keep DIR] [ids ...]``. The time is the process's own
(CPU) time, so that what else the machine does counts little; ratios are of the sums over all files, each file by the
fastest of its rounds.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from pdf_matrix import ENGINES, MEASURED, US, make
from producers import PRODUCERS
from sources import SAMPLES, Sample

PEERS = ("pdfplumber", "PDFium")
PRINTERS = ("WeasyPrint", "Typst", "ReportLab forms", "LibreOffice", "Chromium")
HEAD = """## Time of reading PDFs

`python evaluation/pdf_speed.py --write`: {pages} pages of {files} files in Amiri, whole documents, each file read in
turn by all, {rounds} rounds, CPU time.

"""


def measure(paths: list[Path], rounds: int) -> dict[str, float]:
    """Seconds by engine."""
    spent = dict.fromkeys((US, *PEERS), 0.0)
    for engine in spent:
        ENGINES[engine](paths[0])  # imports and dictionaries are loaded once for many files
    for path in paths:
        best = dict.fromkeys(spent, float("inf"))
        for _ in range(rounds):
            for engine in spent:
                start = time.process_time()
                ENGINES[engine](path)
                best[engine] = min(best[engine], time.process_time() - start)
        for engine, seconds in best.items():
            spent[engine] += seconds
    return spent


def main() -> None:
    """Print times and ratios; keep them for the report where asked."""
    import pypdfium2

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="documents as NAME or NAME:LAYOUT")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a folder where PDFs stay and are found again")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    samples = [Sample(*name.split(":")) for name in given.names] or list(SAMPLES)
    with tempfile.TemporaryDirectory() as folder:
        producers = [producer for producer in PRODUCERS if producer.name in PRINTERS]
        paths = [file.path for file in make(samples, ["Amiri"], given.keep or Path(folder), producers)]
        pages = sum(len(pypdfium2.PdfDocument(path)) for path in paths)
        spent = measure(paths, given.rounds)
    lines = ["| engine | ms a page | against ours |", "|---|---:|---:|"]
    for engine, seconds in spent.items():
        lines.append(f"| {engine} | {1000 * seconds / pages:.2f} | {seconds / spent[US]:.2f} |")
    print("\n".join(lines))
    if given.write:
        head = HEAD.format(pages=pages, files=len(paths), rounds=given.rounds)
        (MEASURED / "pdf_speed.md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
