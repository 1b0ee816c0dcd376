"""An application with a feature of the tests' own: it writes what each test tells it to."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.browser import Browser
from tests.desk import MAX, a_member, sit_down
from tests.mail_server import MailServer, mail_server
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


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def smtp_office(server: MailServer, make_app: Callable[..., Flask], writer: Writer) -> Iterator[Flask]:
    """As `office`, handing over to a real mail server."""
    app = with_writer(make_app(MAIL_URL=server.url), writer)
    with app.app_context():
        yield app
        transport = app.extensions.get("outbox_transport")
        if transport:
            transport.close()


@pytest.fixture
def max_(office: Flask) -> Browser:
    """The mail clerk's browser."""
    browser = Browser(office)
    sit_down(browser, a_member(MAX))
    return browser
