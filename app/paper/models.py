"""Tables of paper mail: when pieces are printed, and what people told us about the ones they hold."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, UtcTime


class PrintRun(Model):
    """One issue of a paper topic: the day its list is pulled, after which no stop reaches it, and until when it may come."""

    __tablename__ = "print_run"
    __table_args__ = (
        # A second press of "Add" is no second issue.
        Index(
            "uq_print_run_standing",
            "topic_id",
            "name",
            "list_pulled_on",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
        Index("ix_print_run_list_pulled_on_id", "list_pulled_on", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    list_pulled_on: Mapped[date] = mapped_column(Date)
    in_homes_until: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    # Who put it in; None: a command, or the demo shop.
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcTime)

    def is_printed(self, today: date) -> bool:
        """Whether its list is pulled, and it may still come."""
        return self.cancelled_at is None and self.list_pulled_on <= today <= self.in_homes_until


class PaperReport(Model):
    """Something staff have to look at: two copies, or somebody who died. What was typed is sealed, and erased once settled."""

    __tablename__ = "paper_report"
    __table_args__ = (Index("ix_paper_report_settled_at_id", "settled_at", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    # The press behind it: sent twice, it is one report.
    act_id: Mapped[str] = mapped_column(String(32), unique=True)
    # What was typed, as JSON under FIELD_KEYS; None once settled.
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    # The mark of the name at that address, so that an erasure finds the row.
    subject_id: Mapped[str | None] = mapped_column(String(32), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # Who settled it; None: taken back by whoever reported it.
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    outcome: Mapped[str | None] = mapped_column(String(20))
