"""Checking the ledger against whoever can write to the database, and rebuilding what is derived from it."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from app.consent.checkpoints import checkpoint_digest
from app.consent.ledger import CHAIN, project
from app.consent.merge import Standing, merge, said
from app.consent.models import CheckpointHead, ConsentEntry, LedgerCheckpoint, LedgerHead, Preference
from app.core import chain, settings
from app.core.database import session
from app.core.sealing import seal_holds

_BATCH = 1000


def entries(since: datetime | None = None, subjects: Sequence[str] | None = None) -> Iterator[ConsentEntry]:
    """Every entry by subject and place, streamed; with `since`, of subjects that had a line since then, or of some subjects."""
    statement = select(ConsentEntry).order_by(ConsentEntry.subject_id, ConsentEntry.seq)
    if since is not None:
        recent = select(LedgerHead.subject_id).where(LedgerHead.at >= since)
        statement = statement.where(ConsentEntry.subject_id.in_(recent))
    if subjects is not None:
        statement = statement.where(ConsentEntry.subject_id.in_(subjects))
    yield from session().scalars(statement.execution_options(yield_per=_BATCH))


def ledger_faults(since: datetime | None = None) -> Iterator[str]:
    """Each fault in words, naming the row: lines changed, dropped, inserted or moved, heads set back, seals broken.

    With `since`, only chains that had a line since then, and every seal.
    """
    yield from _chain_faults(since)
    yield from _checkpoint_faults()


def _chain_faults(since: datetime | None) -> Iterator[str]:
    ring = settings.current().seal_keys
    statement = select(LedgerHead.subject_id, LedgerHead.seq, LedgerHead.digest)
    if since is not None:
        statement = statement.where(LedgerHead.at >= since)
    heads = {row[0]: row[1:] for row in session().execute(statement)}
    last: chain.Link | None = None
    subject = None
    for entry in entries(since):
        if entry.subject_id != subject:
            yield from _end_fault(subject, last, heads)
            subject, last = entry.subject_id, None
        if wrong := chain.fault(ring, CHAIN, last, entry.link(), entry.canonical()):
            yield f"entry {entry.id} (subject {subject}): {wrong}"
        last = entry.link()
    yield from _end_fault(subject, last, heads)
    for left, (seq, _digest) in heads.items():
        if seq:
            yield f"subject {left}: all {seq} lines are missing"


def _end_fault(subject: str | None, last: chain.Link | None, heads: dict[str, tuple[int, bytes]]) -> Iterator[str]:
    if subject is None or last is None:
        return
    seq, digest = heads.pop(subject, (0, chain.GENESIS))
    if seq > last.seq:
        yield f"subject {subject}: line {last.seq + 1} to {seq} are missing at the end"
    elif seq < last.seq:
        yield f"subject {subject}: line {seq + 1} to {last.seq} were added behind the head"
    elif digest != last.digest:
        yield f"subject {subject}: the head does not fit line {seq}"


def _checkpoint_faults() -> Iterator[str]:
    ring = settings.current().seal_keys
    previous = chain.GENESIS
    for point in session().scalars(select(LedgerCheckpoint).order_by(LedgerCheckpoint.id)).all():
        statement = (
            select(CheckpointHead.subject_id, CheckpointHead.seq, CheckpointHead.digest)
            .where(CheckpointHead.checkpoint_id == point.id)
            .order_by(CheckpointHead.subject_id)
        )
        heads = [(row[0], row[1], row[2]) for row in session().execute(statement)]
        digest = checkpoint_digest(previous, point.at.isoformat(), heads)
        if point.previous != previous or not hmac.compare_digest(digest, point.digest):
            yield f"checkpoint {point.id}: does not fit what it sealed, or one before it is missing"
        elif point.key_id not in ring.keys or not seal_holds(ring, point.key_id, point.digest, point.signature):
            yield f"checkpoint {point.id}: its signature is not ours"
        previous = point.digest
    yield from _sealed_faults()


def _sealed_faults() -> Iterator[str]:
    """Every sealed head must still have its checkpoint, and be a line of the ledger with that hash."""
    known = select(LedgerCheckpoint.id)
    orphans = select(CheckpointHead.checkpoint_id).distinct().where(CheckpointHead.checkpoint_id.not_in(known))
    for gone in session().scalars(orphans.order_by(CheckpointHead.checkpoint_id)):
        yield f"checkpoint {gone}: is missing, and what it sealed is still there"
    statement = (
        select(CheckpointHead.checkpoint_id, CheckpointHead.subject_id, CheckpointHead.seq)
        .outerjoin(
            ConsentEntry,
            (ConsentEntry.subject_id == CheckpointHead.subject_id)
            & (ConsentEntry.seq == CheckpointHead.seq)
            & (ConsentEntry.digest == CheckpointHead.digest),
        )
        .where(ConsentEntry.id.is_(None))
    )
    for point, subject, seq in session().execute(statement):
        yield f"subject {subject}: line {seq}, sealed by checkpoint {point}, is missing or another"


def projection(subjects: Sequence[str] | None = None) -> Iterator[tuple[str, str, str, str, int]]:
    """(subject, purpose, channel, state, seq) as the ledger says, by the merge law; one subject in memory at a time."""
    subject: str | None = None
    held: dict[tuple[str, str], tuple[Standing, list[tuple[int, str]]]] = {}
    for entry in entries(subjects=subjects):
        if entry.subject_id != subject:
            yield from _projected(subject, held)
            subject, held = entry.subject_id, {}
        standing, lines = held.setdefault((entry.purpose, entry.channel), (Standing(), []))
        held[entry.purpose, entry.channel] = (merge(standing, said(entry.seq, entry.method, entry.state)), lines)
        lines.append((entry.seq, entry.state))
    yield from _projected(subject, held)


def _projected(
    subject: str | None, held: dict[tuple[str, str], tuple[Standing, list[tuple[int, str]]]]
) -> Iterator[tuple[str, str, str, str, int]]:
    for (purpose, channel), (standing, lines) in held.items():
        assert subject is not None
        deciding = max((seq for seq, state in lines if state == standing.state), default=lines[-1][0])
        yield subject, purpose, channel, standing.state, deciding


def projection_faults() -> Iterator[str]:
    """Where the derived preferences differ from the ledger."""
    rows = session().scalars(select(Preference))
    stored = {(row.subject_id, row.purpose, row.channel): (row.state, row.seq) for row in rows}
    for subject, purpose, channel, state, seq in projection():
        found, by = stored.pop((subject, purpose, channel), (None, 0))
        where = f"preference of subject {subject}, {purpose} on {channel}"
        if found != state:
            yield f"{where}: is {found}, the ledger says {state}"
        elif by != seq:
            yield f"{where}: says line {by} made it so, the ledger says line {seq}"
    for subject, purpose, channel in stored:
        yield f"preference of subject {subject}, {purpose} on {channel}: has no ledger line"


def rebuild() -> int:
    """Make the preferences anew from the ledger. Returns how many. Flushes; the entry point commits.

    Each subject behind the lock on its head, so that a choice committed meanwhile is not lost.
    """
    subjects = list(session().scalars(select(ConsentEntry.subject_id).distinct().order_by(ConsentEntry.subject_id)))
    count = sum(_rebuild(subjects[start : start + _BATCH]) for start in range(0, len(subjects), _BATCH))
    known = select(ConsentEntry.subject_id)
    session().execute(delete(Preference).where(Preference.subject_id.not_in(known)))
    return count


def _rebuild(subjects: Sequence[str]) -> int:
    heads = select(LedgerHead.subject_id).where(LedgerHead.subject_id.in_(subjects)).order_by(LedgerHead.subject_id)
    session().execute(heads.with_for_update()).all()
    rows = list(projection(subjects))
    session().execute(delete(Preference).where(Preference.subject_id.in_(subjects)))
    for subject, purpose, channel, state, seq in rows:
        project(subject, purpose, channel, state, seq)
    return len(rows)
