"""How far a score may be off: percentile intervals from documents drawn again with replacement.

Documents are drawn and not items, because the items of one document succeed and fail together (Efron and Tibshirani,
An Introduction to the Bootstrap, 1993, ch. 13). A score of 0 or 1 in every document gives an interval without width:
the documents then cannot say how far it is off, and a reader should look at their number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ogp_nlp.metrics.counts import Counts

DRAWS = 2000
SEED = 20310520


class Interval(NamedTuple):
    """A score with the ends of its 95 % interval; the ends are None where fewer than two documents say anything."""

    value: float
    low: float | None
    high: float | None

    @property
    def half_width(self) -> float:
        """Half the distance of the ends, 0 where there is no interval."""
        return 0.0 if self.low is None or self.high is None else (self.high - self.low) / 2


def weights(documents: int, draws: int = DRAWS, seed: int = SEED) -> npt.NDArray[np.int64]:
    """How often each document stands in each draw, of shape (draws, documents)."""
    draw = np.random.default_rng(seed).multinomial(documents, np.full(documents, 1 / documents), size=draws)
    return np.asarray(draw, np.int64)


def percentiles(values: npt.NDArray[np.float64]) -> tuple[float, float]:
    """The ends of the middle 95 %."""
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def ratio_interval(parts: Sequence[float], wholes: Sequence[float], draws: int = DRAWS, seed: int = SEED) -> Interval:
    """The sum of the documents' ``parts`` over the sum of their ``wholes``, with its interval.

    Documents whose whole is 0 say nothing and are left out; without any the value is 1.

    >>> ratio_interval([8, 8], [10, 10])
    Interval(value=0.8, low=0.8, high=0.8)
    >>> ratio_interval([4], [5]).low is None
    True
    """
    told = [(part, whole) for part, whole in zip(parts, wholes, strict=True) if whole]
    if not told:
        return Interval(1.0, None, None)
    part, whole = np.array(told, np.float64).T
    value = float(part.sum() / whole.sum())
    if len(told) < 2:
        return Interval(value, None, None)
    drawn = weights(len(told), draws, seed)
    return Interval(value, *percentiles(drawn @ part / (drawn @ whole)))


def mean_interval(values: Sequence[float], draws: int = DRAWS, seed: int = SEED) -> Interval:
    """The mean over documents with its interval; raises ValueError for none."""
    if not values:
        raise ValueError("no values")
    return ratio_interval(values, [1.0] * len(values), draws, seed)


def f1_interval(documents: Sequence[Mapping[str, Counts]], kind: str, what: str = "matched") -> Interval:
    """F1 of one kind over documents; ``what`` as in :meth:`Counts.f1`."""
    counts = [document[kind] for document in documents if kind in document]
    return ratio_interval(
        [2 * float(getattr(count, what)) for count in counts], [count.gold + count.predicted for count in counts]
    )


def accuracy_interval(documents: Sequence[Mapping[str, Counts]], kind: str, name: str) -> Interval:
    """Agreement on an attribute of what matched, over documents."""
    shares = [document[kind].attributes.get(name, (0, 0)) for document in documents if kind in document]
    return ratio_interval([right for right, _ in shares], [of for _, of in shares])
