"""Signing in, the way a shopper does it: ask, read the mail, type its code or press its link."""

from urllib.parse import urlsplit

from flask import has_app_context
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core.database import session
from app.core.feature import Letter
from app.identity.mail import compose
from app.identity.models import SignInRequest
from tests.browser import Browser

ANN = "ann@example.com"


def ask(browser: Browser, address: str = ANN, **more: str) -> TestResponse:
    """Ask for a link and a code on the sign-in page."""
    browser.get("/sign-in", query_string=more)
    return browser.press("Email me a link and a code", email=address)


def hand_over(browser: Browser) -> Letter:
    """Compose the mail of the newest request, as the outbox does it."""
    if has_app_context():
        return _compose()
    with browser.application.app_context():
        return _compose()


def _compose() -> Letter:
    newest = session().scalars(select(SignInRequest).order_by(SignInRequest.asked_at.desc())).first()
    assert newest is not None
    letter = compose(newest.id)
    session().commit()
    assert letter is not None
    return letter


def link_path(letter: Letter) -> str:
    """The path of the link in the mail."""
    return urlsplit(letter.context["link"]).path


def sign_in(browser: Browser, address: str = ANN) -> TestResponse:
    """Sign in by code. Returns the page it leads to."""
    ask(browser, address)
    return browser.press("Open my choices", code=hand_over(browser).context["code_spaced"])
