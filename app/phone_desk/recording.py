"""Recording a stop for somebody else, reading it back, taking it back. The stop itself goes the way of the person's own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from app import audit, consent, links
from app.consent import Act, ConsentEntry
from app.core import claims, clock, settings
from app.core.database import insert, rows_touched, session, table
from app.core.refusals import NotFound, Refusal
from app.phone_desk.models import RecordedStop
from app.phone_desk.orders import enter_order
from app.phone_desk.references import new_reference
from app.phone_desk.what import ORDER, WAYS, WHATS
from app.phone_desk.who import LABEL, Who
from app.staff import SignedIn

SOURCE = "phone desk"
_TRIES = 5
_rows = table(RecordedStop)


class NotUndone(Refusal):
    """It cannot be taken back (any more), with the reason."""

    status = 409


@dataclass(frozen=True)
class Told:
    """How and when a wish reached us; why it is entered late; the date of a prohibitory order."""

    received_on: date
    way: str
    late_reason: str = ""
    ordered_on: date | None = None


@dataclass(frozen=True)
class Entry:
    """One form of the desk: its random id, and which page it stands on."""

    form_id: str
    desk: str


def record_stop(who: Who, what: str, told: Told, entry: Entry, clerk: SignedIn) -> RecordedStop:
    """Stop it, and keep a reference. Flushes.

    A form sent twice about the same records once: the second press gets what the first did. The same drawing sent about
    somebody else, after Back in the browser, is another letter and is recorded too.
    """
    form_id = _once(who, what, entry)
    if not claims.claim(form_id, "desk-entry", keep=links.STAFF_SESSION + timedelta(days=1)):
        return session().scalars(select(RecordedStop).where(RecordedStop.form_id == form_id)).one()
    act = Act(WAYS[told.way].method, SOURCE, clerk.actor, WHATS[what].wording, claimed_at=_moment(told.received_on))
    written = enter_order(who, act) if what == ORDER else who.stop(WHATS[what].changes, act)
    row = _keep(who, what, told, Entry(form_id, entry.desk), clerk, written)
    changed = {"reference": row.reference, "what": what, "how": told.way, "received": told.received_on.isoformat()}
    audit.note(
        clerk.actor, "stop.record", f"subject:{who.subject_id}", {name: (None, of) for name, of in changed.items()}
    )
    return row


def stop_named(reference: str) -> RecordedStop:
    """The recorded stop of that reference. Raises NotFound."""
    plain = reference if reference.isascii() and reference.isprintable() else ""
    row = session().scalars(select(RecordedStop).where(RecordedStop.reference == plain)).first()
    if row is None:
        raise NotFound(_("No stop was recorded under that reference. Check its letters and digits."))
    return row


def undo_until(row: RecordedStop) -> datetime | None:
    """Until when it can be taken back; None: not any more, or there is nothing to take back."""
    until = row.at + links.UNDO
    return until if row.changes and row.what != ORDER and row.undone_at is None and clock.now() < until else None


def take_back(row: RecordedStop, clerk: SignedIn) -> None:
    """Undo it, once; any clerk may, and the row says who. Raises NotUndone. Flushes."""
    if undo_until(row) is None:
        raise NotUndone(_("This can’t be taken back any more. If it was a mistake, the person can choose again."))
    values = {"undone_at": clock.now(), "undone_by": clerk.member_id}
    mine = update(_rows).where(_rows.c.id == row.id, _rows.c.undone_at.is_(None)).values(values)
    if not rows_touched(session().execute(mine)):
        raise NotUndone(_("This was taken back already."))
    written = consent.undo(row.act_id, Act("undo", SOURCE, clerk.actor, "Undo"))
    if not written.changes:
        raise NotUndone(_("They said it again since, so it stays stopped."))
    audit.note(clerk.actor, "stop.undo", f"subject:{row.subject_id}", {"reference": (row.reference, None)})
    session().refresh(row)


def of_today(clerk: SignedIn, desk: str) -> list[RecordedStop]:
    """What this clerk recorded on that page today, in the shop's zone, newest first."""
    zone = settings.current().brand.zone
    since = datetime.combine(clock.today(zone), time(), zone)
    mine = (RecordedStop.staff_id == clerk.member_id, RecordedStop.at >= since, RecordedStop.desk == desk)
    return list(session().scalars(select(RecordedStop).where(*mine).order_by(RecordedStop.id.desc())))


def _once(who: Who, what: str, entry: Entry) -> str:
    return hashlib.sha256(f"{entry.form_id}/{who.subject_id}/{what}".encode()).hexdigest()[:40]


def _about(who: Who, written: consent.Written) -> str:
    """Whose history has it: a label's stop is about her it leads to, where that is one."""
    if who.kind != LABEL:
        return who.subject_id
    of_act = select(ConsentEntry.subject_id).where(ConsentEntry.act_id == written.act_id).limit(1)
    return session().scalar(of_act) or who.subject_id


def _moment(day: date) -> datetime:
    """Noon of that day where the shop is; not later than now."""
    return min(datetime.combine(day, time(12), settings.current().brand.zone).astimezone(UTC), clock.now())


def _keep(who: Who, what: str, told: Told, entry: Entry, clerk: SignedIn, written: consent.Written) -> RecordedStop:
    values = {
        "form_id": entry.form_id,
        "staff_id": clerk.member_id,
        "at": clock.now(),
        "received_on": told.received_on,
        "way": told.way,
        "late_reason": told.late_reason,
        "ordered_on": told.ordered_on,
        "what": what,
        "kind": who.kind,
        "desk": entry.desk,
        "label": who.label[:200],
        "subject_id": _about(who, written),
        "act_id": written.act_id,
        "changes": len(written.changes),
    }
    for _each in range(_TRIES):
        row = {**values, "reference": new_reference()}
        new = insert(_rows).values(row).on_conflict_do_nothing(index_elements=["reference"]).returning(_rows.c.id)
        if (number := session().execute(new).scalar()) is not None:
            return session().get_one(RecordedStop, number)
    raise RuntimeError("no reference was free in five tries")
