from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.arabic.calendar import add_months, first_day, hijri_day, hijri_of, hijri_period, last_day


@given(st.dates(date(1950, 1, 1), date(2070, 12, 31)))
def test_hijri_months_hold_their_days(day):
    year, month = hijri_of(day)
    first, last = hijri_period(year, month, month)
    assert first <= day <= last
    assert 28 <= (last - first).days <= 29


@given(st.dates(date(1950, 1, 1), date(2070, 12, 31)), st.integers(-30, 30))
def test_adding_months_keeps_the_day_or_ends_the_month(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and last_day(later.strftime("%Y-%m")) == later)


@pytest.mark.parametrize(("year", "month", "day"), [(1446, 13, 1), (1446, 1, 31), (1200, 1, 1), (1700, 1, 1)])
def test_no_such_hijri_day(year, month, day):
    assert hijri_day(year, month, day) is None


def test_values_cover_their_days():
    assert (first_day("2024-02"), last_day("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
