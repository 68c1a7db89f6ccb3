"""Single calendar expressions in the order of the text, before their years are resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ogp_nlp.arabic.date_grammar import DateGrammar
from ogp_nlp.arabic.date_model import Atom
from ogp_nlp.arabic.date_parts import read_atom
from ogp_nlp.arabic.numbers import ordinal_value

_NEXT_WORD = re.compile(r"\w+")


def read_atoms(key: str, grammar: DateGrammar, year: int | None = None) -> list[Atom]:
    """Every single expression of a folded text, in order; ``year`` is the one that the text speaks from."""
    masked = [_masked(key, match, grammar) for match in grammar.numbered.finditer(key)]
    found = []
    position = mask = 0
    while match := grammar.atoms.search(key, position):
        position = max(match.end(), match.start() + 1)
        while mask < len(masked) and masked[mask][1] <= match.start():
            mask += 1
        if mask < len(masked) and masked[mask][0] < match.end():
            position = max(position, masked[mask][1])
            continue
        if _is_place(key, match, grammar):
            continue
        atom = read_atom(key, match, grammar) or _likely_year(key, match, grammar, year)
        if atom is None:
            position = _resume(match)
            continue
        before = key[max(0, atom.start - 30) : atom.start]
        weekday = grammar.weekday.search(before)
        atom.weekday = grammar.weekdays[" ".join(weekday[1].split())] if weekday and atom.day else None
        found.append(atom)
        position = max(atom.end, match.start() + 1)
    return found


def _masked(key: str, match: re.Match[str], grammar: DateGrammar) -> tuple[int, int]:
    """What the number of a text or letter covers; the year of a numbered meeting is a year, and stays visible."""
    if match["ofyear"] and grammar.session.search(key, max(0, match.start() - 40), match.start()):
        return match.start(), match.start("ofyear")
    return match.span()


def _is_place(key: str, match: re.Match[str], grammar: DateGrammar) -> bool:
    """Whether a day and month are the name of a street, a school or a revolution: ``شارع 9 أبريل``."""
    if not match["mon"] or match["yrm"]:
        return False
    start = match.start("day") if match["day"] else match.start("mon")
    return bool(grammar.street.search(key[max(0, start - 30) : start]))


def _resume(match: re.Match[str]) -> int:
    """Where to go on after a match that is no date: behind its first word."""
    word = _NEXT_WORD.search(match.string, match.start())
    return min(match.end(), word.end()) if word else match.end()


def _likely_year(key: str, match: re.Match[str], grammar: DateGrammar, around: int | None) -> Atom | None:
    """A bare figure near the present year that ends a phrase: ``خطة الاستجابة 2025 كما ...``."""
    if not match["year"] or around is None or not -3 <= int(match["year"]) - around <= 3:
        return None
    before = key[max(0, match.start() - 24) : match.start()]
    if not re.search(r"[^\W\d_]{2}[ ]$", before) or grammar.counted.search(before):
        return None
    return (
        Atom(match.start(), match.end(), False, int(match["year"]))
        if grammar.phrase_end.match(key, match.end())
        else None
    )


def day_list(key: str, atom: Atom, grammar: DateGrammar, low: int) -> Iterator[tuple[int, int, int, re.Match[str]]]:
    """Days alone that lean on a date to their right: start, end, day and joint, from right to left."""
    start = atom.start
    while match := grammar.left_day.search(key, max(low, start - 45), start):
        day = int(match["day"]) if match["day"] else ordinal_value(match["dayw"])
        begin = match.start("day") if match["day"] else match.start("dayw")
        if not 1 <= day <= 31:
            return
        yield begin, match.end("day") if match["day"] else match.end("dayw"), day, match
        start = begin
