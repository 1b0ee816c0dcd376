"""Business days against dates worked out by hand."""

from datetime import date, timedelta

import pytest

from app.core.business_days import add_business_days, is_business_day, observed_holidays

# received, +10 business days, +15 business days
GOLDEN = [
    ("2026-01-02", "2026-01-16", "2026-01-26"),
    ("2026-07-02", "2026-07-17", "2026-07-24"),
    ("2026-11-20", "2026-12-07", "2026-12-14"),
    ("2026-12-31", "2027-01-15", "2027-01-25"),
    ("2027-12-23", "2028-01-10", "2028-01-18"),
]
OBSERVED = ["2026-07-03", "2027-06-18", "2027-07-05", "2027-12-24", "2027-12-31"]


@pytest.mark.parametrize(("received", "ten", "fifteen"), GOLDEN)
def test_ten_and_fifteen_business_days_after_golden_dates(received: str, ten: str, fifteen: str) -> None:
    day = date.fromisoformat(received)
    assert (add_business_days(day, 10), add_business_days(day, 15)) == (
        date.fromisoformat(ten),
        date.fromisoformat(fifteen),
    )


@pytest.mark.parametrize("day", OBSERVED)
def test_a_holiday_on_a_weekend_is_observed_beside_it(day: str) -> None:
    assert not is_business_day(date.fromisoformat(day))


def test_the_weekday_before_an_observed_holiday_is_a_business_day() -> None:
    assert is_business_day(date(2026, 7, 2)) and is_business_day(date(2027, 12, 30))


@pytest.mark.parametrize("year", range(2024, 2060))
def test_each_eleven_holidays_fall_on_weekdays_and_never_twice_on_one(year: int) -> None:
    found = observed_holidays(year)
    assert all(day.weekday() < 5 for day in found)
    assert len(found) in (10, 11, 12)  # a New Year may be observed in the year before


def test_received_is_day_zero_and_days_go_forward() -> None:
    saturday = date(2026, 11, 28)
    assert add_business_days(saturday, 0) == saturday
    assert add_business_days(saturday, 1) == saturday + timedelta(days=2)
    with pytest.raises(ValueError, match="forward"):
        add_business_days(saturday, -1)
