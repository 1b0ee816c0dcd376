"""Tables of staff."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, UtcTime


class StaffMember(Model):
    """Somebody who works for the shop: role, invitation, and the end of it."""

    __tablename__ = "staff_member"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    match_key: Mapped[str] = mapped_column(String(320), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    invited_at: Mapped[datetime] = mapped_column(UtcTime)
    invitation_jti: Mapped[str | None] = mapped_column(String(43))
    joined_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # argon2id, salted; empty until the invitation is accepted, and again after an administrator's reset.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    # The newest time step a code was accepted for: a code works once (RFC 6238, section 5.2).
    totp_step: Mapped[int | None] = mapped_column(Integer)
    # Single-key shortcuts are off since then, by their own choice (WCAG 2.1.4).
    keys_off_at: Mapped[datetime | None] = mapped_column(UtcTime)


class StaffSession(Model):
    """A browser signed in at the desk. It ends with the role it was begun under."""

    __tablename__ = "staff_session"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    # Where from, for the list of one's own sessions: coarse, never an address.
    network: Mapped[str] = mapped_column(String(50))
    program: Mapped[str] = mapped_column(String(40))
    began_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class StaffRecoveryCode(Model):
    """A way in without the phone, once. Only a hash stands here."""

    __tablename__ = "staff_recovery_code"
    __table_args__ = (Index("uq_staff_recovery_code_member_id_code_hash", "member_id", "code_hash", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class StaffDigest(Model):
    """The weekday mail of a member was posted for that day: once."""

    __tablename__ = "staff_digest"
    __table_args__ = (Index("uq_staff_digest_member_id_day", "member_id", "day", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    day: Mapped[date] = mapped_column(Date)
    posted_at: Mapped[datetime] = mapped_column(UtcTime)
