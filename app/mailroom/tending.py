"""Mail set aside and drafts of requests, as the desk lists them; trying a mail again, dropping it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import defer

from app import audit
from app.core import clock
from app.core.database import session
from app.core.fingerprints import mask
from app.core.refusals import NotFound
from app.mailroom.keeping import kept_mail, pick_up, put_down
from app.mailroom.models import MailAside, RequestDraft
from app.mailroom.parsing import parse
from app.mailroom.personal import DRAFT, words_of
from app.mailroom.reading import Unreadable
from app.mailroom.receiving import What, note, sort
from app.staff import SignedIn

PAGE = 50
DROPPED = "dropped"


@dataclass(frozen=True)
class DraftLine:
    """A draft as the list shows it: the writer masked, and how many days its clock has run."""

    row: RequestDraft
    who: str

    @property
    def days(self) -> int:
        return (clock.now() - self.row.received_at).days


def draft_lines(most: int, after: int | None = None) -> list[DraftLine]:
    """Drafts that nobody took up, oldest first. One query."""
    statement = select(RequestDraft).where(RequestDraft.picked_up_at.is_(None)).order_by(RequestDraft.id).limit(most)
    rows = session().scalars(statement if after is None else statement.where(RequestDraft.id > after))
    return [_draft_line(row) for row in rows]


def draft_numbered(number: int) -> DraftLine:
    """One draft. Raises NotFound."""
    found = session().get(RequestDraft, number, populate_existing=True)
    if found is None:
        raise NotFound(_("There is no such mail, or it was forgotten."))
    return _draft_line(found)


def _draft_line(row: RequestDraft) -> DraftLine:
    address = words_of(DRAFT, row.sealed_address)
    return DraftLine(row, mask(address) if address else _("no address"))


def drafts_waiting() -> tuple[int, datetime | None]:
    """How many drafts wait, and since when the oldest does. One query."""
    columns = select(func.count(), func.min(RequestDraft.received_at)).where(RequestDraft.picked_up_at.is_(None))
    count, oldest = session().execute(columns).one()
    return count, oldest


def take_up(number: int, member: SignedIn) -> None:
    """A member answers this one. Flushes. Raises NotFound."""
    if pick_up(draft_numbered(number).row.id, member.member_id):
        audit.note(member.actor, "request.take_up", f"draft:{number}")


def leave(number: int, member: SignedIn) -> None:
    """She does not after all. Flushes. Raises NotFound."""
    if put_down(draft_numbered(number).row.id):
        audit.note(member.actor, "request.leave", f"draft:{number}")


def aside(most: int, after: int | None = None) -> list[MailAside]:
    """Mail set aside that nobody settled, oldest first. One query; what is sealed stays in the database."""
    statement = select(MailAside).where(MailAside.settled_at.is_(None)).order_by(MailAside.id).limit(most)
    statement = statement.options(defer(MailAside.sealed), defer(MailAside.sealed_to))
    return list(session().scalars(statement if after is None else statement.where(MailAside.id > after)))


def aside_waiting() -> int:
    """How many wait."""
    return session().scalar(select(func.count()).where(MailAside.settled_at.is_(None))) or 0


def aside_numbered(number: int) -> MailAside:
    """One mail set aside, locked until the transaction ends. Raises NotFound."""
    statement = select(MailAside).where(MailAside.id == number).execution_options(populate_existing=True)
    row = session().scalars(statement.with_for_update()).first()
    if row is None:
        raise NotFound(_("There is no such mail, or it was forgotten."))
    return row


def drop(number: int, member: SignedIn) -> None:
    """Nothing is to be made of it; what was kept is erased. Pressed again, nothing changes. Flushes. Raises NotFound."""
    row = aside_numbered(number)
    if row.settled_at is None:
        _settle(row, DROPPED, member)


def try_again(number: int, member: SignedIn) -> bool:
    """Read it once more, as after a repair. False: it still can't be read. Flushes. Raises NotFound."""
    row = aside_numbered(number)
    if row.settled_at is not None:
        return True
    incoming, to = kept_mail(row)
    try:
        what = sort(parse(incoming, to), row.digest)
    except Unreadable as why:
        row.reason = why.reason
        session().flush()
        return False
    note(row.digest, what)
    _settle(row, what.value, member)
    return what is not What.ASIDE


def _settle(row: MailAside, outcome: str, member: SignedIn) -> None:
    row.outcome, row.settled_at, row.settled_by = outcome, clock.now(), member.member_id
    row.sealed = row.sealed_to = b""
    audit.note(member.actor, "mail.aside", f"mail:{row.id}", {"outcome": (None, outcome)})
    session().flush()
