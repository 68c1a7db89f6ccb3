"""Calendar expressions in running text: single dates, ranges, parts of years, and Hijri dates with their Gregorian."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from ogp_nlp.arabic.calendar import first_day, hijri_day, hijri_period, last_day, last_of_month
from ogp_nlp.arabic.date_atoms import day_list, read_atoms
from ogp_nlp.arabic.date_grammar import DateGrammar, grammar_of
from ogp_nlp.arabic.date_model import Atom
from ogp_nlp.arabic.date_years import settle_years
from ogp_nlp.arabic.view import fold_view

_ENDS_MONTH = re.compile(r"(?:نهايه|متم|لنهايه|ولنهايه)")
_OUT_OF_TURN = 30  # folded characters before a mention in which a word of postponing stands


@dataclass(frozen=True, slots=True)
class DateMention:
    """One calendar expression: half-open offsets, the value at its printed granularity (``2025-05``), its end.

    ``calendar`` is the printed one; values are Gregorian. ``level`` is 3 for days, 2 for months, 1 for years.
    """

    start: int
    end: int
    value: str
    end_value: str | None = None
    calendar: Literal["gregorian", "hijri"] = "gregorian"
    level: int = 3

    @property
    def first(self) -> date:
        """The first day it covers."""
        return first_day(self.value)

    @property
    def last(self) -> date:
        """The last day it covers."""
        return last_day(self.end_value or self.value)


@dataclass(slots=True)
class _Range:
    """Two atoms that are one expression (or one atom alone, or one expression in two calendars)."""

    first: Atom
    last: Atom | None = None
    end_of: bool = False


def find_dates(text: str, knowledge: Mapping[str, Any], reference: date | None) -> list[DateMention]:
    """Every explicit calendar expression of ``text`` in order.

    ``knowledge`` is ``dates.toml`` and ``months.toml`` merged; months and parts without a year are counted from
    ``reference`` and left out without one. Years inside numbers of laws and letters are no dates.
    """
    grammar = grammar_of(knowledge)
    view = fold_view(text)
    atoms = read_atoms(view.key, grammar, reference.year if reference else None)
    _in_one_calendar(atoms)
    pieces = _joined(view.key, _with_days(view.key, atoms, grammar), grammar)
    settle_years([atom for piece in pieces for atom in (piece.first, piece.last) if atom], view.key, reference, grammar)
    mentions = []
    for piece in pieces:
        values = _values(piece)
        if values is None:
            continue
        start, end = piece.first.start, max(piece.first.end, piece.last.end if piece.last else 0)
        level = min(piece.first.level, piece.last.level if piece.last else 3)
        calendar: Literal["gregorian", "hijri"] = "hijri" if piece.first.hijri else "gregorian"
        span = view.span(start, len(view.key[:end].rstrip()))
        mentions.append(DateMention(*span, *values, calendar, level))
    return mentions


def _in_one_calendar(atoms: list[Atom]) -> None:
    """Read days and months in bare figures as Hijri where most full dates of the text are: ``يوم 25/3``."""
    full = [atom.hijri for atom in atoms if atom.day and atom.year]
    if 2 * sum(full) > len(full):
        for atom in atoms:
            atom.hijri = atom.hijri or atom.figures


def _with_days(key: str, atoms: list[Atom], grammar: DateGrammar) -> list[_Range]:
    """Each atom with the days to its left that share its month: ``23 و24 أبريل``, ``من 5 إلى 19 يناير``."""
    result: list[_Range] = []
    low = 0
    for atom in atoms:
        days = _plausible(key, atom, list(day_list(key, atom, grammar, low)), grammar) if atom.day else []
        low = atom.end
        if not days:
            result.append(_Range(atom))
            continue
        numbers = [day for _, _, day, _ in reversed(days)] + [atom.day or 0]
        opening = key[max(0, days[-1][0] - 30) : days[-1][0]]
        running = all(b - a == 1 for a, b in pairwise(numbers))
        spanned = bool(days[-1][3]["dash"] or days[-1][3]["to"]) or bool(grammar.pair.search(opening))
        firsts = [replace(atom, start=start, end=end, day=day, weekday=None) for start, end, day, _ in reversed(days)]
        if running or (len(days) == 1 and spanned):
            result.append(_Range(firsts[0], atom))
        else:
            result.extend(map(_Range, [*firsts, atom]))
    return result


def _is_figures(key: str, atom: Atom) -> bool:
    """Whether a date is printed in figures alone, where numbers beside it are more often something else."""
    return bool(re.fullmatch(r"[\d/.\-\\ ]+[مه]?", key[atom.start : atom.end]))


def _plausible(key: str, atom: Atom, days: list[Any], grammar: DateGrammar) -> list[Any]:
    """Days to the left that are no other numbers: a dash or "و" needs a rising order."""
    kept: list[Any] = []
    right = atom.day or 0
    figures = _is_figures(key, atom)
    if figures and re.match(r"\d{4}", key[atom.start :]):
        return kept
    for item in days:
        start, _, day, match = item
        opened = bool(grammar.opens.search(key[max(0, start - 25) : start]))
        listed = bool(match["and"] or match["comma"] is not None) and (opened or bool(kept) or len(match["join"]) <= 4)
        if not (day < right and (match["dash"] or match["to"] or listed)) or (
            (match["dayw"] or figures) and not opened
        ):
            break
        if re.search(r"[\d.,/][ ]?$", key[:start]) or re.search(
            r"(?:رقم|عدد|الساعه|بند|نقطه)[ ]+$", key[max(0, start - 12) : start]
        ):
            break
        kept.append(item)
        right = day
    return kept


def _joined(key: str, pieces: list[_Range], grammar: DateGrammar) -> list[_Range]:
    """Neighbours that are one date in two calendars, or the ends of one range, made one."""
    result: list[_Range] = []
    for piece in pieces:
        before = result[-1] if result else None
        if before is not None:
            merged = _dual(key, before, piece, grammar) or _range(key, before, piece, grammar)
            if merged:
                result[-1] = merged
                continue
        result.append(piece)
    return result


def _dual(key: str, one: _Range, other: _Range, grammar: DateGrammar) -> _Range | None:
    """A Hijri date and its Gregorian as one entry with the Gregorian's value."""
    left, right = one.last or one.first, other.first
    between = key[left.end : right.start]
    if left.hijri == right.hijri or left.level != right.level or not grammar.dual.fullmatch(between):
        return None
    if not between.strip() and left.level < 3 and "|" in between:
        return None
    solar, lunar = (other, one) if left.hijri else (one, other)
    end = right.end if other.last is None else other.last.end
    end += key[end : end + 2].strip() == ")" and key[left.end : right.start].count("(") > 0
    if solar.first.year is None and lunar.first.year and lunar.first.month:
        day = hijri_day(lunar.first.year, lunar.first.month, lunar.first.day or 15)
        solar = _Range(replace(solar.first, year=day.year if day else None), solar.last)
    if solar.last is not None:
        return _Range(replace(solar.first, start=one.first.start), replace(solar.last, end=end))
    return _Range(replace(solar.first, start=one.first.start, end=end))


