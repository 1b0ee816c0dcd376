"""Signing in, the way a shopper does it: ask, read the mail, type its code or press its link."""

from urllib.parse import urlsplit

from flask import has_app_context
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core.database import session
from app.core.messages import Letter
from app.identity.asking import MESSAGE
from app.identity.mail import compose
from app.outbox import Message
from tests.browser import Browser

ANN = "ann@example.com"


def ask(browser: Browser, address: str = ANN, **more: str) -> TestResponse:
    """Ask for a link and a code on the sign-in page."""
    browser.get("/sign-in", query_string=more)
    return browser.press("Email me a link and a code", email=address)


def hand_over(browser: Browser) -> Letter:
    """The sign-in mail that was posted last, composed as at hand-over."""
    letter = composed(browser)
    assert letter is not None, "there is nothing to say in that mail"
    return letter


def composed(browser: Browser) -> Letter | None:
    """The same, or None where it has nothing to say any more."""
    if has_app_context():
        return _compose()
    with browser.application.app_context():
        return _compose()


def _compose() -> Letter | None:
    newest = session().scalars(select(Message).where(Message.kind == MESSAGE).order_by(Message.id.desc())).first()
    assert newest is not None, "no sign-in mail was posted"
    letter = compose(newest.reference)
    session().commit()
    return letter


def link_path(letter: Letter) -> str:
    """The path of the link in the mail."""
    return urlsplit(letter.context["link"]).path


def sign_in(browser: Browser, address: str = ANN) -> TestResponse:
    """Sign in by code. Returns the page it leads to."""
    ask(browser, address)
    return browser.press("Open my choices", code=hand_over(browser).context["code_spaced"])
