"""What staff look at: stops to decide about, drafts of privacy requests, mail nobody could read. All of it sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update

from app.core import clock, settings
from app.core.database import insert, rows_touched, session, table
from app.core.fields import open_bytes, open_text, seal_bytes, seal_text
from app.mailroom.models import AppliedEvent, MailAside, ReceivedMail, RequestDraft, StopProposal
from app.mailroom.parsing import Mail
from app.mailroom.personal import ASIDE, DRAFT, PROPOSAL, mark_of, words_of
from app.mailroom.reading import Incoming
from app.mailroom.wishes import shortened

ASIDE_FOR = timedelta(days=30)
ASIDE_KEPT = 256 * 1024
# While so many wait for staff, of each further one only its beginning is kept: anybody can send garbage.
ASIDE_WHOLE, ASIDE_SHORT = 200, 2 * 1024
DECIDED_FOR = timedelta(days=30)  # how long what was written stays after a decision
RECEIVED_FOR = timedelta(days=90)
EVENTS_FOR = timedelta(days=400)


def propose_stop(mail: Mail) -> bool:
    """Ask staff whether that mail is a stop. False: the same writer's is waiting already. Flushes."""
    mark = mark_of(mail.sender)
    same = select(StopProposal.id).where(StopProposal.address_mark == mark, StopProposal.decided_at.is_(None))
    if session().execute(same.limit(1)).first() is not None:
        return False
    words = shortened(mail.subject, mail.words)
    sealed = {"sealed_address": _seal(PROPOSAL, mail.sender), "sealed_words": _seal(PROPOSAL, words)}
    session().add(StopProposal(address_mark=mark, at=clock.now(), **sealed))
    session().flush()
    return True


def keep_draft(mail: Mail, kind: str) -> None:
    """Keep a mail under a subject line of the policy. Its clock runs from now, when it arrived. Flushes."""
    words = f"{mail.subject}\n\n{mail.words}"
    sealed = {"sealed_address": _seal(DRAFT, mail.sender), "sealed_words": _seal(DRAFT, words)}
    session().add(RequestDraft(kind=kind, address_mark=mark_of(mail.sender), received_at=clock.now(), **sealed))
    session().flush()


def keep_aside(incoming: Incoming, to: str, reason: str) -> None:
    """Keep the beginning of a mail nobody could read, once. Flushes."""
    ring = settings.current().field_keys
    waiting = session().scalar(select(func.count()).where(MailAside.settled_at.is_(None))) or 0
    most = ASIDE_KEPT if waiting < ASIDE_WHOLE else ASIDE_SHORT
    values = {
        "digest": incoming.digest,
        "reason": reason,
        "size": min(incoming.size, 2**31 - 1),
        "sealed": seal_bytes(ring, ASIDE, incoming.kept[:most]),
        "sealed_to": _seal(ASIDE, to[:320]),
        "at": clock.now(),
    }
    session().execute(insert(table(MailAside)).values(values).on_conflict_do_nothing(index_elements=["digest"]))


def kept_mail(row: MailAside) -> tuple[Incoming, str]:
    """A mail set aside, as far as it was kept, and whom it was to."""
    ring = settings.current().field_keys
    return Incoming(open_bytes(ring, ASIDE, row.sealed), row.size, row.digest), open_text(ring, ASIDE, row.sealed_to)


def _seal(purpose: str, text: str) -> bytes:
    return seal_text(settings.current().field_keys, purpose, text.encode("utf-8", "replace").decode())


@dataclass(frozen=True)
class Draft:
    """A mail under a subject line of the policy: `kind` is california or privacy; `address` may be empty.

    `words`: subject, an empty line, text.
    """

    id: int
    kind: str
    received_at: datetime
    address: str
    words: str


def drafts(most: int = 50) -> list[Draft]:
    """The drafts that nobody has taken up, oldest first."""
    waiting = select(RequestDraft).where(RequestDraft.picked_up_at.is_(None)).order_by(RequestDraft.received_at)
    return [
        Draft(row.id, row.kind, row.received_at, words_of(DRAFT, row.sealed_address), words_of(DRAFT, row.sealed_words))
        for row in session().scalars(waiting.limit(most))
    ]


def pick_up(draft_id: int, member_id: int | None = None) -> bool:
    """Somebody takes a draft up, once: True for whoever came first. Flushes."""
    mine = update(RequestDraft).where(RequestDraft.id == draft_id, RequestDraft.picked_up_at.is_(None))
    return rows_touched(session().execute(mine.values(picked_up_at=clock.now(), picked_up_by=member_id))) == 1


def put_down(draft_id: int) -> bool:
    """It was not taken up after all. Flushes."""
    mine = update(RequestDraft).where(RequestDraft.id == draft_id, RequestDraft.picked_up_at.is_not(None))
    return rows_touched(session().execute(mine.values(picked_up_at=None, picked_up_by=None))) == 1


def forget() -> dict[str, int]:
    """Delete what has served its time. Returns rows by table. Flushes."""
    now = clock.now()
    old = {
        "mail_aside": delete(MailAside).where(
            or_(MailAside.at < now - ASIDE_FOR, MailAside.settled_at < now - DECIDED_FOR)
        ),
        "mail_event": delete(AppliedEvent).where(AppliedEvent.received_at < now - EVENTS_FOR),
        "mail_received": delete(ReceivedMail).where(ReceivedMail.at < now - RECEIVED_FOR),
        "request_draft": delete(RequestDraft).where(RequestDraft.picked_up_at < now - DECIDED_FOR),
        "stop_proposal": delete(StopProposal).where(StopProposal.decided_at < now - DECIDED_FOR),
    }
    return {name: rows_touched(session().execute(statement)) for name, statement in old.items()}
