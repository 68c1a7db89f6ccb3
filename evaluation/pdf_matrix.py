"""The producer matrix: minutes through real PDF producers and fonts, read by us and by the peers in one run.

Usage: ``python evaluation/pdf_matrix.py [--write] [--keep DIR] [--fonts NAME ...] [NAME[:LAYOUT] ...]``. Measures the
character error rate, word F1 and the share of numbers and percents exactly right; ``pdf_speed.py`` measures time.
Producers and peers that are not installed are named and left out. The text of a side box counts as right before or
after the text beside it; running heads and feet are not part of the truth.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.util
import json
import multiprocessing
import shutil
import statistics
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extractors import EXTRACTORS
from producers import FONTS, PRODUCERS
from sources import SAMPLES, Producer, Sample, references

from ogp_nlp import textmetrics

US = "ogp-nlp"
MEASURED = Path(__file__).resolve().parent / "measured"
HEAD = """## Text of PDFs, by producer and font

`python evaluation/pdf_matrix.py --write`: {files} files of {producers} producers in {fonts} fonts, made of {names}.
Character error rate after folding forms and tatweel; numbers and percents exactly right. Layouts: plain with ruled
tables; bare tables whose cells wrap; reports with running heads, a side box and two columns.

![character error rate, file by file](measured/pdf_matrix.svg)

"""


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


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF that was printed."""

    sample: Sample
    producer: str
    font: str
    path: Path

    @property
    def name(self) -> str:
        """What the tables call it."""
        return f"{self.sample.name} ({self.sample.layout}), {self.producer}, {self.font}"


def _text(job: tuple[str, Path, Path | None]) -> str:
    """What an engine reads; a peer's text is kept beside the PDFs where these are kept."""
    engine, path, kept = job
    place = None
    if kept and engine != US:
        kept.mkdir(exist_ok=True)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:20]
        place = kept / f"{engine.replace(' ', '')}-{digest}"
        if place.exists():
            return place.read_text(encoding="utf-8")
    try:
        text = ENGINES[engine](path)
    except Exception as error:
        if engine == US:
            raise
        print(f"{engine} fails on {path.name}: {error}")  # a peer that fails has read nothing
        text = ""
    if place:
        place.write_text(text, encoding="utf-8")
    return text


def make(samples: list[Sample], fonts: list[str], folder: Path, producers: list[Producer]) -> list[Made]:
    """The PDFs of all samples, producers and fonts; what the folder has is not printed again."""
    made = []
    for producer in producers:
        for sample in samples:
            for font in fonts:
                if not producer.available() or not producer.prints(font):
                    continue
                name = f"{sample.name}~{sample.layout}~{producer.name}~{font.replace(' ', '')}.pdf"
                if not (folder / name).exists():
                    producer.make(sample.text, font, folder / name, sample.layout)
                made.append(Made(sample, producer.name, font, folder / name))
    return made


def measure(made: list[Made], kept: Path | None = None) -> list[dict[str, Any]]:
    """One row for each file and engine, engines in processes of their own."""
    rows = []
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = [(engine, file) for engine in ENGINES for file in made]
        texts = pool.map(_text, [(engine, file.path, kept) for engine, file in jobs], chunksize=4)
        for (engine, file), text in zip(jobs, texts, strict=True):
            every = [textmetrics.text_scores(truth, text) for truth in references(file.sample)]
            row: dict[str, Any] = {"file": file.name, "engine": engine, "document": file.sample.name}
            row |= {"layout": file.sample.layout, "producer": file.producer, "font": file.font}
            rows.append(row | asdict(min(every, key=lambda scores: scores.cer)))
    return rows


def table(rows: list[dict[str, Any]]) -> str:
    """One line an engine: means and the worst file; then ours by producer, font and layout."""
    out = ["| engine | mean CER % | worst CER % | word F1 | numbers exact % |", "|---|---:|---:|---:|---:|"]
    for engine in dict.fromkeys(row["engine"] for row in rows):
        mine = [row for row in rows if row["engine"] == engine]
        out.append(f"| {engine} | {_means(mine)} |")
    ours = [row for row in rows if row["engine"] == US]
    for part in ("producer", "font", "layout"):
        out += ["", f"| {US} by {part} | files | mean CER % | worst CER % | word F1 | numbers exact % |"]
        out.append("|---|---:|---:|---:|---:|---:|")
        for value in dict.fromkeys(row[part] for row in ours):
            mine = [row for row in ours if row[part] == value]
            out.append(f"| {value} | {len(mine)} | {_means(mine)} |")
    return "\n".join([*out, "", *_beaten(rows)])


def _means(rows: list[dict[str, Any]]) -> str:
    return (
        f"{100 * statistics.mean(row['cer'] for row in rows):.2f} | {100 * max(row['cer'] for row in rows):.2f} "
        f"| {statistics.mean(row['word_f1'] for row in rows):.4f} "
        f"| {100 * statistics.mean(row['numbers'] for row in rows):.2f}"
    )


def _beaten(rows: list[dict[str, Any]]) -> list[str]:
    """The files on which a peer's character error rate is lower than ours."""
    files: dict[str, dict[str, float]] = {}
    for row in rows:
        files.setdefault(row["file"], {})[row["engine"]] = row["cer"]
    worse = []
    for file, rates in files.items():
        peer = min((engine for engine in rates if engine != US), key=lambda engine: rates[engine])
        if rates[peer] < rates[US] - 1e-9:
            worse.append(f"- {file}: {peer} {100 * rates[peer]:.2f} %, {US} {100 * rates[US]:.2f} %")
    if not worse:
        return [f"On none of the {len(files)} files is a peer better."]
    return [f"A peer is better on {len(worse)} of {len(files)} files:", "", *worse]


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


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="documents as NAME or NAME:LAYOUT; by default the usual samples")
    parser.add_argument("--fonts", nargs="+", default=list(FONTS))
    parser.add_argument("--producers", nargs="+", default=[producer.name for producer in PRODUCERS])
    parser.add_argument("--keep", type=Path, help="a folder where PDFs stay and are found again")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--write", action="store_true", help="keep the table and the plot for the report")
    return parser.parse_args()


def main() -> None:
    """Print the table; write rows and plot where asked."""
    given = _arguments()
    samples = [Sample(*name.split(":")) for name in given.names] or list(SAMPLES)
    producers = [producer for producer in PRODUCERS if producer.name in given.producers]
    left_out = [f"{producer.name} ({producer.package})" for producer in producers if not producer.available()]
    left_out += [] if shutil.which("pdftotext") else ["poppler (poppler-utils)"]
    if left_out:
        print(f"not installed, left out: {', '.join(left_out)}")
    with tempfile.TemporaryDirectory() as folder:
        kept = given.keep / "cache" if given.keep else None
        rows = measure(make(samples, given.fonts, given.keep or Path(folder), producers), kept)
    made = table(rows)
    print(made)
    if given.json:
        given.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    if given.write:
        ours = [row for row in rows if row["engine"] == US]
        names = ", ".join(dict.fromkeys(f"{row['document']} ({row['layout']})" for row in ours))
        counts = [len({row[part] for row in ours}) for part in ("producer", "font")]
        head = HEAD.format(files=len(ours), producers=counts[0], fonts=counts[1], names=names)
        MEASURED.joinpath("pdf_matrix.md").write_text(f"{head}{made}\n", encoding="utf-8")
        plot(rows, MEASURED / "pdf_matrix.svg")


if __name__ == "__main__":
    main()
