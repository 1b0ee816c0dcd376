"""What a friend says about a note she got: reported once for each note, with a reason if she likes."""

from __future__ import annotations

from enum import StrEnum, unique

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import update

from app import audit
from app.core import clock
from app.core.database import insert, rows_touched, session, table
from app.core.personal_data import Holder, Rows
from app.staff import SignedIn
from app.tell_a_friend import breaker
from app.tell_a_friend.desk_models import RecommendationReport


@unique
class Reason(StrEnum):
    """What was wrong with it. Alphabetical."""

    OTHER = "other"
    RUDE = "rude"
    SPAM = "spam"
    STRANGER = "stranger"


REASONS: dict[Reason, LazyString] = {
    Reason.STRANGER: _l("I don’t know who sent it"),
    Reason.RUDE: _l("It is rude or threatening"),
    Reason.SPAM: _l("It is advertising"),
    Reason.OTHER: _l("Something else"),
}


def report(recommendation_id: int) -> None:
    """Note that a friend reported it, and count it for the breaker. A repeat changes nothing. Flushes."""
    if breaker.report(recommendation_id):
        values = {"recommendation_id": recommendation_id, "at": clock.now(), "reason": ""}
        session().execute(insert(table(RecommendationReport)).values(values).on_conflict_do_nothing())


def say_why(recommendation_id: int, reason: Reason) -> None:
    """Why, where it was reported. The newest answer counts. Flushes."""
    mine = RecommendationReport.recommendation_id == recommendation_id
    session().execute(update(RecommendationReport).where(mine).values(reason=str(reason)))


def export_reports(_holder: Holder) -> Rows:
    """Nothing: it is about a note, and who reported it is nobody we know."""
    return ()


def settle(recommendation_id: int, member: SignedIn) -> None:
    """Staff looked at it. Said again, nothing changes. Flushes."""
    mine = (RecommendationReport.recommendation_id == recommendation_id, RecommendationReport.settled_at.is_(None))
    statement = update(RecommendationReport).where(*mine).values(settled_at=clock.now(), settled_by=member.member_id)
    if rows_touched(session().execute(statement.execution_options(synchronize_session=False))):
        session().expire_all()
        values: dict[str, tuple[str | None, str | None]] = {"state": ("waits", "looked at")}
        audit.note(member.actor, "recommendations.settle", about=f"recommendation:{recommendation_id}", values=values)
