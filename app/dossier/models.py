"""Tables of copies of one's own data, and of two records that became one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import BigId, Model, UtcTime

_OPEN = text("taken_at IS NULL AND failed_at IS NULL")
_UNDECIDED = text("decided_at IS NULL")


class CopyRequest(Model):
    """Somebody asked for a copy of her data. It is made in the background, taken once, and deleted after a day."""

    __tablename__ = "copy_request"
    __table_args__ = (
        Index("uq_copy_request_open", "person_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_copy_request_person_id", "person_id"),
        Index("ix_copy_request_ends_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # The address she had just proven; the mail goes there while it is hers and proven, else to none.
    destination_id: Mapped[int] = mapped_column(Integer)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    # How many of the registry's parts are written.
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    built_at: Mapped[datetime | None] = mapped_column(UtcTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # A day after it was asked for, and from then on a day after it was made: row and file go.
    ends_at: Mapped[datetime] = mapped_column(UtcTime)

    @property
    def is_ready(self) -> bool:
        return self.built_at is not None and self.taken_at is None

    @property
    def is_being_made(self) -> bool:
        return self.built_at is None and self.failed_at is None


class CopyPart(Model):
    """A piece of the finished file, encrypted."""

    __tablename__ = "copy_part"

    request_id: Mapped[int] = mapped_column(BigId, ForeignKey("copy_request.id"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PersonMerge(Model):
    """Two records may be one person: who says so, who decided, what moved, and whether it was taken back.

    `decision`: merge or apart. `moved`: table → what its move returned, so that it can go back.
    """

    __tablename__ = "person_merge"
    __table_args__ = (
        Index(
            "uq_person_merge_undecided",
            "kept_person_id",
            "gone_person_id",
            unique=True,
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
        Index("ix_person_merge_kept_person_id", "kept_person_id"),
        Index("ix_person_merge_gone_person_id", "gone_person_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kept_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    gone_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(30))
    proposed_by: Mapped[str] = mapped_column(String(60))
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)
    decided_by: Mapped[str | None] = mapped_column(String(60))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decision: Mapped[str | None] = mapped_column(String(10))
    act_id: Mapped[str | None] = mapped_column(String(32))
    moved: Mapped[str] = mapped_column(Text, default="{}")
    undone_by: Mapped[str | None] = mapped_column(String(60))
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
