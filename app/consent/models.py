"""Tables of the ledger and what is derived from it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.chain import Link, Scalar
from app.core.database import BigId, Model, UtcTime


class ConsentEntry(Model):
    """One unchangeable ledger line. The database refuses UPDATE and DELETE; the chain names what was done all the same."""

    __tablename__ = "consent_entry"
    __table_args__ = (Index("uq_consent_entry_subject_id_seq", "subject_id", "seq", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(32))
    seq: Mapped[int] = mapped_column(Integer)
    purpose: Mapped[str] = mapped_column(String(60))
    channel: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(40))
    method: Mapped[str] = mapped_column(String(30))
    actor: Mapped[str] = mapped_column(String(60))
    act_id: Mapped[str] = mapped_column(String(32), index=True)
    wording: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(12))
    policy_version: Mapped[int] = mapped_column(Integer)
    campaign_id: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(120))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    zone: Mapped[str] = mapped_column(String(40))
    evidence: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    key_id: Mapped[int] = mapped_column(Integer)
    mark: Mapped[bytes] = mapped_column(LargeBinary(16))

    def canonical(self) -> dict[str, Scalar]:
        """The fields the chain covers, in the one canonical form: times in UTC, as they come back from the database."""
        return {
            "subject": self.subject_id,
            "seq": self.seq,
            "purpose": self.purpose,
            "channel": self.channel,
            "state": self.state,
            "method": self.method,
            "actor": self.actor,
            "act": self.act_id,
            "wording": self.wording,
            "language": self.language,
            "policy": self.policy_version,
            "campaign": self.campaign_id,
            "source": self.source,
            "claimed_at": self.claimed_at.astimezone(UTC).isoformat() if self.claimed_at else None,
            "at": self.at.astimezone(UTC).isoformat(),
            "zone": self.zone,
            "evidence": self.evidence.hex() if self.evidence else None,
        }

    def link(self) -> Link:
        return Link(self.seq, self.previous, self.digest, self.key_id, self.mark)


class LedgerHead(Model):
    """The end of a subject's chain, and the row its writers lock. Checkpoints seal it, so that it cannot be set back unseen."""

    __tablename__ = "ledger_head"

    subject_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Evidence(Model):
    """What came with an act (network, kind of program, page): beside the entry, erasable; the entry keeps its digest."""

    __tablename__ = "consent_evidence"

    act_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(32), index=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class Wording(Model):
    """A text somebody was shown, kept once under its SHA-256."""

    __tablename__ = "wording"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(String(12))
    body: Mapped[str] = mapped_column(Text)


class Preference(Model):
    """Where it stands now: derived from the ledger, rebuildable at any time."""

    __tablename__ = "preference"

    subject_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(60), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10), primary_key=True)
    state: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int] = mapped_column(Integer)


class CampaignSend(Model):
    """A campaign was signed for somebody: this is what counts as a send, once a campaign."""

    __tablename__ = "campaign_send"

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    signed_at: Mapped[datetime] = mapped_column(UtcTime)

    __table_args__ = (Index("ix_campaign_send_subject_id_signed_at", "subject_id", "signed_at"),)


class StopOwner(Model):
    """Who asked for a stop others share (her household, whoever lives there, a label): she, or staff, may end it.

    The stop itself is the suppression on the mark of `subject_id`. `by_subject` None: somebody who proved to be nobody, or
    who was erased since.
    """

    __tablename__ = "shared_stop"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    act_id: Mapped[str] = mapped_column(String(32), index=True)
    subject_id: Mapped[str] = mapped_column(String(32), index=True)
    scope: Mapped[str] = mapped_column(String(10))
    purpose: Mapped[str] = mapped_column(String(60))
    by_subject: Mapped[str | None] = mapped_column(String(32), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    lifted_by_act_id: Mapped[str | None] = mapped_column(String(32), index=True)


class LedgerCheckpoint(Model):
    """A signed statement of heads: from here on, no sealed line can go unseen."""

    __tablename__ = "ledger_checkpoint"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    key_id: Mapped[int] = mapped_column(Integer)
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class CheckpointHead(Model):
    """One sealed head: the subject, how long its chain was, and its last hash."""

    __tablename__ = "checkpoint_head"

    checkpoint_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))

    __table_args__ = (Index("ix_checkpoint_head_subject_id", "subject_id"),)
