"""Tables of do-not-contact."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import BigId, Model, UtcTime


class StoredFingerprint(Model):
    """A destination as a keyed mark, and the subject its ledger lines are about.

    Under several keys after a rotation: one row a key, all pointing to one subject.
    """

    __tablename__ = "fingerprint"
    __table_args__ = (
        Index(
            "uq_fingerprint_value_channel_key_id_normaliser", "value", "channel", "key_id", "normaliser", unique=True
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str] = mapped_column(String(10))
    key_id: Mapped[int] = mapped_column(Integer)
    normaliser: Mapped[int] = mapped_column(Integer)
    value: Mapped[bytes] = mapped_column(LargeBinary(16))
    subject_id: Mapped[str] = mapped_column(String(32), index=True)
    undeliverable_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # Since then she gets her mail elsewhere: a stop by a link in old mail still reaches her, and nothing is sent here as hers.
    left_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class KeptDestination(Model):
    """The destination itself, encrypted: a mail platform cannot use a fingerprint. Erased with the person."""

    __tablename__ = "kept_destination"

    fingerprint_id: Mapped[int] = mapped_column(BigId, ForeignKey("fingerprint.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(UtcTime)


class Suppression(Model):
    """Do not contact this destination within `scope`. Never deleted; lifted only by the person's proven act.

    A scanner restore lifts the row its scanner made (docs/decisions/0011-scanner-restore.md).
    """

    __tablename__ = "suppression"
    __table_args__ = (
        Index(
            "uq_suppression_active",
            "fingerprint_id",
            "scope",
            "topic_slug",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    fingerprint_id: Mapped[int] = mapped_column(BigId, ForeignKey("fingerprint.id"), index=True)
    scope: Mapped[str] = mapped_column(String(20))
    topic_slug: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(30))
    act_id: Mapped[str] = mapped_column(String(32), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    lifted_by_act_id: Mapped[str | None] = mapped_column(String(32))


class LabelCode(Model):
    """The short code printed on a label: a stop link on paper. It holds what such a link holds, and outlives the mark's row."""

    __tablename__ = "label_code"
    __table_args__ = (
        Index(
            "uq_label_code_mark_topic_campaign",
            "value",
            "key_id",
            "normaliser",
            "topic_id",
            "campaign_id",
            unique=True,
        ),
    )

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    # The fingerprint it stops, which is always a postal one; not its row, which an erasure may delete.
    value: Mapped[bytes] = mapped_column(LargeBinary(16))
    key_id: Mapped[int] = mapped_column(Integer)
    normaliser: Mapped[int] = mapped_column(Integer)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    campaign_id: Mapped[int] = mapped_column(Integer)  # 0: signed for none
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Sender(Model):
    """A mail platform that takes our suppressions, and up to when it has them."""

    __tablename__ = "sender"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    # Where the next export begins: ten minutes before the last one, for transactions that were still open.
    taken_to: Mapped[datetime | None] = mapped_column(UtcTime)
    # The moment of the last export, and how many stops of the ten minutes before it were in it: more there now means
    # that one came late.
    asked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    overlap_seen: Mapped[int | None] = mapped_column(Integer)
    registered_at: Mapped[datetime] = mapped_column(UtcTime)


class SuppressionBatch(Model):
    """What one export handed to a mail platform: the span, how many rows, and since when they are in force over there."""

    __tablename__ = "suppression_batch"
    __table_args__ = (Index("ix_suppression_batch_sender_id", "sender", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sender: Mapped[str] = mapped_column(String(40), ForeignKey("sender.name"))
    form: Mapped[str] = mapped_column(String(12))
    # None: everything that was stopped.
    since: Mapped[datetime | None] = mapped_column(UtcTime)
    until: Mapped[datetime] = mapped_column(UtcTime)
    rows: Mapped[int] = mapped_column(Integer)
    taken_at: Mapped[datetime] = mapped_column(UtcTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # Who said so; None: a command.
    done_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
