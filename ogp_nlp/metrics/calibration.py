"""Whether confidence means what it says: of all items given 0.8 about 80 % should be right.

Expected calibration error with bins of equal width (Naeini, Cooper and Hauskrecht, AAAI 2015) and the Brier score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Judged(NamedTuple):
    """A predicted item: its confidence, whether gold has it, whether it is right with all that links it."""

    confidence: float
    matched: bool
    linked: bool


class Bin(NamedTuple):
    """Items whose confidence lies in (low, high]: their number, mean confidence and the share that is right."""

    low: float
    high: float
    items: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Expected calibration error and Brier score (0 is best), and the bins of the reliability curve."""

    count: int
    error: float
    brier: float
    bins: tuple[Bin, ...]


def calibrate(judged: Sequence[Judged], what: str = "matched", bins: int = 10) -> Calibration:
    """Calibration of items; ``what`` is "matched" or "linked"; empty bins are left out.

    >>> calibrate([Judged(0.8, True, True)] * 4 + [Judged(0.8, False, False)]).error
    0.0
    >>> round(calibrate([Judged(0.9, False, False)]).error, 3)
    0.9
    """
    if not judged:
        return Calibration(0, 0.0, 0.0, ())
    confidence = np.array([item.confidence for item in judged])
    right = np.array([getattr(item, what) for item in judged], np.float64)
    # (low, high], with 0 in the first; the small term keeps 0.7 * 10 out of the bin above.
    places = np.clip(np.ceil(confidence * bins - 1e-9).astype(int) - 1, 0, bins - 1)
    found = []
    for at in sorted(set(places.tolist())):
        here = places == at
        mean = float(confidence[here].mean()), float(right[here].mean())
        found.append(Bin(at / bins, (at + 1) / bins, int(here.sum()), *mean))
    error = sum(part.items * abs(part.confidence - part.right) for part in found) / len(judged)
    brier = float(((confidence - right) ** 2).mean())
    return Calibration(len(judged), round(error, 12), brier, tuple(found))
