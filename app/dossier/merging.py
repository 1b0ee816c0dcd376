"""Two records, one person: proposing, deciding, and what a merge does. All of it in the caller's transaction."""

from __future__ import annotations

import json
from enum import StrEnum, unique

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import or_, select, update

from app import audit, consent, people
from app.core import clock
from app.core.database import random_id, rows_touched, session
from app.core.feature import declared
from app.core.personal_data import Holder, Moved, PersonalData
from app.core.refusals import BadQuestion, NotFound, Refusal
from app.dossier.models import PersonMerge
from app.people import By, Person

MERGE, APART = "merge", "apart"
METHOD = "merge"
_BIGGEST = 2**31 - 1


@unique
class Why(StrEnum):
    """Why two records may be one person. Alphabetical."""

    CUSTOMER_NUMBER = "customer_number"
    EMAIL_CHANGE = "email_change"
    NAME_AND_ADDRESS = "name_and_address"
    PHONE = "phone"
    TOLD = "told"


WHY_WORDS: dict[Why, LazyString] = {
    Why.CUSTOMER_NUMBER: _l("Same customer number"),
    Why.EMAIL_CHANGE: _l("Moved to the email address of the other"),
    Why.NAME_AND_ADDRESS: _l("Same name at the same address"),
    Why.PHONE: _l("Same phone number"),
    Why.TOLD: _l("They told us"),
}


class CannotMerge(BadQuestion):
    """These two cannot be proposed, merged or parted, with the reason in a sentence."""

    status = 409


class OwnProposal(Refusal):
    """Whoever proposes a merge does not decide it."""

    status = 403


def propose(kept_id: int, gone_id: int, why: Why, actor: str) -> PersonMerge:
    """Say that two records may be one person; `kept_id` is the one to go on. `actor`: staff:<number> or system.

    Raises CannotMerge: one of them is not there, both are one already, or it was proposed and waits. Flushes.
    """
    kept, gone = _two(kept_id, gone_id)
    if _waiting(kept_id, gone_id) is not None:
        raise CannotMerge(_("This was proposed already, and waits for a decision."))
    row = PersonMerge(
        kept_person_id=kept_id, gone_person_id=gone_id, why=why.value, proposed_by=actor, proposed_at=clock.now()
    )
    session().add(row)
    session().flush()
    _note(actor, "people.propose_merge", kept, gone)
    return row


def merge_numbered(number: int) -> PersonMerge:
    """One proposal as it stands now. Raises NotFound."""
    row = session().get(PersonMerge, number, populate_existing=True) if number <= _BIGGEST else None
    if row is None:
        raise NotFound(_("That proposal is not here. One of the two records may have been erased."))
    return row


def decide(number: int, decision: str, actor: str) -> PersonMerge:
    """`merge` or `apart`, once, by somebody else than who proposed it. Raises OwnProposal or CannotMerge. Flushes."""
    row = merge_numbered(number)
    if row.proposed_by == actor:
        raise OwnProposal(_("You proposed this. Another privacy officer decides it."))
    if decision not in (MERGE, APART):
        raise BadQuestion(_("Say whether they are one person or two."))
    open_still = (PersonMerge.id == number, PersonMerge.decided_at.is_(None))
    said = {"decision": decision, "decided_by": actor, "decided_at": clock.now()}
    if not rows_touched(session().execute(update(PersonMerge).where(*open_still).values(said))):
        raise CannotMerge(_("Somebody decided this a moment ago."))
    session().refresh(row)
    kept, gone = _two(row.kept_person_id, row.gone_person_id, must_live=decision == MERGE)
    if decision == MERGE:
        _merge(row, kept, gone, actor)
    _note(actor, "people.merge" if decision == MERGE else "people.keep_apart", kept, gone)
    session().flush()
    return row


def _merge(row: PersonMerge, kept: Person, gone: Person, actor: str) -> None:
    """Everything moves by the registry; then the kept subject gets one act with the stricter of both."""
    one, other, row.act_id = holder_of(gone), holder_of(kept), random_id()
    moved: dict[str, Moved] = {}
    for declaration in in_order():
        if declaration.move is not None:
            moved[declaration.table] = declaration.move.there(one, other)
    row.moved = json.dumps(moved)
    wording = _("Two records became one. Of each choice, the stricter one of both holds.")
    act = consent.Act(method=METHOD, source="desk", actor=actor, wording=wording, act_id=row.act_id)
    consent.join_histories(one.subject_id, other.subject_id, act)
    by = By(METHOD, actor, row.act_id)
    people.note_change(kept.id, "merged", None, {"record": gone.id, "customer_number": gone.customer_number}, by)


def in_order() -> list[PersonalData]:
    """The registry in the order its rows move: in the order of erasing, so that what leads to others comes last."""
    return sorted(declared().personal_data, key=lambda data: (data.order, data.table))


def holder_of(person: Person) -> Holder:
    """A person as a holder of data."""
    return Holder(person.id, person.subject_id)


def _two(kept_id: int, gone_id: int, *, must_live: bool = True) -> tuple[Person, Person]:
    """Both records, locked in one order for everybody. Raises CannotMerge where they are not two living ones."""
    if kept_id == gone_id:
        raise CannotMerge(_("That is one record. Name two."))
    wanted = select(Person).where(Person.id.in_((kept_id, gone_id))).order_by(Person.id).with_for_update()
    rows = session().scalars(wanted.execution_options(populate_existing=True)).all()
    found = {person.id: person for person in rows if person.merged_into_id is None or not must_live}
    if len(found) < 2:
        raise CannotMerge(_("One of the two is not here any more: erased, or merged already."))
    return found[kept_id], found[gone_id]


def _waiting(one: int, other: int) -> PersonMerge | None:
    pairs = or_(
        (PersonMerge.kept_person_id == one) & (PersonMerge.gone_person_id == other),
        (PersonMerge.kept_person_id == other) & (PersonMerge.gone_person_id == one),
    )
    return session().scalars(select(PersonMerge).where(pairs, PersonMerge.decided_at.is_(None))).first()


def _note(actor: str, act: str, kept: Person, gone: Person) -> None:
    """The trail names references, nobody's name or address."""
    about = f"subject:{kept.subject_id}"
    audit.note(actor, act, about=about, values={"merged": (None, gone.subject_id[: people.REFERENCE])})
