"""The site over a mail server that answers as the test tells it to, and one product."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app.products import Product
from tests.mail_server import MailServer, mail_server
from tests.tell_a_friend.notes import a_bucket


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def app(make_app: Callable[..., Flask], server: MailServer) -> Iterator[Flask]:
    app = make_app(MAIL_URL=server.url)
    yield app
    transport = app.extensions.get("outbox_transport")
    if transport:
        transport.close()


@pytest.fixture
def bucket(app_context: None) -> Product:
    return a_bucket()
