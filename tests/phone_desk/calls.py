"""What a clerk does at the phone desk, as one presses it."""

from werkzeug.test import TestResponse

from app.core.database import session
from app.phone_desk.models import RecordedStop
from tests.browser import Browser

STOP = {"all": "Stop all", "email": "Stop email", "paper": "Stop paper"}
NONE = "None of these: stop an address as told"
NEXT = "Stop and take the next"


def searched(browser: Browser, text: str) -> str:
    """Search for a caller. Returns what the page says."""
    browser.get("/staff/phone")
    form, _button = next(
        (form, button)
        for form in browser.page.all("form")
        for button in browser.page.buttons(form)
        if "phone/search" in form.get("action", "")
    )
    token = next(field.get("value") for field in form.iter("input") if field.get("name") == "csrf_token")
    browser.post("/staff/phone/search", data={"csrf_token": token, "whom": text})
    return browser.page.text


def stopped(browser: Browser, text: str, what: str = "all", **fields: str) -> str:
    """Search, stop, and read the page that says so."""
    searched(browser, text)
    answer = browser.press(STOP[what], **fields)
    assert answer.status_code == 200, browser.page.text
    return browser.page.text


def a_letter(browser: Browser, text: str, stop: str = "paper", **fields: str) -> TestResponse:
    """The next letter of the stack."""
    browser.get("/staff/letters")
    return browser.press(NEXT, whom=text, stop=stop, **fields)


def link(browser: Browser, words: str) -> str:
    """Where the link with these words leads."""
    found = (one for one in browser.page.all("a") if " ".join("".join(one.itertext()).split()) == words)
    return str(next(found).get("href"))


def the_stop() -> RecordedStop:
    """The newest recorded stop."""
    return session().query(RecordedStop).order_by(RecordedStop.id.desc()).first()
