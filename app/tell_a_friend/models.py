"""Tables of notes to friends. Who the friend is stands here only sealed, and only until the note is over.

A mark is a keyed fingerprint of the friend's limit key. It is made for this use alone: it equals no mark of suppression.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import BigId, Model, UtcTime

_SEALED = text("sealed IS NOT NULL")
_UNWIPED = text("ended_at IS NOT NULL AND wiped_at IS NULL")
_TRIPPED = text("reset_at IS NULL")


class Recommendation(Model):
    """One note to a friend: from asking to its end, and what is left of it then.

    `sealed` holds the friend's first name and address, the note, and the sender's name and address as typed, under a random
    key of this row; `data_key` is that key, sealed under FIELD_KEYS. Both are NULL once it is over.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        # A refusal link has four bytes for it.
        CheckConstraint("id BETWEEN 1 AND 4294967295", name="four_bytes"),
        Index("ix_recommendation_sealed", "asked_at", sqlite_where=_SEALED, postgresql_where=_SEALED),
        Index("ix_recommendation_unwiped", "ended_at", sqlite_where=_UNWIPED, postgresql_where=_UNWIPED),
        Index("ix_recommendation_sender_mark", "sender_value", "sender_key_id"),
        # A number is in a mail for ever: it never comes to mean another note.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    # She proved her address, or was signed in. From then on subject and name say who sent it; erased, she is nobody here.
    proven_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    sender_subject: Mapped[str | None] = mapped_column(String(32), index=True)
    sender_name: Mapped[str] = mapped_column(String(40), default="")
    # Keyed mark of the sender's address as typed, until it is over: erasing her finds what she never confirmed.
    sender_value: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    sender_key_id: Mapped[int | None] = mapped_column(Integer)
    country: Mapped[str] = mapped_column(String(2), default="")
    source: Mapped[str] = mapped_column(
        String(10), default="page", server_default="page"
    )  # page | email: where she found the form
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    data_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Set where a mail was posted; it stays, with the date.
    friend_value: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    friend_key_id: Mapped[int | None] = mapped_column(Integer)
    friend_normaliser: Mapped[int | None] = mapped_column(Integer)
    # Handed over, or over for another reason: the outcome, a word of the outbox or KEPT_BACK, says which.
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    outcome: Mapped[str] = mapped_column(String(30), default="")
    # The write-ahead log of SQLite was cut after its end, so no file holds what was sealed.
    wiped_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # Its friend reported it as abuse.
    reported_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def sent_at(self) -> datetime | None:
        """When it was sent, as its friend is told. None: it never was."""
        return (self.ended_at or self.proven_at) if self.friend_value is not None else None


class RecommendationOnce(Model):
    """This friend was written to about this product: at most once, ever. One row for each key we hold."""

    __tablename__ = "recommendation_once"

    value: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    key_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    on_date: Mapped[date] = mapped_column(Date)


class RecommendationFriend(Model):
    """When this friend was last written to, whoever asked. One row for each key we hold."""

    __tablename__ = "recommendation_friend"

    value: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    key_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    last_on: Mapped[date] = mapped_column(Date)


class RecommendationBreaker(Model):
    """The breaker tripped: no note leaves until staff reset it. At most one is open."""

    __tablename__ = "recommendation_breaker"
    __table_args__ = (
        Index("uq_recommendation_breaker_open", "lever", unique=True, sqlite_where=_TRIPPED, postgresql_where=_TRIPPED),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    lever: Mapped[str] = mapped_column(String(10), default="sending")  # what it stops: there is one
    tripped_at: Mapped[datetime] = mapped_column(UtcTime)
    why: Mapped[str] = mapped_column(String(20))  # a `Why`
    reset_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reset_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
