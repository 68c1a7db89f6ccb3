"""Which year is meant where only a month, a day or a quarter is printed."""

from __future__ import annotations

from datetime import date

from ogp_nlp.arabic.calendar import hijri_day, hijri_of, last_of_month
from ogp_nlp.arabic.date_grammar import DateGrammar
from ogp_nlp.arabic.date_model import Atom

_AROUND = 28  # folded characters before an expression in which a word looks ahead or back


def settle_years(atoms: list[Atom], key: str, reference: date | None, grammar: DateGrammar) -> None:
    """Fill in ``year`` where it can be told from tense words, the weekday, the mention before, or the reference."""
    previous: int | None = None
    for place, atom in enumerate(atoms):
        if atom.year is None and atom.month:
            atom.year = _shared(atoms, place) if not atom.tense else None
        if atom.year is None and atom.month:
            if atom.tense == "same":
                atom.year = previous or (reference.year if reference else None)
            elif reference is not None:
                atom.year = _near(atom, key, reference, grammar)
        if atom.year is not None and not atom.hijri:
            previous = atom.last_year or atom.year


def _shared(atoms: list[Atom], place: int) -> int | None:
    """The year of the next expression where this one only leans on it: the first day of ``23 و30 أبريل 2025``."""
    for later in atoms[place + 1 :]:
        if later.month != atoms[place].month or later.start - atoms[place].end > 30:
            return None
        if later.year is not None:
            return later.year
    return None


def _middle(atom: Atom, year: int) -> date | None:
    """A day in the middle of what the atom covers in a year."""
    month, last = atom.month or 1, atom.last_month or atom.month or 1
    if atom.hijri:
        return hijri_day(year, (month + last) // 2, atom.day or 15)
    middle = (month + last) // 2
    return date(year, middle, min(atom.day or 15, last_of_month(year, middle).day))


def _near(atom: Atom, key: str, reference: date, grammar: DateGrammar) -> int | None:
    """The year that brings the expression nearest to the reference, on the side its words look to."""
    hijri = hijri_of(reference)
    base = hijri[0] if atom.hijri and hijri else reference.year
    if atom.of_year and atom.tense:
        return base + {"next": 1, "last": -1}.get(atom.tense, 0)
    if atom.tense == "current":
        return base
    choices = [(year, middle) for year in (base - 1, base, base + 1) if (middle := _middle(atom, year))]
    if atom.weekday:
        fitting = [(year, middle) for year, middle in choices if middle.isoweekday() == atom.weekday]
        if fitting and not atom.tense:
            return min(fitting, key=lambda choice: abs((choice[1] - reference).days))[0]
    choices = _on_side(choices, atom, atom.tense or _direction(atom, key, grammar), reference)
    nearest = min(choices, key=lambda choice: abs((choice[1] - reference).days), default=None)
    return nearest[0] if nearest else None


def _on_side(choices: list[tuple[int, date]], atom: Atom, side: str, reference: date) -> list[tuple[int, date]]:
    """The one choice ahead or behind; "the coming January" is not the present one, "before January" may be."""
    month = (reference.year, reference.month)
    strict = bool(atom.tense) and not atom.day

    def place(choice: tuple[int, date]) -> tuple[int, int]:
        return choice[1].year, choice[1].month

    if side == "next":
        return [c for c in choices if place(c) > month or (not strict and place(c) == month)][:1] or choices
    if side == "last":
        return [c for c in choices if place(c) < month or (not strict and place(c) == month)][-1:] or choices
    return choices


def _direction(atom: Atom, key: str, grammar: DateGrammar) -> str:
    """``next`` or ``last`` where a word before the expression looks ahead or back, else empty."""
    before = key[max(0, atom.start - _AROUND) : atom.start]
    ahead = max((m.end() for m in grammar.ahead.finditer(before)), default=-1)
    back = max((m.end() for m in grammar.back.finditer(before)), default=-1)
    return "" if ahead == back else "next" if ahead > back else "last"
