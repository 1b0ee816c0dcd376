"""Setting aside: a message that our own program cannot get out waits for staff with its reason, and blocks nobody.

A reason is a word of ours, an error's class and a place in the code: never what an error said, which may quote an address.
"""

from __future__ import annotations

import traceback
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.exc import InterfaceError, OperationalError

from app.core import clock
from app.core.database import session
from app.core.settings import ROOT
from app.outbox.header_text import UnsafeHeader
from app.outbox.models import Attempt, Message
from app.outbox.outcomes import Outcome

# A slip that the next minutes mend (a deploy half done) costs no one a mail; what breaks so often is no slip.
BREAKS = 3
# Workers in a row that ended with it in hand: one is bad luck, five are the message.
LOST_LEASES = 5
WORKER_DIED = "worker_died"
NO_KIND = "no_kind"
HEADER = "header:"
ERROR = "error:"
_LONGEST = 160


class NoSuchKind(LookupError):
    """No feature declares that message kind."""


def why_broke(error: Exception) -> str | None:
    """The reason to keep. None where the database was away or busy: that is nothing about this message."""
    if isinstance(error, OperationalError | InterfaceError):
        return None
    if isinstance(error, NoSuchKind):
        return NO_KIND
    ours = [one for one in traceback.extract_tb(error.__traceback__) if one.filename.startswith(f"{ROOT}/")]
    place = f" {ours[-1].filename.removeprefix(f'{ROOT}/')}:{ours[-1].lineno}" if ours else ""
    return f"{ERROR}{type(error).__name__}{place}"[:_LONGEST]


def why_not_composed(no: Exception) -> str | None:
    """The header that could not hold its text. None where there simply was no mail to write."""
    behind = no.__context__
    return f"{HEADER}{behind.header}"[:_LONGEST] if isinstance(behind, UnsafeHeader) else None


def belongs_aside(message_id: int, outcome: Outcome, why: str, at_most_once: bool) -> bool:
    """Whether a message that ended a try so waits for staff from now on. Its attempt is noted already."""
    if outcome == Outcome.UNKNOWN and at_most_once:
        return False  # it may have left, and that uses it up
    if outcome == Outcome.CANNOT_COMPOSE or why == WORKER_DIED:
        return True
    ours = (Attempt.message_id == message_id, Attempt.outcome.in_((Outcome.BROKE, Outcome.UNKNOWN)))
    return (session().scalar(select(func.count()).where(*ours)) or 0) >= BREAKS


def set_aside(why: str) -> dict[str, Any]:
    """The columns of a message that is set aside."""
    nobody = {"done_at": None, "outcome": None, "lease": None, "leased_until": None}
    return {"set_aside_at": clock.now(), "set_aside_why": why, **nobody}


def lost_before() -> ColumnElement[int]:
    """For a claim: how many workers in a row have lost it. A lease that still stands there was never given back."""
    return case((Message.lease.is_not(None), Message.lost_leases + 1), else_=0)


def in_words(why: str | None) -> str:
    """A reason as staff read it: "KeyError at app/reviews/mail.py:72"."""
    if not why:
        return "–"
    if why == WORKER_DIED:
        return _("Its worker ended %(num)d times with it in hand", num=LOST_LEASES)
    if why == NO_KIND:
        return _("This program no longer knows such mail")
    if why.startswith(HEADER):
        return _("Its text cannot stand in the header %(name)s", name=why.removeprefix(HEADER))
    name, _space, place = why.removeprefix(ERROR).partition(" ")
    return _("%(error)s at %(place)s", error=name, place=place) if place else name
