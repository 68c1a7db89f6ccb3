"""Orders that reversed runs do not explain: a bounded beam over permutations of a line's words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ogp_nlp.arabic.repair.settings import RepairNumbers

Floats = npt.NDArray[np.float32]
MAX_WORDS = 60


def step_costs(n: int, numbers: RepairNumbers) -> Floats:
    """Cost of reading word j after word i, both numbered as they stand: back by one is the rule, far jumps are not."""
    delta = np.arange(n)[None, :] - np.arange(n)[:, None]
    costs = np.where(delta < 0, np.float32(numbers.step_left), np.float32(numbers.step_right))
    costs[delta == -1] = numbers.step_back
    costs[delta == 1] = numbers.step_on
    return costs


def order_score(order: list[int], first: Floats, pairs: Floats, last: Floats, costs: Floats) -> float:
    """The worth of one order under the beam's scores."""
    total = float(first[order[0]] + last[order[-1]])
    return total + float(sum(pairs[a, b] - costs[a, b] for a, b in zip(order, order[1:], strict=False)))


def best_order(
    first: Floats, pairs: Floats, last: Floats, costs: Floats, width: int = 200
) -> tuple[list[int], float] | None:
    """The best order found, with its worth; None for lines above 60 words."""
    n = len(first)
    if not 2 < n <= MAX_WORDS:
        return None
    gain = pairs - costs
    bit = np.left_shift(np.uint64(1), np.arange(n, dtype=np.uint64))
    scores = first.astype(np.float32)
    ends = np.arange(n)
    masks = bit.copy()
    history: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
    for step in range(1, n):
        options = scores[:, None] + gain[ends]
        options[(masks[:, None] & bit[None, :]) != 0] = -np.inf
        if step == n - 1:
            options = options + last[None, :]
        flat = options.ravel()
        keep = min(4 * width, int(np.isfinite(flat).sum()))
        chosen = np.argpartition(-flat, keep - 1)[:keep]
        chosen = chosen[np.argsort(-flat[chosen], kind="stable")]
        parents, nexts = np.divmod(chosen, n)
        reached = masks[parents] | bit[nexts]
        _, unique = np.unique(np.stack([reached, nexts.astype(np.uint64)]), axis=1, return_index=True)
        unique = np.sort(unique)[:width]
        parents, nexts = parents[unique], nexts[unique]
        scores, ends, masks = flat[chosen[unique]], nexts, reached[unique]
        history.append((parents, nexts))
    place = int(scores.argmax())
    score = float(scores[place])
    order: list[int] = []
    for parents, nexts in reversed(history):
        order.append(int(nexts[place]))
        place = int(parents[place])
    order.append(place)
    return order[::-1], score
