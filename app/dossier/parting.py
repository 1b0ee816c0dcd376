"""Taking a merge back: within 30 days what moved goes back, and so does the merge's act, unless somebody stopped again."""

from __future__ import annotations

import json
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app import audit, consent, links, people, suppression
from app.core import clock
from app.core.database import session
from app.core.personal_data import Holder
from app.dossier.merging import MERGE, CannotMerge, holder_of, in_order, merge_numbered
from app.dossier.models import PersonMerge
from app.people import Person


def may_part(row: PersonMerge) -> bool:
    """Whether that merge can still be taken back."""
    return row.decision == MERGE and row.undone_at is None and parts_until(row) > clock.now()


def parts_until(row: PersonMerge) -> datetime:
    """Until when a decided merge can be taken back."""
    assert row.decided_at is not None, "only a decided merge is asked about"
    return row.decided_at + links.MERGE_UNDO


def part(number: int, actor: str) -> bool:
    """Take a merge back. False: the choices of the kept record stay as strict, because a stop was said again since.

    What came after the merge stays with the kept record. Raises CannotMerge. Flushes.
    """
    row = merge_numbered(number)
    if not may_part(row):
        raise CannotMerge(_("This merge cannot be taken back any more."))
    gone, kept = _shell_and_kept(row)
    assert row.act_id is not None, "a merge has its act"
    undoing = consent.Act(method="undo", source="desk", actor=actor, wording=_("Two records were parted again."))
    written = consent.part_histories(row.act_id, kept.subject_id, undoing)
    _move_back(row, gone, kept)
    row.undone_by, row.undone_at = actor, clock.now()
    people.settle_undo(people.changes_of_act(row.act_id, kept.person_id or 0))
    about = f"subject:{kept.subject_id}"
    audit.note(actor, "people.part", about=about, values={"merged": (gone.subject_id[: people.REFERENCE], None)})
    session().flush()
    return written is not None


def _shell_and_kept(row: PersonMerge) -> tuple[Holder, Holder]:
    """Both records, locked. Raises CannotMerge where a later merge stands on this one."""
    wanted = select(Person).where(Person.id.in_((row.kept_person_id, row.gone_person_id))).order_by(Person.id)
    rows = session().scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()
    found = {person.id: person for person in rows}
    kept, gone = found.get(row.kept_person_id), found.get(row.gone_person_id)
    if kept is None or gone is None or kept.merged_into_id is not None or gone.merged_into_id != kept.id:
        raise CannotMerge(_("The kept record was merged again since. Take that back first."))
    return holder_of(gone), holder_of(kept)


def _move_back(row: PersonMerge, gone: Holder, kept: Holder) -> None:
    moved = json.loads(row.moved)
    for declaration in reversed(in_order()):
        if declaration.move is not None and declaration.table in moved:
            declaration.move.back(gone, kept, moved[declaration.table])
    person = people.person_by_id(gone.person_id or 0)
    for one in person.destinations if person else ():
        # Marks of her addresses that were made meanwhile, under a newer key.
        marks = [mark.id for mark in suppression.marks_of_address(one.address)]
        suppression.part_marks(marks, kept.subject_id, gone.subject_id)
