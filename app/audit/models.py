"""Tables of the audit trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.chain import Link, Scalar
from app.core.database import BigId, Model, UtcTime


class AuditNote(Model):
    """One act of one actor. Append-only: the database refuses UPDATE and DELETE."""

    __tablename__ = "audit_note"
    __table_args__ = (Index("uq_audit_note_actor_seq", "actor", "seq", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    actor: Mapped[str] = mapped_column(String(60))
    seq: Mapped[int] = mapped_column(Integer)
    act: Mapped[str] = mapped_column(String(60))
    about: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    key_id: Mapped[int] = mapped_column(Integer)
    mark: Mapped[bytes] = mapped_column(LargeBinary(16))

    def canonical(self) -> dict[str, Scalar]:
        """The fields the chain covers."""
        return {"actor": self.actor, "act": self.act, "about": self.about, "at": self.at.isoformat()}

    def link(self) -> Link:
        return Link(self.seq, self.previous, self.digest, self.key_id, self.mark)


class AuditValue(Model):
    """What changed, from what to what: beside the note, erasable."""

    __tablename__ = "audit_value"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    note_id: Mapped[int] = mapped_column(BigId, ForeignKey("audit_note.id"), index=True)
    field: Mapped[str] = mapped_column(String(60))
    old: Mapped[str | None] = mapped_column(Text)
    new: Mapped[str | None] = mapped_column(Text)


class AuditHead(Model):
    """The end of an actor's chain; the row a writer locks."""

    __tablename__ = "audit_head"

    actor: Mapped[str] = mapped_column(String(60), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditCheck(Model):
    """What the last look at the whole trail found. One row."""

    __tablename__ = "audit_check"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    notes: Mapped[int] = mapped_column(BigId)
    faults: Mapped[int] = mapped_column(Integer)
    first_fault: Mapped[str] = mapped_column(String(200))
