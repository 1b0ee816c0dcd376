"""Tables of people."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Model, UtcTime


class Provenance:
    """Where a row came from: one of Source, a remark in plain words, and the day it was obtained, where we were told."""

    source: Mapped[str] = mapped_column(String(20), default="unknown", server_default="unknown")
    source_detail: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    obtained_on: Mapped[date | None] = mapped_column(Date)


class Person(Model):
    """A human known by a destination. `subject_id` is random and stands in the ledger; the row can go, the ledger stays."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(32), unique=True)
    first_name: Mapped[str] = mapped_column(String(80), default="")
    last_name: Mapped[str] = mapped_column(String(80), default="")
    # How she likes to be greeted, in her own words; empty: by her first name.
    addressed_as: Mapped[str] = mapped_column(String(80), default="", server_default=text("''"))
    gender: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    customer_number: Mapped[str | None] = mapped_column(String(40), index=True)
    loyalty_number: Mapped[str | None] = mapped_column(String(40))
    # Where we got the person from: purchase, email_entry, opt_in, legacy_list … (policy S5, S11)
    source: Mapped[str] = mapped_column(String(30))
    customer_since: Mapped[datetime | None] = mapped_column(UtcTime)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    # A shell: this record turned out to be that person's too. Its subject's history stays where it is (decision 16).
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    destinations: Mapped[list[Destination]] = relationship(back_populates="person", cascade="all, delete-orphan")
    postal_addresses: Mapped[list[PostalAddress]] = relationship(back_populates="person", cascade="all, delete-orphan")
    phones: Mapped[list[Phone]] = relationship(back_populates="person", cascade="all, delete-orphan")

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


class Phone(Provenance, Model):
    """A phone number of a person, as E.164 where it could be read, else as it came. Removed ones stay, so that no file
    brings them back; they go with the person."""

    __tablename__ = "phone"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="")  # mobile, home, work, or unknown
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcTime)

    person: Mapped[Person] = relationship(back_populates="phones")


class PostalAddress(Provenance, Model):
    """Where paper mail goes, or went. A changed address is a new row: what stood at a moment can be read back
    (`created_at` ≤ moment, and not replaced or removed by then), which the mail-house export needs."""

    __tablename__ = "postal_address"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    street: Mapped[str] = mapped_column(String(120))
    second_line: Mapped[str] = mapped_column(String(120), default="", server_default=text("''"))
    city: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(40))
    postal_code: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    # She was shown the spelling of USPS Publication 28 and agreed, or kept her own.
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # A newer one took its place; still shown as an older address.
    replaced_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # She took it off her profile; kept so that no file brings it back.
    removed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # Subjects of the marks this address shares with others: her household here, whoever lives here, and the label
    # (customer number and ZIP). Empty until its keys were made (`key_version`).
    household_subject: Mapped[str | None] = mapped_column(String(32), index=True)
    address_subject: Mapped[str | None] = mapped_column(String(32), index=True)
    label_subject: Mapped[str | None] = mapped_column(String(32), index=True)
    key_version: Mapped[int] = mapped_column(Integer, default=0, server_default="0", index=True)

    person: Mapped[Person] = relationship(back_populates="postal_addresses")

    @property
    def lines(self) -> tuple[str, ...]:
        """The address as it stands on a label, without the name."""
        last = f"{self.city}, {self.state} {self.postal_code}".strip(", ")
        return tuple(line for line in (self.street, self.second_line, last) if line)

    @property
    def place(self) -> str:
        return f"{self.city}, {self.state}".strip(", ")

    @property
    def is_current(self) -> bool:
        """Whether paper mail may go there."""
        return self.replaced_at is None and self.removed_at is None


class Look(Model):
    """A staff member opened somebody's record. She sees role, reason and time, not the name; the trail has the rest."""

    __tablename__ = "staff_look"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(UtcTime)
