"""What is printed: a text taken apart into paragraphs, tables and a side box, and the ways of laying it out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
OWN = Path(__file__).resolve().parent / "layouts"  # texts written for the matrix alone
BOX = "> "  # begins the text of a side box
HEAD, FOOT = "محضر لجنة التتبع", "صفحة"  # running head; foot before the page number
INTRODUCTION = 3  # paragraphs of a report above its columns, the first of them its title
_CELLS = re.compile(r"\s*\|\s*|\t+")

Layout = Literal["plain", "bare", "report", "minutes"]
"""``plain``: paragraphs and ruled tables. ``bare``: tables without lines whose cells wrap. ``report``: running heads
and feet, a side box beside the introduction, then two columns. ``minutes``: as an office sets them (HTML, Word)."""


@dataclass(frozen=True, slots=True)
class Producer:
    """A way to make a PDF: ``make(text, font, target, layout)``; ``package`` is what installs it.

    ``prints`` tells whether a font has what the producer needs; ``heavy`` ones are left to ``make bench``.
    """

    name: str
    package: str
    available: Callable[[], bool]
    make: Callable[[str, str, Path, Layout], None]
    prints: Callable[[str], bool] = lambda font: True
    heavy: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A document of the corpus or of our own and how it is laid out."""

    name: str
    layout: Layout = "plain"

    @property
    def text(self) -> str:
        """The text as it is handed to the producers."""
        own = OWN / f"{self.name}.txt"
        return (own if own.exists() else CORPUS / "documents" / f"{self.name}.txt").read_text(encoding="utf-8")


SAMPLES = (
    Sample("ma-plan-steering-01"),
    Sample("eg-plan-steering-02"),  # ٠١٢٣ digits
    Sample("lb-ngo-project-01"),  # diacritics, Latin names
    Sample("vocalised"),  # every letter with its diacritics
    Sample("ye-relief-coordination-01", "bare"),
    Sample("sa-hospital-quality-01", "bare"),
    Sample("tn-municipal-01", "report"),
    Sample("side-box", "report"),
)


def blocks(text: str) -> Iterator[list[list[str]] | str]:
    """Paragraphs as strings and tables as rows of cells, first cell rightmost."""
    table: list[list[str]] = []
    for line in text.split("\n"):
        cells = _CELLS.split(line.strip().strip("|")) if line.count("|") >= 1 or "\t" in line.strip() else []
        if len(cells) > 1:
            table.append([cell.strip() for cell in cells])
            continue
        if table:
            yield table
            table = []
        if line.strip():
            yield line.strip()
    if table:
        yield table


@dataclass(frozen=True, slots=True)
class Report:
    """A text laid out as a report: ``title``, ``introduction`` beside ``box``, then ``body`` in columns."""

    title: str
    introduction: list[str]
    box: str
    body: list[list[list[str]] | str]


def as_report(text: str) -> Report:
    """The parts of a report; a text without a side box gets none."""
    every = list(blocks(text))
    box = next((block[len(BOX) :] for block in every if isinstance(block, str) and block.startswith(BOX)), "")
    rest = [block for block in every if not (isinstance(block, str) and block.startswith(BOX))]
    first = next((at for at, block in enumerate(rest) if not isinstance(block, str)), len(rest))
    cut = min(INTRODUCTION, first)
    head = [block for block in rest[:cut] if isinstance(block, str)]
    return Report(head[0] if head else "", head[1:], box, rest[cut:])


def plain(text: str) -> str:
    """The reference as a page shows it: cells without the marks between them."""
    lines = [block if isinstance(block, str) else "\n".join(" ".join(row) for row in block) for block in blocks(text)]
    return "\n".join(line.removeprefix(BOX) for line in lines)


def references(sample: Sample) -> list[str]:
    """The orders in which the sample may be read: a box beside text is read before it or after it."""
    report = as_report(sample.text) if sample.layout == "report" else None
    if report is None or not report.box:
        return [plain(sample.text)]
    every = [line for line in sample.text.split("\n") if not line.startswith(BOX)]
    places = (1, 1 + len(report.introduction))
    return [plain("\n".join([*every[:at], report.box, *every[at:]])) for at in places]
