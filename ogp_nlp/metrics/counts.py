"""What was found, missed and made up in one document, kind by kind, and the sums over documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ogp_nlp.metrics.calibration import Judged
from ogp_nlp.metrics.matching import (
    KINDS,
    MEETING_FIELDS,
    Json,
    Kind,
    agree,
    agree_plan,
    credit,
    filled,
    match,
)


@dataclass(slots=True)
class Counts:
    """Gold, predicted and matched items of one kind, and for each attribute how many matched pairs agree.

    ``exact`` pairs agree wholly, ``linked`` ones in their linking attributes too, ``overlap`` is the partial credit
    of the best assignment without a bar. ``attributes`` maps a name to (right, of) where ``of`` counts the pairs in
    which gold or prediction has a value.
    """

    gold: int = 0
    predicted: int = 0
    matched: int = 0
    exact: int = 0
    linked: int = 0
    overlap: float = 0.0
    attributes: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, other: Counts) -> None:
        """Add the counts of another document."""
        for name in ("gold", "predicted", "matched", "exact", "linked", "overlap"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name, (right, of) in other.attributes.items():
            mine = self.attributes.get(name, (0, 0))
            self.attributes[name] = (mine[0] + right, mine[1] + of)

    def f1(self, what: str = "matched") -> float:
        """F1 of ``matched``, ``exact``, ``linked`` or ``overlap``; 1 where nothing is to find and nothing found."""
        total = self.gold + self.predicted
        return 2 * float(getattr(self, what)) / total if total else 1.0

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


@dataclass(frozen=True, slots=True)
class Comparison:
    """The items of one kind in one document, gold beside predicted, with the pairs of the optimal matching."""

    kind: Kind
    gold: Sequence[Json]
    predicted: Sequence[Json]
    pairs: Sequence[tuple[int, int]]

    def missed(self) -> list[Json]:
        """Gold items that nothing matches."""
        used = {i for i, _ in self.pairs}
        return [item for i, item in enumerate(self.gold) if i not in used]

    def surplus(self) -> list[Json]:
        """Predicted items that match nothing."""
        used = {j for _, j in self.pairs}
        return [item for j, item in enumerate(self.predicted) if j not in used]

    def disagreements(self, name: str) -> list[tuple[Json, Json]]:
        """Matched pairs (gold, predicted) that differ in an attribute."""
        pairs = [(self.gold[i], self.predicted[j]) for i, j in self.pairs]
        return [(a, b) for a, b in pairs if not agree(self.kind, name, a, b)]

    def linked(self, i: int, j: int) -> bool:
        """Whether gold ``i`` and predicted ``j`` agree wholly and in what links them."""
        a, b = self.gold[i], self.predicted[j]
        return self.kind.exact(a, b) and all(agree(self.kind, name, a, b) for name in self.kind.link)

    def counts(self) -> Counts:
        """The counts of this kind in this document."""
        kind = self.kind
        found = Counts(len(self.gold), len(self.predicted), len(self.pairs))
        found.overlap = credit(kind, self.gold, self.predicted)
        for i, j in self.pairs:
            a, b = self.gold[i], self.predicted[j]
            found.exact += kind.exact(a, b)
            found.linked += self.linked(i, j)
            for name in (*kind.same, *kind.words, *kind.joint):
                if filled(kind, name, a) or filled(kind, name, b):
                    right, of = found.attributes.get(name, (0, 0))
                    found.attributes[name] = (right + agree(kind, name, a, b), of + 1)
        return found

    def judged(self) -> list[Judged]:
        """Confidence of each predicted item with whether it was found in gold, and whether it is right as a whole."""
        partner = {j: i for i, j in self.pairs}
        return [
            Judged(float(item["confidence"]), j in partner, j in partner and self.linked(partner[j], j))
            for j, item in enumerate(self.predicted)
            if item.get("confidence") is not None
        ]


def compare(gold: Json, predicted: Json) -> dict[str, Comparison]:
    """Comparisons by kind; a kind that the gold does not have at all was not annotated and is left out."""
    result = {}
    for kind in KINDS:
        if kind.name in gold:
            wanted, found = gold[kind.name], predicted.get(kind.name, [])
            result[kind.name] = Comparison(kind, wanted, found, match(kind, wanted, found))
    return result


def score_kind(kind: Kind, gold: Sequence[Json], predicted: Sequence[Json]) -> Counts:
    """Counts of one kind in one document."""
    return Comparison(kind, gold, predicted, match(kind, gold, predicted)).counts()


_MEETING = Kind(
    "meeting", lambda a, b: 1.0, lambda a, b: True, 1, lambda a, b: 1.0, (), ("title", "body", "location"), main="title"
)


def meeting_agrees(name: str, gold: Json, predicted: Json) -> bool:
    """Whether a field of the meeting is right; titles, bodies and places when their words overlap by 0.8."""
    if name == "plan":
        return agree_plan(gold.get(name), predicted.get(name))
    return agree(_MEETING, name, gold, predicted)


def score_meeting(gold: Json, predicted: Json) -> Counts:
    """The meeting's fields as attributes."""
    counts = Counts(1, 1, 1, 1, 1, 1.0)
    for name in MEETING_FIELDS:
        if gold.get(name) is not None or predicted.get(name) is not None:
            counts.attributes[name] = (int(meeting_agrees(name, gold, predicted)), 1)
    return counts


def score(gold: Json, predicted: Json) -> dict[str, Counts]:
    """Counts by kind ("meeting" included) for one document's gold and predicted record."""
    result = {}
    if gold.get("meeting") is not None:
        result["meeting"] = score_meeting(gold["meeting"], predicted["meeting"])
    return result | {name: comparison.counts() for name, comparison in compare(gold, predicted).items()}


def total(documents: Sequence[Mapping[str, Counts]]) -> dict[str, Counts]:
    """Sum the counts of several documents, kind by kind."""
    result: dict[str, Counts] = {}
    for document in documents:
        for name, counts in document.items():
            result.setdefault(name, Counts()).add(counts)
    return result
