"""When two items of a record are the same: similarity by kind, optimal one-to-one matching, agreement of attributes."""

from __future__ import annotations

import calendar
import datetime
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from ogp_nlp.arabic.normalize import fold_key

Json = Mapping[str, Any]
Similarity = Callable[[Json, Json], float]
Same = Callable[[Json, Json], bool]


def key(value: object) -> str:
    """A value as compared: folded letters, single blanks, no punctuation at the ends.

    >>> key("  الأمانة  العامة؛") == key("الامانة العامة")
    True
    """
    folded = re.sub(r"[^\w%./]+", " ", fold_key(str(value)))
    return folded.strip(" ./")


def overlap(first: object, second: object) -> float:
    """F1 of the two texts' words as multisets, 0 to 1.

    >>> round(overlap("إعداد التقرير السنوي", "إعداد التقرير"), 2)
    0.8
    """
    left, right = Counter(key(first).split()), Counter(key(second).split())
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


def _days(value: str, end: str | None) -> tuple[int, int]:
    """First and last day (ordinals, both inside) of a date printed as day, month or year, or of a span of them."""
    first = [int(part) for part in value.split("-")]
    last = [int(part) for part in (end or value).split("-")]
    start = datetime.date(*[*first, 1, 1][:3])
    year, month = last[0], last[1] if len(last) > 1 else 12
    day = last[2] if len(last) > 2 else calendar.monthrange(year, month)[1]
    return start.toordinal(), datetime.date(year, month, day).toordinal()


def days_overlap(first: Json, second: Json) -> float:
    """Days that two dates or spans have in common, as a share of the days of either, 0 to 1.

    >>> days_overlap({"value": "2031-05", "end": None}, {"value": "2031-05-01", "end": "2031-05-31"})
    1.0
    >>> days_overlap({"value": "2031", "end": None}, {"value": "2032-01-01", "end": None})
    0.0
    """
    (a, b), (c, d) = (_days(item["value"], item.get("end")) for item in (first, second))
    common = min(b, d) - max(a, c) + 1
    return max(0, common) / (max(b, d) - min(a, c) + 1)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of record is scored.

    ``similarity`` of two items (0 to 1) and the ``bar`` for a match; ``exact`` tells whether two matched items agree
    wholly in what identifies them; ``near`` gives the credit of a pair that need not match. ``same`` are attributes of
    fixed values, ``words`` attributes that are text, ``joint`` several attributes that must agree together, ``link``
    what has to agree for an item to be right as a whole.
    """

    name: str
    similarity: Similarity
    exact: Same
    bar: float
    near: Similarity
    same: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    joint: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    link: tuple[str, ...] = ()
    main: str = "text"


def _by_words(name: str) -> tuple[Similarity, Same]:
    return (lambda a, b: overlap(a[name], b[name])), (lambda a, b: key(a[name]) == key(b[name]))


def _words_of(name: str) -> Similarity:
    return lambda a, b: overlap(a[name], b[name])


def _by_values(*names: str) -> tuple[Similarity, Same]:
    def equal(a: Json, b: Json) -> bool:
        return all(plain_value(a.get(name)) == plain_value(b.get(name)) for name in names)

    return (lambda a, b: float(equal(a, b))), equal


def plain_value(value: Any) -> Any:  # noqa: ANN401
    """Numbers to a tenth, lists as sorted tuples, text folded: what counts as the same value."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return round(float(value), 1)
    if isinstance(value, list | tuple):
        return tuple(sorted(map(str, value)))
    return key(value)


def _same_number(a: Json, b: Json) -> float:
    """Half the credit of a legal reference for its number alone."""
    if plain_value(a.get("number")) != plain_value(b.get("number")):
        return 0.0
    return 1.0 if a.get("kind") == b.get("kind") else 0.5


