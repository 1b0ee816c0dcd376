"""Finding bursts: stops by the links of one mailing that look as if a mail scanner pressed them, not people.

The rule, whose figures the page prints: stops of one mailing by at least PEOPLE different people, from one network or by one
kind of program that is no browser, each within AFTER_SIGNING of the moment her link was signed, and each at most APART after
the one before. It accuses nobody: staff look and answer. A mailing that leaves long after it was signed is not looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from app import consent
from app.consent import LinkStop
from app.core import clock
from app.core.database import insert, session, table
from app.stops.models import BurstStop, StopBurst

PEOPLE = 10
AFTER_SIGNING = timedelta(minutes=10)
APART = timedelta(seconds=10)
# The job looks at this much again each time, so that what a standstill missed is made up.
LOOK_BACK = timedelta(hours=24)
NO_BROWSER = ("mail provider", "script", "unknown")
NETWORK, PROGRAM = "network", "program"


@dataclass(frozen=True)
class Run:
    """Stops that have one mailing and one sign in common and follow each other closely."""

    campaign_id: int
    sign: str
    value: str
    stops: tuple[LinkStop, ...]


def find_bursts() -> int:
    """Look at the stops of the last hours and keep the bursts among them. Found again, nothing changes. Flushes.

    Returns how many bursts are new.
    """
    since = clock.now() - LOOK_BACK
    soon = [stop for stop in consent.link_stops(since) if stop.at - stop.signed_at <= AFTER_SIGNING]
    kept = select(BurstStop.act_id, BurstStop.burst_id).where(BurstStop.at >= since)
    known = {act_id: burst_id for act_id, burst_id in session().execute(kept)}  # noqa: C416 — a row is no pair to mypy
    return sum(_keep(run, known) for run in runs(soon))


def runs(stops: Iterable[LinkStop]) -> list[Run]:
    """The bursts in these stops, by network first; a stop is in one of them at most. Pure."""
    left = sorted(stops, key=lambda stop: (stop.at, stop.act_id))
    found = list(_runs_by(NETWORK, left))
    taken = {stop.act_id for run in found for stop in run.stops}
    found += _runs_by(PROGRAM, [stop for stop in left if stop.act_id not in taken and stop.program in NO_BROWSER])
    return found


def _runs_by(sign: str, stops: Iterable[LinkStop]) -> Iterator[Run]:
    groups: dict[tuple[int, str], list[LinkStop]] = defaultdict(list)
    for stop in stops:
        groups[stop.campaign_id, stop.network if sign == NETWORK else stop.program].append(stop)
    for (campaign_id, value), group in sorted(groups.items()):
        if value and (sign, value) != (NETWORK, "unknown"):
            for close in _close(group):
                if len({stop.subject_id for stop in close}) >= PEOPLE:
                    yield Run(campaign_id, sign, value, tuple(close))


def _close(stops: list[LinkStop]) -> Iterator[list[LinkStop]]:
    """Cut where more than APART lies between one stop and the next."""
    start = 0
    for place in range(1, len(stops) + 1):
        if place == len(stops) or stops[place].at - stops[place - 1].at > APART:
            yield stops[start:place]
            start = place


def _keep(run: Run, known: Mapping[str, int]) -> bool:
    """Store what is new in a run: in the open burst it goes on with, or as a burst of its own. True for a new burst.

    `known`: act → the burst that has it already.
    """
    new = [stop for stop in run.stops if stop.act_id not in known]
    if not new:
        return False
    burst_id = _open_burst(run, {known[stop.act_id] for stop in run.stops if stop.act_id in known})
    begun = None if burst_id else _begin(run, new)
    burst_id = burst_id or begun or _begun_by_another(run, new)
    _add(burst_id, new)
    return _measure(burst_id) and begun is not None


def _open_burst(run: Run, among: set[int]) -> int | None:
    """The burst this run goes on with: nobody answered about it yet."""
    same = (StopBurst.campaign_id == run.campaign_id, StopBurst.sign == run.sign, StopBurst.value == run.value)
    found = select(StopBurst.id).where(StopBurst.id.in_(among), StopBurst.answered_at.is_(None), *same)
    return session().scalar(found.order_by(StopBurst.id).limit(1)) if among else None


def _begin(run: Run, new: list[LinkStop]) -> int | None:
    """A burst of its own; None where another worker began it a moment before."""
    moments = {"began_at": new[0].at, "ended_at": new[-1].at, "found_at": clock.now()}
    statement = insert(table(StopBurst)).values({**_key(run, new), **moments}).on_conflict_do_nothing()
    return session().execute(statement.returning(table(StopBurst).c.id)).scalar()


def _begun_by_another(run: Run, new: list[LinkStop]) -> int:
    return session().execute(select(StopBurst.id).filter_by(**_key(run, new))).scalar_one()


def _key(run: Run, new: list[LinkStop]) -> dict[str, Any]:
    return {"campaign_id": run.campaign_id, "sign": run.sign, "value": run.value, "first_act": new[0].act_id}


def _add(burst_id: int, new: list[LinkStop]) -> None:
    """Add stops to a burst; one that another burst has already stays there."""
    rows = [
        {
            "act_id": stop.act_id,
            "burst_id": burst_id,
            "subject_id": stop.subject_id,
            "at": stop.at,
            "seconds": int((stop.at - stop.signed_at).total_seconds()),
            "verb": stop.method,
            "network": stop.network[:50],
            "program": stop.program[:20],
        }
        for stop in new
    ]
    session().execute(insert(table(BurstStop)).on_conflict_do_nothing(), rows)


def _measure(burst_id: int) -> bool:
    """From when to when it went. A burst without stops is dropped: another worker was quicker. Whether it is one."""
    ends = select(func.count(), func.min(BurstStop.at), func.max(BurstStop.at)).where(BurstStop.burst_id == burst_id)
    count, began_at, ended_at = session().execute(ends).one()
    mine = StopBurst.id == burst_id
    if not count:
        session().execute(delete(StopBurst).where(mine))
        return False
    session().execute(update(StopBurst).where(mine).values(began_at=began_at, ended_at=ended_at))
    return True
