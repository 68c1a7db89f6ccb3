"""Titles of boxes that an extractor printed at the foot of their page: put before what they head."""

from __future__ import annotations

from collections.abc import Sequence

from ogp_nlp.arabic.alignment import Aligned, Alignment
from ogp_nlp.arabic.repair.features import fold
from ogp_nlp.arabic.repair.marks import mark_of

MAX_WORDS = 5
MAX_CONTINUED = 3  # lines of one item below the line with its mark
_FINAL = (".", "؛", ":", "؟", "!")


def move_titles(text: str, cues: Sequence[str]) -> Aligned:
    r"""The text with each title that nothing follows, or that parts two items of one list, before that list.

    ``cues`` are titles and their beginnings, as ``pipelines/sections.toml`` lists what headings announce.

    >>> move_titles("- السيد علي؛\n- السيدة منى؛\nلائحة المشاركين\n- السيد سامي.", ["لائحة المشاركين"]).text
    'لائحة المشاركين\n- السيد علي؛\n- السيدة منى؛\n- السيد سامي.'
    """
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    keys = tuple(fold(cue) for cue in cues)
    order = list(range(len(lines)))
    for place, number in enumerate(filled):
        if not _is_title(lines[number], keys):
            continue
        above = filled[:place]
        after = lines[filled[place + 1]] if place + 1 < len(filled) else None
        head = _list_above(lines, above)
        if head is not None and (after is None or (mark_of(after).order and _goes_on(lines[above[-1]]))):
            order.remove(number)
            order.insert(order.index(head), number)
    if order == sorted(order):
        return Aligned.of(text)
    return _in_order(text, lines, order)


def _goes_on(line: str) -> bool:
    """Whether an item says by its final mark that another one follows."""
    return bool(mark_of(line).order) and line.rstrip().endswith(("؛", "،", ";"))


def _is_title(line: str, keys: tuple[str, ...]) -> bool:
    words = fold(line).split()
    if not 1 <= len(words) <= MAX_WORDS or line.rstrip().endswith((*_FINAL, "،")) or mark_of(line).order:
        return False
    return " ".join(words).startswith(keys)


def _list_above(lines: Sequence[str], above: Sequence[int]) -> int | None:
    """The first line of the list that ends in the last line above, headings of its groups included."""
    head: int | None = None
    plain = 0  # lines since the last item, that go on with one where its mark comes soon
    for place in range(len(above) - 1, -1, -1):
        line = lines[above[place]].rstrip()
        leads = line.endswith(":") and place + 1 < len(above) and above[place + 1] == head
        if mark_of(line).order or leads:
            head, plain = above[place], 0
            continue
        plain += 1
        before = lines[above[place - 1]].rstrip() if place else "."
        if plain > MAX_CONTINUED or before.endswith(_FINAL) or (head is not None and line.endswith(_FINAL)):
            break
    return head


def _in_order(text: str, lines: Sequence[str], order: Sequence[int]) -> Aligned:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    rows: list[int] = []
    signs: list[str] = []
    for place, number in enumerate(order):
        if place:
            rows.append(-1)
            signs.append("\n")
        rows += range(starts[number], starts[number] + len(lines[number]))
        signs.append(lines[number])
    return Aligned("".join(signs), Alignment.select(rows, len(text)))
