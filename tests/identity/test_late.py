"""Sign-in mail while the mail server is away: the page says so, the same to everybody, and late mail is signed late."""

import re
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from time_machine import travel

from app import outbox
from app.core import clock
from app.core.database import session
from app.core.settings import Settings
from app.outbox.jobs import drop_expired
from app.outbox.transports import make_transport
from tests.browser import Browser
from tests.conftest import Shop
from tests.databases import KEYS
from tests.mail_server import MailServer, mail_server
from tests.makers import a_person
from tests.sign_in import ANN, ask

SLOW = "Email is slow just now"
DROPPED = "That email was dropped"


@pytest.fixture
def app(make_app: Shop) -> Flask:
    """Nobody listens where mail should go."""
    with socket.create_server(("127.0.0.1", 0)) as port:
        number = port.getsockname()[1]
    return make_app(MAIL_URL=f"smtp://127.0.0.1:{number}")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def page_after(browser: Browser, minutes: int) -> str:
    """The page that says to look at the inbox, while a worker tried now and then."""
    begin = clock.now()
    for minute in {*range(0, minutes, 7), minutes - 1, minutes}:
        with travel(begin + timedelta(minutes=minute), tick=False), browser.application.app_context():
            outbox.deliver_due()
            drop_expired()
    with travel(begin + timedelta(minutes=minutes), tick=False):
        return browser.get("/sign-in/code").text


@pytest.mark.parametrize("minutes", [3, 59])
def test_while_it_waits_the_page_says_that_it_will_come_and_keeps_the_field(minutes: int, client: Browser) -> None:
    ask(client)
    page = page_after(client, minutes)
    assert SLOW in page
    assert 'name="code"' in page


def test_nobody_is_told_anything_in_the_first_minute(client: Browser) -> None:
    ask(client)
    assert SLOW not in page_after(client, 1)


def test_after_an_hour_it_says_that_it_was_dropped_and_offers_a_new_one(client: Browser) -> None:
    ask(client)
    page = page_after(client, 61)
    assert DROPPED in page
    assert "Send a new link and code" in page
    assert 'name="code"' not in page


@pytest.mark.parametrize("minutes", [5, 61])
def test_known_and_unknown_addresses_and_those_beyond_a_limit_are_told_the_same(minutes: int, app: Flask) -> None:
    with app.app_context():
        a_person(ANN)
        session().commit()
    known, unknown, limited = (Browser(app) for _ in range(3))
    for _ in range(3):
        ask(Browser(app), "bea@example.com")
    ask(known, ANN)
    ask(unknown, "cal@example.com")
    ask(limited, "bea@example.com")
    pages = {told(page_after(known, minutes), ANN)}
    for browser, address in ((unknown, "cal@example.com"), (limited, "bea@example.com")):
        with travel(clock.now() + timedelta(minutes=minutes), tick=False):
            pages.add(told(browser.get("/sign-in/code").text, address))
    assert len(pages) == 1


def told(page: str, address: str) -> str:
    """A page without its address and what is random in it."""
    return re.sub(r'(nonce|value|content)="[^"]*"', "", page.replace(address, ""))


def test_a_mail_handed_over_late_is_signed_then(app: Flask, client: Browser, server: MailServer) -> None:
    ask(client)
    page_after(client, 40)
    app.extensions["outbox_transport"] = make_transport(Settings.from_environ(KEYS | {"MAIL_URL": server.url}))
    with travel(clock.now() + timedelta(minutes=42), tick=False):
        assert SLOW not in page_after(client, 1)
        (mail,) = server.mails
        path = re.search(rb"/in/\S+", mail.original_content or b"")[0].decode()  # type: ignore[index]
    with travel(clock.now() + timedelta(minutes=50), tick=False):
        assert Browser(app).get(path).status_code == 200
    app.extensions["outbox_transport"].close()


def test_a_mail_that_left_is_not_said_to_be_late(make_app: Shop) -> None:
    app = make_app()
    waiting, served = Browser(app), Browser(app)
    ask(served)
    with app.app_context():
        outbox.deliver_due()
    ask(waiting, "bea@example.com")
    with travel(clock.now() + timedelta(minutes=5), tick=False):
        assert SLOW not in served.get("/sign-in/code").text
        assert SLOW in waiting.get("/sign-in/code").text
