"""An application with a feature of the tests' own: it writes what each test tells it to."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.outbox.office import Writer, with_writer


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.fixture
def app(make_app: Callable[..., Flask], writer: Writer) -> Flask:
    return with_writer(make_app(), writer)


@pytest.fixture
def office(app: Flask) -> Iterator[Flask]:
    """The application with its context pushed, its transport closed at the end."""
    with app.app_context():
        yield app
        transport = app.extensions.get("outbox_transport")
        if transport:
            transport.close()
