"""Tables of mail that came in. What somebody wrote is sealed under FIELD_KEYS; everything else names nobody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import BigId, Model, UtcTime


class AppliedEvent(Model):
    """One event about a mail of ours, and what it did. A repeat is counted here and does nothing."""

    __tablename__ = "mail_event"
    __table_args__ = (Index("uq_mail_event_source_event_id", "source", "event_id", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source: Mapped[str] = mapped_column(String(20))
    event_id: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(12), default="")
    # By which it was matched: verp, message_id, stop_token; empty: by nothing, so it changed nothing.
    matched: Mapped[str] = mapped_column(String(12), default="")
    did: Mapped[str] = mapped_column(String(20), default="")
    at: Mapped[datetime] = mapped_column(UtcTime)
    received_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    repeats: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))


class ReceivedMail(Model):
    """A mail that was dealt with, by a hash of what it says: the same one again, by pipe or by IMAP, changes nothing."""

    __tablename__ = "mail_received"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    what: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class StopProposal(Model):
    """Somebody wrote STOP to an address that people read: staff say whether it is one."""

    __tablename__ = "stop_proposal"
    __table_args__ = (
        Index(
            "ix_stop_proposal_waiting",
            "at",
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    address_mark: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)
    # Empty once it was forgotten, some time after the decision.
    sealed_address: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_words: Mapped[bytes] = mapped_column(LargeBinary)  # subject and first lines, shortened
    at: Mapped[datetime] = mapped_column(UtcTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    # stopped, or no_stop.
    outcome: Mapped[str | None] = mapped_column(String(10))
    act_id: Mapped[str | None] = mapped_column(String(32))


class RequestDraft(Model):
    """A mail under one of the policy's subject lines: a privacy request that waits to be taken up. Its clock runs."""

    __tablename__ = "request_draft"
    __table_args__ = (
        Index(
            "ix_request_draft_waiting",
            "received_at",
            sqlite_where=text("picked_up_at IS NULL"),
            postgresql_where=text("picked_up_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # california, privacy
    address_mark: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)
    sealed_address: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_words: Mapped[bytes] = mapped_column(LargeBinary)  # subject and text
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    picked_up_at: Mapped[datetime | None] = mapped_column(UtcTime)
    picked_up_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))


class MailAside(Model):
    """A mail nobody could read, kept for staff: its first 256 KB, sealed, for 30 days."""

    __tablename__ = "mail_aside"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    reason: Mapped[str] = mapped_column(String(20))
    size: Mapped[int] = mapped_column(Integer)  # bytes of the whole mail
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_to: Mapped[bytes] = mapped_column(LargeBinary)  # the envelope's recipient, where it was told
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    outcome: Mapped[str | None] = mapped_column(String(20))  # dropped, or what it turned out to be
