"""Telling a friend on the pages, the way a shopper does it."""

from typing import Any

from werkzeug.test import TestResponse

from app.core import settings
from app.core.fingerprints import canonical_email
from app.tell_a_friend import refusal_link, refusal_url
from tests.browser import Browser
from tests.sign_in import hand_over
from tests.tell_a_friend.notes import CAL, SAM

TELL = "/products/bucket/tell"
SENT = "/products/bucket/tell-a-friend/sent"
TYPED = {
    "friend_name": "Cal", "friend_email": CAL, "country": "US", "first_name": "Sam", "email": SAM,
    "note": "Mine lasted two winters.",
}  # fmt: skip


def preview(browser: Browser, **fields: Any) -> TestResponse:
    """Fill the form and look at the mail."""
    browser.get(TELL)
    typed = {**TYPED, **fields}
    if browser.is_signed_in:
        del typed["email"]
    return browser.press("See the email first", **typed)


def tell(browser: Browser, follow: bool = True, **fields: Any) -> TestResponse:
    """Fill the form, look at the mail, press the button."""
    preview(browser, **fields)
    return browser.press("Send one email", follow)


def prove(browser: Browser) -> TestResponse:
    """Type the code of the mail that came."""
    return browser.press("Confirm and send my note", code=hand_over(browser).context["code_spaced"])


def a_refusal(number: int, address: str = CAL) -> str:
    """The path of the link in the mail of that note."""
    url = refusal_url(refusal_link(number, canonical_email(address)))
    return url.removeprefix(settings.current().public_url)


def one_click(number: int, address: str = CAL) -> str:
    """The path that the mail's List-Unsubscribe names."""
    return "/u/" + a_refusal(number, address).removeprefix("/friend/")


def text(browser: Browser) -> str:
    """What a person reads on the page last opened."""
    assert browser.page
    return browser.page.text
