"""Choosing, stopping and undoing: ledger and suppression in one step, in the caller's transaction."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select

from app.consent.acts import MARKETING, OFF, ON, UNSET, Act, Change, Changed, is_personal, topic_purpose
from app.consent.again import settle, settle_repeats, stays
from app.consent.ledger import Written, lock_head, record
from app.consent.merge import merge_all, said
from app.consent.models import ConsentEntry
from app.consent.owners import settle_owners
from app.consent.places import namesakes_of
from app.consent.queries import addresses_of, label_marks_of, stop_facts
from app.consent.scopes import scope_of
from app.core.database import session
from app.core.fingerprints import Fingerprint
from app.suppression import (
    Mark,
    keep_address,
    lift,
    mark_for,
    mark_for_link,
    marks_of_address,
    marks_of_subject,
    suppress_all,
)

_ACT_ID = re.compile("[0-9a-f]{32}")


def choose(
    subject_id: str, changes: Iterable[Change], act: Act, marks: Iterable[Mark] = (), address: str | None = None
) -> Written:
    """Record changes about a subject; stops also suppress its destinations, and her own starts lift that again.

    `marks`: destinations known besides those that point to the subject; `address`: the e-mail address, when at hand.
    Flushes; the entry point commits.
    """
    wanted, marks = list(changes), list(marks)
    written = record(subject_id, wanted, act)
    known = _marks(subject_id, {change.channel for change in wanted}, marks)
    for change in wanted:
        here = [mark for mark in known if mark.channel == change.channel]
        if change.state == OFF:
            _suppress(here, change, act, _Held(address, {mark.id for mark in marks}))
        elif change.state in (ON, UNSET) and is_personal(act.method):
            here += label_marks_of(subject_id) if change.channel == "post" else []  # her label is hers alone
            _lift(here, change, act)  # a file never does: after an erasure the ledger is empty, and the stop must hold
    return written


def stop_destination(mark: Mark, slug: str | None, act: Act, address: str | None = None) -> Written:
    """Stop one topic (`slug`), or all marketing, for a destination; `address` when it is at hand, as when typed.

    With an address the statements are the same for a known and an unknown one.
    """
    stop = [Change(topic_purpose(slug) if slug else MARKETING, mark.channel, OFF)]
    if mark.channel == "post":
        return stop_label_of(mark, stop, act)
    return choose(mark.subject_id, stop, act, [mark, *(marks_of_address(address) if address else ())], address)


def stop_label_of(mark: Mark, changes: Iterable[Change], act: Act) -> Written:
    """Stop what is printed for a postal mark: for her it leads to, and whom else we know by that name there. Flushes."""
    wanted, others = list(changes), namesakes_of(mark.subject_id)
    for subject_id in sorted([mark.subject_id, *others]):
        lock_head(subject_id)  # in one order for everybody
    written = choose(mark.subject_id, wanted, act, [mark])
    changed = [*written.changes, *(one for other in others for one in choose(other, wanted, act).changes)]
    return Written(act.act_id, tuple({(one.purpose, one.channel): one for one in reversed(changed)}.values()))


def stop_by_fingerprint(
    found: Fingerprint, topic_id: int, act: Act, slug: str | None = None, *, everything: bool = False
) -> Written:
    """The stop of a link: what it names (`topic_id`; 0 or unknown: all marketing), another topic (`slug`), or everything.

    Works for destinations never imported. A repeat changes nothing: one query, and a claim that it was said again.
    """
    facts = stop_facts(found, 0 if slug else topic_id, everything=everything)
    is_repeat = facts.is_stopped and slug is None and found.channel == "email"  # a label may lead to a second record
    if is_repeat and (facts.by is None or stays(facts.by, facts.came_with, act)):
        return Written(act.act_id, ())
    mark = facts.mark or mark_for_link(found)
    return stop_destination(mark, None if everything else slug or facts.slug, act)


def subject_for(address: str) -> str:
    """The subject of a canonical e-mail address, made when it is new to us."""
    return mark_for(address).subject_id


def undo(act_id: str, act: Act) -> Written:
    """Take back one act: each thing it changed, and nobody changed since, goes back to what it was before. Never more.

    An act may be about several subjects (her household and herself): all of them, their heads locked in one order. Nothing,
    when its stop was said again since, and never a postal order. Whoever takes a shared stop back asks for it no more,
    also where it stays because another asked for it too.
    """
    mine = select(ConsentEntry).where(ConsentEntry.act_id == act_id)
    entries = list(session().scalars(mine.order_by(ConsentEntry.subject_id, ConsentEntry.seq)))
    if entries and entries[0].method == "prohibitory_order":
        return Written(act.act_id, ())
    by_subject = {subject: list(lines) for subject, lines in groupby(entries, attrgetter("subject_id"))}
    for subject_id in by_subject:
        lock_head(subject_id)
    if not entries or any(entry.channel == "post" for entry in entries):
        settle_owners(act_id, act.act_id)
    if not entries or not settle(act_id):
        return Written(act.act_id, ())
    changes = [one for lines in by_subject.values() for one in take_back(lines, act).changes]
    return Written(act.act_id, tuple(dict.fromkeys(changes)))


def take_back(entries: Sequence[ConsentEntry], act: Act) -> Written:
    """Undo these lines of one act of one subject, whose head is locked and whose act is settled. Flushes."""
    subject_id, act_id = entries[0].subject_id, entries[0].act_id
    lines = lines_of(subject_id)
    written = record(subject_id, [change for entry in entries if (change := _before(entry, lines)) is not None], act)
    for changed in written.changes:
        change = Change(changed.purpose, changed.channel, changed.new)
        here = _marks(subject_id, {changed.channel}, ())
        if changed.new == OFF:
            _suppress(here, change, act, _Held())
        else:
            _lift(here, change, act, only_act=act_id)
    return written


@dataclass(frozen=True)
class DoneAct:
    """An act read back from the ledger: when, and what it changed."""

    at: datetime
    changes: tuple[Changed, ...]


def act_of(act_id: str, subject_id: str) -> DoneAct | None:
    """What one act of this subject changed, or None when there is none: nobody reads another's acts."""
    if not _ACT_ID.fullmatch(act_id):  # it comes from an address line, and PostgreSQL refuses a NUL in a text
        return None
    mine = select(ConsentEntry).where(ConsentEntry.act_id == act_id, ConsentEntry.subject_id == subject_id)
    entries = list(session().scalars(mine.order_by(ConsentEntry.seq)))
    if not entries:
        return None
    lines = lines_of(subject_id)
    changes = (
        Changed(entry.purpose, entry.channel, state_before(entry, lines), entry.state, act_id) for entry in entries
    )
    return DoneAct(entries[0].at, tuple(changes))


