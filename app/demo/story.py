"""What a demo person is: who, and what happens to her, in order. Plain values; nothing here asks the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from app.consent import Change
from app.core.chain import Scalar

NOTHING: Mapping[str, Scalar] = MappingProxyType({})


@dataclass(frozen=True)
class Step:
    """Something that happens at a moment. `choose` is an act on the ledger; the other two befall the person."""

    at: datetime
    what: Literal["choose", "bounce", "erase"] = "choose"
    method: str = ""
    source: str = ""
    actor: str = "self"
    changes: tuple[Change, ...] = ()
    wording: str | None = None
    claimed_at: datetime | None = None
    seen: Mapping[str, Scalar] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Place:
    """Where paper mail goes."""

    street: str
    city: str
    state: str
    postal_code: str


@dataclass(frozen=True)
class Came:
    """Where we got her name, number and address: the columns of a provenance."""

    source: str = "unknown"
    source_detail: str = ""
    obtained_on: date | None = None


UNKNOWN = Came()


@dataclass(frozen=True)
class Character:
    """A demo person. `note` says, for who signs in as her, what there is to see; `animal` is the kind she keeps."""

    address: str
    first_name: str
    last_name: str
    phone: str
    customer_number: str | None
    source: str
    joined_at: datetime
    is_customer: bool
    proven: bool
    place: Place | None
    steps: tuple[Step, ...]
    note: str = ""
    came: Came = UNKNOWN
    animal: str = ""
