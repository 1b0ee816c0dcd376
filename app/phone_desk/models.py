"""Tables of the phone desk."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import BigId, Model, UtcTime


class RecordedStop(Model):
    """A stop a clerk wrote down: the reference that was read out, and the act that did it. The stop itself stands in the
    ledger and in do-not-contact.

    `what`: all, email, paper or order (39 USC 3008). `kind`: a person we know, or a stop as told: email, label (customer
    number and ZIP) or address. `desk`: caller or letters. `label`: who, masked. `changes`: how many lines the act wrote.
    """

    __tablename__ = "recorded_stop"
    __table_args__ = (
        Index("uq_recorded_stop_reference", "reference", unique=True),
        Index("uq_recorded_stop_form_id", "form_id", unique=True),
        Index("ix_recorded_stop_staff_id_at", "staff_id", "at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    reference: Mapped[str] = mapped_column(String(20))
    form_id: Mapped[str] = mapped_column(String(43))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    received_on: Mapped[date] = mapped_column(Date)
    way: Mapped[str] = mapped_column(String(20))
    late_reason: Mapped[str] = mapped_column(String(200))
    # Of a prohibitory order: its own date.
    ordered_on: Mapped[date | None] = mapped_column(Date)
    what: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    desk: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(200))
    subject_id: Mapped[str] = mapped_column(String(32), index=True)
    act_id: Mapped[str] = mapped_column(String(32))
    changes: Mapped[int] = mapped_column(Integer)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    # A confirmation was asked for by mail, or printed.
    mailed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    printed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class CallerCheck(Model):
    """A clerk compared what a caller said with what we hold: what was compared, never what failed."""

    __tablename__ = "caller_check"
    __table_args__ = (Index("ix_caller_check_person_id_staff_id_at", "person_id", "staff_id", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    compared: Mapped[str] = mapped_column(String(100))
    way: Mapped[str] = mapped_column(String(20))
