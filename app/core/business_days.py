"""Business days: Monday to Friday less the eleven federal holidays (5 USC 6103), as pure functions of a calendar day.

A holiday on a Saturday is observed on the Friday before, one on a Sunday on the Monday after (5 USC 6103(b), Executive Order
11582). So New Year of 2028 is observed on December 31, 2027, in the year before.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6


def is_business_day(day: date) -> bool:
    """Whether offices work on that day."""
    return day.weekday() < _SATURDAY and day not in observed_holidays(day.year)


def add_business_days(day: date, count: int) -> date:
    """The `count`-th business day after `day`, which itself is day 0. Raises ValueError for a negative count."""
    if count < 0:
        raise ValueError("business days are counted forward")
    for _each in range(count):
        day += _DAY
        while not is_business_day(day):
            day += _DAY
    return day


@cache
def observed_holidays(year: int) -> frozenset[date]:
    """The days of that year on which a federal holiday is observed."""
    found = (_observed(day) for one in (year, year + 1) for day in _holidays(one))
    return frozenset(day for day in found if day.year == year)


def _holidays(year: int) -> tuple[date, ...]:
    return (
        date(year, 1, 1),  # New Year's Day
        _nth(year, 1, _MONDAY, 3),  # Birthday of Martin Luther King, Jr.
        _nth(year, 2, _MONDAY, 3),  # Washington's Birthday
        _nth(year, 6, _MONDAY, 1) - 7 * _DAY,  # Memorial Day: the last Monday of May
        date(year, 6, 19),  # Juneteenth
        date(year, 7, 4),  # Independence Day
        _nth(year, 9, _MONDAY, 1),  # Labor Day
        _nth(year, 10, _MONDAY, 2),  # Columbus Day
        date(year, 11, 11),  # Veterans Day
        _nth(year, 11, _THURSDAY, 4),  # Thanksgiving Day
        date(year, 12, 25),  # Christmas Day
    )


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (number - 1)) * _DAY


def _observed(day: date) -> date:
    return day + {_SATURDAY: -_DAY, _SUNDAY: _DAY}.get(day.weekday(), timedelta(0))
