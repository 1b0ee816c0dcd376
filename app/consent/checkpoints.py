"""Checkpoints: signed lists of heads. Each names subjects explicitly, so a transaction that commits late is simply in the
next one, writers never wait for a seal, and nothing sealed can be cut off unseen (docs/decisions/0004)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import func, select, text

from app.consent.models import CheckpointHead, ConsentEntry, LedgerCheckpoint, LedgerHead
from app.core import chain, clock, settings
from app.core.database import session, table
from app.core.sealing import seal

# No transaction lives longer: the database ends statements after 15 seconds, and commands commit in short batches.
LATE = timedelta(minutes=10)


def seal_heads() -> int:
    """Seal every head that moved since the last checkpoint. Returns how many; 0 writes nothing. Flushes."""
    _wait_for_other_seals()
    last = session().scalars(select(LedgerCheckpoint).order_by(LedgerCheckpoint.id.desc()).limit(1)).first()
    heads = _moved(last)
    if not heads:
        return 0
    moment = clock.now()
    previous = last.digest if last else chain.GENESIS
    digest = checkpoint_digest(previous, moment.isoformat(), heads)
    key_id, signature = seal(settings.current().seal_keys, digest)
    point = LedgerCheckpoint(at=moment, previous=previous, digest=digest, key_id=key_id, signature=signature)
    session().add(point)
    session().flush()
    rows = [{"checkpoint_id": point.id, "subject_id": s, "seq": n, "digest": d} for s, n, d in heads]
    session().execute(table(CheckpointHead).insert(), rows)
    return len(rows)


def _wait_for_other_seals() -> None:
    """Two checkpoints after the same one would look like a forgery. SQLite lets one writer in at a time anyway."""
    if session().get_bind().dialect.name == "postgresql":
        session().execute(text("LOCK TABLE ledger_checkpoint IN SHARE ROW EXCLUSIVE MODE"))


def _moved(last: LedgerCheckpoint | None) -> list[tuple[str, int, bytes]]:
    """Heads with lines written since shortly before the last checkpoint and not sealed at that length."""
    sealed = (
        select(CheckpointHead.subject_id, func.max(CheckpointHead.seq).label("seq"))
        .group_by(CheckpointHead.subject_id)
        .subquery()
    )
    statement = (
        select(LedgerHead.subject_id, LedgerHead.seq, LedgerHead.digest)
        .outerjoin(sealed, sealed.c.subject_id == LedgerHead.subject_id)
        .where(LedgerHead.seq > func.coalesce(sealed.c.seq, 0))
        .order_by(LedgerHead.subject_id)
    )
    if last is not None:
        recent = select(ConsentEntry.subject_id).where(ConsentEntry.at >= last.at - LATE)
        statement = statement.where(LedgerHead.subject_id.in_(recent))
    return [(row[0], row[1], row[2]) for row in session().execute(statement)]


def checkpoint_digest(previous: bytes, moment: str, heads: Iterable[tuple[str, int, bytes]]) -> bytes:
    """SHA-256 over the checkpoint before, the time and the heads by subject."""
    hashed = hashlib.sha256(b"sayso-checkpoint-1\x00" + previous + moment.encode())
    for subject_id, seq, digest in heads:
        hashed.update(f"\n{subject_id} {seq} ".encode() + digest)
    return hashed.digest()
