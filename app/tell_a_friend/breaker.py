"""The breaker of the whole site: it trips over too many notes in an hour or too many reports, and staff reset it.

While it is open the form says that notes rest, what was confirmed waits in the outbox until its 24 hours are over, and
nothing leaves.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, unique

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import String, cast, func, select, update

from app import audit, outbox
from app.core import clock
from app.core.database import insert, rows_touched, session, table
from app.core.refusals import Refusal
from app.tell_a_friend.figures import FEWEST_REPORTS, HIGHEST_SHARE, REPORTS_COUNT_FOR
from app.tell_a_friend.models import Recommendation, RecommendationBreaker

KIND = "recommendation"  # the message kind, and the folder of its templates
LEVER = "sending"


@unique
class Why(StrEnum):
    """Why it tripped. Alphabetical."""

    REPORTS = "reports"  # friends reported too many senders
    STAFF = "staff"  # somebody at the desk stopped them
    VOLUME = "volume"  # more notes in an hour than the site sends


IN_WORDS = {
    Why.REPORTS: _l("too many friends reported abuse"),
    Why.STAFF: _l("someone at the desk stopped them"),
    Why.VOLUME: _l("more notes in an hour than the site sends"),
}


class Resting(Refusal):
    """The breaker is open, or the site's ceiling is reached. About the site; it says nothing about a friend."""

    status = 503

    def __init__(self) -> None:
        super().__init__(_("Notes to friends rest just now. Try again tomorrow."))


def open_breaker() -> RecommendationBreaker | None:
    """The breaker that is open, or None."""
    return session().scalar(select(RecommendationBreaker).where(RecommendationBreaker.reset_at.is_(None)))


def refuse_resting() -> None:
    """Raises Resting while the breaker is open."""
    if open_breaker() is not None:
        raise Resting


def trip(why: Why) -> None:
    """Open it, unless it is open. What waits in the outbox is held. Flushes."""
    row = insert(table(RecommendationBreaker)).values(lever=LEVER, tripped_at=clock.now(), why=str(why))
    session().execute(row.on_conflict_do_nothing())
    outbox.hold(KIND)


def reset(actor: str, member_id: int | None) -> int | None:
    """Close it: what waits may leave. Returns how many do; None where it was closed already. Flushes.

    `actor` is who the audit trail names: 'staff:1' or 'command'.
    """
    still_open = update(RecommendationBreaker).where(RecommendationBreaker.reset_at.is_(None))
    closed = still_open.values(reset_at=clock.now(), reset_by=member_id)
    if not rows_touched(session().execute(closed.execution_options(synchronize_session=False))):
        return None
    session().expire_all()
    released = outbox.let_go(KIND)
    audit.note(actor, "recommendations.reset", values={"let go": (None, str(released))})
    return released


def tripped(most: int) -> list[RecommendationBreaker]:
    """The newest times it tripped, newest first."""
    return list(session().scalars(select(RecommendationBreaker).order_by(RecommendationBreaker.id.desc()).limit(most)))


def report(recommendation_id: int) -> bool:
    """A friend reports a note as abuse. False where it is none of ours, or was reported before. Flushes."""
    fresh = (
        Recommendation.id == recommendation_id,
        Recommendation.friend_value.is_not(None),
        Recommendation.reported_at.is_(None),
    )
    statement = update(Recommendation).where(*fresh).values(reported_at=clock.now())
    if not rows_touched(session().execute(statement.execution_options(synchronize_session=False))):
        return False
    session().expire_all()
    reports, sent = _share()
    if reports >= FEWEST_REPORTS and reports * 100 > sent * HIGHEST_SHARE:
        trip(Why.REPORTS)
    return True


def _share() -> tuple[int, int]:
    """(senders reported, notes sent) of the last days; what staff looked at when they reset it counts no more.

    Whoever is reported often counts once: such a person is barred, and cannot stop everybody's notes by writing to friends, or
    to mailboxes of her own, who then report her.
    """
    last_reset = session().scalar(select(func.max(RecommendationBreaker.reset_at)))
    since = clock.now() - REPORTS_COUNT_FOR
    start: datetime = max(since, last_reset) if last_reset else since
    sender = func.coalesce(Recommendation.sender_subject, cast(Recommendation.id, String))
    reports = select(func.count(sender.distinct())).where(Recommendation.reported_at > start)
    sent = select(func.count()).select_from(Recommendation)
    sent = sent.where(Recommendation.proven_at > start, Recommendation.friend_value.is_not(None))
    return session().scalar(reports) or 0, session().scalar(sent) or 0