def _range(key: str, one: _Range, other: _Range, grammar: DateGrammar) -> _Range | None:
    """Two expressions joined by "to", a dash, or "و" after "between"."""
    first, second = one.first, other.first
    parts = first.last_month is not None and second.last_month is not None  # من الربع الأول إلى الربع الثالث
    simple = parts or not (first.last_month or second.last_month)
    simple = simple and not (one.last or other.last or first.last_year or second.last_year)
    between = key[first.end : second.start]
    match = grammar.join.fullmatch(between) if simple and first.hijri == second.hijri else None
    if match is None or match["comma"] is not None:
        return None
    end_of = bool(match["to"] and _ENDS_MONTH.search(match["to"]))
    alike = first.level == second.level or (end_of and first.level == 3)
    if not alike or not _is_stretch(key, first, second, match, grammar):
        return None
    if first.year is None and second.year is not None:
        later = (first.month or 0, first.day or 0) > (second.month or 0, second.day or 0)
        first = replace(first, year=second.year - later)
    return None if (first.year or 0) > (second.year or 9999) else _Range(first, second, end_of)


def _is_stretch(key: str, first: Atom, second: Atom, match: re.Match[str], grammar: DateGrammar) -> bool:
    """Whether the joint spans a time: "و" needs "between" or neighbours, and "to" no word of postponing before."""
    opening = key[max(0, first.start - _OUT_OF_TURN) : first.start]
    if match["and"]:
        return bool(grammar.pair.search(opening)) or _consecutive(first, second, opening)
    return not (match["to"] and grammar.moved.search(opening))


def _consecutive(first: Atom, second: Atom, opening: str) -> bool:
    """Whether two months or years joined by "و" run on, so that they name one stretch of time."""
    if first.level == 2 and first.year is None:
        return (second.month or 0) - (first.month or 0) == 1
    dual = re.search(r"(?<!\w)[وفبل]?(?:ال)?(?:سنتي|عامي|سنتين|عامين)\s+$", opening)
    return first.level == 1 and bool(dual) and (second.year or 0) - (first.year or 0) == 1


def _values(piece: _Range) -> tuple[str, str | None] | None:
    """Value and end of an expression; None where no year is known or no such day exists."""
    first, last = _bounds(piece.first), _bounds(piece.last) if piece.last else None
    if first is None or (piece.last and last is None):
        return None
    value, end = first
    if last is not None:
        end = last[1] or last[0]
        if piece.end_of or len(value) > len(end):
            end = last_day(end).isoformat()
        if end[: len(value)] < value[: len(end)]:
            return None
    return value, end


def _bounds(atom: Atom) -> tuple[str, str | None] | None:
    """Value and end of one atom at its printed granularity."""
    if atom.hijri and atom.year:
        return _hijri_bounds(atom)
    if atom.year is None or not 1800 <= atom.year <= 2200:
        return None
    if not atom.month:
        return str(atom.year), str(atom.last_year) if atom.last_year else None
    closing = last_of_month(atom.year, atom.month)
    if atom.day:
        return (closing.replace(day=atom.day).isoformat(), None) if atom.day <= closing.day else None
    if atom.half_month:
        days = (1, 15) if atom.half_month == 1 else (16, closing.day)
        return closing.replace(day=days[0]).isoformat(), closing.replace(day=days[1]).isoformat()
    value = f"{atom.year}-{atom.month:02}"
    return value, f"{atom.year}-{atom.last_month:02}" if atom.last_month else None


def _hijri_bounds(atom: Atom) -> tuple[str, str | None] | None:
    year = atom.year or 0
    if atom.day and atom.month:
        day = hijri_day(year, atom.month, atom.day)
        return (day.isoformat(), None) if day else None
    period = hijri_period(year, atom.month or 1, atom.last_month or atom.month or 12)
    if atom.half_month and atom.month and period:
        middle = hijri_day(year, atom.month, 15)
        after = hijri_day(year, atom.month, 16)
        if middle and after:
            period = (period[0], middle) if atom.half_month == 1 else (after, period[1])
    if atom.last_year:
        final = hijri_period(atom.last_year)
        period = (period[0], final[1]) if period and final else None
    return (period[0].isoformat(), period[1].isoformat()) if period else None
