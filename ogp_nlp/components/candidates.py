"""What a rule proposes as an action item or a decision, with its verdict: a classifier may take the verdict over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ogp_nlp.components.base import Offsets


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause, list item or table row that may be a record.

    ``start`` and ``end`` are half-open offsets of the words it rests on; ``rule`` names what proposed it;
    ``features`` are plain values that a classifier can learn from; ``verdict`` and ``confidence`` (0 to 1) are the
    rule's own answer; ``fields`` are those of the record it would make.
    """

    kind: Literal["action_items", "decisions"]
    rule: str
    start: int
    end: int
    text: str
    verdict: bool
    confidence: float
    fields: dict[str, Any]
    features: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def evidence(self) -> tuple[Offsets, ...]:
        """The offsets as records carry them."""
        return ((self.start, self.end),)
