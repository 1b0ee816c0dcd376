"""The mail house: what it is handed, read back from the files."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app import people, suppression
from app.consent import MARKETING, OFF, Act, Change, choose
from app.core import clock
from app.core.database import session
from app.people import Person, PostalAddress
from app.topics import Topic
from tests.exchange.desk import Desk, from_csv

_numbers = count(1)
PLACE = {"second_line": "", "city": "Dothan", "state": "AL", "postal_code": "36302", "country": "US"}
Row = dict[str, str]


@dataclass(frozen=True)
class Handed:
    """A batch as it lies in its folder."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.manifest["batch"])

    def bytes_of(self, place: int) -> bytes:
        return (self.folder / self.manifest["files"][place]["name"]).read_bytes()

    @property
    def bytes(self) -> tuple[bytes, bytes]:
        """Both files."""
        return self.bytes_of(0), self.bytes_of(1)

    @property
    def listed(self) -> list[Row]:
        return from_csv(self.bytes_of(0).decode())

    @property
    def stops(self) -> list[Row]:
        return from_csv(self.bytes_of(1).decode())

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """(name, topic) of the list."""
        return {(row["name"], row["topic"]) for row in self.listed}


class House(Desk):
    """Runs the export as an operator does."""

    def hand(self, *options: str, folder: Path | None = None, code: int = 0) -> Handed:
        """One export, into a folder of its own unless one is named."""
        folder = folder or self.folder / f"batch-{next(_numbers)}"
        self.run("postal", "export", "--out", str(folder), *options, code=code)
        return Handed(folder, json.loads((folder / "manifest.json").read_text()))


@pytest.fixture
def house(app: Flask, app_context: None, tmp_path: Path) -> House:
    """A mail house of an empty shop, whose own paper topics are no more."""
    session().execute(update(Topic).where(Topic.channel == "post").values(retired_at=datetime(2020, 1, 1, tzinfo=UTC)))
    session().commit()
    return House(app, tmp_path)


def moves(person: Person, street: str, **place: str) -> PostalAddress:
    """She lives there from now on."""
    for one in person.postal_addresses:
        one.replaced_at = one.replaced_at or clock.now()
    new = PostalAddress(street=street, created_at=clock.now(), **{**PLACE, **place})
    person.postal_addresses.append(new)
    session().commit()
    return new


def renamed(person: Person, first: str, last: str) -> None:
    """She corrects her name."""
    old = {"first_name": person.first_name, "last_name": person.last_name}
    new = {"first_name": first, "last_name": last}
    people.note_change(person.id, "name", old, new, people.By("profile_page"))
    person.first_name, person.last_name = first, last
    session().commit()


def stops_all_of(
    key: str, scope: str = "all", method: str = "label", subject: str | None = None, state: str = OFF
) -> str:
    """Somebody stops paper for a household or an address by its key, or starts it. Returns the subject of the mark."""
    mark = suppression.mark_for_key(key, subject)
    purpose = MARKETING if scope == "all" else f"topic:{scope}"
    choose(mark.subject_id, [Change(purpose, "post", state)], Act(method, "test"), [mark])
    session().commit()
    return mark.subject_id
