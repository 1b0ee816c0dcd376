"""The print calendar of the demo shop: issues of each paper topic in the year behind us and in the year ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from babel.dates import format_date
from sqlalchemy import func, select

from app import topics
from app.core import clock
from app.core.database import session
from app.demo.calendar import Calendar
from app.demo.history import Moment
from app.paper import PrintRun
from app.topics import Topic

# Topic, every how many days, how many days ago the newest list was pulled (as app/demo/mailings.py signs them), how many
# weeks a piece may take.
_RHYTHM = (
    ("horse-catalog", 91, 33, 8),
    ("pet-catalog", 121, 41, 8),
    ("farm-catalog", 182, 70, 8),
    ("postcards", 61, 15, 3),
    ("partner-mail", 182, 100, 6),
)
YEAR = 365


@dataclass(frozen=True)
class Issue:
    """One issue: of which topic, when its list is pulled, and until when it may come."""

    slug: str
    pulled_on: date
    in_homes_until: date


def issues(days: Calendar) -> Iterator[Issue]:
    """From a year ago to a year ahead."""
    for slug, every, newest, weeks in _RHYTHM:
        oldest = newest + (YEAR - newest) // every * every
        for ago in range(oldest, -YEAR - 1, -every):
            yield Issue(slug, days.day(ago), days.day(ago) + timedelta(weeks=weeks))


def calendar(days: Calendar) -> list[Moment]:
    """Written a year ago, before its first issue."""
    return [Moment(days.at(YEAR + 10, 9), partial(_write, list(issues(days))))]


def _write(wanted: list[Issue]) -> None:
    """A shop that has a calendar keeps its own."""
    if session().scalar(select(func.count()).select_from(PrintRun)):
        return
    known = {topic.slug: topic for topic in topics.every_topic()}
    session().add_all(_run(known[one.slug], one) for one in wanted if one.slug in known)
    session().flush()


def _run(topic: Topic, one: Issue) -> PrintRun:
    """As shoppers read it: "Horse catalog, March 2026"."""
    name = f"{topic.title}, {format_date(one.pulled_on, 'MMMM y', locale='en_US')}"
    days = {"list_pulled_on": one.pulled_on, "in_homes_until": one.in_homes_until}
    return PrintRun(topic_id=topic.id, name=name, created_at=clock.now(), **days)
