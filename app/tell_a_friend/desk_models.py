"""Tables of what the desk does about notes to friends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import BigId, Model, UtcTime


class RecommendationReport(Model):
    """A friend reported a note. Once for a note, whoever presses how often; her reason comes after, if she likes."""

    __tablename__ = "recommendation_report"

    recommendation_id: Mapped[int] = mapped_column(BigId, ForeignKey("recommendation.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(String(20), default="")
    # Staff looked at it.
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))


class SenderBar(Model):
    """Somebody whose notes were abuse sends no more of them. Taken back, the row stays and says so."""

    __tablename__ = "recommendation_bar"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(32), index=True)
    recommendation_id: Mapped[int] = mapped_column(BigId, ForeignKey("recommendation.id"))
    barred_at: Mapped[datetime] = mapped_column(UtcTime)
    barred_by: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
