"""The site with a message kind of the tests' own, so that there is a mail of ours which something can come back about."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.mailroom.sent import with_kinds


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return with_kinds(
        make_app(BOUNCE_ADDRESS="bounces@choices.example.com", UNSUBSCRIBE_MAILBOX="stop@choices.example.com")
    )


@pytest.fixture
def shop(app: Flask) -> Iterator[Flask]:
    """The application with its context pushed."""
    with app.app_context():
        yield app
