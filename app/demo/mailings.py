"""The mailings the shop sent in those two years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.demo.calendar import LENGTH, Calendar

# Topic, every how many days, how many days ago the newest one went out.
_RHYTHM = (
    ("weekly-deals", 28, 3),
    ("dog-deals", 56, 6),
    ("cat-deals", 56, 9),
    ("horse-deals", 56, 12),
    ("new-products", 60, 4),
    ("care-tips", 60, 18),
    ("reorder-reminders", 60, 25),
    ("horse-catalog", 91, 33),
    ("pet-catalog", 121, 41),
    ("postcards", 61, 15),
)


@dataclass(frozen=True)
class Mailing:
    """One campaign of a topic."""

    at: datetime
    slug: str
    name: str


def mailings(days: Calendar) -> list[Mailing]:
    """All of them; the newest lies a few days back."""
    return [
        Mailing(days.at(ago, 11), slug, f"{slug} {days.day(ago).isoformat()}")
        for slug, every, first in _RHYTHM
        for ago in range(first, LENGTH - 30, every)
    ]
