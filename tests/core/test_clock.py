"""The only reader of time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.core import clock

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 1, 1, 5, 30, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 3, 8, 5, 30, tzinfo=UTC), date(2026, 3, 7)),
        (datetime(2026, 3, 9, 4, 59, tzinfo=UTC), date(2026, 3, 8)),
        (datetime(2026, 3, 9, 5, 0, tzinfo=UTC), date(2026, 3, 9)),
    ],
)
def test_the_shops_day_follows_the_shops_zone_through_the_change_of_time(moment: datetime, day: date) -> None:
    with clock.set_to(moment):
        assert clock.today(CHICAGO) == day


def test_now_is_in_utc_whatever_zone_was_set() -> None:
    moment = datetime(2026, 7, 8, 9, 0, tzinfo=CHICAGO)
    with clock.set_to(moment):
        assert clock.now() == moment
        assert clock.now().utcoffset() == timedelta(0)


def test_another_moment_ends_with_its_block() -> None:
    outer, inner = datetime(2026, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    with clock.set_to(outer):
        with clock.set_to(inner):
            assert clock.now() == inner
        assert clock.now() == outer
    assert clock.now() > outer


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.set_to(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass
