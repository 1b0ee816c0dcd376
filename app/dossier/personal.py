"""Export, erasure and moving of what the dossier itself keeps."""

from __future__ import annotations

from sqlalchemy import delete, or_, select

from app.core.database import rows_touched, session
from app.core.personal_data import Holder, Moved, Rows
from app.dossier.copies import forget_of
from app.dossier.models import CopyRequest, PersonMerge


def export_copies(holder: Holder) -> Rows:
    """The copies she asked for within the last days."""
    mine = select(CopyRequest).where(CopyRequest.person_id == holder.person_id).order_by(CopyRequest.id)
    for row in session().scalars(mine):
        yield {"asked": row.asked_at, "made": row.built_at, "downloaded": row.taken_at, "deleted": row.ends_at}


def erase_copies(holder: Holder) -> int:
    """The rows and the files."""
    return forget_of(holder.person_id) if holder.person_id else 0


def end_copies(gone: Holder, kept: Holder) -> Moved:
    """A copy of one of two records is no copy of her data any more: she asks anew."""
    forget_of(*(one.person_id for one in (gone, kept) if one.person_id))
    return []


def end_copies_again(gone: Holder, kept: Holder, _moved: Moved) -> None:
    """The same when they are parted: it held what came from both."""
    end_copies(gone, kept)


def export_nothing(_holder: Holder) -> Rows:
    """Shown with the copies it belongs to."""
    return ()


def export_merges(holder: Holder) -> Rows:
    """That two records were taken for one person, what was decided, and whether it was taken back."""
    is_hers = PersonMerge.kept_person_id == holder.person_id  # of two, the kept one tells it
    for row in session().scalars(select(PersonMerge).where(is_hers).order_by(PersonMerge.id)):
        yield {
            "why": row.why,
            "proposed": row.proposed_at,
            "decided": row.decided_at,
            "decision": row.decision or "",
            "taken back": row.undone_at,
        }


def erase_merges(holder: Holder) -> int:
    """The rows go with either record."""
    either = or_(PersonMerge.kept_person_id == holder.person_id, PersonMerge.gone_person_id == holder.person_id)
    return rows_touched(session().execute(delete(PersonMerge).where(either)))


def erase_with_copy(_holder: Holder) -> int:
    """A file goes with the request it belongs to."""
    return 0
