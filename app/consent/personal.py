"""Export and erasure of what the ledger holds about a person."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, select

from app.consent.acts import OFF, Act, Change
from app.consent.choices import choose
from app.consent.models import CampaignSend, ConsentEntry, Evidence, Preference, StopOwner
from app.consent.queries import addresses_of
from app.consent.shared import PROHIBITED
from app.core.database import rows_touched, session
from app.core.personal_data import Holder, Rows
from app.people import person_by_subject
from app.suppression import Scope, acts_behind, join_marks, marks_of_address, marks_of_subject, suppress_all


def export_entries(holder: Holder) -> Rows:
    """Every ledger line, oldest first."""
    mine = select(ConsentEntry).where(ConsentEntry.subject_id == holder.subject_id).order_by(ConsentEntry.seq)
    for entry in session().scalars(mine):
        yield {**entry.canonical(), "hash": entry.digest.hex()}


def export_preferences(holder: Holder) -> Rows:
    """Where each choice stands."""
    for row in session().scalars(select(Preference).where(Preference.subject_id == holder.subject_id)):
        yield {"about": row.purpose, "channel": row.channel, "state": row.state}


def export_evidence(holder: Holder) -> Rows:
    """What came with each act."""
    for row in session().scalars(select(Evidence).where(Evidence.subject_id == holder.subject_id)):
        yield {"act": row.act_id, "at": row.at, "evidence": row.body}


def export_sends(holder: Holder) -> Rows:
    """The mailings that were signed for the person."""
    for row in session().scalars(select(CampaignSend).where(CampaignSend.subject_id == holder.subject_id)):
        yield {"campaign": row.campaign_id, "signed": row.signed_at}


def erase_evidence(holder: Holder) -> int:
    """The evidence goes; the entry keeps its keyed digest."""
    return rows_touched(session().execute(delete(Evidence).where(Evidence.subject_id == holder.subject_id)))


def keep_stops(holder: Holder) -> int:
    """Before the marks are unlinked: every stop that only the ledger holds becomes a suppression of the destination."""
    strangers = _strangers(holder)
    for subject_id in strangers:
        _keep_stops(subject_id)
        erase_evidence(Holder(None, subject_id))
    join_marks(strangers, holder.subject_id)
    _keep_stops(holder.subject_id)
    _keep_orders(holder.subject_id)
    return 0


def _strangers(holder: Holder) -> list[str]:
    """Subjects her addresses also stand under: a link older than her import made a mark with a number of its own."""
    marks = [mark for address in addresses_of(holder.subject_id) for mark in marks_of_address(address)]
    others = {mark.subject_id for mark in marks} - {holder.subject_id}
    return sorted(subject_id for subject_id in others if person_by_subject(subject_id) is None)


def _keep_stops(subject_id: str) -> None:
    states = session().scalars(select(Preference).where(Preference.subject_id == subject_id)).all()
    offs = [Change(row.purpose, row.channel, OFF) for row in states if row.state == OFF]
    choose(subject_id, offs, Act(method="erasure", source="erasure", actor="system"))


def _keep_orders(subject_id: str) -> None:
    """A postal order stands on the address it named; the addresses she moved to since get it too."""
    marks = marks_of_subject(subject_id, "post")
    ordered = acts_behind((mark.id for mark in marks), datetime(1970, 1, 1, tzinfo=UTC))
    acts = {by.act_id for (_mark, scope, _slug), by in ordered.items() if scope == Scope.ALL_CONTACT}
    if acts:
        suppress_all(marks, Scope.ALL_CONTACT, PROHIBITED, min(acts))


def export_owned(holder: Holder) -> Rows:
    """The stops she asked for together with others."""
    for row in session().scalars(select(StopOwner).where(StopOwner.by_subject == holder.subject_id)):
        yield {"about": row.purpose, "for": row.scope, "since": row.at, "ended": row.lifted_at}


def export_nothing(_holder: Holder) -> Rows:
    """Machinery without a fact of its own."""
    return ()
