"""What went wrong and where it stands: each miss, surplus and disagreement with its line; never of test documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ogp_nlp import metrics
from ogp_nlp.evaluating import Scored
from ogp_nlp.metrics.counts import meeting_agrees
from ogp_nlp.samples import TEST

_MAIN = {kind.name: kind.main for kind in metrics.KINDS}


@dataclass(frozen=True, slots=True)
class Error:
    """One error: ``what`` is "missed", "surplus" or "differs", then in ``field``; ``line`` counts from 1."""

    document: str
    kind: str
    what: str
    words: str
    field: str = ""
    wanted: str = ""
    found: str = ""
    line: int | None = None
    snippet: str = ""

    def __str__(self) -> str:
        """One line for a terminal."""
        values = f" | {self.field}: {self.wanted}, found {self.found}" if self.field else ""
        return f"{self.line or '':>4} {self.what:8} {self.words:.150}{values}"


def _place(one: Scored, item: Mapping[str, Any]) -> tuple[int | None, str]:
    """Line and its text around the item's first quote, by offset where it fits, else by the quote's first words."""
    if not item.get("evidence"):
        return None, ""
    quote = item["evidence"][0]
    start = quote["start"] if one.text[quote["start"] : quote["end"]] == quote["text"] else one.text.find(quote["text"])
    if start < 0:
        return None, ""
    begin = one.text.rfind("\n", 0, start) + 1
    end = one.text.find("\n", start)
    whole = one.text[begin : end if end >= 0 else None]
    first = max(0, start - begin - 80)
    return one.text.count("\n", 0, start) + 1, whole[first : start - begin + 120]


def _said(values: Any) -> str:  # noqa: ANN401
    """A value of a record as a reader would write it."""
    if isinstance(values, Mapping):
        return "، ".join(str(value) for value in values.values() if value is not None)
    if isinstance(values, list | tuple):
        return ", ".join(_said(value) for value in values) or "–"
    return "–" if values is None else f"{values:g}" if isinstance(values, float) else str(values)


def _error(one: Scored, kind: str, what: str, item: Mapping[str, Any], **more: str) -> Error:
    if one.sample.split == TEST:
        return Error(one.sample.id, kind, what, "(held back)", more.get("field", ""))
    line, snippet = _place(one, item)
    words = _said(item.get(_MAIN.get(kind, "title")))
    return Error(one.sample.id, kind, what, words, **more, line=line, snippet=snippet)


def errors(one: Scored, kind: str) -> list[Error]:
    """Misses and surplus of one kind; for ``meeting`` the fields that differ."""
    if kind == "meeting":
        gold, found = one.sample.gold["meeting"], one.record["meeting"]
        return [
            _error(one, kind, "differs", gold, field=name, wanted=_said(gold.get(name)), found=_said(found.get(name)))
            for name in metrics.MEETING_FIELDS
            if not meeting_agrees(name, gold, found)
        ]
    comparison = one.comparisons[kind]
    told = [("missed", item) for item in comparison.missed()] + [("surplus", item) for item in comparison.surplus()]
    return [_error(one, kind, what, item) for what, item in told]


def attribute_errors(one: Scored, kind: str, name: str) -> list[Error]:
    """Matched items that differ in an attribute."""
    parts = next(known.joint for known in metrics.KINDS if known.name == kind).get(name, (name,))
    return [
        _error(one, kind, "differs", gold, field=name, wanted=_said([gold.get(part) for part in parts]),
               found=_said([predicted.get(part) for part in parts]))
        for gold, predicted in one.comparisons[kind].disagreements(name)
    ]  # fmt: skip
