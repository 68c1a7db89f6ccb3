"""A single calendar expression as read off the text, and the year that is printed or pointed to behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ogp_nlp.arabic.date_grammar import DateGrammar, any_of
from ogp_nlp.arabic.numbers import cardinal_value

Tense = Literal["", "next", "last", "current", "same"]


@dataclass(slots=True)
class Atom:
    """Offsets on the folded view and the parts named; ``last_month`` and ``last_year`` close a part or a range.

    ``tense`` speaks of the year (``السنة المقبلة``) or of the month itself (``يناير المقبل``): ``of_year`` tells which.
    """

    start: int
    end: int
    hijri: bool = False
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_year: int | None = None
    last_month: int | None = None
    half_month: int = 0
    tense: Tense = ""
    of_year: bool = False
    weekday: int | None = None
    figures: bool = False  # a day and month in figures, which may be of either calendar

    @property
    def level(self) -> int:
        """3 for a day, 2 for months, 1 for a year."""
        return 3 if self.day else 2 if self.month else 1


def year_of(match: re.Match[str], tag: str, grammar: DateGrammar) -> tuple[int | None, Tense]:
    """The year behind a month or part, or the tense of a relative one."""
    if figure := match[f"yr{tag}"]:
        return int(figure), ""
    if words := match[f"yw{tag}"]:
        return int(cardinal_value(words)), ""
    relative = match[f"rel{tag}"]
    return None, (tense_of(relative, grammar) or "same") if relative else ""


def tense_of(key: str, grammar: DateGrammar) -> Tense:
    """Which way the last tense word of a folded text looks."""
    found: tuple[int, Tense] = (-1, "")
    names: tuple[Tense, ...] = ("next", "last", "current")
    for name in names:
        for match in re.finditer(rf"(?<!\w){any_of(grammar.knowledge['tense'][name])}(?!\w)", key):
            found = max(found, (match.start(), name))
    return found[1]
