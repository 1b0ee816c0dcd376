"""Everything the page knows about one person, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from app import consent, people, topics
from app.consent import (
    ANY_CHANNEL,
    MARKETING,
    MEASUREMENT,
    NO_PAUSE,
    OFF,
    PACE,
    PAUSE,
    PREFERRED_CHANNEL,
    UNSET,
    Explained,
    Standing,
)
from app.core import clock, settings
from app.core.refusals import NotFound
from app.people import Person
from app.preferences.paper_side import PaperSide, paper_side, with_paper
from app.preferences.rows import TopicRow, topic_row
from app.suppression import Scope, marks_of_address, stopped_since
from app.topics import Topic

PACES = ("all", "week", "month")
BREAKS = (30, 60, 90)  # days
CHANNELS = ("none", "email", "post")


@dataclass(frozen=True)
class Choices:
    """How things stand for one person now."""

    person: Person
    address: str
    rows: tuple[TopicRow, ...]
    pace: str
    pause_until: date | None
    preferred_channel: str
    measurement: str
    stopped: dict[str, datetime]  # channel → since when all marketing on it is stopped
    typed_stop_at: datetime | None
    standing: Standing
    topics: tuple[Topic, ...]
    paper: PaperSide

    def of(self, channel: str) -> list[TopicRow]:
        return [row for row in self.rows if row.channel == channel]

    def row(self, slug: str) -> TopicRow | None:
        return next((row for row in self.rows if row.slug == slug), None)


def choices_of(subject_id: str, address: str) -> Choices:
    """Read how things stand. Raises NotFound when the person is gone. Changes nothing."""
    person = people.person_by_subject(subject_id)
    if person is None:
        raise NotFound(_("There is nothing here any more."))
    standing = consent.standings([address])[0]
    known = consent.explained(subject_id)
    offered = [topic for topic in topics.every_topic() if topic.is_marketing and topic.is_offered]
    side = paper_side(person, offered, today())
    typed = known.get((MARKETING, "email"))
    return Choices(
        person=person,
        address=address,
        rows=tuple(with_paper(topic_row(topic, standing, known, person), side, known) for topic in offered),
        pace=_state(known, PACE, "email", PACES[0]),
        pause_until=_pause(known),
        preferred_channel=_state(known, PREFERRED_CHANNEL, ANY_CHANNEL, "none"),
        measurement=_state(known, MEASUREMENT, ANY_CHANNEL, UNSET),
        stopped=_stopped(standing, known, address),
        typed_stop_at=typed.at if typed and typed.state == OFF and typed.method == "typed_address" else None,
        standing=standing,
        topics=tuple(offered),
        paper=side,
    )


def _state(known: dict[tuple[str, str], Explained], purpose: str, channel: str, default: str) -> str:
    found = known.get((purpose, channel))
    return found.state if found and found.state != UNSET else default


def _pause(known: dict[tuple[str, str], Explained]) -> date | None:
    """The day a running break ends; a break that is over is none."""
    state = _state(known, PAUSE, "email", NO_PAUSE)
    if state == NO_PAUSE:
        return None
    until = date.fromisoformat(state)
    return until if until > today() else None


def today() -> date:
    """The day in the shop's zone."""
    return clock.today(settings.current().brand.zone)


def _stopped(standing: Standing, known: dict[tuple[str, str], Explained], address: str) -> dict[str, datetime]:
    """Channels on which everything is stopped, by her ledger or by a stop that outlived an older one."""
    found = {}
    for channel in ("email", "post"):
        line = known.get((MARKETING, channel))
        if line is not None and line.state == OFF:
            found[channel] = line.at
        elif (channel, Scope.ALL_MARKETING, "") in standing.suppressions:
            found[channel] = stopped_since(marks_of_address(address), Scope.ALL_MARKETING) or clock.now()
    return found
