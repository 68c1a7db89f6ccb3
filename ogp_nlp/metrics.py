"""Gold and predicted records to scores: one-to-one matching that is optimal, then attributes of what matched.

Records are compared as plain JSON objects, by their words and values and not by offsets, so that a record from a
PDF or from damaged text can be scored against gold made on the clean text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from ogp_nlp.arabic.normalize import fold_key

Json = Mapping[str, Any]


def key(value: object) -> str:
    """A value as compared: folded letters, single blanks, no punctuation at the ends.

    >>> key("  الأمانة  العامة؛") == key("الامانة العامة")
    True
    """
    folded = re.sub(r"[^\w%./]+", " ", fold_key(str(value)))
    return folded.strip(" ./")


def overlap(first: object, second: object) -> float:
    """F1 of the two texts' words as multisets, 0 to 1.

    >>> round(overlap("إعداد التقرير السنوي", "إعداد التقرير"), 2)
    0.8
    """
    left, right = Counter(key(first).split()), Counter(key(second).split())
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of record is scored: similarity of two items (0 to 1), the bar for a match, its attributes.

    ``exact`` tells whether two matched items agree wholly in what identifies them.
    """

    name: str
    similarity: Callable[[Json, Json], float]
    exact: Callable[[Json, Json], bool]
    bar: float
    same: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def _by_words(name: str) -> tuple[Callable[[Json, Json], float], Callable[[Json, Json], bool]]:
    return (lambda a, b: overlap(a[name], b[name])), (lambda a, b: key(a[name]) == key(b[name]))


def _by_values(*names: str) -> tuple[Callable[[Json, Json], float], Callable[[Json, Json], bool]]:
    def equal(a: Json, b: Json) -> bool:
        return all(_plain(a.get(name)) == _plain(b.get(name)) for name in names)

    return (lambda a, b: float(equal(a, b))), equal


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Numbers to a tenth, lists as sorted tuples, text folded: what counts as the same value."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return round(float(value), 1)
    if isinstance(value, list | tuple):
        return tuple(sorted(map(str, value)))
    return key(value)


KINDS: tuple[Kind, ...] = (
    Kind("agenda", *_by_words("title"), bar=0.5),
    Kind(
        "attendees",
        *_by_words("name"),
        bar=0.6,
        same=("honorific", "gender", "sector", "capacity", "attendance"),
        words=("role", "organization"),
    ),
    Kind("commitments", *_by_values("number"), bar=1, same=("progress",), words=("title", "theme", "lead")),
    Kind(
        "percentages",
        *_by_values("value"),
        bar=1,
        same=("subject", "commitment", "qualifiers", "as_of"),
        words=("about",),
    ),
    Kind(
        "action_items",
        *_by_words("task"),
        bar=0.5,
        same=("due_start", "due_end", "origin", "progress"),
        words=("owner", "section"),
    ),
    Kind("decisions", *_by_words("text"), bar=0.5),
    Kind("dates", *_by_values("value", "end"), bar=1, same=("calendar",)),
    Kind("legal_references", *_by_values("kind", "number"), bar=1),
)
MEETING_FIELDS = ("title", "body", "ordinal", "year", "date", "mode", "location", "plan")


