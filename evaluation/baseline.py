"""The scores that continuous integration holds: ``python evaluation/baseline.py`` compares, ``--write`` sets them anew.

Headline scores on train and dev, never on test, stand in ``evaluation/baselines/scores.json`` with what each may fall
by: half the width of its interval, at least half a point and at most two, since the documents are the same each time.
Exit status 1 when one fell by more.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from score import chosen, scored

from ogp_nlp import metrics
from ogp_nlp.evaluating import KINDS, Scored, judged
from ogp_nlp.metrics.bootstrap import accuracy_interval

BASELINE = Path(__file__).resolve().parent / "baselines" / "scores.json"
LEAST, MOST = 0.005, 0.02
# Attributes without which a record is of little use.
ATTRIBUTES = {
    "attendees": ("organization", "role", "capacity", "attendance"),
    "commitments": ("progress", "title", "lead"),
    "percentages": ("subject", "commitment", "qualifiers"),
    "action_items": ("owner", "deadline"),
    "meeting": ("date", "body", "ordinal"),
}


def headline(documents: list[Scored]) -> dict[str, metrics.Interval]:
    """The scores that are held, all between 0 and 1 and better when higher; calibration may move by the most."""
    counts = [one.counts for one in documents]
    found = {f"{kind} f1": metrics.f1_interval(counts, kind) for kind in KINDS}
    found["percentages f1 linked"] = metrics.f1_interval(counts, "percentages", "linked")
    found["action_items f1 exact"] = metrics.f1_interval(counts, "action_items", "exact")
    for kind, names in ATTRIBUTES.items():
        found |= {f"{kind} {name}": accuracy_interval(counts, kind, name) for name in names}
    error = metrics.calibrate(judged(documents)).error
    return found | {"calibration": metrics.Interval(1 - error, 1 - error - MOST, 1 - error + MOST)}


def held(scores: Mapping[str, metrics.Interval]) -> dict[str, dict[str, float]]:
    """Scores as they are stored: the value and what it may fall by."""
    return {
        name: {"value": round(found.value, 4), "noise": round(min(MOST, max(LEAST, found.half_width)), 4)}
        for name, found in scores.items()
    }


def fallen(scores: Mapping[str, metrics.Interval], baseline: Mapping[str, Any]) -> list[str]:
    """A line for each score that fell by more than its noise or is not there any more."""
    lines = []
    for name, old in baseline.items():
        if name not in scores:
            lines.append(f"{name}: is not measured any more")
        elif scores[name].value < old["value"] - old["noise"]:
            now = 100 * scores[name].value
            lines.append(f"{name}: {100 * old['value']:.1f} -> {now:.1f}, noise {100 * old['noise']:.1f}")
    return lines


def measure() -> dict[str, metrics.Interval]:
    """The headline scores of the default pipeline on train and dev."""
    return headline(scored(chosen(["train", "dev"])))


def main(arguments: list[str] | None = None) -> int:
    """0 when nothing fell, 1 otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store these scores as the ones to hold")
    given = parser.parse_args(arguments)
    scores = measure()
    if given.write:
        BASELINE.parent.mkdir(exist_ok=True)
        BASELINE.write_text(json.dumps(held(scores), indent=1) + "\n", encoding="utf-8")
        return 0
    lines = fallen(scores, json.loads(BASELINE.read_text(encoding="utf-8")))
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
