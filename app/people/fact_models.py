"""Tables of what we know about people besides names and addresses: animals, facts and guesses, and every change of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import BigId, Model, UtcTime
from app.people.models import Provenance


class Origin(Model):
    """Where a value of the person row itself came from: `field` is name, customer_number, loyalty_number, gender or
    addressed_as. `corrected_at`: she set it herself, so no file changes it any more."""

    __tablename__ = "fact_origin"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(20), primary_key=True)
    source: Mapped[str] = mapped_column(String(20))
    source_detail: Mapped[str] = mapped_column(String(200), default="")
    obtained_on: Mapped[date | None] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcTime)
    corrected_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Animal(Provenance, Model):
    """An animal somebody told us about; all of it optional. `kind` is one of topics.ANIMALS, or empty."""

    __tablename__ = "animal"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="")
    name: Mapped[str] = mapped_column(String(60), default="")
    born_in: Mapped[str] = mapped_column(String(7), default="")  # "2021-05", "2021", or empty
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    # No longer with us: since then, by which act (its undo finds it by that).
    gone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    gone_act_id: Mapped[str | None] = mapped_column(String(32), index=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Fact(Provenance, Model):
    """One thing known about a person beyond her name and addresses.

    `kind`: stated (she said so), observed (a visit, a device, an order's total), inferred (a guess). `name`: what it is
    about, as interest, content_topic, often_needs, device, visit. `reason`: why it was guessed, in plain words. `animal`:
    the kind of animal a fact is about. The product itself infers nothing: the retailer supplies. A removed one stays, so
    that no file brings it back; it goes with the person.
    """

    __tablename__ = "fact"
    __table_args__ = (Index("uq_fact_person_id_kind_name_value", "person_id", "kind", "name", "value", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(200), default="")
    animal: Mapped[str] = mapped_column(String(20), default="")
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # The act that removed it: taking that act back brings it back.
    removed_act_id: Mapped[str | None] = mapped_column(String(32), index=True)


class ProfileChange(Model):
    """One change of what we know: by whom, how, from what to what. Her history, her undo, and the retailer's feed.

    `about`: which row, as "phone:12"; empty for values of the person row. `old` and `new`: JSON, null for nothing.
    """

    __tablename__ = "profile_change"
    __table_args__ = (
        Index("ix_profile_change_person_id_at", "person_id", "at"),
        Index("ix_profile_change_act_id", "act_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    act_id: Mapped[str] = mapped_column(String(32))
    field: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(40), default="")
    old: Mapped[str] = mapped_column(Text)
    new: Mapped[str] = mapped_column(Text)
    method: Mapped[str] = mapped_column(String(30))
    actor: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
