"""Sessions: an address was proven, so its person is known, and a browser is hers for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError

from app import consent, links
from app.core import clock
from app.core.database import random_id, session
from app.identity.models import ShopperSession
from app.people import Person, add_person, person_by_address, person_by_subject, prove_destination
from app.suppression import begin_anew, note_deliverable


@dataclass(frozen=True, eq=False)
class Shopper(UserMixin):
    """The person signed in here. Flask-Login keeps the id of the session row, never that of the person."""

    person_id: int
    subject_id: str
    address: str
    session_id: str
    proven_at: datetime  # when she showed that the address is hers

    def get_id(self) -> str:
        return self.session_id


def begin_session(address: str) -> Shopper:
    """A session for the person behind a proven address, who is added when nobody knew her. Flushes."""
    person = person_by_address(address) or _new_person(address)
    prove_destination(person, address)
    note_deliverable(address)
    row = ShopperSession(
        id=random_id(),
        person_id=person.id,
        address=address,
        began_at=clock.now(),
        ends_at=clock.now() + links.SESSION,
    )
    session().add(row)
    session().flush()
    return Shopper(person.id, person.subject_id, address, row.id, row.began_at)


def _new_person(address: str) -> Person:
    subject_id = consent.subject_for(address)
    if person_by_subject(subject_id) is not None:  # she has another address by now, so this one is somebody else's
        subject_id = begin_anew(address)
    try:
        with session().begin_nested():
            return add_person(address, subject_id, source="email_entry")
    except IntegrityError:  # an import brought her a moment ago
        person = person_by_address(address)
        assert person is not None, "the row that conflicted is there"
        return person


def find_shopper(session_id: str) -> Shopper | None:
    """Who is signed in by that session; None when it ended, was ended, or never was. One query, no write."""
    statement = (
        select(
            ShopperSession.person_id,
            Person.subject_id,
            ShopperSession.address,
            ShopperSession.id,
            ShopperSession.began_at,
        )
        .join(Person, Person.id == ShopperSession.person_id)
        .where(ShopperSession.id == session_id)
        .where(ShopperSession.revoked_at.is_(None), ShopperSession.ends_at > clock.now())
    )
    row = session().execute(statement).first()
    return Shopper(*row) if row else None


def end_session(session_id: str) -> None:
    """Sign out one browser. Flushes."""
    _end(ShopperSession.id == session_id)


def end_sessions_of(person_id: int) -> None:
    """Sign out a person everywhere. Flushes."""
    _end(ShopperSession.person_id == person_id)


def _end(whose: ColumnElement[bool]) -> None:
    running = (whose, ShopperSession.revoked_at.is_(None))
    session().execute(update(ShopperSession).where(*running).values(revoked_at=clock.now()))
