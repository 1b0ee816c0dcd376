"""What people tell us about a piece in their hands: two copies, not for me, moved, deceased."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import func, or_, select, update

from app import audit, people
from app.consent import MARKETING, OFF, Change
from app.core import clock, settings
from app.core.database import insert, rows_touched, session, table
from app.core.fields import open_text, seal_text
from app.core.personal_data import Holder, Rows
from app.core.refusals import NotFound
from app.paper.models import PaperReport
from app.people import Person

TWO_COPIES, NOT_FOR_ME, MOVED, DECEASED = "two_copies", "not_for_me", "moved", "deceased"
KINDS: dict[str, LazyString] = {
    TWO_COPIES: _l("I get two copies"),
    NOT_FOR_ME: _l("Nobody of that name lives here"),
    MOVED: _l("The person moved away"),
    DECEASED: _l("The person died"),
}
# These stop the paper at once; the others are for staff to mend.
STOPS = (NOT_FOR_ME, MOVED, DECEASED)
FOR_STAFF = (TWO_COPIES, DECEASED)
# What became of a report, as staff say it.
OUTCOMES: dict[str, LazyString] = {
    "merged": _l("Made one record of two"),
    "stopped": _l("Stopped email too"),
    "mended": _l("Mended the address"),
    "nothing": _l("Nothing to do"),
    "not_found": _l("Found nobody"),
}
TAKEN_BACK, ERASED = "taken_back", "erased"
SEALED_FOR = "paper-report"
STOP_ALL = (Change(MARKETING, "post", OFF),)


@dataclass(frozen=True)
class Line:
    """A report as staff read it. `typed`: what stood on the label, label → text; empty once settled."""

    row: PaperReport
    typed: Mapping[str, str]

    @property
    def words(self) -> LazyString:
        return KINDS[self.row.kind]


def keep(kind: str, typed: Mapping[str, str], subject_id: str, act_id: str) -> int:
    """Keep what was typed, sealed, until staff settled it; a press sent twice is kept once. Returns its number. Flushes."""
    text = json.dumps({name: value for name, value in typed.items() if value}, ensure_ascii=False)
    sealed = seal_text(settings.current().field_keys, SEALED_FOR, text)
    values = {"kind": kind, "act_id": act_id, "sealed": sealed, "subject_id": subject_id, "at": clock.now()}
    session().execute(insert(table(PaperReport)).values(values).on_conflict_do_nothing())
    return session().scalars(select(PaperReport.id).where(PaperReport.act_id == act_id)).one()


def withdraw(number: int) -> None:
    """Whoever reported it took it back. Settled already: it stays as it is. Flushes."""
    row = session().get(PaperReport, number, with_for_update=True)
    if row is not None and row.settled_at is None:
        _settle(row, TAKEN_BACK, None)


def settle(number: int, outcome: str, actor: str, member_id: int) -> bool:
    """Say what was done, and erase what was typed. False when it was settled before. Raises NotFound. Flushes."""
    row = session().get(PaperReport, number, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(_("There is no such report."))
    if row.settled_at is not None:
        return False
    _settle(row, outcome, member_id)
    values = {"outcome": (None, outcome)}
    audit.note(actor, "paper-reports.settle", about=f"paper-report:{row.id}", values=values)
    return True


def _settle(row: PaperReport, outcome: str, member_id: int | None) -> None:
    row.settled_at, row.settled_by, row.outcome, row.sealed = clock.now(), member_id, outcome, None
    session().flush()


def report_numbered(number: int) -> PaperReport | None:
    """The report of that number, or None."""
    return session().get(PaperReport, number)


def reports(most: int, before: int | None = None, *, is_open: bool | None = None) -> list[Line]:
    """Reports, newest first, in one query; `is_open`: only those that wait, or only settled ones."""
    statement = select(PaperReport).order_by(PaperReport.id.desc()).limit(most)
    if before is not None:
        statement = statement.where(PaperReport.id < before)
    if is_open is not None:
        waits = PaperReport.settled_at.is_(None)
        statement = statement.where(waits if is_open else ~waits)
    return [Line(row, _opened(row)) for row in session().scalars(statement)]


def every_report(batch: int = 500) -> Iterator[list[Line]]:
    """All of them in batches, each a read of its own."""
    before: int | None = None
    while lines := reports(batch, before):
        yield lines
        before = lines[-1].row.id


def waiting() -> tuple[int, datetime | None]:
    """How many reports wait, and since when the oldest does."""
    found = select(func.count(), func.min(PaperReport.at)).where(PaperReport.settled_at.is_(None))
    count, oldest = session().execute(found).one()
    return count, oldest


def _opened(row: PaperReport) -> Mapping[str, str]:
    if row.sealed is None:
        return {}
    found: dict[str, str] = json.loads(open_text(settings.current().field_keys, SEALED_FOR, row.sealed))
    return found


def export_reports(holder: Holder) -> Rows:
    """Reports about her name at her address. What was typed may be about somebody else too, so only that it was."""
    for row in session().scalars(select(PaperReport).where(PaperReport.subject_id == holder.subject_id)):
        yield {
            "what": str(KINDS[row.kind]),
            "at": row.at,
            "settled": row.settled_at or "",
            "outcome": row.outcome or "",
        }


def erase_reports(holder: Holder) -> int:
    """What was typed goes, and nothing leads from the row to her; that something was settled stays."""
    mine = or_(PaperReport.subject_id == holder.subject_id, PaperReport.id.in_(_naming(holder)))
    closed = {"settled_at": clock.now(), "outcome": ERASED}
    session().execute(update(PaperReport).where(mine, PaperReport.settled_at.is_(None)).values(closed))
    return rows_touched(session().execute(update(PaperReport).where(mine).values(sealed=None, subject_id=None)))


def _naming(holder: Holder) -> list[int]:
    """Waiting reports that name her and were typed before we knew her: they stand under the subject of a bare address.

    By last name and ZIP, or customer number: one too many is closed rather than one left.
    """
    person = people.person_by_id(holder.person_id) if holder.person_id else None
    if person is None:
        return []
    codes = {one.postal_code[:5] for one in person.postal_addresses if one.postal_code}
    waiting = session().scalars(select(PaperReport).where(PaperReport.sealed.is_not(None)))
    return [row.id for row in waiting if _names(" ".join(_opened(row).values()).casefold(), person, codes)]


def _names(typed: str, person: Person, codes: Collection[str]) -> bool:
    by_label = bool(person.customer_number) and str(person.customer_number).casefold() in typed
    by_name = bool(person.last_name) and person.last_name.casefold() in typed and any(one in typed for one in codes)
    return by_label or by_name
