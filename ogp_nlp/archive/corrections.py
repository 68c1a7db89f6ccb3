"""What people changed, laid over a record: events in their order, each only where the record is as they found it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ogp_nlp.checks import percents_above_100
from ogp_nlp.records import KINDS, Commitment, MinutesRecord, Percentage

Json = Any


@dataclass(frozen=True, slots=True)
class Correction:
    """One event: at ``path`` (an item's id may stand for its number) the value ``before`` became ``after``.

    ``before`` and ``after`` are JSON texts. An item that is taken out becomes null; one that is put in was null.
    """

    path: str
    before: str
    after: str


def correct(record: MinutesRecord, events: Iterable[Correction]) -> tuple[MinutesRecord, list[Correction]]:
    """The record with all events that still fit, and those that do not: the record is no longer as they found it.

    An event that would make the record invalid does not fit either.
    """
    current, left = record, []
    for event in events:
        try:
            current = _apply(current, event)
        except (LookupError, ValueError, TypeError):  # ValidationError is a ValueError
            left.append(event)
    return current, left


def _apply(record: MinutesRecord, event: Correction) -> MinutesRecord:
    told = json.loads(record.model_dump_json())
    before, after = json.loads(event.before), json.loads(event.after)
    *way, last = [part.replace("~1", "/").replace("~0", "~") for part in event.path.split("/")[1:]]
    parent = told
    for part in way:
        parent = parent[_key(parent, part)]
    if isinstance(parent, list):
        _change_list(parent, last, before, after)
    elif parent[last] not in (before, after):
        raise ValueError("the record is no longer as it was")
    else:
        parent[last] = after
    return _checked(record, told)


def _key(parent: Json, part: str) -> str | int:
    """The key of a member; in a list the number of the item with this id, or the number itself."""
    if not isinstance(parent, list):
        return part
    numbers = [number for number, item in enumerate(parent) if isinstance(item, dict) and item.get("id") == part]
    return numbers[0] if numbers else int(part)


def _change_list(items: list[Json], part: str, before: Json, after: Json) -> None:
    """Take an item out, put one in (in document order) or put another in its place."""
    if before is None:
        if any(item["id"] == after["id"] for item in items):
            return
        items.append(after)
        items.sort(key=lambda item: item["evidence"][0]["start"] if item["evidence"] else float("inf"))
        return
    at = _key(items, part)
    if items[int(at)] != before:
        raise ValueError("the record is no longer as it was")
    if after is None:
        del items[int(at)]
    else:
        items[int(at)] = after


def _checked(old: MinutesRecord, told: Json) -> MinutesRecord:
    """The changed record with the findings that still hold: those on what changed or went are settled."""
    before = json.loads(old.model_dump_json())
    kept = [moved for finding in before["findings"] if (moved := _moved(finding, before, told)) is not None]
    known = {finding["path"] for finding in kept}
    told["findings"] = kept + [item for item in _above_100(told) if item["path"] not in known]
    return MinutesRecord.model_validate_json(json.dumps(told))


def _moved(finding: Json, before: Json, after: Json) -> Json | None:
    """A finding with the place that its value has now, None where that value changed or went."""
    parts = finding["path"].split("/")[1:]
    there = list(parts)
    try:
        if len(parts) > 1 and parts[0] in KINDS:
            there[1] = str(_key(after[parts[0]], before[parts[0]][int(parts[1])]["id"]))
        same = _value(before, parts) == _value(after, there)
    except (LookupError, ValueError, TypeError):
        return None
    return {**finding, "path": "".join(f"/{part}" for part in there)} if same else None


def _value(told: Json, parts: list[str]) -> Json:
    for part in parts:
        told = told[_key(told, part)]
    return told


def _above_100(told: Json) -> list[Json]:
    """The findings without which a record may not hold values above 100."""
    percentages = [Percentage.model_validate_json(json.dumps(item)) for item in told["percentages"]]
    commitments = [Commitment.model_validate_json(json.dumps(item)) for item in told["commitments"]]
    parts: Any = {"percentages": tuple(percentages), "commitments": tuple(commitments)}
    partial = MinutesRecord.model_construct(**parts)
    return [finding.model_dump() for finding in percents_above_100(partial, "")]
