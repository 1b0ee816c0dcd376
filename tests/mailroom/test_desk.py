"""The desk: stops by mail to decide about, requests by mail to take up, mail set aside."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app import consent
from app.consent import ConsentEntry
from app.core import clock
from app.core.database import session
from app.mailroom.jobs import arrive
from app.mailroom.models import MailAside, StopProposal
from tests.browser import Browser
from tests.browser import words as words_of
from tests.cast import ANN, BEA, ann, bea
from tests.desk import MAX, MO, PIA, SUE, a_member, sit_down
from tests.mailroom.letters import a_letter, incoming
from tests.mailroom.sent import gate, ledger_is_sound, methods
from tests.makers import a_stop
from tests.statements import statements

STOPS, REQUESTS, ASIDE = "/staff/stops-by-mail", "/staff/requests-by-mail", "/staff/mail-aside"


def proposed(*senders: str) -> None:
    for sender in senders:
        arrive(incoming(a_letter("Re: Unsubscribe", "Please.\n> old", sender=sender)))


def text(browser: Browser) -> str:
    assert browser.page
    return browser.page.text


def pressed(browser: Browser, words: str) -> TestResponse:
    """Press the button with these words in the first line of the list."""
    assert browser.page
    seen = [words_of(button) for button in browser.page.all("button")]
    return browser.press(next(each for each in seen if each.startswith(f"{words} (")))


def test_staff_stop_what_is_a_stop_and_leave_what_is_none(shop: Flask, client: Browser) -> None:
    ann(), bea(), proposed(ANN)
    member = sit_down(client, a_member(SUE))
    client.get(STOPS)
    assert "a••@example.com" in text(client) and "Re: Unsubscribe · Please." in text(client) and ANN not in text(client)
    pressed(client, "Stop")
    assert gate(ANN) == "no suppressed_marketing" and gate(BEA) == "yes customer" and ledger_is_sound()
    line = session().scalars(select(ConsentEntry)).one()
    assert (line.method, line.actor) == ("mail", member.actor)


def test_a_decision_is_taken_back_within_half_an_hour(shop: Flask, client: Browser) -> None:
    ann(), proposed(ANN), sit_down(client, a_member(SUE))
    client.get(STOPS)
    pressed(client, "Stop")
    client.press("Undo")
    assert gate(ANN) == "yes customer" and methods() == ["mail", "undo"]
    pressed(client, "Not a stop")
    assert gate(ANN) == "yes customer" and "Nothing was stopped" in text(client)
    client.press("Undo")
    assert "waits again" in text(client)


def test_what_she_said_again_since_stays(shop: Flask, client: Browser) -> None:
    ann(), proposed(ANN), sit_down(client, a_member(SUE))
    client.get(STOPS)
    pressed(client, "Stop")
    a_stop(ANN)
    assert client.press("Undo").status_code == 409
    assert gate(ANN) == "no suppressed_marketing"


def test_two_presses_are_one_and_after_half_an_hour_there_is_no_way_back(shop: Flask, client: Browser) -> None:
    ann(), proposed(ANN), sit_down(client, a_member(SUE))
    client.get(STOPS)
    page = client.page
    pressed(client, "Stop")
    client.page = page
    assert pressed(client, "Stop").status_code == 200 and methods() == ["mail"]
    session().execute(update(StopProposal).values(decided_at=clock.now() - timedelta(minutes=31)))
    assert client.press("Undo").status_code == 409 and gate(ANN) == "no suppressed_marketing"


def test_requests_by_mail_are_listed_masked_and_taken_up(shop: Flask, client: Browser) -> None:
    arrive(incoming(a_letter("RE: “california privacy rights”", "My secret words")))
    sit_down(client, a_member(PIA))
    client.get(REQUESTS)
    assert "California Privacy Rights" in text(client) and "a••@example.com" in text(client)
    assert "secret" not in text(client) and ANN not in text(client)
    pressed(client, "Take it up")
    assert "is taken up" in text(client)
    client.press("Put it back")
    assert "waits again" in text(client)


def test_mail_set_aside_is_tried_again_or_dropped(shop: Flask, client: Browser) -> None:
    ann()
    for content in (b"X: " + b"y" * 200_000, a_letter("STOP", sender=BEA)):
        arrive(incoming(content))
    sit_down(client, a_member(MAX))
    client.get(ASIDE)
    assert "Its headers are too long" in text(client)
    pressed(client, "Try again")
    assert "still can’t be read" in text(client)
    pressed(client, "Drop")
    row = session().scalars(select(MailAside)).one()
    assert (row.outcome, row.sealed) == ("dropped", b"") and "No mail waits" in text(client)


@pytest.mark.parametrize(("page", "who"), [(STOPS, MO), (STOPS, MAX), (REQUESTS, SUE), (ASIDE, PIA)])
def test_each_page_has_its_roles(shop: Flask, client: Browser, page: str, who: str) -> None:
    sit_down(client, a_member(who))
    assert client.get(page).status_code == 403


@pytest.mark.parametrize("page", [STOPS, REQUESTS, ASIDE])
def test_garbage_in_an_address_is_a_page(shop: Flask, client: Browser, page: str) -> None:
    sit_down(client, a_member(PIA if page == REQUESTS else SUE if page == STOPS else MAX))
    assert client.get(page, query_string={"after": "x", "did": "9" * 30, "state": "\x00"}).status_code == 200
    assert client.get(f"{page}/{10**12}/undo").status_code in (404, 405)


def test_the_list_reads_in_a_fixed_number_of_statements(shop: Flask, client: Browser) -> None:
    sit_down(client, a_member(SUE))
    counts = []
    for number in (1, 12):
        proposed(*(f"p{number}-{each}@example.com" for each in range(number)))
        with statements(shop) as found:
            client.get(STOPS)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_what_waits_stands_on_the_overview(shop: Flask, client: Browser) -> None:
    proposed(ANN)
    sit_down(client, a_member(SUE))
    client.get("/staff")
    assert "1 mail looks like a stop." in text(client)
    assert consent.may_serve(ANN).allowed
