"""Batches: what each mail platform was handed, what it has put in force, and what it has not taken yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.types import Integer, String

from app.core import clock
from app.core.database import UtcTime, rows_touched, session
from app.core.refusals import NotFound
from app.suppression.models import Sender, StoredFingerprint, Suppression, SuppressionBatch
from app.suppression.service import next_cursor

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_BIGGEST = 2**31 - 1
# One press stops the marks of a destination under each key: it is one stop all the same.
_ONE_STOP = StoredFingerprint.subject_id + "/" + Suppression.scope + "/" + Suppression.topic_slug


def taken(name: str) -> datetime | None:
    """Up to when a sender has our suppressions. A name not seen before is registered. Flushes."""
    sender = session().get(Sender, name)
    if sender is None:
        session().add(Sender(name=name, registered_at=clock.now()))
        session().flush()
        return None
    return sender.taken_to


def stops_in_overlap(until: datetime) -> int:
    """How many stops of the ten minutes before an export stand there now. Asked inside the export's own reading."""
    statement = (
        select(func.count(_ONE_STOP.distinct()))
        .select_from(Suppression)
        .join(StoredFingerprint, StoredFingerprint.id == Suppression.fingerprint_id)
        .where(StoredFingerprint.channel == "email", Suppression.created_at.between(next_cursor(until), until))
    )
    return session().scalar(statement) or 0


def hand_over(batch: SuppressionBatch, overlap_seen: int) -> None:
    """That sender has everything up to `batch.until`; its next export overlaps. Without a row there is no batch. Flushes."""
    now = {"taken_to": next_cursor(batch.until), "asked_at": batch.until, "overlap_seen": overlap_seen}
    session().execute(update(Sender).where(Sender.name == batch.sender).values(now))
    if batch.rows:
        session().add(batch)
        session().flush()


# For each sender: stops made since its last export, those that came late into the ten minutes before it, and its batches.
WAITING = text("""
    SELECT n.name, n.registered_at, n.overlap_seen, n.asked_at,
           (SELECT count(DISTINCT f.subject_id || '/' || s.scope || '/' || s.topic_slug)
              FROM suppression s JOIN fingerprint f ON f.id = s.fingerprint_id AND f.channel = 'email'
             WHERE s.lifted_at IS NULL AND s.created_at > COALESCE(n.asked_at, n.taken_to, :ever)) AS fresh,
           (SELECT min(s.created_at)
              FROM suppression s JOIN fingerprint f ON f.id = s.fingerprint_id AND f.channel = 'email'
             WHERE s.lifted_at IS NULL AND s.created_at > COALESCE(n.asked_at, n.taken_to, :ever)) AS oldest_fresh,
           (SELECT count(DISTINCT f.subject_id || '/' || s.scope || '/' || s.topic_slug)
              FROM suppression s JOIN fingerprint f ON f.id = s.fingerprint_id AND f.channel = 'email'
             WHERE s.created_at >= n.taken_to AND s.created_at <= n.asked_at) AS overlap,
           (SELECT min(s.created_at)
              FROM suppression s JOIN fingerprint f ON f.id = s.fingerprint_id AND f.channel = 'email'
             WHERE s.created_at >= n.taken_to AND s.created_at <= n.asked_at) AS oldest_overlap,
           (SELECT count(*) FROM suppression_batch b WHERE b.sender = n.name AND b.done_at IS NULL) AS taken,
           (SELECT count(*) FROM suppression_batch b WHERE b.sender = n.name AND b.done_at IS NOT NULL) AS done
      FROM sender n ORDER BY n.name
""")
_WAITING = WAITING.bindparams(bindparam("ever", _EVER, type_=UtcTime)).columns(
    name=String, registered_at=UtcTime, overlap_seen=Integer, asked_at=UtcTime, fresh=Integer, oldest_fresh=UtcTime,
    overlap=Integer, oldest_overlap=UtcTime, taken=Integer, done=Integer,
)  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """How a mail platform stands: stops it has not taken and since when the oldest waits, batches taken and done."""

    name: str
    not_taken: int
    oldest_at: datetime | None
    last_at: datetime | None
    taken: int
    done: int


def waiting() -> list[Waiting]:
    """Every registered mail platform, by name, in one query."""
    found = []
    for row in session().execute(_WAITING):
        late = max(0, row.overlap - row.overlap_seen) if row.overlap_seen is not None else 0
        waits = [at for at in (row.oldest_fresh, row.oldest_overlap if late else None) if at is not None]
        # What was stopped long before the platform was named waits for it only since then.
        oldest_at = max(min(waits), row.registered_at) if waits else None
        found.append(Waiting(row.name, row.fresh + late, oldest_at, row.asked_at, row.taken, row.done))
    return found


def batches(
    sender: str = "", *, done: bool | None = None, before: int | None = None, most: int = 50
) -> list[SuppressionBatch]:
    """Batches, newest first; of one sender, of one state, from before that number on."""
    statement = select(SuppressionBatch).order_by(SuppressionBatch.id.desc()).limit(most)
    if sender:
        statement = statement.where(SuppressionBatch.sender == sender)
    if done is not None:
        statement = statement.where(
            SuppressionBatch.done_at.is_not(None) if done else SuppressionBatch.done_at.is_(None)
        )
    if before is not None:
        statement = statement.where(SuppressionBatch.id < before)
    return list(session().scalars(statement))


def find_batch(number: int) -> SuppressionBatch | None:
    """One batch as it stands now, if there is one."""
    return session().get(SuppressionBatch, number, populate_existing=True) if number <= _BIGGEST else None


def batch_numbered(number: int) -> SuppressionBatch:
    """One batch. Raises NotFound."""
    found = find_batch(number)
    if found is None:
        raise NotFound("There is no such batch.")
    return found


def set_done(number: int, member_id: int | None) -> bool:
    """The platform has it in force. False when somebody said so before: a repeat changes nothing. Flushes."""
    now = {"done_at": clock.now(), "done_by": member_id}
    mine = (SuppressionBatch.id == number, SuppressionBatch.done_at.is_(None))
    return rows_touched(session().execute(update(SuppressionBatch).where(*mine).values(now))) == 1


def set_not_done(number: int) -> bool:
    """It is not in force there after all. False when it was not said to be. Flushes."""
    mine = (SuppressionBatch.id == number, SuppressionBatch.done_at.is_not(None))
    return (
        rows_touched(session().execute(update(SuppressionBatch).where(*mine).values(done_at=None, done_by=None))) == 1
    )


def set_all_done(sender: str) -> int:
    """Every batch that sender took is in force there, says a command. Returns how many it was news of. Flushes."""
    mine = (SuppressionBatch.sender == sender, SuppressionBatch.done_at.is_(None))
    return rows_touched(session().execute(update(SuppressionBatch).where(*mine).values(done_at=clock.now())))
