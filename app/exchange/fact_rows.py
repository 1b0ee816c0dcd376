"""A row of a file of facts as values, or a refusal that says why. Nothing here asks the database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from app.core.csvfiles import Row
from app.core.fingerprints import match_key
from app.exchange.cells import address_in, day_in, needed_in, text_in
from app.exchange.verdicts import RowRefused
from app.people import SINGLE, Source
from app.topics import ANIMALS

COLUMNS = (
    "email", "customer_number", "kind", "name", "value", "animal", "born_in", "source", "source_detail", "obtained_on",
    "reason",
)  # fmt: skip
NEEDS = ("kind", "name", "value")
KINDS = ("stated", "observed", "inferred")
ANIMAL = "animal"  # a row of that name tells of an animal; its value is the animal's name
# What nobody can hold beside what it means: kept under one form, whatever the file says.
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_BORN = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?\Z", re.ASCII)
_VALUE_LENGTH = 200
_NUMBER_LENGTH = 40
_ANIMAL_LENGTH = 60
# Where a row that says nothing of its source came from, by its kind.
_UNSAID = {"stated": Source.UNKNOWN, "observed": Source.UNKNOWN, "inferred": Source.GUESS}


@dataclass(frozen=True)
class FactRow:
    """One usable row: about whom, what, and where it came from."""

    line: int
    email: str  # canonical, or empty
    customer_number: str
    kind: str
    name: str
    value: str
    animal: str
    born_in: str
    source: str
    source_detail: str
    obtained_on: date | None
    reason: str

    @property
    def key(self) -> str:
        """The match key of the address; empty without one."""
        return match_key(self.email) if self.email else ""

    @property
    def about(self) -> str:
        """What the report names."""
        return self.email or self.customer_number


def fact_row(row: Row, zone: ZoneInfo) -> FactRow:
    """Read one row. Raises RowRefused."""
    kind, name = _kind(row), _name(row)
    customer_number = text_in(row, "customer_number", _NUMBER_LENGTH)
    if not row.get("email") and not customer_number:
        raise RowRefused("no e-mail address and no customer number")
    reason = text_in(row, "reason", _VALUE_LENGTH)
    if kind == "inferred" and not reason:
        raise RowRefused("a guess needs a reason, in words the person may read: bought horse wormer twice")
    return FactRow(
        row.line,
        address_in(row) if row.get("email") else "",
        customer_number,
        kind,
        name,
        _value(row, kind, name),
        _animal(row),
        _born(row, name),
        _source(row, kind),
        text_in(row, "source_detail", _VALUE_LENGTH),
        day_in(row, "obtained_on", zone) if row.get("obtained_on") else None,
        reason,
    )


def _kind(row: Row) -> str:
    kind = row.get("kind").lower()
    if kind not in KINDS:
        raise RowRefused(f"kind is one of {', '.join(KINDS)}")
    return kind


def _name(row: Row) -> str:
    name = row.get("name").lower().replace(" ", "_").replace("-", "_")
    if not _NAME.match(name):
        raise RowRefused("name says what the fact is about, in small letters: interest, content_topic, often_needs")
    return name


def _value(row: Row, kind: str, name: str) -> str:
    if name not in SINGLE and name != ANIMAL:
        return needed_in(row, "value", _VALUE_LENGTH)
    if kind != "stated":
        raise RowRefused(f"{name} is what a person says herself: its kind is stated")
    return text_in(row, "value", _ANIMAL_LENGTH) if name == ANIMAL else needed_in(row, "value", SINGLE[name])


def _animal(row: Row) -> str:
    animal = row.get("animal").lower()
    if animal and animal not in ANIMALS:
        raise RowRefused(f"animal is one of {', '.join(ANIMALS)}")
    if row.get("name").lower() == ANIMAL and not animal and not row.get("value"):
        raise RowRefused("an animal needs its kind in the column animal, or its name in value")
    return animal


def _born(row: Row, name: str) -> str:
    born = row.get("born_in")
    if born and (name != ANIMAL or not _BORN.match(born)):
        raise RowRefused("born_in is the month or year an animal was born, like 2021-05 or 2021")
    return born


def _source(row: Row, kind: str) -> str:
    source = row.get("source").lower().replace(" ", "_")
    if not source:
        return _UNSAID[kind]
    if source not in set(Source) or (source == Source.GUESS) != (kind == "inferred"):
        known = ", ".join(one for one in Source if one != Source.GUESS)
        raise RowRefused(
            f"source is one of {known}; a guess has none"
            if kind != "inferred"
            else "a guess has no source; say its reason"
        )
    return source
