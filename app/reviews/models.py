"""Tables of reviews. What is public is decided in one place, `standing.settle`; the columns it writes are said so here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import BigId, Model, UtcTime

_PUBLIC = text("public_at IS NOT NULL")
_WAITING = text("published_at IS NULL AND turned_down_at IS NULL AND ended_at IS NULL")
_PUBLISHED = text("published_at IS NOT NULL AND ended_at IS NULL")


class Review(Model):
    """What one person thinks of one product. Its words stand in its versions; here is who, and what she agreed to."""

    __tablename__ = "review"
    __table_args__ = (
        Index("uq_review_product_id_person_id", "product_id", "person_id", unique=True),
        Index("ix_review_public", "product_id", "public_at", "id", sqlite_where=_PUBLIC, postgresql_where=_PUBLIC),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    origin: Mapped[str] = mapped_column(String(10))  # site | import
    # As she typed it; pages show it only in the form she chose (`names.shown_name`).
    name: Mapped[str] = mapped_column(String(160), default="")
    name_format: Mapped[str] = mapped_column(String(20))
    connection: Mapped[str] = mapped_column(String(20), default="")  # a `Connection`, or none
    connection_by: Mapped[str] = mapped_column(String(10), default="")  # author | staff
    # The imported order that names this product; no page and no command sets it.
    order_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customer_order.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    # Her Yes to publishing stands since then. The ledger holds the act; this is where it stands now.
    agreed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ads_agreed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # The author is a child under 13: hidden, and nobody works with it.
    frozen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # Written by `settle` alone: the day shown with it and ordered by (its public words were written then; None: not public),
    # its stars, and what it counts for in the product's tally.
    public_at: Mapped[datetime | None] = mapped_column(UtcTime)
    public_stars: Mapped[int | None] = mapped_column(Integer)
    tallied: Mapped[str] = mapped_column(Text, default="{}")


class ReviewVersion(Model):
    """The words and stars of a review, as written once and never changed. At most one waits, at most one is published."""

    __tablename__ = "review_version"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        Index("uq_review_version_waiting", "review_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index(
            "uq_review_version_published",
            "review_id",
            unique=True,
            sqlite_where=_PUBLISHED,
            postgresql_where=_PUBLISHED,
        ),
        Index("ix_review_version_review_id", "review_id"),
        Index("ix_review_version_written_at", "written_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    review_id: Mapped[int] = mapped_column(BigId, ForeignKey("review.id"))
    stars: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcTime)
    turned_down_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(String(30), default="")  # a `Reason`, where it was turned down
    hidden: Mapped[str] = mapped_column(Text, default="[]")  # JSON: [start, end] of each part not shown
    # A newer version took its place, or its author took it back.
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)

    @property
    def is_waiting(self) -> bool:
        return self.published_at is None and self.turned_down_at is None and self.ended_at is None

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.ended_at is None

    @property
    def is_turned_down(self) -> bool:
        return self.turned_down_at is not None and self.ended_at is None


class ReviewReply(Model):
    """What the shop says under a review."""

    __tablename__ = "review_reply"

    review_id: Mapped[int] = mapped_column(BigId, ForeignKey("review.id"), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = mapped_column(UtcTime)


class ReviewClaim(Model):
    """A moderator has this version open: until then nobody else decides it."""

    __tablename__ = "review_claim"

    version_id: Mapped[int] = mapped_column(BigId, ForeignKey("review_version.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    until: Mapped[datetime] = mapped_column(UtcTime)


class ReviewDecision(Model):
    """What a moderator decided about a version, and whether it was taken back."""

    __tablename__ = "review_decision"
    __table_args__ = (Index("ix_review_decision_at", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(BigId, ForeignKey("review_version.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    what: Mapped[str] = mapped_column(String(20))  # publish | hide | turn_down
    reason: Mapped[str] = mapped_column(String(30), default="")
    hidden: Mapped[str] = mapped_column(Text, default="[]")
    at: Mapped[datetime] = mapped_column(UtcTime)
    # The version that stood published until this decision replaced it.
    replaced_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("review_version.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ReviewReport(Model):
    """Somebody finds a review wrong. The mark is a keyed hash of who: one report of a person or network counts."""

    __tablename__ = "review_report"
    __table_args__ = (Index("uq_review_report_review_id_mark", "review_id", "mark", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    review_id: Mapped[int] = mapped_column(BigId, ForeignKey("review.id"))
    mark: Mapped[bytes] = mapped_column(LargeBinary(16))
    reason: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ReviewTally(Model):
    """The numbers of a product's reviews, kept in the transaction of the act that changes them."""

    __tablename__ = "review_tally"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    # In the average: public, and not by the shop's own people or their families (16 CFR 465.5).
    stars_1: Mapped[int] = mapped_column(Integer, default=0)
    stars_2: Mapped[int] = mapped_column(Integer, default=0)
    stars_3: Mapped[int] = mapped_column(Integer, default=0)
    stars_4: Mapped[int] = mapped_column(Integer, default=0)
    stars_5: Mapped[int] = mapped_column(Integer, default=0)
    shown: Mapped[int] = mapped_column(Integer, default=0)  # all public ones, insiders too
    confirmed: Mapped[int] = mapped_column(Integer, default=0)  # of those, matched to an order
    waiting: Mapped[int] = mapped_column(Integer, default=0)
    turned_down: Mapped[int] = mapped_column(Integer, default=0)
