"""Another e-mail address: asked for with a fresh proof, in force once the link in the new mailbox is pressed.

The same answer whether we know the new address or not. Nobody is told that a change was asked for: who asks has just shown that
the old mailbox is theirs, or passed the caller check. That it was made is told at once, with a way back (email_revert.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError

from app import consent, links, outbox
from app.consent import Act
from app.core import clock
from app.core.database import random_id, rows_touched, session
from app.core.fingerprints import limit_key, match_key
from app.core.limits import Limit, take
from app.core.refusals import BadQuestion, Refusal, TooMany
from app.core.signing import BadToken, TokenEnded
from app.identity.asking import is_open as open_requests
from app.identity.marks import mark_of, marks_of, seal, unseal
from app.identity.models import EmailChange, SignInRequest
from app.identity.sessions import Shopper, end_sessions_of
from app.people import By, Destination, Person, change_destination, destination_of, note_change, person_by_address

ASKED, CHANGED = "email_change", "email_changed"  # kinds of mail
KIND = "email-change"
PURPOSE = "email-change"
PER_PERSON = Limit("email-change-person", 3, timedelta(days=1))
PER_ADDRESS = Limit("email-change-address", 3, timedelta(days=1))


class Why(StrEnum):
    """Why a link of an e-mail change works no more."""

    BACK = "back"
    BROKEN = "broken"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    MERGE = "merge"
    NEWER = "newer"
    USED = "used"


class Over(Refusal):
    """A link of an e-mail change that works no more, or has nothing left to do."""

    status = 410

    def __init__(self, why: Why) -> None:
        super().__init__(f"This link works no more: {why}.")
        self.why = why
        if why is Why.BROKEN:
            self.status = 404


class SameAddress(BadQuestion):
    """It is the address she has."""


@dataclass(frozen=True)
class Asked:
    """A change in words: both addresses, whole."""

    change: EmailChange
    old: str
    new: str


def opened(change: EmailChange) -> Asked:
    """Both addresses of a change."""
    return Asked(change, unseal(change.sealed_old, PURPOSE), unseal(change.sealed_new, PURPOSE))


def ask_change(shopper: Shopper, address: str) -> EmailChange:
    """A link is on its way to `address` (canonical); an older request of hers ends. Nothing else changes.

    Beyond the limit of that address there is no mail, and nobody can tell. Raises SameAddress, or TooMany beyond hers.
    Takes limits, so call it before the first write. Flushes; the entry point commits.
    """
    return _ask(shopper.person_id, shopper.subject_id, shopper.address, address)


def ask_change_for(person: Person, address: str) -> EmailChange:
    """The same for somebody whom staff checked on the phone: only who reads at the new address puts it in force."""
    return _ask(person.id, person.subject_id, destination_of(person).address, address)


def _ask(person_id: int, subject_id: str, held: str, address: str) -> EmailChange:
    if address == held:
        raise SameAddress(_("That’s the address you have now. Enter the one you want instead."))
    taken = take(PER_PERSON, subject_id)
    if not taken.within:
        sentence = _("You can ask for three changes a day. Ask again tomorrow, or use the newest link you have.")
        raise TooMany(sentence, taken.retry_at)
    may_mail = take(PER_ADDRESS, limit_key(address)).within
    person = locked_person(person_id)
    mine = (one for one in person.destinations if one.match_key == match_key(held))
    destination = next(mine, destination_of(person))
    end_open(person.id)
    change = new_change(destination, destination.address, address)
    if may_mail:
        outbox.post(ASKED, change.id)
    return change


def new_change(destination: Destination, old: str, new: str) -> EmailChange:
    """A row for a change of that destination. Flushes."""
    change = EmailChange(
        id=random_id(),
        person_id=destination.person_id,
        destination_id=destination.id,
        old_mark=mark_of(old),
        new_mark=mark_of(new),
        sealed_old=seal(old, PURPOSE),
        sealed_new=seal(new, PURPOSE),
        asked_at=clock.now(),
    )
    session().add(change)
    session().flush()
    return change


def is_open() -> tuple[ColumnElement[bool], ...]:
    """The conditions of a change that waits for its press."""
    ends = (EmailChange.confirmed_at, EmailChange.replaced_at, EmailChange.cancelled_at, EmailChange.needs_merge_at)
    return tuple(end.is_(None) for end in ends)


def end_open(person_id: int) -> None:
    """What she asked for before is replaced. Flushes."""
    mine = (EmailChange.person_id == person_id, *is_open())
    session().execute(update(EmailChange).where(*mine).values(replaced_at=clock.now()))


def waiting(person_id: int) -> Asked | None:
    """The change that waits for its press, if there is one."""
    mine = (EmailChange.person_id == person_id, *is_open(), EmailChange.asked_at > clock.now() - links.EMAIL_CHANGE)
    found = session().scalars(select(EmailChange).where(*mine).order_by(EmailChange.asked_at.desc())).first()
    return opened(found) if found else None


def cancel_change(person_id: int) -> None:
    """She wants none of it after all. Flushes."""
    mine = (EmailChange.person_id == person_id, *is_open())
    session().execute(update(EmailChange).where(*mine).values(cancelled_at=clock.now()))


def find_change(change_id: str) -> EmailChange | None:
    """A change by its id; None when it was forgotten, or went with its person."""
    return session().get(EmailChange, change_id, populate_existing=True)


def open_change(token: str) -> Asked:
    """Look at the link of the new mailbox. Raises Over for what works no more, or is not ours."""
    try:
        proof = links.read_proof(KIND, token)
    except BadToken:
        raise Over(Why.BROKEN) from None
    except TokenEnded:
        raise Over(Why.EXPIRED) from None
    change = find_change(str(proof.payload["change"]))
    if change is None:
        raise Over(Why.EXPIRED)
    _refuse_over(change)
    return opened(change)


def _refuse_over(change: EmailChange) -> None:
    ended = {
        Why.USED: change.confirmed_at,
        Why.MERGE: change.needs_merge_at,
        Why.CANCELLED: change.cancelled_at,
        Why.NEWER: change.replaced_at,
    }
    for why, moment in ended.items():
        if moment is not None:
            raise Over(why)
    if change.ends_at is None or change.ends_at <= clock.now():
        raise Over(Why.EXPIRED)


def confirm_change(token: str) -> Asked:
    """The press in the new mailbox: her mail goes there from now on. One caller succeeds, everyone else gets Over.

    Where somebody else has choices at that address nothing moves: `needs_merge_at` is set, and staff are asked. Flushes.
    """
    asked = open_change(token)
    person = locked_person(asked.change.person_id)
    destination = destination_here(asked.change, person)
    if destination is None or destination.match_key != match_key(asked.old):
        raise Over(Why.NEWER)
    try:
        with session().begin_nested():
            _confirm(asked, person, destination)
    except IntegrityError:  # a file brought somebody with that address in this moment
        _claim(asked.change, needs_merge_at=clock.now())
    return asked


def _confirm(asked: Asked, person: Person, destination: Destination) -> None:
    other = person_by_address(asked.new)
    if other is not None and other.id != person.id:
        _claim(asked.change, needs_merge_at=clock.now())
        return
    _claim(asked.change, confirmed_at=clock.now())
    move(person, destination, asked.new, By("profile_page"))
    outbox.post(CHANGED, asked.change.id)


def _claim(change: EmailChange, **values: datetime) -> None:
    mine = (EmailChange.id == change.id, EmailChange.ends_at > clock.now(), *is_open())
    if not rows_touched(session().execute(update(EmailChange).where(*mine).values(**values))):
        session().refresh(change)
        _refuse_over(change)
        raise Over(Why.USED)
    session().refresh(change)


def locked_person(person_id: int) -> Person:
    """The person, locked until the end of the transaction: changes of one person come one after the other.

    Raises Over when she is gone.
    """
    mine = select(Person).where(Person.id == person_id).with_for_update()
    person = session().scalars(mine.execution_options(populate_existing=True)).first()
    if person is None:
        raise Over(Why.EXPIRED)
    return person


def destination_here(change: EmailChange, person: Person) -> Destination | None:
    """The row of hers that the change is about, with whatever address it has now."""
    return next((one for one in person.destinations if one.id == change.destination_id), None)


def move(person: Person, destination: Destination, address: str, by: By) -> None:
    """Her mail goes to `address` from now on: stops follow, sessions end, and so does what was sent to the old one. Flushes."""
    old = destination.address
    change_destination(person, destination, address)
    consent.move_address(person.subject_id, old, address, Act("merge", "email change", act_id=by.act_id))
    note_change(person.id, "email", old, address, by)
    end_sessions_of(person.id)
    sent = (SignInRequest.address_mark.in_(marks_of(old)), *open_requests())
    session().execute(update(SignInRequest).where(*sent).values(used_at=clock.now()))
