"""What tells how far an item can be trusted: the rule's own figure, where it stands, how much of it is known."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc

from ogp_nlp.components.base import Item, items
from ogp_nlp.components.lines import Line, lines_of

DAMAGE = "ogp_damage"  # user data of the Doc: lines that stay damaged, as a share of all lines
# Where an item of a kind is expected: the topics of the lines that announce it.
EXPECTED: dict[str, frozenset[str]] = {
    "agenda": frozenset({"agenda"}),
    "attendees": frozenset({"attendance", "absence", "guests", "remote", "signature"}),
    "action_items": frozenset({"actions"}),
    "decisions": frozenset({"decisions", "actions"}),
}
KINDS = ("meeting", "agenda", "attendees", "commitments", "percentages", "action_items", "decisions", "dates",
         "legal_references")  # fmt: skip
NAMES = ("raw", "item", "row", "heading", "headed", "expected", "filled", "words", "lonely", "place", "damage")


def raw_of(confidence: float) -> float:
    """The rule's figure as log odds, cut so that a certain rule stays finite."""
    sure = min(max(confidence, 0.05), 0.99)
    return math.log(sure / (1 - sure))


def features(doc: Doc, kind: str) -> list[list[float]]:
    """A row of values, named by ``NAMES``, for each item of a kind, in the order in which they were added."""
    held = items(doc, kind)
    if not held:
        return []
    lines = lines_of(doc) if "ogp_lines" in doc.user_data else []
    starts = [line.full_start for line in lines]
    damage = float(doc.user_data.get(DAMAGE, 0.0))
    return [_row(item, _line(lines, starts, item.evidence[0][0]), len(lines), len(held), damage) for item in held]


def _line(lines: Sequence[Line], starts: Sequence[int], at: int) -> Line | None:
    place = bisect_right(starts, at) - 1
    return lines[place] if place >= 0 else None


def _row(item: Item, line: Line | None, total: int, count: int, damage: float) -> list[float]:
    kind = line.kind if line else ""
    start, end = item.evidence[0]
    return [
        raw_of(item.confidence),
        float(kind == "item"),
        float(kind in ("row", "header_row")),
        float(kind == "heading"),
        float(line is not None and line.topic != ""),
        float(line is not None and line.topic in EXPECTED.get(item.kind, ())),
        float(sum(value not in (None, [], ()) for value in item.fields.values())),
        math.log1p(end - start) / 3,
        1 / count,
        line.index / max(1, total) if line else 0.0,
        min(1.0, 10 * damage),
    ]
