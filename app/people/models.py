"""Tables of people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Model, UtcTime


class Person(Model):
    """A human known by a destination. `subject_id` is random and stands in the ledger; the row can go, the ledger stays."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(32), unique=True)
    first_name: Mapped[str] = mapped_column(String(80), default="")
    last_name: Mapped[str] = mapped_column(String(80), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    customer_number: Mapped[str | None] = mapped_column(String(40), index=True)
    # Where we got the person from: purchase, email_entry, opt_in, legacy_list … (policy S5, S11)
    source: Mapped[str] = mapped_column(String(30))
    customer_since: Mapped[datetime | None] = mapped_column(UtcTime)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    destinations: Mapped[list[Destination]] = relationship(back_populates="person", cascade="all, delete-orphan")
    postal_addresses: Mapped[list[PostalAddress]] = relationship(back_populates="person", cascade="all, delete-orphan")

    @property
    def display_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Destination(Model):
    """An e-mail address of a person. The match key decides who is the same person."""

    __tablename__ = "destination"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10), default="email")
    address: Mapped[str] = mapped_column(String(320))
    match_key: Mapped[str] = mapped_column(String(320))
    proven_at: Mapped[datetime | None] = mapped_column(UtcTime)
    undeliverable_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    person: Mapped[Person] = relationship(back_populates="destinations")

    __table_args__ = (Index("uq_destination_channel_match_key", "channel", "match_key", unique=True),)


class PostalAddress(Model):
    """Where paper mail goes."""

    __tablename__ = "postal_address"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    street: Mapped[str] = mapped_column(String(120))
    city: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(40))
    postal_code: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    person: Mapped[Person] = relationship(back_populates="postal_addresses")

    @property
    def lines(self) -> tuple[str, ...]:
        """The address as it stands on a label, without the name."""
        return (self.street, f"{self.city}, {self.state} {self.postal_code}".strip(", "))

    @property
    def place(self) -> str:
        return f"{self.city}, {self.state}".strip(", ")


class Look(Model):
    """A staff member opened somebody's record. She sees role, reason and time, not the name; the trail has the rest."""

    __tablename__ = "staff_look"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(UtcTime)
