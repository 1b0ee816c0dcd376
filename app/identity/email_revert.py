"""The way back: for 30 days the old mailbox can take an e-mail change back.

It works whatever the address became since: who took a mailbox over and changed the address twice must not win by that. So
the newest state that the *older* mailbox wants holds, and the ways back of the changes after it end with it. Signing in with
an address that was changed leads to the same page, for it is the same proof; nobody can begin a record of her own there
before the way back has ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app import links, outbox
from app.core import clock
from app.core.database import rows_touched, session
from app.core.signing import BadToken, TokenEnded
from app.identity.email_change import (
    CHANGED,
    Asked,
    Over,
    Why,
    destination_here,
    end_open,
    find_change,
    locked_person,
    move,
    new_change,
    opened,
)
from app.identity.marks import marks_of
from app.identity.models import EmailChange
from app.identity.sessions import end_sessions_of
from app.people import By, Destination, Person, people_by_addresses, person_by_address

KIND = "email-revert"


def open_revert(token: str) -> Asked:
    """Look at the way back. Raises Over for what works no more, or is not ours."""
    try:
        proof = links.read_proof(KIND, token)
    except BadToken:
        raise Over(Why.BROKEN) from None
    except TokenEnded:
        raise Over(Why.EXPIRED) from None
    change = find_change(str(proof.payload["change"]))
    if change is None or change.confirmed_at is None or change.confirmed_at <= _since():
        raise Over(Why.EXPIRED)
    if change.reverted_at is not None:
        raise Over(Why.USED)
    if change.needs_merge_at is not None:
        raise Over(Why.MERGE)
    return opened(change)


def _since() -> datetime:
    return clock.now() - links.EMAIL_REVERT


def revert(token: str) -> Asked:
    """The press in the old mailbox: the old address is back. Once. Flushes; the entry point commits.

    Where somebody else has that address by now nothing moves: her sessions end, `needs_merge_at` is set, staff are asked.
    """
    asked = open_revert(token)
    person = locked_person(asked.change.person_id)
    destination = destination_here(asked.change, person)
    if destination is None:
        raise Over(Why.EXPIRED)
    if destination.address == asked.old:
        raise Over(Why.BACK)
    try:
        with session().begin_nested():
            _revert(asked, person, destination)
    except IntegrityError:
        _leave_to_staff(asked.change)
    return asked


def _revert(asked: Asked, person: Person, destination: Destination) -> None:
    other = person_by_address(asked.old)
    if other is not None and other.id != person.id:
        _leave_to_staff(asked.change)
        return
    _claim(asked.change, reverted_at=clock.now())
    away = destination.address
    move(person, destination, asked.old, By("undo"))
    end_open(person.id)
    _end_later(asked.change)
    back = new_change(destination, away, asked.old)
    back.takes_back, back.confirmed_at, back.reverted_at = asked.change.id, clock.now(), clock.now()
    outbox.post(CHANGED, back.id)


def _leave_to_staff(change: EmailChange) -> None:
    _claim(change, needs_merge_at=clock.now())
    end_sessions_of(change.person_id)


def _claim(change: EmailChange, **values: datetime) -> None:
    unused = (EmailChange.reverted_at.is_(None), EmailChange.needs_merge_at.is_(None))
    mine = update(EmailChange).where(EmailChange.id == change.id, *unused).values(**values)
    if not rows_touched(session().execute(mine)):
        raise Over(Why.USED)
    session().refresh(change)


def _end_later(change: EmailChange) -> None:
    """The ways back of what came after it: they would lead to where she was taken."""
    later = (EmailChange.person_id == change.person_id, EmailChange.confirmed_at >= change.confirmed_at)
    session().execute(update(EmailChange).where(*later).values(reverted_at=clock.now()))


def way_back(address: str) -> str | None:
    """The token of the way back for an address that was changed for another and is nobody's now; None for any other."""
    taken = (EmailChange.old_mark.in_(marks_of(address)), EmailChange.takes_back.is_(None))
    standing = (EmailChange.reverted_at.is_(None), EmailChange.needs_merge_at.is_(None))
    mine = select(EmailChange.id).where(*taken, *standing, EmailChange.confirmed_at > _since())
    found = session().scalars(mine.order_by(EmailChange.confirmed_at.desc())).first()
    if found is None or person_by_address(address) is not None:
        return None
    return links.prove(KIND, {"change": found})


@dataclass(frozen=True)
class MergeWanted:
    """Somebody proved an address at which another person has choices: staff decide whether the two are one."""

    change_id: str
    person_id: int
    other_person_id: int
    at: datetime


def merges_wanted() -> list[MergeWanted]:
    """What waits for staff, oldest first: proven, and still two persons."""
    rows = select(EmailChange).where(EmailChange.needs_merge_at.is_not(None)).order_by(EmailChange.needs_merge_at)
    asked = [opened(change) for change in session().scalars(rows)]
    others = people_by_addresses(_contested(one) for one in asked)
    by_address = {one.address: person for person in others.values() for one in person.destinations}
    found = ((one.change, by_address.get(_contested(one))) for one in asked)
    return [
        MergeWanted(change.id, change.person_id, other.id, change.needs_merge_at)
        for change, other in found
        if other is not None and other.id != change.person_id and change.needs_merge_at is not None
    ]


def _contested(asked: Asked) -> str:
    """The address both have to do with: the new one, or on the way back the old one."""
    return asked.old if asked.change.confirmed_at else asked.new