@dataclass(slots=True)
class Counts:
    """Gold, predicted and matched items of one kind, and for each attribute how many matched pairs agree.

    ``attributes`` maps a name to (right, of) where ``of`` counts the pairs in which gold or prediction has a value.
    """

    gold: int = 0
    predicted: int = 0
    matched: int = 0
    exact: int = 0
    linked: int = 0
    attributes: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, other: Counts) -> None:
        """Add the counts of another document."""
        for name in ("gold", "predicted", "matched", "exact", "linked"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name, (right, of) in other.attributes.items():
            mine = self.attributes.get(name, (0, 0))
            self.attributes[name] = (mine[0] + right, mine[1] + of)

    def f1(self, what: str = "matched") -> float:
        """F1 of ``matched``, ``exact`` or ``linked`` items; 1 where there is nothing to find and nothing found."""
        total = self.gold + self.predicted
        return 2 * int(getattr(self, what)) / total if total else 1.0

    @property
    def precision(self) -> float:
        """Share of the predicted items that are right."""
        return self.matched / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were found."""
        return self.matched / self.gold if self.gold else 1.0

    def accuracy(self, name: str) -> float:
        """Share of the matched pairs that agree on an attribute."""
        right, of = self.attributes.get(name, (0, 0))
        return right / of if of else 1.0


def match(kind: Kind, gold: Sequence[Json], predicted: Sequence[Json]) -> list[tuple[int, int]]:
    """Pairs (gold, predicted) of the assignment with the greatest sum of similarities above the kind's bar.

    Where items are alike (a figure that is repeated) those at the same place in their list go together.
    """
    if not gold or not predicted:
        return []
    table = np.array([[kind.similarity(a, b) for b in predicted] for a in gold])
    places = np.abs(np.linspace(0, 1, len(gold))[:, None] - np.linspace(0, 1, len(predicted))[None, :])
    score = np.where(table >= kind.bar, table - 0.01 * places, 0.0)
    rows, columns = linear_sum_assignment(score, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if score[i, j] > 0]


def agree(kind: Kind, name: str, gold: Json, predicted: Json) -> bool:
    """Whether two matched items agree on an attribute: equal values, or texts whose words overlap by 0.8."""
    first, second = gold.get(name), predicted.get(name)
    if name in kind.words and first is not None and second is not None:
        return overlap(first, second) >= 0.8
    return bool(_plain(first) == _plain(second))


def score_kind(kind: Kind, gold: Sequence[Json], predicted: Sequence[Json]) -> Counts:
    """Counts of one kind in one document.

    ``linked`` counts the pairs that are exact and agree on every attribute of fixed values that links them
    (for percentages: subject and commitment).
    """
    pairs = match(kind, gold, predicted)
    counts = Counts(len(gold), len(predicted), len(pairs))
    link = ("subject", "commitment") if kind.name == "percentages" else kind.same
    for i, j in pairs:
        exact = kind.exact(gold[i], predicted[j])
        counts.exact += exact
        counts.linked += exact and all(agree(kind, name, gold[i], predicted[j]) for name in link)
        for name in (*kind.same, *kind.words):
            if gold[i].get(name) not in (None, []) or predicted[j].get(name) not in (None, []):
                right, of = counts.attributes.get(name, (0, 0))
                counts.attributes[name] = (right + agree(kind, name, gold[i], predicted[j]), of + 1)
    return counts


def score_meeting(gold: Json, predicted: Json) -> Counts:
    """The meeting's fields as attributes; titles, bodies and places agree when their words overlap by 0.8."""
    kind = Kind("meeting", lambda a, b: 1.0, lambda a, b: True, 1, (), ("title", "body", "location"))
    counts = Counts(1, 1, 1, 1, 1)
    for name in MEETING_FIELDS:
        if gold.get(name) is None and predicted.get(name) is None:
            continue
        right = (
            agree_plan(gold.get(name), predicted.get(name)) if name == "plan" else agree(kind, name, gold, predicted)
        )
        counts.attributes[name] = (int(right), 1)
    return counts


def agree_plan(gold: Json | None, predicted: Json | None) -> bool:
    """Whether two plans are the same: years, ordinal, and a title whose words overlap by 0.7."""
    if gold is None or predicted is None:
        return gold is predicted
    same = all(gold.get(name) == predicted.get(name) for name in ("ordinal", "start_year", "end_year"))
    return same and overlap(gold.get("title") or "", predicted.get("title") or "") >= 0.7


def score(gold: Json, predicted: Json) -> dict[str, Counts]:
    """Counts by kind ("meeting" included) for one document's gold and predicted record."""
    result = {"meeting": score_meeting(gold["meeting"], predicted["meeting"])}
    for kind in KINDS:
        result[kind.name] = score_kind(kind, gold.get(kind.name, []), predicted.get(kind.name, []))
    return result


def total(documents: Sequence[Mapping[str, Counts]]) -> dict[str, Counts]:
    """Sum the counts of several documents, kind by kind."""
    result: dict[str, Counts] = {}
    for document in documents:
        for name, counts in document.items():
            result.setdefault(name, Counts()).add(counts)
    return result
