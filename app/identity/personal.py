"""Export, erasure and forgetting of what sign-in holds about a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select

from app import links
from app.core import clock
from app.core.database import rows_touched, session
from app.core.personal_data import Holder, Rows
from app.identity.email_change import opened
from app.identity.marks import marks_of
from app.identity.models import EmailChange, ShopperSession, SignInRequest, SignInSilence
from app.people import person_by_subject

KEPT_FOR = timedelta(hours=24)
# A change that was never made is shown as over for a day; one that was made, until its way back has ended.
ASKED_FOR = links.EMAIL_CHANGE + KEPT_FOR
MADE_FOR = links.EMAIL_REVERT + KEPT_FOR


def export_sessions(holder: Holder) -> Rows:
    """When she was signed in, and under which address."""
    mine = select(ShopperSession).where(ShopperSession.person_id == holder.person_id)
    for row in session().scalars(mine.order_by(ShopperSession.began_at)):
        yield {"address": row.address, "from": row.began_at, "until": row.revoked_at or row.ends_at}


def erase_sessions(holder: Holder) -> int:
    """Deleting the rows signs her out everywhere."""
    gone = delete(ShopperSession).where(ShopperSession.person_id == holder.person_id)
    return rows_touched(session().execute(gone))


def export_requests(holder: Holder) -> Rows:
    """The links and codes asked for within the last day, by whoever typed the address."""
    mine = select(SignInRequest).where(SignInRequest.address_mark.in_(_marks(holder)))
    for row in session().scalars(mine.order_by(SignInRequest.asked_at)):
        yield {"asked": row.asked_at, "sent": row.handed_over_at, "used": row.used_at}


def erase_requests(holder: Holder) -> int:
    """Requests go with the person: no link of hers is left that would make her anew."""
    gone = delete(SignInRequest).where(SignInRequest.address_mark.in_(_marks(holder)))
    return rows_touched(session().execute(gone))


def export_silences(holder: Holder) -> Rows:
    """Until when she gets no sign-in mail, because that button was pressed."""
    mine = select(SignInSilence.until).where(SignInSilence.address_mark.in_(_marks(holder)))
    for until in session().scalars(mine):
        yield {"no sign-in mail until": until}


def export_email_changes(holder: Holder) -> Rows:
    """Other e-mail addresses she asked for, and what became of it."""
    mine = select(EmailChange).where(EmailChange.person_id == holder.person_id)
    for asked in map(opened, session().scalars(mine.order_by(EmailChange.asked_at))):
        change = asked.change
        yield {
            "from": asked.old,
            "to": asked.new,
            "asked": change.asked_at,
            "changed": change.confirmed_at,
            "taken back": change.reverted_at,
        }


def erase_email_changes(holder: Holder) -> int:
    """Hers, and those in which somebody else asked for an address of hers."""
    others = and_(EmailChange.new_mark.in_(_marks(holder)), EmailChange.confirmed_at.is_(None))
    gone = delete(EmailChange).where(or_(EmailChange.person_id == holder.person_id, others))
    return rows_touched(session().execute(gone))


def _marks(holder: Holder) -> list[bytes]:
    person = person_by_subject(holder.subject_id)
    return [mark for one in (person.destinations if person else ()) for mark in marks_of(one.address)]


def forget_ended() -> int:
    """Delete what has served its time. Returns how many rows. Flushes; the entry point commits."""
    moment = clock.now()
    old = (
        delete(SignInRequest).where(SignInRequest.asked_at < moment - KEPT_FOR),
        delete(SignInSilence).where(SignInSilence.until < moment),
        delete(EmailChange).where(_served(moment)),
        delete(ShopperSession).where(or_(ShopperSession.ends_at < moment, ShopperSession.revoked_at < moment)),
    )
    return sum(rows_touched(session().execute(statement)) for statement in old)


def _served(moment: datetime) -> ColumnElement[bool]:
    made = func.coalesce(EmailChange.confirmed_at, EmailChange.needs_merge_at)
    return or_(made < moment - MADE_FOR, and_(made.is_(None), EmailChange.asked_at < moment - ASKED_FOR))
