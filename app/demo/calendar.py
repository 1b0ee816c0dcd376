"""The two years before today, in the shop's zone. Everything a demo does lies in them, at an hour people are awake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from babel.dates import format_date

YEARS = 2
LENGTH = 365 * YEARS


@dataclass(frozen=True)
class Calendar:
    """`today` is not part of the history: its last day is yesterday."""

    today: date
    zone: ZoneInfo

    def day(self, ago: int) -> date:
        """The day that many days ago."""
        return self.today - timedelta(days=ago)

    def moment(self, chance: Random, ago: int) -> datetime:
        """Some time between eight in the morning and nine in the evening, `ago` days ago; never today."""
        at = time(chance.randrange(8, 21), chance.randrange(60), chance.randrange(60))
        return datetime.combine(self.day(max(ago, 1)), at, self.zone).astimezone(UTC)

    def at(self, ago: int, hour: int) -> datetime:
        """A full hour of that day."""
        return datetime.combine(self.day(max(ago, 1)), time(hour), self.zone).astimezone(UTC)

    def said(self, ago: int) -> str:
        """October 12, or October 12, 2025 where the year is not this one."""
        day = self.day(ago)
        return format_date(day, "MMMM d" if day.year == self.today.year else "long", locale="en_US")
