"""What each part is worth: the records with and without repair at each level of damage, and by way of reading PDFs.

Usage: ``python evaluation/ablations.py [--write] [ids or split ...]``; without ids four of dev. ``--write`` keeps
tables and figures in ``evaluation/measured/`` for the report.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import naive
from extractors import EXTRACTORS
from producers import FONTS, PRODUCERS
from score import chosen
from sources import plain

from ogp_nlp import metrics, textmetrics
from ogp_nlp.arabic.normalize import clean
from ogp_nlp.evaluating import KINDS, Scored, f1_by_kind, score_record
from ogp_nlp.pipeline import Pipeline, load_pipeline
from ogp_nlp.samples import Sample
from ogp_nlp.training.damage import LEVELS, damaged_to

CLEAN = "clean"
# Of dev, one each of four kinds of body and countries: repair of heavy damage takes seconds a document.
DEFAULT = ["mr-plan-steering-01", "ps-municipal-01", "eg-syndicate-01", "qa-sports-federation-01"]
SEED = 7
WAYS = ("naive", "without repair", "whole pipeline")


@dataclass(slots=True)
class Way:
    """Texts and records that one way made of some documents."""

    texts: list[textmetrics.TextScores] = field(default_factory=list)
    scored: list[Scored] = field(default_factory=list)

    def row(self) -> dict[str, Any]:
        """Means of the text scores with intervals over documents, F1 by kind, and the mean F1 over kinds."""
        text = {}
        if self.texts:
            values = [asdict(scores) for scores in self.texts]
            text = {name: metrics.mean_interval([value[name] for value in values]) for name in values[0]}
        kinds = f1_by_kind(self.scored)
        return {"text": text, "f1": kinds, "mean": mean_f1(self.scored)}


def mean_f1(scored: Sequence[Scored]) -> float:
    """Mean F1 over the kinds that there are."""
    return statistics.mean(value for value in f1_by_kind(scored).values() if value is not None)


def _through(pipeline: Pipeline, path: Path) -> tuple[dict[str, Any], str]:
    document = pipeline.read(path)
    return pipeline.record(document).model_dump(mode="json"), document.text


def damage_levels(samples: Sequence[Sample]) -> dict[str, dict[str, dict[str, Any]]]:
    """For each level of made damage and each way the text scores and F1; texts only, test documents too if given."""
    whole, bare = load_pipeline("minutes"), load_pipeline("minutes-unrepaired")
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for level in (CLEAN, *LEVELS):
            ways = {name: Way() for name in WAYS}
            for sample in samples:
                text = clean(sample.document.read_text(encoding="utf-8")).text
                broken, truth = (text, text) if level == CLEAN else damaged_to(text, level, SEED)
                path = Path(folder) / f"{sample.id}.txt"
                path.write_text(broken, encoding="utf-8")
                made = (
                    (naive.record(broken), broken),
                    _through(bare, path),
                    _through(whole, path),
                )
                for name, (record, out) in zip(WAYS, made, strict=True):
                    ways[name].texts.append(textmetrics.text_scores(truth, out))
                    ways[name].scored.append(score_record(sample, record, out, ""))
            found[level] = {name: way.row() for name, way in ways.items()}
    return found


def _plumber_text(path: Path) -> str:
    return naive.text_of(path)


READINGS: dict[str, Callable[[Path], str]] = {
    "pdfplumber's text": _plumber_text,
    **{f"{name}'s text": extract for name, extract in EXTRACTORS.items() if name in ("pypdf", "poppler")},
}


def reading_ways(samples: Sequence[Sample]) -> tuple[str, dict[str, dict[str, Any]]]:
    """Documents printed by one real producer and read in several ways; empty where no producer is installed."""
    producer = next((one for one in PRODUCERS if one.name == "WeasyPrint" and one.available()), None)
    producer = producer or next((one for one in PRODUCERS if one.available()), None)
    if producer is None:
        return "", {}
    whole = load_pipeline("minutes")
    ways: dict[str, Way] = {}
    with tempfile.TemporaryDirectory() as folder:
        for sample in samples:
            text = sample.document.read_text(encoding="utf-8")
            target = Path(folder) / f"{sample.id}.pdf"
            producer.make(text, FONTS[0], target, "plain")
            for name, record, out in _readings(whole, target):
                way = ways.setdefault(name, Way())
                way.texts.append(textmetrics.text_scores(plain(text), out.replace(" | ", " ")))
                way.scored.append(score_record(sample, record, out, ""))
    return producer.name, {name: way.row() for name, way in ways.items()}


def _readings(whole: Pipeline, target: Path) -> list[tuple[str, dict[str, Any], str]]:
    document = whole.read(target)
    found = [("our reader", whole.record(document).model_dump(mode="json"), document.text)]
    # The same glyphs as plain text: headings, lists and columns that the reader knew are lost.
    stripped = target.with_suffix(".plain.txt")
    stripped.write_text(document.text.replace(" | ", " "), encoding="utf-8")
    found.append(("our reader, layout dropped", *_through(whole, stripped)))
    for name, extract in READINGS.items():
        path = target.with_suffix(".other.txt")
        text = extract(target)
        path.write_text(text, encoding="utf-8")
        found.append((f"{name}, our pipeline", *_through(whole, path)))
        if name.startswith("pdfplumber"):
            found.append((f"{name}, naive", naive.record(text), text))
    return found


HEAD = """## What each part is worth

