"""Taking back stops that a mail scanner pressed: as an undo does, and only where the person said nothing since.

Decision 11 says why this keeps the merge law. It never lifts what any other act made: a complaint, a typed address, a phone
call, a postal order.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, unique

from sqlalchemy import bindparam, select, text
from sqlalchemy.types import Integer, String

from app import links
from app.consent.acts import MARKETING, OFF, Act, Change, is_personal
from app.consent.again import BY_LINK, settle_restore
from app.consent.choices import lines_of, state_before
from app.consent.ledger import Written, current_states, lock_head, record
from app.consent.models import ConsentEntry
from app.consent.queries import addresses_of
from app.consent.scopes import scope_of
from app.core import clock
from app.core.database import UtcTime, session
from app.people import Person
from app.suppression import Scope, acts_behind, lift, marks_of_address, marks_of_subject

METHOD = "scanner_restore"
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_WIDE = (Scope.ALL_MARKETING, Scope.ALL_CONTACT)


@unique
class Restored(StrEnum):
    """What became of one stop. All but the first: it stays."""

    RESTORED = "restored"
    SPOKE_SINCE = "spoke_since"
    STOPPED_OTHERWISE = "stopped_otherwise"
    NO_ADDRESS = "no_address"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class LinkStop:
    """One stop by the link of a mailing: about whom, when, how, what came with it, and when the mailing was signed for her."""

    act_id: str
    subject_id: str
    campaign_id: int
    at: datetime
    method: str
    network: str
    program: str
    signed_at: datetime


LINK_STOPS = (
    text("""
    SELECT e.act_id, e.subject_id, e.campaign_id, e.at, e.method, v.body, c.signed_at
      FROM consent_entry e
      JOIN consent_evidence v ON v.act_id = e.act_id
      JOIN campaign_send c ON c.campaign_id = e.campaign_id AND c.subject_id = e.subject_id
     WHERE e.at >= :since AND e.channel = 'email' AND e.state = 'off' AND e.method IN ('one_click', 'link_page')
     ORDER BY e.at, e.act_id
""")
    .bindparams(bindparam("since", type_=UtcTime))
    .columns(
        act_id=String, subject_id=String, campaign_id=Integer, at=UtcTime, method=String, body=String, signed_at=UtcTime
    )
)


def link_stops(since: datetime) -> list[LinkStop]:
    """Every stop by the link of a signed mailing since then, oldest first. One for each act."""
    found = {}
    for act_id, subject_id, campaign_id, at, method, body, signed_at in session().execute(LINK_STOPS, {"since": since}):
        seen = json.loads(body)
        network, program = str(seen.get("network", "")), str(seen.get("program", ""))
        found[act_id] = LinkStop(act_id, subject_id, campaign_id, at, method, network, program, signed_at)
    return list(found.values())


def restore(act_id: str, act: Act, beside: Collection[str]) -> tuple[Restored, Written]:
    """Take back one stop by link, if the person said nothing since. `beside`: acts of the same scanner. Flushes.

    Each thing goes back to what stood before, and the stop on the destination is lifted where this act made it.
    """
    if act.method != METHOD:
        raise ValueError("a restore is recorded as one")
    by_link = (ConsentEntry.method.in_(BY_LINK), ConsentEntry.at >= clock.now() - links.RESTORE)
    entries = session().scalars(select(ConsentEntry).where(ConsentEntry.act_id == act_id, *by_link)).all()
    if not entries:
        return Restored.TOO_LATE, Written(act.act_id, ())
    subject_id = entries[0].subject_id
    lock_head(subject_id)
    why = next(_reasons_to_stay(entries, {act_id, *beside}), None)
    if why is None and not settle_restore(act_id):
        why = Restored.SPOKE_SINCE
    if why is not None:
        return why, Written(act.act_id, ())
    return Restored.RESTORED, _taken_back(entries, act)


def _taken_back(entries: Sequence[ConsentEntry], act: Act) -> Written:
    subject_id, lines = entries[0].subject_id, lines_of(entries[0].subject_id)
    changes = [Change(entry.purpose, entry.channel, state_before(entry, lines)) for entry in entries]
    written = record(subject_id, changes, act)
    for changed in written.changes:
        scope = scope_of(changed.purpose)
        if scope is not None:
            marks = marks_of_subject(subject_id, changed.channel)
            lift(marks, scope[0], act.act_id, scope[1], only_act=entries[0].act_id)
    return written


def _reasons_to_stay(entries: Sequence[ConsentEntry], scanners: Collection[str]) -> Iterator[Restored]:
    subject_id = entries[0].subject_id
    later = select(ConsentEntry.method, ConsentEntry.state).where(
        ConsentEntry.subject_id == subject_id,
        ConsentEntry.seq > max(entry.seq for entry in entries),
        ConsentEntry.act_id.not_in(scanners),
        ConsentEntry.method != METHOD,
    )
    if any(is_personal(method) or state == OFF for method, state in session().execute(later)):
        yield Restored.SPOKE_SINCE
    if _is_stopped_otherwise(entries):
        yield Restored.STOPPED_OTHERWISE
    if not addresses_of(subject_id):
        yield Restored.NO_ADDRESS  # nobody could be told


def _is_stopped_otherwise(entries: Sequence[ConsentEntry]) -> bool:
    """Whether mail would stay stopped all the same, by an act of another kind: then nothing is to be restored."""
    subject_id, channel = entries[0].subject_id, entries[0].channel
    purposes = {entry.purpose for entry in entries}
    if MARKETING not in purposes and current_states(subject_id).get((MARKETING, channel)) == OFF:
        return True
    if session().scalar(select(Person.frozen_at).where(Person.subject_id == subject_id)):
        return True
    narrow = {scope_of(purpose) for purpose in purposes}
    return any(
        by.act_id != entries[0].act_id and (scope in _WIDE or (scope, slug) in narrow)
        for (_mark, scope, slug), by in acts_behind(_marks(subject_id, channel), _EVER).items()
    )


def _marks(subject_id: str, channel: str) -> set[int]:
    """Every mark of her destinations, those under another subject too: the gate counts the stops of all."""
    named = (mark for address in addresses_of(subject_id) for mark in marks_of_address(address))
    return {mark.id for mark in (*marks_of_subject(subject_id, channel), *named)}
