"""The confirmation of a stop that was recorded at the desk: by mail, to an address we hold."""

from __future__ import annotations

from flask import url_for

from app import outbox, people
from app.core import clock, settings
from app.core.database import session
from app.core.messages import Letter
from app.people import Person
from app.phone_desk.models import RecordedStop
from app.phone_desk.sentences import printed_for
from app.phone_desk.what import EMAIL
from app.phone_desk.who import PERSON

KIND = "stop_recorded"


def person_of(row: RecordedStop) -> Person | None:
    """Whom it was recorded for by her record. Nobody for a stop as told, whoever's it may be."""
    return people.person_by_subject(row.subject_id) if row.kind == PERSON else None


def address_for(person: Person | None) -> str | None:
    """Where a confirmation may go: the address held, if mail to it comes through."""
    if person is None or not person.destinations:
        return None
    held = people.destination_of(person)
    return held.address if held.undeliverable_at is None else None


def ask_for_mail(row: RecordedStop) -> bool:
    """Post the confirmation, once. False: there is no address, it was taken back, or it was posted before. Flushes."""
    if row.undone_at or row.mailed_at or address_for(person_of(row)) is None:
        return False
    row.mailed_at = clock.now()
    outbox.post(KIND, row.reference)
    session().flush()
    return True


def compose(reference: str) -> Letter | None:
    """What holds at hand-over. None: it was taken back, or the person or her address is gone."""
    row = session().query(RecordedStop).filter_by(reference=reference).first()
    address = address_for(person_of(row)) if row else None
    if row is None or row.undone_at is not None or address is None:
        return None
    printed = printed_for(row)
    context = {
        "what": row.what,
        "way": row.way,
        "at": row.at,
        "received": row.received_on,
        "reference": row.reference,
        "pieces": [] if row.what == EMAIL else [{"name": name, "until": day} for name, day in printed.pieces],
        "until": None if row.what == EMAIL else printed.rest_until,
        "home": settings.current().public_url + url_for("unsubscribe.home"),
    }
    return Letter(address, context)
