"""Scores as tables that a person can read on a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from ogp_nlp.errors import OutputError

Figures = Mapping[str, Any]
_WIDTH = 130  # columns where nobody says how wide the paper is
_BAR = 20


def percent(value: float | None) -> str:
    """A share as percent with one decimal, a dash where there is none.

    >>> percent(0.98765), percent(None)
    ('98.8', '–')
    """
    return "–" if value is None else f"{100 * value:.1f}"


def with_interval(found: Figures) -> str:
    """A score with its interval.

    >>> with_interval({"value": 0.9, "low": 0.85, "high": 0.95})
    '90.0 [85.0–95.0]'
    >>> with_interval({"value": 1.0, "low": None, "high": None})
    '100.0'
    """
    ends = "" if found["low"] is None else f" [{percent(found['low'])}–{percent(found['high'])}]"
    return percent(found["value"]) + ends


def _table(title: str, *columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for place, name in enumerate(columns):
        table.add_column(name, justify="right" if place else "left", overflow="fold")
    return table


def _kinds(figures: Figures) -> Table:
    table = _table(
        "By kind of record, percent with 95 % intervals over documents",
        *("kind", "gold", "found", "precision", "recall", "F1", "exact", "overlap", "linked", "place"),
    )
    for kind, found in figures["kinds"].items():
        spans = found["f1_spans"]
        table.add_row(
            kind.replace("_", " "),
            str(found["gold"]),
            str(found["predicted"]),
            percent(found["precision"]),
            percent(found["recall"]),
            with_interval(found["f1"]),
            percent(found["f1_exact"]["value"]),
            percent(found["f1_overlap"]["value"]),
            with_interval(found["f1_linked"]),
            percent(spans["exact"] if spans else None),
        )
    return table


def _attributes(figures: Figures) -> Table:
    table = _table("Agreement on what matched, percent", "kind", "attribute", "agree", "of")
    told = {kind: found["attributes"] for kind, found in figures["kinds"].items()} | {"meeting": figures["meeting"]}
    for kind, attributes in told.items():
        for name, found in attributes.items():
            table.add_row(kind.replace("_", " "), name.replace("_", " "), with_interval(found), str(found["of"]))
    return table


def means(group: Figures) -> tuple[float | None, float | None]:
    """Mean F1 over the kinds that a group has, and of the documents outside the group over the same kinds.

    >>> means({"f1": {"a": 0.5, "b": None}, "f1_of_the_others": {"a": 1.0, "b": 0.2}})
    (0.5, 1.0)
    """
    inside, outside = group["f1"], group["f1_of_the_others"]
    kinds = [kind for kind in inside if inside[kind] is not None and outside[kind] is not None]
    if not kinds:
        return None, None
    return sum(inside[kind] for kind in kinds) / len(kinds), sum(outside[kind] for kind in kinds) / len(kinds)


def _groups(title: str, groups: Figures) -> Table:
    kinds = list(next(iter(groups.values()))["f1"])
    names = (kind.replace("_", " ") for kind in kinds)
    table = _table(f"F1 by {title}, percent", title, "documents", *names, "mean", "others")
    for group, found in groups.items():
        cells = (percent(found["f1"][kind]) for kind in kinds)
        table.add_row(group.replace("_", " "), str(found["documents"]), *cells, *map(percent, means(found)))
    return table


def _calibration(figures: Figures) -> Table:
    found = figures["calibration"]["matched"]
    error = percent(found["expected_calibration_error"])
    table = _table(
        f"Confidence, expected calibration error {error}",
        *("confidence", "items", "mean", "right"),
    )
    table.add_column("")
    for part in found["bins"]:
        bar = "█" * round(_BAR * part["right"])
        span = f"{part['low']:.1f}–{part['high']:.1f}"
        table.add_row(span, str(part["items"]), percent(part["confidence"]), percent(part["right"]), bar)
    return table


def show_scores(figures: Figures, console: Console | None = None) -> None:
    """Print the figures of :func:`ogp_nlp.evaluating.summary`, headed by what was scored."""
    console = console or Console()
    if not console.is_terminal:
        console = Console(file=console.file, width=_WIDTH)
    console.print(
        f"{figures['corpus']}, split {figures['split']}: {figures['documents']} documents, "
        f"pipeline {figures['pipeline']} {figures['version']}",
        style="bold",
        highlight=False,
    )
    notes = (
        ("failed", "could not be scored"),
        ("unannotated_documents", "have no gold"),
        ("generated_documents", "were written by a program"),
    )
    for name, what in notes:
        if figures[name]:
            console.print(f"{figures[name]} {what}", style="yellow", highlight=False)
    console.print(_kinds(figures), _attributes(figures), _calibration(figures))
    for name in ("split", "body_kind", "country"):
        groups = figures["by"][name]
        if len(groups) > 1:
            console.print(_groups(name.replace("_", " "), groups))
    console.print(
        "F1 counts a pair by names, tasks and texts that overlap, by numbers, values and dates that are equal; exact "
        "asks for the whole text;\noverlap gives part credit; linked asks for the fixed attributes too (percentages: "
        "subject and commitment); place for the same ends in the text.",
        style="dim",
        highlight=False,
    )


def write_scores(figures: Figures, path: Path) -> None:
    """Write the figures as JSON; raises OutputError."""
    try:
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from None
