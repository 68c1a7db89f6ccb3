"""Scanned minutes: printed, photographed well and badly, and read by plain Tesseract and by us.

Usage: ``python evaluation/scans.py [--kinds NAME ...] [--pages N] [--ablate] [--write] [ids ...]``.
Each document is printed in one of four fonts by WeasyPrint, rendered at 200 dots an inch, spoiled in one way, and
wrapped as a PDF of images. ``--ablate`` also measures what each step of the cleaning and the second look at numbers
bring. Needs Tesseract.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import io
import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter
from producers import FONTS, PRODUCERS
from sources import CORPUS, plain

from ogp_nlp import metrics, textmetrics
from ogp_nlp.errors import InputError
from ogp_nlp.pipeline import load_pipeline
from ogp_nlp.readers.limits import Limits
from ogp_nlp.readers.ocr import finding, pages, tesseract
from ogp_nlp.readers.ocr.image import Scan
from ogp_nlp.readers.pdf import read_here
from ogp_nlp.repairing import repair_document

RESOLUTION = 200
DEFAULT = (
    "om-municipal-01",
    "ae-plan-steering-01",
    "sa-department-council-01",
    "jo-national-plan-01",
)  # running text, lists with places, ruled tables; both kinds of digits
SHOWN = ("attendees", "percentages")
STEPS = ("white", "specks", "level", "soft")
HEAD = """## Scanned minutes

`python evaluation/scans.py {options}--write`: {names} ({extent}), printed in {fonts}
(one font a document, in turn), rendered at 200 dots an inch, spoiled, and read from images alone; means in percent,
plain Tesseract (`-l ara`, its defaults) → ours. Character error rate, word F1, the share of numbers exactly right; F1
of the records against {gold}.

