"""Tables of the outbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import BigId, Model, UtcTime

IN_LINE = "done_at IS NULL AND set_aside_at IS NULL"
ASIDE = "done_at IS NULL AND set_aside_at IS NOT NULL"


def _index_where(where: str, name: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Message(Model):
    """A mail to hand over: kind and a reference, never a body, an address or a token. Rendered at hand-over."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        _index_where("done_at IS NULL", "ix_outbox_message_waiting", "rank", "due_at"),
        # The desk's two lists, and how long the oldest waits.
        _index_where(IN_LINE, "ix_outbox_message_in_line", "created_at", "id"),
        _index_where(ASIDE, "ix_outbox_message_aside", "set_aside_at", "id"),
        # Without those that wait: SQLite would look for them here and sort what it found.
        _index_where("done_at IS NOT NULL", "ix_outbox_message_done_at", "done_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(64), index=True)
    message_id: Mapped[str] = mapped_column(String(320), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    lease: Mapped[str | None] = mapped_column(String(32))
    tries: Mapped[int] = mapped_column(Integer, default=0)
    rank: Mapped[int] = mapped_column(Integer, default=5, server_default=text("5"))
    # Not handed over by then, it is dropped: a sign-in link nobody waits for any more.
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # Where it goes, known once it was composed, as keyed marks: its domain for pacing, its address for what comes back.
    domain_mark: Mapped[bytes | None] = mapped_column(LargeBinary(8))
    to_value: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    to_key_id: Mapped[int | None] = mapped_column(Integer)
    # The server put it off then: when it takes mail again, this is due at once.
    put_off_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # done: handed over, refused by the gate, nothing to say any more, or given up. The outcome says which.
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    outcome: Mapped[str | None] = mapped_column(String(30))
    # Broken our own way, it waits for staff (`setting_aside`): why, as an error and a place, never a text of its own.
    set_aside_at: Mapped[datetime | None] = mapped_column(UtcTime)
    set_aside_why: Mapped[str | None] = mapped_column(String(160))
    # Workers in a row that ended while they held it.
    lost_leases: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))


class Attempt(Model):
    """One try to hand a message over, and what the mail server said (never an address)."""

    __tablename__ = "outbox_attempt"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[int] = mapped_column(BigId, ForeignKey("outbox_message.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    outcome: Mapped[str] = mapped_column(String(30))
    reply_code: Mapped[int | None] = mapped_column(Integer)


class WorkerSeen(Model):
    """A worker process that lives, or lived within a day. Its id is random: no host, no process number."""

    __tablename__ = "outbox_worker"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Trouble(Model):
    """What the mail server's last answers were, in the one row there is. `failures`: in a row, up to now."""

    __tablename__ = "outbox_trouble"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    since: Mapped[datetime | None] = mapped_column(UtcTime)
    quiet_until: Mapped[datetime | None] = mapped_column(UtcTime)


class DomainPace(Model):
    """Up to when the pace of a recipient domain is used up. Its name stands here as a keyed mark."""

    __tablename__ = "outbox_pace"

    domain_mark: Mapped[bytes] = mapped_column(LargeBinary(8), primary_key=True)
    spoken_for: Mapped[datetime] = mapped_column(UtcTime, index=True)


class JobRun(Model):
    """Which slot of time a job ran in last, whichever worker it was."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    slot: Mapped[int] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(UtcTime)
