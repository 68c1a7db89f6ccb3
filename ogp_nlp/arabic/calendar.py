"""Arithmetic on calendar dates: months, parts of years, and the Hijri calendar of Umm al-Qura."""

from __future__ import annotations

import calendar as _calendar
from datetime import date, timedelta
from functools import lru_cache

from hijridate import Gregorian, Hijri

Period = tuple[date, date]


def last_of_month(year: int, month: int) -> date:
    """The last day of a Gregorian month.

    >>> last_of_month(2024, 2)
    datetime.date(2024, 2, 29)
    """
    return date(year, month, _calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it is shorter.

    >>> add_months(date(2025, 1, 31), 1), add_months(date(2025, 12, 25), 1)
    (datetime.date(2025, 2, 28), datetime.date(2026, 1, 25))
    """
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, last_of_month(year, month + 1).day))


def add_working_days(day: date, count: int, weekend: frozenset[int]) -> date:
    """The ``count``-th working day after ``day``; ``weekend`` holds ISO weekdays (Monday = 1).

    >>> add_working_days(date(2025, 1, 5), 10, frozenset({5, 6}))
    datetime.date(2025, 1, 19)
    """
    while count > 0:
        day += timedelta(days=1)
        count -= day.isoweekday() not in weekend
    return day


def week_of(day: date, first: int) -> Period:
    """The week around a day, where weeks begin on ISO weekday ``first``.

    >>> week_of(date(2025, 1, 8), 7)
    (datetime.date(2025, 1, 5), datetime.date(2025, 1, 11))
    """
    start = day - timedelta(days=(day.isoweekday() - first) % 7)
    return start, start + timedelta(days=6)


@lru_cache(maxsize=4096)
def hijri_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Hijri date; None outside 1343-1500 or for a day that no month has.

    A 30th in a month of 29 days is printed where the moon was sighted a day later: the next day is meant.

    >>> hijri_day(1446, 6, 9), hijri_day(1446, 13, 1)
    (datetime.date(2024, 12, 10), None)
    """
    if not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    try:
        first = Hijri(year, month, 1).to_gregorian().toordinal()
        return date.fromordinal(first + day - 1)
    except (ValueError, OverflowError):
        return None


def hijri_period(year: int, first: int = 1, last: int = 12) -> Period | None:
    """First and last Gregorian day of some months of a Hijri year.

    >>> hijri_period(1445, 9, 9)
    (datetime.date(2024, 3, 11), datetime.date(2024, 4, 9))
    """
    start = hijri_day(year, first, 1)
    after = hijri_day(year + last // 12, last % 12 + 1, 1)
    return None if start is None or after is None else (start, after - timedelta(days=1))


def hijri_of(day: date) -> tuple[int, int] | None:
    """Hijri year and month of a Gregorian day; None outside the calendar's range.

    >>> hijri_of(date(2024, 12, 10))
    (1446, 6)
    """
    try:
        converted = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return converted.year, converted.month


def first_day(value: str) -> date:
    """The first day of a value at its granularity.

    >>> first_day("2025-02"), first_day("2025")
    (datetime.date(2025, 2, 1), datetime.date(2025, 1, 1))
    """
    year, month, day = (*map(int, value.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(value: str) -> date:
    """The last day of a value at its granularity.

    >>> last_day("2024-02"), last_day("2025")
    (datetime.date(2024, 2, 29), datetime.date(2025, 12, 31))
    """
    parts = list(map(int, value.split("-")))
    if len(parts) == 3:
        return date(*parts)
    return last_of_month(parts[0], parts[1] if len(parts) == 2 else 12)
