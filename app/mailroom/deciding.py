"""What staff say about a mail that looked like a stop: it is one, it is none, and the way back from either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from app import audit, consent, links, suppression
from app.consent import Act
from app.core import clock
from app.core.database import session
from app.core.fingerprints import mask
from app.core.refusals import NotFound, Refusal
from app.core.typed import typed
from app.mailroom.models import StopProposal
from app.mailroom.personal import PROPOSAL, words_of
from app.staff import SignedIn

SOURCE = "mail"
STOPPED, NO_STOP = "stopped", "no_stop"
PAGE = 50
# The law allows ten business days (15 USC 7704(a)(4)(A)); a stop that somebody wrote should not wait a day.
LATE_AFTER = timedelta(hours=24)


class NotTakenBack(Refusal):
    """It cannot be taken back (any more), with the reason."""

    status = 409


@dataclass(frozen=True)
class Line:
    """A proposal as the list shows it: the writer masked, and what she wrote, shortened."""

    row: StopProposal
    who: str
    words: str

    @property
    def undo_until(self) -> datetime | None:
        """Until when the decision can be taken back; None: not any more, or there is none."""
        until = self.row.decided_at + links.UNDO if self.row.decided_at else None
        return until if until and clock.now() < until else None


def proposals(most: int, after: int | None = None, *, decided: bool = False) -> list[Line]:
    """Those that wait, oldest first; or those decided, newest first. One query. `after`: go on behind that number."""
    number = StopProposal.id
    statement = select(StopProposal).where(
        StopProposal.decided_at.is_not(None) if decided else StopProposal.decided_at.is_(None)
    )
    if after is not None:
        statement = statement.where(number < after if decided else number > after)
    return [
        _line(row) for row in session().scalars(statement.order_by(number.desc() if decided else number).limit(most))
    ]


def waiting() -> tuple[int, datetime | None]:
    """How many wait, and since when the oldest does. One query."""
    columns = select(func.count(), func.min(StopProposal.at)).where(StopProposal.decided_at.is_(None))
    count, oldest = session().execute(columns).one()
    return count, oldest


def proposal_numbered(number: int, *, lock: bool = False) -> Line:
    """One proposal; locked until the transaction ends, if asked. Raises NotFound."""
    statement = select(StopProposal).where(StopProposal.id == number).execution_options(populate_existing=True)
    row = session().scalars(statement.with_for_update() if lock else statement).first()
    if row is None:
        raise NotFound(_("There is no such mail, or it was forgotten."))
    return _line(row)


def _line(row: StopProposal) -> Line:
    words = typed(words_of(PROPOSAL, row.sealed_words), 320)
    return Line(row, mask(words_of(PROPOSAL, row.sealed_address)), words)


def say_stop(number: int, member: SignedIn) -> None:
    """It is a stop: all marketing email to its writer stops now. Said again, nothing changes. Flushes. Raises NotFound."""
    row = proposal_numbered(number, lock=True).row
    if row.decided_at is not None:
        return
    address = words_of(PROPOSAL, row.sealed_address)
    act = Act("mail", SOURCE, member.actor, wording=_("Stop"), claimed_at=row.at)
    mark = suppression.mark_for(address)
    row.act_id = consent.stop_destination(mark, None, act, address).act_id
    _decide(row, STOPPED, member)
    audit.note(member.actor, "mail.decide", f"subject:{mark.subject_id}", {"outcome": (None, STOPPED)})


def say_no_stop(number: int, member: SignedIn) -> None:
    """It is none: nothing changes but the list. Flushes. Raises NotFound."""
    row = proposal_numbered(number, lock=True).row
    if row.decided_at is None:
        _decide(row, NO_STOP, member)
        audit.note(member.actor, "mail.decide", f"mail:{row.id}", {"outcome": (None, NO_STOP)})


def _decide(row: StopProposal, outcome: str, member: SignedIn) -> None:
    row.outcome, row.decided_at, row.decided_by = outcome, clock.now(), member.member_id
    session().flush()


def take_back(number: int, member: SignedIn) -> None:
    """Take a decision back within half an hour: the mail waits again. Flushes. Raises NotFound, NotTakenBack."""
    line = proposal_numbered(number, lock=True)
    row = line.row
    if row.decided_at is None:
        return
    if line.undo_until is None:
        raise NotTakenBack(_("This can’t be taken back any more. The person can choose again herself."))
    if row.act_id is not None and not _undone(row.act_id, member):
        raise NotTakenBack(_("They said it again since, so it stays stopped."))
    audit.note(member.actor, "mail.undo", f"mail:{row.id}", {"outcome": (row.outcome, None)})
    row.outcome = row.decided_at = row.decided_by = row.act_id = None
    session().flush()


def _undone(act_id: str, member: SignedIn) -> bool:
    """True as well where the stop had changed nothing: it stood before."""
    of_act = select(consent.ConsentEntry.seq).where(consent.ConsentEntry.act_id == act_id).limit(1)
    changed = session().execute(of_act).first() is not None
    written = consent.undo(act_id, Act("undo", SOURCE, member.actor, "Undo"))
    return bool(written.changes) or not changed
