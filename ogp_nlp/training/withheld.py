"""Cue words as if one kind of body had never been seen: what only its documents use is taken out of ``pipelines/``.

Rules were written while their authors read the training documents, so on those they look better than on others. A
prediction on a document is held out only when the cue words that stand in no other kind of body's documents are gone.
Words that occur in no document stay: they were known without it. Rules that stand in code stay too, so that what is
measured this way still flatters the rules, less than before.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ogp_nlp.arabic.normalize import fold_key

_UNTOUCHED = frozenset({"repair", "months", "word_classes"})  # numbers, and closed lists
_KEEP = 1  # a list never loses its last entry: an empty one means another rule


def _plain(text: str) -> str:
    """Folded words between single blanks."""
    words = re.findall(r"[^\W_]+", fold_key(text))
    return f" {' '.join(words)} "


@dataclass
class Withheld:
    """Takes out of knowledge what stands in ``own`` texts and in no ``others``; ``taken`` lists the entries."""

    own: str
    others: str
    taken: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, own: Iterable[str], others: Iterable[str]) -> Withheld:
        """From the documents' texts."""
        return cls(" ".join(map(_plain, own)), " ".join(map(_plain, others)))

    def _only_here(self, entry: str) -> bool:
        forms = [words for part in entry.split("/") if (words := _plain(part)).strip()]
        here = any(form in self.own for form in forms)
        return here and not any(form in self.others for form in forms)

    def _kept(self, entries: list[str]) -> list[str]:
        kept = [entry for entry in entries if not self._only_here(entry)]
        if len(kept) < _KEEP:
            return entries
        self.taken += sorted(set(entries) - set(kept))
        return kept

    def without(self, value: Any) -> Any:  # noqa: ANN401 - what TOML holds
        """The value with those entries of its lists, and those words of its blocks of names, left out."""
        if isinstance(value, dict):
            return {name: self.without(part) for name, part in value.items()}
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            return self._kept(value)
        if isinstance(value, list):
            return [self.without(part) for part in value]
        if isinstance(value, str) and value.count("\n") > 1:
            return "\n".join(self._kept(value.split()))
        return value


def to_toml(values: Mapping[str, Any]) -> str:
    """Plain data as TOML, tables written inline.

    >>> print(to_toml({"a": ["x"], "b": {"c d": 1, "e": True}}), end="")
    "a" = ["x"]
    "b" = {"c d" = 1, "e" = true}
    """
    return "".join(f"{json.dumps(name, ensure_ascii=False)} = {_inline(value)}\n" for name, value in values.items())


def _inline(value: Any) -> str:  # noqa: ANN401 - what TOML holds
    if isinstance(value, dict):
        parts = (f"{json.dumps(name, ensure_ascii=False)} = {_inline(part)}" for name, part in value.items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def withhold(pipelines: Path, target: Path, own: Iterable[str], others: Iterable[str]) -> list[str]:
    """Write all knowledge files to ``target`` without what only ``own`` texts use; returns the entries left out."""
    rule = Withheld.of(own, others)
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(pipelines.glob("*.toml")):
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        kept = values if path.stem in _UNTOUCHED else rule.without(values)
        (target / path.name).write_text(to_toml(kept), encoding="utf-8")
    return rule.taken
