"""Tables of bursts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, UtcTime


class StopBurst(Model):
    """Stops by link that look as if a mail scanner pressed them, and what staff said about it."""

    __tablename__ = "stop_burst"
    __table_args__ = (
        Index(
            "uq_stop_burst_campaign_id_sign_value_first_act", "campaign_id", "sign", "value", "first_act", unique=True
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    # What they have in common: 'network' or 'program', and which.
    sign: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(50))
    first_act: Mapped[str] = mapped_column(String(32))
    began_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime] = mapped_column(UtcTime)
    found_at: Mapped[datetime] = mapped_column(UtcTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    # 'people' or 'scanner'.
    answer: Mapped[str | None] = mapped_column(String(10))


class BurstStop(Model):
    """One stop of a burst, about one subject. An act belongs to one burst, whatever is found again."""

    __tablename__ = "stop_burst_act"

    act_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    burst_id: Mapped[int] = mapped_column(ForeignKey("stop_burst.id"), index=True)
    subject_id: Mapped[str] = mapped_column(String(32), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    # Since the campaign was signed for this recipient.
    seconds: Mapped[int] = mapped_column(Integer)
    verb: Mapped[str] = mapped_column(String(12))
    network: Mapped[str] = mapped_column(String(50))
    program: Mapped[str] = mapped_column(String(20))
    # Restored, or why it stays stopped: a word of app.consent.Restored.
    outcome: Mapped[str | None] = mapped_column(String(20))
    restored_by_act: Mapped[str | None] = mapped_column(String(32))
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
