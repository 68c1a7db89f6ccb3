"""`ogp_confidence`: how sure an item is, learned from which predictions on documents held out were right."""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.components.confidence_features import KINDS, NAMES, features
from ogp_nlp.errors import ConfigError
from ogp_nlp.resources import find

LEAST, MOST = 0.02, 0.995  # nothing is certain, either way


@dataclass(frozen=True, slots=True)
class Curve:
    """Log odds of being right: ``bias`` and weights by feature, or a monotone table of the rule's figure."""

    bias: float
    weights: tuple[float, ...]
    table: tuple[tuple[float, float], ...] = ()

    def sure(self, row: Sequence[float]) -> float:
        """Share of items like this that are right (0-1).

        >>> Curve(0.0, (0.0, 0.0)).sure([1.0, 2.0]), Curve(0.0, (), ((0.0, 0.5), (2.0, 0.9))).sure([1.0])
        (0.5, 0.7)
        """
        value = self._between(row[0]) if self.table else 1 / (1 + math.exp(-self._odds(row)))
        return min(max(value, LEAST), MOST)

    def _odds(self, row: Sequence[float]) -> float:
        odds = self.bias + sum(weight * value for weight, value in zip(self.weights, row, strict=True))
        return min(max(odds, -30.0), 30.0)

    def _between(self, raw: float) -> float:
        after = bisect_right(self.table, raw, key=lambda point: point[0])
        if after in (0, len(self.table)):
            return self.table[min(after, len(self.table) - 1)][1]
        (x0, y0), (x1, y1) = self.table[after - 1 : after + 1]
        return y0 + (y1 - y0) * (raw - x0) / (x1 - x0)


def read_curves(path: Path) -> dict[str, Curve]:
    """The curves of a model file, plain JSON; raises ConfigError when it is malformed or for other features."""
    try:
        held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if held["features"] != list(NAMES):
            raise ConfigError(f"{path}: learned for other features; train it again")
        return {
            kind: Curve(
                float(one["bias"]),
                tuple(float(one["weights"].get(name, 0.0)) for name in NAMES),
                tuple((float(x), float(y)) for x, y in one.get("table", ())),
            )
            for kind, one in held["kinds"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path}: no model of confidences: {error}") from None


class Confidence:
    """Puts a calibrated figure in place of the rules' own; kinds that the model does not know keep theirs."""

    def __init__(self, name: str, model: str) -> None:
        self.name = name
        self.curves = read_curves(find("models", model))

    def __call__(self, doc: Doc) -> Doc:
        """Set the confidence of every item."""
        for kind in KINDS:
            curve = self.curves.get(kind)
            if curve is None:
                continue
            for span, row in zip(doc.spans.get(kind, ()), features(doc, kind), strict=True):
                held = span._.ogp
                held[kind][2] = round(curve.sure(row), 3)
                span._.ogp = held
        return doc


@Language.factory(
    "ogp_confidence",
    assigns=["doc.spans"],
    requires=["doc.user_data"],
    default_config={"model": "confidence/model.json"},
)
def make_confidence(nlp: Language, name: str, model: str) -> Confidence:
    """Make the component; ``model`` names a file of ``models/``. It stands behind all that add items."""
    return Confidence(name, model)
