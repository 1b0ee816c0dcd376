"""Tables of stopping."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, UtcTime


class StopReason(Model):
    """Why, if somebody cared to say so after stopping. Tied to the act, to no person."""

    __tablename__ = "stop_reason"

    act_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcTime)