`python evaluation/ablations.py --write`, {count} documents ({split}), percent, text scores with 95 % intervals over
documents. Damage is made from the clean text: *light* moves blanks and percent signs, *medium* also reads lines from
left to right between numbers, *heavy* shuffles the runs of a line as the worst real minutes have it, *scan* misreads
letters as OCR does. Mean is the mean F1 over the kinds of record; the naive baseline is `evaluation/naive.py`.

"""
_TEXT = ("cer", "word_f1", "numbers")
_NAMES = {"cer": "CER", "word_f1": "word F1", "numbers": "numbers", "mean": "mean F1"}


def _cell(found: Any) -> str:  # noqa: ANN401 - an interval, or the list that JSON makes of it
    value, low, high = found
    ends = "" if low is None else f" [{100 * low:.1f}–{100 * high:.1f}]"
    return f"{100 * value:.1f}{ends}"


def _row(first: list[str], row: dict[str, Any]) -> str:
    text = [_cell(row["text"][name]) for name in _TEXT]
    kinds = ["–" if row["f1"][kind] is None else f"{100 * row['f1'][kind]:.0f}" for kind in KINDS]
    return "| " + " | ".join([*first, *text, f"**{100 * row['mean']:.1f}**", *kinds]) + " |"


def _head(*first: str) -> list[str]:
    names = [*first, *(_NAMES[name] for name in (*_TEXT, "mean")), *(kind.replace("_", " ") for kind in KINDS)]
    return ["| " + " | ".join(names) + " |", "|" + "---|" * len(first) + "---:|" * (len(names) - len(first))]


def tables(figures: dict[str, Any]) -> str:
    """The figures as Markdown."""
    lines = _head("damage", "records by")
    for level, ways in figures["damage"].items():
        lines += [_row([level, name], row) for name, row in ways.items()]
    if figures["reading"]:
        lines += ["", f"The same documents printed by {figures['producer']}, read in several ways:", ""]
        lines += _head("text and records by")
        lines += [_row([name], row) for name, row in figures["reading"].items()]
    return "\n".join(lines) + "\n"


def _rounded(value: Any) -> Any:  # noqa: ANN401 - plain data
    """Figures to four digits, so that what is kept says no more than was measured."""
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return round(value, 4) if isinstance(value, float) else value


def main() -> None:
    """Measure, print, and keep where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=DEFAULT)
    parser.add_argument("--write", action="store_true", help="keep tables and figures for the report")
    given = parser.parse_args()
    samples = chosen(given.names)
    producer, reading = reading_ways(samples)
    figures = {"damage": damage_levels(samples), "reading": reading, "producer": producer}
    made = tables(figures)
    print(made)
    if given.write:
        folder = Path(__file__).resolve().parent / "measured"
        head = HEAD.format(count=len(samples), split=", ".join(given.names))
        (folder / "ablations.md").write_text(head + made, encoding="utf-8")
        (folder / "ablations.json").write_text(json.dumps(_rounded(figures)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
