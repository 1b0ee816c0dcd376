"""Sending: the sender is proven, and the mail is posted or it is not. She is told the same either way.

Whether a friend is suppressed, is a customer who stopped email, or got a note before, is the friend's own business.
"""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from app import consent, outbox, people
from app.core import clock
from app.core.database import session
from app.core.fingerprints import match_key
from app.core.refusals import NotFound, Refusal, TooMany
from app.people import Person
from app.tell_a_friend import breaker, caps
from app.tell_a_friend.breaker import KIND
from app.tell_a_friend.figures import A_DAY, LIFETIME
from app.tell_a_friend.models import Recommendation
from app.tell_a_friend.openly import check_sender
from app.tell_a_friend.sealing import Words, destroy, opened

KEPT_BACK = "kept_back"  # nothing was posted, for a reason that is the friend's
WIPING = "recommendations-wipe"  # the job that cuts the log after what was destroyed
VANISHED = "vanished"  # never confirmed, or its sender's day was full: the row goes too


class Gone(NotFound):
    """Its 24 hours are over, or it never was."""


class NotTheSender(Refusal):
    """The address that was proven is not the one typed as the sender's."""

    status = 403


class DayIsFull(TooMany):
    """The sender's own notes of today. It says nothing about a friend."""


def send(recommendation_id: int, subject_id: str) -> None:
    """The sender proved her address: her note goes to the outbox, or nowhere, once.

    Raises Gone, NotTheSender, DayIsFull, or one of `openly.OPENLY`; a repeat does nothing. Flushes; the entry point commits.
    """
    row = locked(recommendation_id)
    words = opened(row) if row and not row.is_over and not is_old(row) else None
    if row is None or words is None:
        if row is not None and row.sender_subject == subject_id:
            return
        raise Gone(_("This note is gone: notes wait %(hours)s hours.", hours=int(LIFETIME.total_seconds()) // 3600))
    person = people.person_by_subject(subject_id)
    if person is None or not _is_hers(person, words.sender_address):
        raise NotTheSender(_("This note waits for another address."))
    if row.proven_at is None:
        _send(row, words, person)


def locked(recommendation_id: int) -> Recommendation | None:
    """The row, for this transaction alone; None where there is none."""
    statement = select(Recommendation).where(Recommendation.id == recommendation_id).with_for_update()
    return session().scalar(statement.execution_options(populate_existing=True))


def is_old(row: Recommendation) -> bool:
    """Whether its time from asking is over."""
    return row.asked_at + LIFETIME <= clock.now()


def end(row: Recommendation, outcome: str) -> None:
    """It is over, whatever way: nothing readable of the friend stays. A later word about the outcome replaces an earlier
    one. Flushes."""
    row.ended_at, row.outcome = row.ended_at or clock.now(), str(outcome)
    destroy(row)
    session().flush()


def _is_hers(person: Person, address: str) -> bool:
    keys = {one.match_key for one in person.destinations if one.proven_at is not None}
    return match_key(address) in keys


def _send(row: Recommendation, words: Words, person: Person) -> None:
    check_sender(row.country, person.subject_id)
    if not caps.take_day(words.sender_address):
        raise DayIsFull(_("You sent your %(most)s notes for today. Try again tomorrow.", most=A_DAY), caps.next_day())
    row.proven_at, row.sender_subject, row.sender_name = clock.now(), person.subject_id, words.sender_name
    may = person.frozen_at is None and consent.may_recommend(words.friend_address).allowed
    if may and caps.claim_friend(words.friend_address, row.product_id):
        mark = caps.marks_of(words.friend_address)[0]
        row.friend_value, row.friend_key_id, row.friend_normaliser = mark.value, mark.key_id, mark.normaliser
        outbox.post(KIND, str(row.id))
    else:
        end(row, KEPT_BACK)
        outbox.run_soon(WIPING)  # one bell as for a mail: a queue that is slow or away must not tell which it was
    _watch()
    session().flush()


def _watch() -> None:
    """Trip the breaker over this hour's volume; while it is open, hold what was just posted as well."""
    if not caps.take_site():
        breaker.trip(breaker.Why.VOLUME)
    elif breaker.open_breaker() is not None:
        outbox.hold(KIND)
