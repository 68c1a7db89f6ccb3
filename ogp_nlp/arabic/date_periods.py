"""Quarters and halves of a year in less usual order: ``Q1 2025``, two at once, the year before the number."""

from __future__ import annotations

import re

from ogp_nlp.arabic.date_grammar import DateGrammar
from ogp_nlp.arabic.date_model import Atom, year_of
from ogp_nlp.arabic.numbers import ordinal_value
from ogp_nlp.arabic.view import key_of


def quarter(match: re.Match[str], key: str, grammar: DateGrammar) -> Atom | None:
    """``Q1 2025``."""
    if not match["qy"]:
        return None
    first = 3 * int(match["q"][1]) - 2
    return Atom(match.start(), match.end(), False, int(match["qy"]), first, last_month=first + 2)


def two_parts(match: re.Match[str], key: str, grammar: DateGrammar) -> Atom | None:
    """Two parts of a year that follow each other: ``الربعين الثاني والثالث من عام 2025``."""
    halves = {key_of(form) for form in grammar.knowledge["part"]["halves"]}
    word = " ".join(match["parts"].split())
    word = "ال" + word.removeprefix("لل") if word.startswith("لل") else word
    length = 6 if word in halves else 3
    first, last = ordinal_value(match["from"]), ordinal_value(match["until"])
    if last != first + 1 or last > 12 // length:
        return None
    year, tense = year_of(match, "s", grammar)
    start, month = match.start("parts"), length * first - length + 1
    atom = Atom(start, match.end(), bool(year and year < 1700), year, month, last_month=length * last, tense=tense)
    atom.of_year = bool(match["partsyear"])
    return atom


def before_year(match: re.Match[str], key: str, grammar: DateGrammar) -> Atom | None:
    """A part of the year whose number stands behind the year: ``سداسي 2025 الأول``."""
    know = grammar.knowledge["part"]
    word = f"ال{match['before']}"
    length = next((n for name, n in (("quarter", 3), ("half", 6), ("third", 4)) if word in map(key_of, know[name])), 0)
    nth, year = ordinal_value(match["befnth"]), int(match["befyear"])
    if not length or nth > 12 // length:
        return None
    month = length * nth - length + 1
    return Atom(match.start("before"), match.end(), year < 1700, year, month, last_month=month + length - 1)
