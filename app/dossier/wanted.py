"""Two people and one e-mail address that was proven: proposed to staff by the system, to wait with the other proposals."""

from __future__ import annotations

from sqlalchemy import select

from app import identity
from app.core.database import session
from app.dossier.merging import CannotMerge, Why, propose
from app.dossier.models import PersonMerge
from app.identity import MergeWanted

ACTOR = "system"


def propose_wanted() -> int:
    """Propose each pair that was not proposed since it was asked for; who proved the address goes on. Returns how many.

    Flushes. A pair that staff kept apart is proposed again only when somebody proves the address again.
    """
    wanted = identity.merges_wanted()
    known = _proposed({one.person_id for one in wanted} | {one.other_person_id for one in wanted})
    return sum(_propose(one) for one in wanted if not _is_known(one, known))


def _propose(one: MergeWanted) -> bool:
    try:
        propose(one.person_id, one.other_person_id, Why.EMAIL_CHANGE, ACTOR)
    except CannotMerge:  # proposed by somebody a moment ago, by an earlier wish of theirs, or merged meanwhile
        return False
    return True


def _proposed(numbers: set[int]) -> list[PersonMerge]:
    both = (PersonMerge.kept_person_id.in_(numbers), PersonMerge.gone_person_id.in_(numbers))
    return list(session().scalars(select(PersonMerge).where(*both)))


def _is_known(one: MergeWanted, known: list[PersonMerge]) -> bool:
    pair = {one.person_id, one.other_person_id}
    mine = (row for row in known if {row.kept_person_id, row.gone_person_id} == pair)
    return any(row.decided_at is None or row.proposed_at >= one.at or row.decided_at >= one.at for row in mine)
