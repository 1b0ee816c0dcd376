"""Asking for a link and a code."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core import clock
from app.core.database import session
from app.identity import place
from app.identity.models import SignInRequest
from app.links import SIGN_IN
from app.outbox import Message
from app.people import Person
from tests.browser import Browser
from tests.makers import a_person
from tests.sign_in import ANN, ask, hand_over, link_path, sign_in
from tests.statements import statements


def mails(app: Flask) -> int:
    with app.app_context():
        return session().scalar(select(func.count()).select_from(Message).where(Message.kind == "sign_in")) or 0


def test_a_known_and_an_unknown_address_get_the_same_page_and_the_same_statements(
    app: Flask, app_context: None
) -> None:
    a_person(ANN)
    seen = []
    for address in (ANN, "eve@example.com"):
        browser = Browser(app)
        with statements(app) as said:
            ask(browser, address)
            letter = hand_over(browser)
        assert browser.page
        seen.append((said, browser.page.html.replace(address, "*"), sorted(letter.context)))
    assert seen[0] == seen[1]


def test_asking_makes_nobody_a_person(app: Flask, client: Browser) -> None:
    ask(client)
    hand_over(client)
    with app.app_context():
        assert session().scalar(select(func.count()).select_from(Person)) == 0


def test_the_page_says_how_long_both_work(client: Browser) -> None:
    client.get("/sign-in")
    minutes = f"{SIGN_IN.total_seconds() / 60:.0f} minutes"
    assert minutes in client.page.text
    ask(client)
    assert ANN in client.page.text
    assert minutes in client.page.text
    assert hand_over(client).context["minutes"] == SIGN_IN.total_seconds() / 60


def test_the_address_lies_sealed_in_the_database(app: Flask, client: Browser) -> None:
    ask(client)
    with app.app_context():
        (row,) = session().execute(select(SignInRequest.__table__)).all()
    assert "ann" not in repr(tuple(row))


@pytest.mark.parametrize("typed", ["", "ann", "ann@", "ann@example..com", "Ann <ann@example.com>", "a@b.c, d@e.f"])
def test_what_is_no_address_stays_in_its_field_and_is_named(client: Browser, typed: str) -> None:
    client.get("/sign-in")
    answer = client.press("Email me a link and a code", email=typed)
    assert answer.status_code == 422
    assert client.page.title.startswith("Error:")
    assert "Enter an email address with an @, like sam@example.com" in client.page.text
    assert client.page.form("Email me a link and a code")[0].find(".//input[@name='email']").get("value") == typed


def test_the_fourth_link_in_a_quarter_of_an_hour_is_not_sent_and_nobody_can_tell(app: Flask) -> None:
    with time_machine.travel(clock.now(), tick=False):
        pages = []
        for alias in ("", "+a", "+b", "+c"):
            browser = Browser(app)
            ask(browser, f"ann{alias}@example.com")
            assert browser.page
            pages.append(browser.page.text.replace(f"ann{alias}@", "*@"))
        assert mails(app) == 3
        assert len(set(pages)) == 1
        assert ask(Browser(app), "bea@example.com").status_code == 200
        assert mails(app) == 4


def test_beyond_the_limit_the_newest_mail_stays_the_one_that_counts(client: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False):
        for _ in range(3):
            ask(client)
        letter = hand_over(client)
        ask(client)
        client.press("Open my choices", code=letter.context["code_spaced"])
    assert client.is_signed_in


def test_a_quarter_of_an_hour_later_links_are_sent_again(app: Flask) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        for _ in range(4):
            ask(Browser(app))
        travel.shift(timedelta(minutes=15))
        ask(Browser(app))
    assert mails(app) == 4


def test_one_network_gets_twenty_mails_an_hour_sent_to_whomever(app: Flask) -> None:
    with time_machine.travel(clock.now().replace(minute=30), tick=False):
        for number in range(21):
            assert ask(Browser(app), f"someone{number}@example.com").status_code == 200
        assert mails(app) == 20


def test_asking_again_takes_one_press_and_no_typing(app: Flask, client: Browser) -> None:
    ask(client)
    client.press("Send a new link and code")
    assert ANN in client.page.text
    assert mails(app) == 2


@pytest.mark.parametrize(
    ("wanted", "got"),
    [("preferences.page", "preferences.page"), ("preferences.page#paper", "preferences.page#paper"),
     ("preferences.save", ""), ("https://evil.example/", ""), ("//evil.example", ""), ("identity.sign_out", ""),
     ("preferences.page#\"><script>", "preferences.page"), ("", "")],
)  # fmt: skip
def test_a_sign_in_leads_only_to_pages_of_ours(app_context: None, wanted: str, got: str) -> None:
    assert place(wanted) == got


def test_no_text_at_all_leads_anywhere_else(app: Flask) -> None:
    @given(st.text(max_size=60))
    @example("preferences.page#" + "a" * 60)
    def holds(text: str) -> None:
        assert place(text).partition("#")[0] in ("", "preferences.page")
        assert len(place(text)) <= SignInRequest.__table__.c.next_endpoint.type.length

    with app.app_context():
        holds()


def test_the_wanted_page_is_named_and_reached(client: Browser) -> None:
    ask(client, next="preferences.page#paper")
    answer = client.press("Open my choices", follow=False, code=hand_over(client).context["code_spaced"])
    assert answer.status_code == 303
    assert answer.location == "/preferences#paper"


def test_a_stranger_who_opens_a_private_page_is_asked_to_sign_in_and_told_why(client: Browser) -> None:
    answer = client.get("/preferences")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=preferences.page")
    client.get(answer.location)
    assert "“Mail choices” is yours alone" in client.page.text


def test_who_is_signed_in_is_not_asked_again(client: Browser) -> None:
    sign_in(client)
    assert client.get("/sign-in").location == "/preferences"


def test_a_form_from_another_site_is_refused(app: Flask, client: Browser) -> None:
    answer = client.post("/sign-in", data={"email": ANN}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert mails(app) == 0


def test_the_link_in_the_mail_is_a_page_of_ours_at_the_public_address(client: Browser) -> None:
    ask(client)
    letter = hand_over(client)
    assert letter.context["link"].startswith("http://127.0.0.1:8000/in/")
    assert client.get(link_path(letter)).status_code == 200
