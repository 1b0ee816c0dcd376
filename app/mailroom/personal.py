"""Export and erasure of what somebody wrote to us, found by a keyed mark of her address."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from app.core import settings
from app.core.database import rows_touched, session
from app.core.fields import open_text
from app.core.fingerprints import match_key
from app.core.keys import derive
from app.core.personal_data import Holder, Rows
from app.mailroom.models import RequestDraft, StopProposal
from app.people import person_by_subject

PROPOSAL, DRAFT, ASIDE = "stop-proposal", "request-draft", "mail-aside"
_BYTES = 16


def mark_of(address: str) -> bytes:
    """The mark of a canonical address under the newest key: it finds rows of one writer and cannot be read back."""
    return _mark(address, settings.current().fingerprint_keys.newest)


def _mark(address: str, key: bytes) -> bytes:
    secret = derive(key, "mailroom/address")  # of its own: it joins with no suppression
    return hmac.new(secret, match_key(address).encode(), hashlib.sha256).digest()[:_BYTES]


def _marks(holder: Holder) -> list[bytes]:
    person = person_by_subject(holder.subject_id)
    keys = settings.current().fingerprint_keys.keys.values()
    return [_mark(one.address, key) for one in (person.destinations if person else ()) for key in keys]


def words_of(purpose: str, sealed: bytes) -> str:
    """What was sealed for that purpose; empty once it was forgotten."""
    return open_text(settings.current().field_keys, purpose, sealed) if sealed else ""


def export_proposals(holder: Holder) -> Rows:
    """Her mails that looked like a stop, and what staff made of them."""
    mine = select(StopProposal).where(StopProposal.address_mark.in_(_marks(holder)))
    for row in session().scalars(mine.order_by(StopProposal.at)):
        words = words_of(PROPOSAL, row.sealed_words)
        yield {"wrote": words, "at": row.at, "decided": row.decided_at, "outcome": row.outcome or "waits"}


def export_drafts(holder: Holder) -> Rows:
    """Her mails under a subject line of the policy."""
    mine = select(RequestDraft).where(RequestDraft.address_mark.in_(_marks(holder)))
    for row in session().scalars(mine.order_by(RequestDraft.received_at)):
        words = words_of(DRAFT, row.sealed_words)
        yield {"kind": row.kind, "wrote": words, "received": row.received_at, "taken up": row.picked_up_at}


def erase_proposals(holder: Holder) -> int:
    """Those decided go. One that waits stays until it is: it asks for less mail, and must not be lost by an erasure."""
    return _erase(StopProposal, StopProposal.address_mark.in_(_marks(holder)), StopProposal.decided_at.is_not(None))


def erase_drafts(holder: Holder) -> int:
    """Those taken up go. A request that waits has a legal clock, and stays until somebody took it up."""
    return _erase(RequestDraft, RequestDraft.address_mark.in_(_marks(holder)), RequestDraft.picked_up_at.is_not(None))


def _erase(model: Any, *which: ColumnElement[bool]) -> int:
    return rows_touched(session().execute(delete(model).where(*which)))


def no_rows(_holder: Holder) -> Rows:
    """Nobody could read whose it is."""
    return ()