"""


def _skewed(image: Image.Image, seed: int) -> Image.Image:
    angle = (0.5, -1.0, 1.5, -2.0)[seed % 4]
    return image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def _blurred(image: Image.Image, seed: int) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur((1.2, 1.5)[seed % 2]))


def _noisy(image: Image.Image, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    grain = np.asarray(image, np.float32) + rng.normal(0, 22, (image.height, image.width))
    return Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))


def _specked(image: Image.Image, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    specks = rng.random((image.height, image.width))
    return Image.fromarray(np.where(specks < 0.02, 0, np.where(specks > 0.98, 255, np.asarray(image))).astype(np.uint8))


def _compressed(image: Image.Image, seed: int) -> Image.Image:
    store = io.BytesIO()
    image.save(store, "JPEG", quality=(12, 18)[seed % 2])
    return Image.open(store).convert("L")


def _gray(image: Image.Image, seed: int) -> Image.Image:
    across = np.linspace(0.55, 0.95, image.width)[None, :] * np.linspace(1.0, 0.75, image.height)[:, None]
    rng = np.random.default_rng(seed)
    return Image.fromarray((np.asarray(image) * across + rng.normal(0, 4, across.shape)).clip(0, 255).astype(np.uint8))


KINDS: dict[str, Callable[[Image.Image, int], Image.Image]] = {
    "clean": lambda image, _: image,
    "skew 0.5-2°": _skewed,
    "blur": _blurred,
    "grain": _noisy,
    "salt and pepper": _specked,
    "JPEG": _compressed,
    "gray paper": _gray,
}


def rendered(name: str, font: str, folder: Path) -> list[Image.Image]:
    """The pages of a document printed by WeasyPrint into ``folder``, in gray."""
    producer = next(producer for producer in PRODUCERS if producer.name == "WeasyPrint")
    target = folder / f"{name}.pdf"
    producer.make((CORPUS / "documents" / f"{name}.txt").read_text(encoding="utf-8"), font, target, "plain")
    with pdfium.PdfDocument(target) as book:
        return [page.render(scale=RESOLUTION / 72, grayscale=True).to_pil().convert("L") for page in book]


def wrapped(images: list[Image.Image], target: Path) -> None:
    """A PDF that holds the images of its pages and nothing else."""
    first, *others = images
    first.save(target, "PDF", resolution=RESOLUTION, save_all=True, append_images=others, quality=90)


def plain_tesseract(images: list[Image.Image], folder: Path) -> str:
    """What the program itself prints for the same images."""
    parts = []
    for at, image in enumerate(images):
        path = folder / f"{at}.png"
        image.save(path, dpi=(RESOLUTION, RESOLUTION))
        done = subprocess.run(["tesseract", str(path), "-", "-l", "ara"], check=True, capture_output=True)
        parts.append(done.stdout.decode("utf-8"))
    return "\n".join(parts)


@contextmanager
def without(step: str) -> Iterator[None]:
    """Our reader without one of its steps."""
    name = "prepare" if step in STEPS else "read_numbers"
    kept = getattr(pages, name)
    if step in STEPS:
        setattr(pages, name, functools.partial(kept, steps=frozenset(STEPS) - {step}))
    elif step == "numbers":
        setattr(pages, name, lambda gray, words, em: list(words))
    try:
        yield
    finally:
        setattr(pages, name, kept)


def remember_words() -> None:
    """Ask Tesseract once for each image: what a step leaves as it is need not be read again."""
    known: dict[bytes, list[tesseract.Word]] = {}
    find = finding.find_words

    def remembered(scan: Scan, em: float, until: float) -> list[tesseract.Word]:
        key = hashlib.sha256(scan.gray.tobytes() + scan.soft.tobytes() + scan.rules.tobytes()).digest()
        if key not in known:
            known[key] = find(scan, em, until)
        return known[key]

    setattr(pages, "find_words", remembered)  # noqa: B010 - for this run alone


def _ours(path: Path) -> tuple[Any, float]:
    start = time.perf_counter()
    document = read_here(path.name, path.read_bytes(), path.name, Limits(max_seconds=3600))
    return document, time.perf_counter() - start


def _records(document: Any, gold: Any) -> dict[str, float]:  # noqa: ANN401
    pipeline = load_pipeline()
    found = pipeline.record(repair_document(document, pipeline.repair)).model_dump(mode="json")
    scores = metrics.score(gold, found)
    return {name: scores[name].f1() for name in SHOWN}


def _truth(name: str, folder: Path, most: int) -> tuple[str, Any]:
    """Text and gold of a document; of its first pages alone, what the printed file's own letters give."""
    if not most:
        text = (CORPUS / "documents" / f"{name}.txt").read_text(encoding="utf-8")
        return plain(text), json.loads((CORPUS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    with pdfium.PdfDocument(folder / f"{name}.pdf") as book, pdfium.PdfDocument.new() as part:
        part.import_pages(book, list(range(min(most, len(book)))))
        part.save(folder / "part.pdf")
    document, _ = _ours(folder / "part.pdf")
    gold = load_pipeline().record(document).model_dump(mode="json")
    return document.text.replace(" | ", " "), gold


def measure(names: list[str], kinds: list[str], steps: list[str], most: int) -> list[dict[str, Any]]:
    """One row for each document, kind and engine; engines are Tesseract, ours, and ours without a step."""
    rows = []
    for at, name in enumerate(names):
        with tempfile.TemporaryDirectory() as held:
            folder = Path(held)
            printed = rendered(name, FONTS[at % len(FONTS)], folder)[: most or None]
            truth, gold = _truth(name, folder, most)
            for kind in kinds:
                images = [KINDS[kind](image, at + number) for number, image in enumerate(printed)]
                wrapped(images, folder / "scan.pdf")
                for engine in ("Tesseract", "ours", *steps):
                    row: dict[str, Any] = {"document": name, "kind": kind, "engine": engine, "pages": len(images)}
                    rows.append(row | _run(engine, images, folder, truth, gold))
                    print({key: round(v, 3) if isinstance(v, float) else v for key, v in rows[-1].items()}, flush=True)
    return rows


def _run(engine: str, images: list[Image.Image], folder: Path, truth: str, gold: Any) -> dict[str, Any]:  # noqa: ANN401
    start = time.perf_counter()
    if engine == "Tesseract":
        (folder / "plain.txt").write_text(plain_tesseract(images, folder), encoding="utf-8")
        spent = time.perf_counter() - start
        pipeline = load_pipeline()
        document = pipeline.read(folder / "plain.txt")
    else:
        try:
            with without(engine):
                document, spent = _ours(folder / "scan.pdf")
        except InputError:  # nothing believable was read
            spent = time.perf_counter() - start
            return asdict(textmetrics.text_scores(truth, "")) | dict.fromkeys(SHOWN, 0.0) | {"seconds": spent}
    scores = asdict(textmetrics.text_scores(truth, document.text.replace(" | ", " ")))
    return scores | _records(document, gold) | {"seconds": spent}


def _mean(rows: list[dict[str, Any]], value: str, **chosen: str) -> float:
    mine = [float(row[value]) for row in rows if all(row[key] == wanted for key, wanted in chosen.items())]
    return 100 * statistics.mean(mine)


def table(rows: list[dict[str, Any]]) -> str:
    """Means by kind of scan: plain Tesseract → ours."""
    names = ["cer", "word_f1", "numbers", *SHOWN]
    out = ["| scan | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    for kind in [*kinds, "all"]:
        chosen = {} if kind == "all" else {"kind": kind}
        cells = [
            f"{_mean(rows, name, engine='Tesseract', **chosen):.1f} → {_mean(rows, name, engine='ours', **chosen):.1f}"
            for name in names
        ]
        out.append(f"| {kind} | " + " | ".join(cells) + " |")
    pages_read = sum(row["pages"] for row in rows if row["engine"] == "ours")
    spent = [sum(row["seconds"] for row in rows if row["engine"] == engine) for engine in ("Tesseract", "ours")]
    out += ["", f"Seconds a page: {spent[0] / pages_read:.1f} → {spent[1] / pages_read:.1f}."]
    return "\n".join(out)


def ablation(rows: list[dict[str, Any]], steps: list[str]) -> str:
    """Ours without each step, by kind of scan: character error rate and numbers."""
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    out = ["| CER / numbers exact | " + " | ".join(kinds) + " |", "|---|" + "---|" * len(kinds)]
    for engine in ("ours", *steps):
        cells = []
        for kind in kinds:
            cer, exact = (_mean(rows, name, engine=engine, kind=kind) for name in ("cer", "numbers"))
            cells.append(f"{cer:.1f} / {exact:.1f}")
        out.append(f"| {engine if engine == 'ours' else 'without ' + engine} | " + " | ".join(cells) + " |")
    return "\n".join(out)


def main() -> None:
    """Print the tables; write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(DEFAULT))
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--pages", type=int, default=1, help="the first pages of each document; 0 for all")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--write", action="store_true", help="keep the tables for the report")
    given = parser.parse_args()
    if lacking := tesseract.missing():
        raise SystemExit(f"left out: {lacking}")
    remember_words()
    steps = [*STEPS, "numbers"] if given.ablate else []
    rows = measure(given.names, given.kinds, steps, given.pages)
    made = table(rows)
    if steps:
        made += "\n\nWhat each step brings, ours without it:\n\n" + ablation(rows, steps)
    print(made)
    if given.write:
        target = Path(__file__).resolve().parent / "measured" / "scans.md"
        extent = f"the first {given.pages} pages of each" if given.pages > 1 else "the first page of each"
        head = HEAD.format(
            options=f"--pages {given.pages} " + "--ablate " * given.ablate,
            names=", ".join(given.names),
            extent=extent if given.pages else "whole",
            fonts=", ".join(dict.fromkeys(FONTS[at % len(FONTS)] for at in range(len(given.names)))),
            gold="those of the printed text" if given.pages else "gold",
        )
        target.write_text(head + made + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