def lines_of(subject_id: str) -> list[tuple[int, str, str, str, str]]:
    """(seq, purpose, channel, method, state) of every line of a subject."""
    columns = (
        ConsentEntry.seq,
        ConsentEntry.purpose,
        ConsentEntry.channel,
        ConsentEntry.method,
        ConsentEntry.state,
    )
    rows = session().execute(select(*columns).where(ConsentEntry.subject_id == subject_id))
    return [(seq, purpose, channel, method, state) for seq, purpose, channel, method, state in rows]


def state_before(entry: ConsentEntry, lines: Iterable[tuple[int, str, str, str, str]]) -> str:
    """What stood, by the merge law, before that entry."""
    earlier = (
        said(seq, method, state)
        for seq, purpose, channel, method, state in lines
        if seq < entry.seq and (purpose, channel) == (entry.purpose, entry.channel)
    )
    return merge_all(earlier).state


def _before(entry: ConsentEntry, lines: list[tuple[int, str, str, str, str]]) -> Change | None:
    """What stood before that entry; None when something newer stands since."""
    newer = (
        seq > entry.seq and (purpose, channel) == (entry.purpose, entry.channel) for seq, purpose, channel, *_ in lines
    )
    if any(newer):
        return None
    return Change(entry.purpose, entry.channel, state_before(entry, lines))


def _marks(subject_id: str, channels: set[str], more: Iterable[Mark]) -> list[Mark]:
    """Every stored mark of the subject's destinations on these channels, and those the caller knows of."""
    found = {mark.id: mark for mark in more}
    for channel in sorted(channels):
        found |= {mark.id: mark for mark in marks_of_subject(subject_id, channel)}
    return list(found.values())


@dataclass(frozen=True)
class _Held:
    """The address at hand, and the marks it was handed over with. Empty: they may all be of that address."""

    address: str | None = None
    marks: Collection[int] = ()

    def of(self, mark: Mark) -> str | None:
        """It, where that mark may be of it: another mark of the same subject is of another address of hers."""
        return self.address if not self.marks or mark.id in self.marks else None


def _suppress(marks: Iterable[Mark], change: Change, act: Act, held: _Held) -> None:
    scope = scope_of(change.purpose)
    if scope is None:
        return
    here, repeats = list(marks), []
    new = suppress_all(here, scope[0], act.method, act.act_id, scope[1])
    for mark in here:
        if mark.id not in new:
            repeats.append((mark, *scope, act.act_id))
        address = held.of(mark)
        if mark.channel == "email" and (mark.id in new or address):
            _keep(mark, address)
    if repeats:
        settle_repeats(repeats, act)


def _keep(mark: Mark, address: str | None) -> None:
    """Keep the address beside its mark, so that the mail platform can be told."""
    held = [address] if address else addresses_of(mark.subject_id)
    if len(held) > 1:  # one person, two addresses: each beside its own mark, or a mail platform is told the wrong one
        held = [one for one in held if mark.id in {own.id for own in marks_of_address(one)}]
    for one in held[:1]:
        keep_address(mark, one)


def _lift(marks: list[Mark], change: Change, act: Act, only_act: str | None = None) -> None:
    scope = scope_of(change.purpose)
    if scope is not None and marks:
        lift(marks, scope[0], act.act_id, scope[1], only_act=only_act)