_PERSON = ("honorific", "gender", "sector", "capacity", "attendance")
_DUE = ("due_start", "due_end")
KINDS: tuple[Kind, ...] = (
    Kind("agenda", *_by_words("title"), 0.5, _words_of("title"), main="title"),
    Kind(
        "attendees",
        *_by_words("name"),
        0.6,
        _words_of("name"),
        same=_PERSON,
        words=("role", "organization"),
        link=_PERSON,
        main="name",
    ),
    Kind(
        "commitments",
        *_by_values("number"),
        1,
        _by_values("number")[0],
        same=("progress",),
        words=("title", "theme", "lead"),
        link=("progress",),
        main="title",
    ),
    Kind(
        "percentages",
        *_by_values("value"),
        1,
        _by_values("value")[0],
        same=("subject", "commitment", "qualifiers", "as_of"),
        words=("about",),
        link=("subject", "commitment"),
    ),
    Kind(
        "action_items",
        *_by_words("task"),
        0.5,
        _words_of("task"),
        same=(*_DUE, "origin", "progress"),
        words=("owner", "section"),
        joint={"deadline": _DUE},
        link=(*_DUE, "origin", "progress"),
        main="task",
    ),
    Kind("decisions", *_by_words("text"), 0.5, _words_of("text")),
    Kind("dates", *_by_values("value", "end"), 1, days_overlap, same=("calendar",), link=("calendar",)),
    Kind("legal_references", *_by_values("kind", "number"), 1, _same_number),
)
MEETING_FIELDS = ("title", "body", "ordinal", "year", "date", "mode", "location", "plan")
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    kind.name: (*kind.same, *kind.words, *kind.joint) for kind in KINDS if kind.same or kind.words
} | {"meeting": MEETING_FIELDS}


def _table(similarity: Similarity, gold: Sequence[Json], predicted: Sequence[Json]) -> npt.NDArray[np.float64]:
    return np.array([[similarity(a, b) for b in predicted] for a in gold], np.float64)


def match(kind: Kind, gold: Sequence[Json], predicted: Sequence[Json]) -> list[tuple[int, int]]:
    """Pairs (gold, predicted) of the assignment with the greatest sum of similarities above the kind's bar.

    Where items are alike (a figure that is repeated) those at the same place in their list go together.
    """
    if not gold or not predicted:
        return []
    table = _table(kind.similarity, gold, predicted)
    places = np.abs(np.linspace(0, 1, len(gold))[:, None] - np.linspace(0, 1, len(predicted))[None, :])
    score = np.where(table >= kind.bar, table - 0.01 * places, 0.0)
    rows, columns = linear_sum_assignment(score, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if score[i, j] > 0]


def credit(kind: Kind, gold: Sequence[Json], predicted: Sequence[Json]) -> float:
    """The greatest sum of ``near`` similarities of a one-to-one assignment, without any bar: partial credit."""
    if not gold or not predicted:
        return 0.0
    table = _table(kind.near, gold, predicted)
    rows, columns = linear_sum_assignment(table, maximize=True)
    return float(table[rows, columns].sum())


def agree(kind: Kind, name: str, gold: Json, predicted: Json) -> bool:
    """Whether two matched items agree on an attribute: equal values, or texts whose words overlap by 0.8."""
    if name in kind.joint:
        return all(agree(kind, part, gold, predicted) for part in kind.joint[name])
    first, second = gold.get(name), predicted.get(name)
    if name in kind.words and first is not None and second is not None:
        return overlap(first, second) >= 0.8
    return bool(plain_value(first) == plain_value(second))


def filled(kind: Kind, name: str, item: Json) -> bool:
    """Whether an item has a value for an attribute, or for one of those that are judged together."""
    return any(item.get(part) not in (None, [], ()) for part in kind.joint.get(name, (name,)))


def agree_plan(gold: Json | None, predicted: Json | None) -> bool:
    """Whether two plans are the same: years, ordinal, and a title whose words overlap by 0.7."""
    if gold is None or predicted is None:
        return gold is predicted
    same = all(gold.get(name) == predicted.get(name) for name in ("ordinal", "start_year", "end_year"))
    return same and overlap(gold.get("title") or "", predicted.get("title") or "") >= 0.7
