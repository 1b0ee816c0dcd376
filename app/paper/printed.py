"""What is printed already: which pieces no stop reaches any more, and until when they may come."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.core.database import session
from app.paper.models import PrintRun
from app.topics import Topic

# Where the calendar says nothing about a kind of mail: labels are printed this far ahead at most (requirement J1).
WITHOUT_CALENDAR = timedelta(weeks=12)


def is_catalog(topic: Topic) -> bool:
    """Whether a paper topic is a catalog, which has issues and a pace: its short name ends in "catalog"."""
    return topic.channel == "post" and topic.slug.endswith("catalog")


@dataclass(frozen=True)
class Coming:
    """What may still come of some topics: printed issues, and those topics of which the calendar says nothing."""

    runs: tuple[PrintRun, ...]
    unsaid: tuple[Topic, ...]
    last_on: date | None  # None: nothing is on its way
    speaks: bool  # whether the calendar says anything about any of them


def standing_runs(topics: Collection[Topic], today: date) -> list[PrintRun]:
    """Issues of these topics that may still come, now or later, the next to be pulled first. One query."""
    statement = select(PrintRun).where(
        PrintRun.topic_id.in_([topic.id for topic in topics]),
        PrintRun.cancelled_at.is_(None),
        PrintRun.in_homes_until >= today,
    )
    return list(session().scalars(statement.order_by(PrintRun.list_pulled_on, PrintRun.id)))


def printed(topics: Collection[Topic], today: date) -> list[PrintRun]:
    """Issues of these topics whose list is pulled and which may still come: a stop does not reach them."""
    return [run for run in standing_runs(topics, today) if run.is_printed(today)]


def coming(topics: Collection[Topic], today: date, runs: Iterable[PrintRun] | None = None) -> Coming:
    """What a stop of today does not reach. `runs`: `standing_runs`, where they were read already.

    The calendar speaks for a topic while it names an issue that is not over; else WITHOUT_CALENDAR holds.
    """
    standing = standing_runs(topics, today) if runs is None else list(runs)
    said = {run.topic_id for run in standing}
    wanted = {topic.id for topic in topics}
    now = tuple(run for run in standing if run.topic_id in wanted and run.is_printed(today))
    unsaid = tuple(topic for topic in topics if topic.id not in said)
    days = [run.in_homes_until for run in now] + [today + WITHOUT_CALENDAR for _topic in unsaid[:1]]
    return Coming(now, unsaid, max(days, default=None), len(unsaid) < len(topics))


def last_day(topics: Collection[Topic], today: date) -> date | None:
    """The last day on which anything of these topics may come after a stop of today; None: nothing is on its way."""
    return coming(topics, today).last_on
