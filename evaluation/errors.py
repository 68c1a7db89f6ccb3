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
    """One error: ``what`` is "missed", "surplus" or "differs"; ``line`` counts from 1, ``snippet`` is of it."""

    document: str
    kind: str
    what: str
    words: str
    line: int | None
    snippet: str


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


def _error(one: Scored, kind: str, what: str, words: str, item: Mapping[str, Any]) -> Error:
    if one.sample.split == TEST:
        return Error(one.sample.id, kind, what, "(held back)", None, "")
    return Error(one.sample.id, kind, what, words, *_place(one, item))


def errors(one: Scored, kind: str) -> list[Error]:
    """Misses and surplus of one kind; for ``meeting`` the fields that differ."""
    if kind == "meeting":
        gold, found = one.sample.gold["meeting"], one.record["meeting"]
        names = [name for name in metrics.MEETING_FIELDS if not meeting_agrees(name, gold, found)]
        return [
            _error(one, kind, "differs", f"{name}: {gold.get(name)!r}, found {found.get(name)!r}", gold)
            for name in names
        ]
    comparison = one.comparisons[kind]
    told = [("missed", item) for item in comparison.missed()] + [("surplus", item) for item in comparison.surplus()]
    return [_error(one, kind, what, str(item[_MAIN[kind]]), item) for what, item in told]


def attribute_errors(one: Scored, kind: str, name: str) -> list[Error]:
    """Matched items that differ in an attribute."""
    parts = next(k.joint for k in metrics.KINDS if k.name == kind).get(name, (name,))
    found = []
    for gold, predicted in one.comparisons[kind].disagreements(name):
        values = (" ".join(repr(item.get(part)) for part in parts) for item in (gold, predicted))
        wanted, got = values
        found.append(_error(one, kind, "differs", f"{gold[_MAIN[kind]]!s:.50}: {name} {wanted}, found {got}", gold))
    return found
