"""The lists of bursts and of the stops in one: what each page shows, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app import links
from app.consent import Restored
from app.core import clock
from app.core.database import session
from app.core.fingerprints import mask
from app.people import Destination, Person
from app.stops import histogram
from app.stops.answering import PEOPLE, SCANNER
from app.stops.bursts import AFTER_SIGNING, APART
from app.stops.bursts import PEOPLE as AT_LEAST
from app.stops.lists import number_in
from app.stops.models import BurstStop, StopBurst
from app.topics import Campaign, Topic

PAGE = 50
STOPS_A_PAGE = 100
STATES: dict[str, ColumnElement[bool] | None] = {
    "": None,
    "open": StopBurst.answered_at.is_(None),
    PEOPLE: StopBurst.answer == PEOPLE,
    SCANNER: StopBurst.answer == SCANNER,
}


@dataclass(frozen=True)
class BurstLine:
    """A burst as a list shows it: its row, its mailing, how many people, how many were restored or stay for good."""

    burst: StopBurst
    mailing: str
    topic: str
    people: int
    stops: int
    restored: int
    settled: int

    @property
    def until(self) -> datetime:
        """Until when its stops can be taken back."""
        return self.burst.began_at + links.RESTORE

    @property
    def can_restore(self) -> bool:
        return clock.now() < self.until and self.settled < self.stops


@dataclass(frozen=True)
class StopLine:
    """A stop as the page of its burst shows it. `who` is masked, or empty for somebody no longer known."""

    stop: BurstStop
    who: str

    @property
    def reference(self) -> str:
        """Enough of the random number to tell two people apart."""
        return self.stop.subject_id[:8]


def burst_page(args: Mapping[str, str]) -> dict[str, Any]:
    """What templates/stops/bursts.html shows."""
    state = args.get("state", "") if args.get("state") in STATES else ""
    before, wanted = number_in(args.get("before")), STATES[state]
    statement = _lines().order_by(StopBurst.id.desc()).limit(PAGE + 1)
    statement = statement if wanted is None else statement.where(wanted)
    statement = statement if before is None else statement.where(StopBurst.id < before)
    found = [BurstLine(*row) for row in session().execute(statement)]
    older = found[PAGE - 1].burst.id if len(found) > PAGE else None
    return {"bursts": found[:PAGE], "older": older, "is_first": before is None, "state": state, "rule": rule()}


def rule() -> dict[str, int]:
    """The figures of the rule, for the sentence that states it."""
    return {
        "people": AT_LEAST,
        "minutes": int(AFTER_SIGNING.total_seconds() // 60),
        "seconds": int(APART.total_seconds()),
        "days": links.RESTORE.days,
    }


def one_burst(number: int, args: Mapping[str, str]) -> dict[str, Any]:
    """What templates/stops/burst.html shows, but for what was just pressed."""
    line = BurstLine(*session().execute(_lines().where(StopBurst.id == number)).one())
    after = _after(args.get("after", ""))
    statement = _stops().where(BurstStop.burst_id == number).order_by(BurstStop.at, BurstStop.act_id)
    statement = statement if after is None else statement.where(after)
    rows = session().execute(statement.limit(STOPS_A_PAGE + 1)).all()
    stops = [StopLine(stop, mask(address) if address else "") for stop, address in rows]
    seconds = select(BurstStop.seconds, func.count()).where(BurstStop.burst_id == number).group_by(BurstStop.seconds)
    outcomes = select(BurstStop.outcome, func.count()).where(BurstStop.burst_id == number).group_by(BurstStop.outcome)
    last = stops[STOPS_A_PAGE - 1].stop if len(stops) > STOPS_A_PAGE else None
    return {
        "line": line,
        "stops": stops[:STOPS_A_PAGE],
        "further": f"{last.at.isoformat()}_{last.act_id}" if last else None,
        "is_first": after is None,
        "chart": histogram.drawn({at: count for at, count in session().execute(seconds)}),  # noqa: C416 — a row is no pair to mypy
        "outcomes": {outcome: count for outcome, count in session().execute(outcomes) if outcome},
        "kept_words": [one.value for one in Restored if one is not Restored.RESTORED],
        "rule": rule(),
    }


def _after(text: str) -> ColumnElement[bool] | None:
    """Where a further page goes on; None for the first page and for anything that is no such place."""
    moment, _, act_id = text.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        at = at.astimezone(UTC) if at.tzinfo else at
    except (ValueError, OverflowError):  # the first and the last day there is have no moment in every zone
        return None
    if at.tzinfo is None or not act_id.isalnum() or len(act_id) > 32:
        return None
    return or_(BurstStop.at > at, and_(BurstStop.at == at, BurstStop.act_id > act_id))


def _lines() -> Select[*tuple[Any, ...]]:
    counts = (
        select(
            BurstStop.burst_id,
            func.count(BurstStop.subject_id.distinct()).label("people"),
            func.count().label("stops"),
            func.count().filter(BurstStop.outcome == Restored.RESTORED.value).label("restored"),
            func.count(BurstStop.outcome).label("settled"),
        )
        .group_by(BurstStop.burst_id)
        .subquery()
    )
    numbers = [func.coalesce(counts.c[name], 0) for name in ("people", "stops", "restored", "settled")]
    return (
        select(StopBurst, Campaign.name, Topic.title, *numbers)
        .join(Campaign, Campaign.id == StopBurst.campaign_id)
        .join(Topic, Topic.id == Campaign.topic_id)
        .outerjoin(counts, counts.c.burst_id == StopBurst.id)
        .execution_options(populate_existing=True)
    )


def _stops() -> Select[*tuple[Any, ...]]:
    address = (
        select(Destination.address)
        .join(Person, Person.id == Destination.person_id)
        .where(Person.subject_id == BurstStop.subject_id)
        .order_by(Destination.id)
        .limit(1)
        .scalar_subquery()
    )
    return select(BurstStop, address).execution_options(populate_existing=True)
