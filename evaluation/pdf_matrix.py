"""The producer matrix: minutes through real PDF producers and fonts, read by us and by the peers in one run.

Usage: ``python evaluation/pdf_matrix.py [--fonts NAME ...] [--json FILE] [--plot FILE] [ids ...]``. Measures the
character error rate, word F1, the share of numbers and percents exactly right, time and peak memory. Producers and
peers that are not installed are named and left out; nothing that is made is kept.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import multiprocessing
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extractors import DEFAULT, EXTRACTORS
from sources import CORPUS, plain
from producers import FONTS, PRODUCERS

from ogp_nlp import textmetrics

US = "ogp-nlp"


def _ours(path: Path) -> str:
    from ogp_nlp.readers.limits import Limits
    from ogp_nlp.readers.pdf import read_here

    return read_here(path.name, path.read_bytes(), path.name, Limits()).text.replace(" | ", " ")


def _pdfplumber(path: Path) -> str:
    import pdfplumber

    with pdfplumber.open(path) as book:
        return "\n".join(page.extract_text() for page in book.pages)


def _pdfplumber_bidi(path: Path) -> str:
    get_display = importlib.import_module("bidi.algorithm").get_display
    return "\n".join(str(get_display(line)) for line in _pdfplumber(path).split("\n"))


def _qalam(path: Path) -> str:
    return str(importlib.import_module("qalam").extract_text(str(path)))


ENGINES: dict[str, Callable[[Path], str]] = {US: _ours, **EXTRACTORS, "pdfplumber": _pdfplumber}
if importlib.util.find_spec("bidi"):
    ENGINES["pdfplumber + python-bidi"] = _pdfplumber_bidi
if importlib.util.find_spec("qalam"):
    ENGINES["qalam"] = _qalam


def _run(engine: str, paths: list[Path], results: Any) -> None:  # noqa: ANN401 - a queue
    """All files by one engine in a process of its own, so that its memory is its own."""
    read = ENGINES[engine]
    read(paths[0])  # imports and dictionaries are loaded once for many files
    texts, seconds = [], []
    for path in paths:
        start = time.perf_counter()
        texts.append(read(path))
        seconds.append(time.perf_counter() - start)
    results.put((texts, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def make(names: list[str], fonts: list[str], folder: Path) -> list[tuple[str, str, str, Path]]:
    """The PDFs of all documents, producers and fonts: (document, producer, font, path)."""
    made = []
    for name in names:
        text = (CORPUS / "documents" / f"{name}.txt").read_text(encoding="utf-8")
        for producer in PRODUCERS:
            for font in fonts if producer.available() else ():
                path = folder / f"{name}-{producer.name}-{font.replace(' ', '')}.pdf"
                producer.make(text, font, path)
                made.append((name, producer.name, font, path))
    return made


def measure(made: list[tuple[str, str, str, Path]]) -> list[dict[str, Any]]:
    """One row for each file and engine."""
    context = multiprocessing.get_context("spawn")
    rows = []
    for engine in ENGINES:
        results: Any = context.SimpleQueue()
        child = context.Process(target=_run, args=(engine, [path for *_, path in made], results))
        child.start()
        texts, seconds, memory = results.get()
        child.join()
        for (name, producer, font, path), text, spent in zip(made, texts, seconds, strict=True):
            truth = plain((CORPUS / "documents" / f"{name}.txt").read_text(encoding="utf-8"))
            row: dict[str, Any] = {"document": name, "producer": producer, "font": font, "engine": engine}
            scores = textmetrics.text_scores(truth, text)
            row |= {"cer": scores.cer, "word_f1": scores.word_f1, "numbers": scores.numbers}
            row |= {"seconds": spent, "pages": _pages(path), "memory": memory}
            rows.append(row)
    return rows


def _pages(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as book:
        return len(book)


def table(rows: list[dict[str, Any]]) -> str:
    """One line an engine: means, the worst file, time for a page, memory; then where a peer was better."""
    out = [
        "| engine | mean CER % | worst CER % | word F1 | numbers exact % | ms a page | peak MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for engine in dict.fromkeys(row["engine"] for row in rows):
        mine = [row for row in rows if row["engine"] == engine]
        spent = 1000 * sum(row["seconds"] for row in mine) / sum(row["pages"] for row in mine)
        out.append(
            f"| {engine} | {100 * statistics.mean(row['cer'] for row in mine):.2f} "
            f"| {100 * max(row['cer'] for row in mine):.2f} | {statistics.mean(row['word_f1'] for row in mine):.4f} "
            f"| {100 * statistics.mean(row['numbers'] for row in mine):.1f} | {spent:.1f} | {mine[0]['memory']:.0f} |"
        )
    return "\n".join([*out, "", *_beaten(rows)])


def _beaten(rows: list[dict[str, Any]]) -> list[str]:
    files: dict[tuple[str, str, str], dict[str, float]] = {}
    for row in rows:
        files.setdefault((row["document"], row["producer"], row["font"]), {})[row["engine"]] = row["cer"]
    worse = []
    for file, rates in files.items():
        peer = min((engine for engine in rates if engine != US), key=lambda engine: rates[engine])
        if rates[peer] < rates[US] - 1e-9:
            worse.append(
                f"better than us on {' '.join(file)}: {peer} {100 * rates[peer]:.2f} against {100 * rates[US]:.2f}"
            )
    return worse or ["no peer is better on any file"]


def plot(rows: list[dict[str, Any]], target: Path) -> None:
    """Character error rate of each engine, file by file, as an SVG of dots on a logarithmic scale."""
    engines = list(dict.fromkeys(row["engine"] for row in rows))
    size = f'width="760" height="{40 * len(engines) + 50}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">']

    def place(rate: float) -> float:
        import math

        return 220 + 130 * (math.log10(max(rate, 1e-4)) + 4)

    for rate, label in ((1e-4, "≤ 0.01 %"), (1e-3, "0.1 %"), (1e-2, "1 %"), (1e-1, "10 %"), (1.0, "100 %")):
        x = place(rate)
        parts.append(f'<line x1="{x:.0f}" x2="{x:.0f}" y1="10" y2="{40 * len(engines) + 20}" stroke="#ccc"/>')
        parts.append(f'<text x="{x:.0f}" y="{40 * len(engines) + 40}" text-anchor="middle">{label}</text>')
    for at, engine in enumerate(engines):
        y = 30 + 40 * at
        parts.append(f'<text x="10" y="{y + 4}">{engine}</text>')
        rates = [row["cer"] for row in rows if row["engine"] == engine]
        parts.extend(
            f'<circle cx="{place(rate):.1f}" cy="{y}" r="4" fill="#246" fill-opacity="0.35"/>' for rate in rates
        )
    target.write_text("\n".join([*parts, "</svg>"]), encoding="utf-8")


def main() -> None:
    """Print the table; write rows and plot where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(DEFAULT))
    parser.add_argument("--fonts", nargs="+", default=list(FONTS))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    for producer in PRODUCERS:
        if not producer.available():
            print(f"left out: {producer.name} (install {producer.package})")
    if not shutil.which("pdftotext"):
        print("left out: poppler (install poppler-utils)")
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(make(given.names, given.fonts, Path(folder)))
    print(table(rows))
    if given.json:
        given.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    if given.plot:
        plot(rows, given.plot)


if __name__ == "__main__":
    main()
