"""A folded view of a text for matching, whose offsets lead back to the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from ogp_nlp.arabic.normalize import fold_key, match_key

Grammar = TypeVar("Grammar")


@dataclass(frozen=True, slots=True)
class View:
    """``key`` is what patterns run on; ``origin[i]`` is the offset of ``key[i]`` in the text.

    Borders of table cells (tabs) show as ``|``, so that no pattern crosses them by its blanks.
    """

    key: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text of ``key[start:end]``, signs that the key drops after it included.

        >>> fold_view("سنة ٢٠٢٥م").span(4, 9)
        (4, 9)
        """
        if start >= end:
            return self.origin[start], self.origin[start]
        return self.origin[start], max(self.origin[end - 1] + 1, self.origin[end])


@lru_cache(maxsize=512)
def fold_view(text: str) -> View:
    """The folded view of ``text`` (see ``match_key``)."""
    aligned = match_key(text.replace("\t", "|"))
    return View(aligned.text, (*(int(i) for i in aligned.alignment.first()), len(text)))


def key_of(text: str) -> str:
    """The folded form alone.

    >>> key_of("السَّنة المقبلة")
    'السنه المقبله'
    """
    return fold_key(text)


def compiled(grammar: Callable[[Mapping[str, Any]], Grammar]) -> Callable[[Mapping[str, Any]], Grammar]:
    """Build a grammar once for each knowledge mapping, which is told by identity: files are loaded once."""
    held: dict[int, tuple[Mapping[str, Any], Grammar]] = {}

    def of(knowledge: Mapping[str, Any]) -> Grammar:
        kept = held.get(id(knowledge))
        if kept is None or kept[0] is not knowledge:
            kept = held[id(knowledge)] = (knowledge, grammar(knowledge))
        return kept[1]

    return of
