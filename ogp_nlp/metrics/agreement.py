"""How far two annotations of the same documents agree: labels by Cohen's kappa, with intervals over documents.

Found items are matched as predictions are (:mod:`.matching`); kappa is computed on the labels of matched items (Cohen,
Educational and Psychological Measurement 20, 1960). It says how much of the agreement chance would not explain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ogp_nlp.metrics.bootstrap import Interval, percentiles, weights
from ogp_nlp.metrics.matching import KINDS, Json, Kind, match

DRAWS = 500  # each draw is a call of scikit-learn
Pair = tuple[str, str]


def _plain(name: str) -> Callable[[Json], str]:
    return lambda item: str(item.get(name))


def _joined(name: str) -> Callable[[Json], str]:
    return lambda item: "+".join(sorted(item.get(name) or ())) or "none"


# Labels by kind of record, each with how it is read from an item.
LABELS: Mapping[str, Mapping[str, Callable[[Json], str]]] = {
    "attendees": {name: _plain(name) for name in ("attendance", "capacity", "sector", "gender")},
    "percentages": {"subject": _plain("subject"), "qualifiers": _joined("qualifiers")},
    "action_items": {"origin": _plain("origin")},
    "dates": {"calendar": _plain("calendar")},
    "legal_references": {"kind": _plain("kind")},
}


class Kappa(NamedTuple):
    """Kappa with its interval, over ``pairs`` matched items of which ``agreed`` bear the same label.

    ``kappa`` is None where both annotators used one label only: chance then explains everything.
    """

    kappa: Interval | None
    agreed: int
    pairs: int


def _matcher(kind: Kind) -> Kind:
    """The kind as matched for its labels: a legal text by its number alone, so that its kind can differ."""
    if kind.name != "legal_references":
        return kind
    return replace(kind, similarity=lambda a, b: float(str(a.get("number")) == str(b.get("number"))))


def label_pairs(first: Json, second: Json) -> dict[str, list[Pair]]:
    """Labels of the matched items of two records, as ``{"attendees capacity": [("chair", "member"), ...]}``."""
    found: dict[str, list[Pair]] = {"meeting mode": []}
    if first.get("meeting") and second.get("meeting"):
        found["meeting mode"].append((str(first["meeting"].get("mode")), str(second["meeting"].get("mode"))))
    for kind in KINDS:
        ours, theirs = first.get(kind.name, ()), second.get(kind.name, ())
        matched = match(_matcher(kind), ours, theirs) if kind.name in LABELS else ()
        for name, read in LABELS.get(kind.name, {}).items():
            found[f"{kind.name} {name}"] = [(read(ours[i]), read(theirs[j])) for i, j in matched]
    return found


def _kappa(cells: Sequence[Pair], counts: Sequence[float]) -> float | None:
    """Cohen's kappa of pairs of labels that occur so often each; None where chance alone agrees on all."""
    from sklearn.metrics import cohen_kappa_score

    told = [(pair, count) for pair, count in zip(cells, counts, strict=True) if count]
    if len({label for pair, _ in told for label in pair}) < 2:
        return None
    ours, theirs = zip(*(pair for pair, _ in told), strict=True)
    return float(cohen_kappa_score(ours, theirs, sample_weight=[count for _, count in told]))


def kappa_interval(documents: Sequence[Sequence[Pair]], draws: int = DRAWS) -> Kappa:
    """Kappa over the pairs of all documents, with a percentile interval from documents drawn again.

    >>> kappa_interval([[("a", "a"), ("b", "b")], [("a", "b"), ("b", "a")]]).kappa.value
    0.0
    >>> kappa_interval([[("a", "a")]])
    Kappa(kappa=None, agreed=1, pairs=1)
    """
    told = [Counter(pairs) for pairs in documents if pairs]
    cells = sorted({pair for counter in told for pair in counter})
    table = np.array([[counter[pair] for pair in cells] for counter in told], np.float64).reshape(len(told), len(cells))
    everywhere = table.sum(axis=0)
    agreed = int(sum(count for (a, b), count in zip(cells, everywhere, strict=True) if a == b))
    value = _kappa(cells, everywhere.tolist())
    if value is None:
        return Kappa(None, agreed, int(everywhere.sum()))
    if len(told) < 2:
        return Kappa(Interval(value, None, None), agreed, int(everywhere.sum()))
    drawn = [_kappa(cells, counts) for counts in (weights(len(told), draws) @ table).tolist()]
    ends = percentiles(np.array([kappa for kappa in drawn if kappa is not None], np.float64))
    return Kappa(Interval(value, *ends), agreed, int(everywhere.sum()))
