"""What the tests of the preference page share."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from app.core.database import db


@pytest.fixture
def queries(app: Flask, app_context: None) -> Iterator[list[str]]:
    """Every SELECT the site sends, as it comes."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)
