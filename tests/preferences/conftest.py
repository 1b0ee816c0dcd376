"""What the tests of the preference page share."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from app.core.database import db
from tests.browser import Browser
from tests.cast import ANN, ann, bea
from tests.sign_in import sign_in


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


@pytest.fixture
def page(app_context: None, client: Browser) -> Browser:
    """Ann's page, freshly opened; Bea is another customer."""
    ann(), bea()
    sign_in(client, ANN)
    client.get("/preferences")
    return client
