"""Things that may happen once: an atomic claim on a random id (one INSERT; the second one loses)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.database import Model, UtcTime, insert, rows_touched, session, table


class Claim(Model):
    """A random id that has been used up. Kept until `forget_after`, when its token has long ended."""

    __tablename__ = "claim"

    jti: Mapped[str] = mapped_column(String(43), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40))
    claimed_at: Mapped[datetime] = mapped_column(UtcTime)
    forget_after: Mapped[datetime] = mapped_column(UtcTime, index=True)


def claim(jti: str, purpose: str, keep: timedelta) -> bool:
    """Use up `jti`. True for exactly one caller, ever. Part of the caller's transaction."""
    values = {"jti": jti, "purpose": purpose, "claimed_at": clock.now(), "forget_after": clock.now() + keep}
    statement = insert(table(Claim)).values(values).on_conflict_do_nothing().returning(table(Claim).c.jti)
    return session().execute(statement).first() is not None


def is_claimed(jti: str) -> bool:
    """Whether `jti` was used already (for the page that shows a link before its button is pressed)."""
    return session().execute(select(Claim.jti).where(Claim.jti == jti)).first() is not None


def forget_old() -> int:
    """Drop claims whose tokens ended long ago. Returns how many."""
    result = session().execute(delete(Claim).where(Claim.forget_after < clock.now()))
    return rows_touched(result)
