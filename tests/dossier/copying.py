"""Making and reading a copy in tests."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from sqlalchemy import select

from app.core.database import session
from app.dossier import copies
from app.dossier.copies import newest_of
from app.dossier.jobs import build_copies
from app.dossier.models import CopyRequest
from app.people import Person
from tests.browser import Page


def a_copy(person: Person) -> CopyRequest:
    """She asks, a worker makes it."""
    copies.ask(person.id, person.destinations[0].id)
    session().commit()
    build_copies()
    found = newest_of(person.id)
    assert found is not None
    session().refresh(found)
    return found


def unpacked(body: bytes) -> tuple[Page, dict[str, Any]]:
    """The page and the data of a ZIP; there is nothing else in it."""
    with ZipFile(BytesIO(body)) as archive:
        assert archive.namelist() == ["index.html", "data.json"]
        assert archive.testzip() is None
        page = Page(archive.read("index.html").decode(), "index.html")
        return page, json.loads(archive.read("data.json"))


def taken(person: Person) -> tuple[Page, dict[str, Any]]:
    """What she gets when she asks now."""
    made = a_copy(person)
    with copies.take(made.id, person.id) as file:
        body = file.read()
    session().commit()
    return unpacked(body)


def rows(data: dict[str, Any], table: str) -> list[dict[str, Any]]:
    """The rows of one table."""
    return next(part["rows"] for part in data["parts"] if part["table"] == table)


def every_copy() -> list[CopyRequest]:
    return list(
        session().scalars(select(CopyRequest).order_by(CopyRequest.id).execution_options(populate_existing=True))
    )
