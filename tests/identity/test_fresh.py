"""Before something risky she shows once more that the mailbox is hers (ASVS 5.0 7.5.1)."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.core import clock
from app.core.database import session
from app.identity import place
from app.identity.asking import PER_ADDRESS
from app.links import DRAFT, FRESH
from app.outbox import Message
from tests.browser import Browser
from tests.identity.changing import NEW
from tests.sign_in import ANN, ask, hand_over, link_path, sign_in

RISKY = "/profile/email"
AGAIN = "/sign-in/again"
LATER = FRESH + timedelta(seconds=1)


@pytest.fixture
def travel() -> "time_machine.Traveller":
    with time_machine.travel(clock.now(), tick=False) as found:
        yield found


def prove(browser: Browser) -> None:
    """From the page that asks again to the page she wanted."""
    browser.press("Email me a link and a code")
    browser.press("Go on", code=hand_over(browser).context["code_spaced"])


def test_nine_minutes_after_the_proof_the_page_opens(client: Browser, travel: "time_machine.Traveller") -> None:
    sign_in(client)
    travel.shift(timedelta(minutes=9))
    assert client.get(RISKY).status_code == 200


def test_eleven_minutes_after_it_asks_and_says_to_whom_and_why(
    client: Browser, travel: "time_machine.Traveller"
) -> None:
    sign_in(client)
    travel.shift(timedelta(minutes=11))
    client.get(RISKY, follow_redirects=True)
    assert "Before we change your email address, show once more that this mailbox is yours." in client.page.text
    assert ANN in client.page.text
    assert "You signed in more than 10 minutes ago" in client.page.text


def test_after_the_proof_she_is_on_the_page_she_wanted(client: Browser, travel: "time_machine.Traveller") -> None:
    sign_in(client)
    travel.shift(LATER)
    client.get(RISKY, follow_redirects=True)
    prove(client)
    assert client.page.url == RISKY


def test_an_older_cookie_does_not_become_fresh(client: Browser, travel: "time_machine.Traveller") -> None:
    sign_in(client)
    stolen = client.get_cookie("session").value
    travel.shift(LATER)
    client.get(RISKY, follow_redirects=True)
    prove(client)
    client.set_cookie("session", stolen)
    assert client.get("/preferences").status_code == 303
    assert client.get(RISKY).headers["Location"].startswith("/sign-in?")


def test_a_proof_on_another_device_leaves_this_one_as_it_was(
    app: Flask, client: Browser, travel: "time_machine.Traveller"
) -> None:
    sign_in(client)
    travel.shift(LATER)
    client.get(RISKY, follow_redirects=True)
    client.press("Email me a link and a code")
    phone = Browser(app)
    phone.get(link_path(hand_over(client)))
    phone.press("Go on")
    assert phone.page.url == RISKY
    assert client.get(RISKY).headers["Location"].startswith(AGAIN)


def test_a_proof_of_another_address_is_somebody_elses(client: Browser, travel: "time_machine.Traveller") -> None:
    sign_in(client)
    travel.shift(LATER)
    client.get(RISKY, follow_redirects=True)
    client.press("Email me a link and a code")
    client.press("Send it there instead", email="bea@example.com")
    client.press("Go on", code=hand_over(client).context["code_spaced"])
    client.get(RISKY)
    assert "bea@example.com" in client.page.text
    assert ANN not in client.page.text


def test_the_mail_goes_to_the_address_of_the_session_whatever_the_form_says(
    client: Browser, travel: "time_machine.Traveller"
) -> None:
    sign_in(client)
    travel.shift(LATER)
    client.get(AGAIN)
    client.press("Email me a link and a code", email="mallory@example.net", kept="garbage")
    letter = hand_over(client)
    assert letter.to == ANN
    assert letter.context["errand"] is None


def test_a_stranger_signs_in_and_comes_to_the_page(client: Browser) -> None:
    assert client.get(RISKY).headers["Location"] == "/sign-in?next=identity.change_email"
    assert client.get(AGAIN).headers["Location"] == "/sign-in"
    assert client.post(AGAIN).headers["Location"] == "/sign-in"
    ask(client, next="identity.change_email")
    client.press("Open my choices", code=hand_over(client).context["code_spaced"])
    assert client.page.url == RISKY


def test_whoever_is_fresh_is_asked_nothing(client: Browser) -> None:
    sign_in(client)
    assert client.get(AGAIN + "?next=identity.change_email").headers["Location"] == RISKY


def test_what_was_typed_is_there_again_after_the_proof(client: Browser, travel: "time_machine.Traveller") -> None:
    sign_in(client)
    client.get(RISKY)
    travel.shift(LATER)
    assert client.press("Email a link to the new address", email=NEW).status_code == 401
    assert NEW not in client.page.html
    prove(client)
    assert f'value="{NEW}"' in client.page.html


def test_what_was_typed_is_shown_to_nobody_else_and_not_for_ever(
    app: Flask, client: Browser, travel: "time_machine.Traveller"
) -> None:
    sign_in(client)
    client.get(RISKY)
    travel.shift(LATER)
    client.press("Email a link to the new address", email=NEW)
    kept = client.page.form("Email me a link and a code")[0].find(".//input[@name='kept']").get("value")
    other = Browser(app)
    sign_in(other, "bea@example.com")
    assert NEW not in other.get(RISKY, query_string={"kept": kept}).text
    prove(client)
    travel.shift(DRAFT)
    sign_in(client)
    assert NEW not in client.get(RISKY, query_string={"kept": kept}).text


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("identity.change_email", "identity.change_email"),
        ("preferences.page#paper", "preferences.page#paper"),
        ("identity.ask_email_change", ""),
        ("identity.email_link", ""),
        ("identity.sign_out", ""),
        ("//evil.example", ""),
        ("https://evil.example/", ""),
        ("", ""),
    ],
)
def test_a_proof_leads_to_pages_that_are_declared_and_nowhere_else(app: Flask, text: str, leads: str) -> None:
    with app.test_request_context("/"):
        assert place(text) == leads


def test_asking_again_keeps_the_limits_of_the_address(
    app_context: None, client: Browser, travel: "time_machine.Traveller"
) -> None:
    sign_in(client)
    travel.shift(LATER)
    for _ in range(5):
        client.get(AGAIN)
        client.press("Email me a link and a code")
    assert "Check your inbox" in client.page.text
    assert session().scalar(select(func.count()).select_from(Message)) <= 1 + PER_ADDRESS.amount
