"""Stop, first of all: type an address, one press, stopped."""

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from app.consent import ConsentEntry
from app.core.database import db, session
from app.outbox.models import Message
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.makers import a_yes, may

STOP = "Stop all marketing email"


def test_a_typed_address_is_stopped_at_once_and_no_mail_goes_back(app_context: None, client: Browser) -> None:
    dogs = topic_by_slug("dog-deals")
    ann(), bea()
    assert may(ANN, dogs) == "yes customer"
    client.get("/")
    assert client.press(STOP, email=" Ann@Example.com ").status_code == 200
    assert "Stopped for Ann@example.com" in client.page.text  # type: ignore[union-attr]
    assert (may(ANN, dogs), may(BEA, dogs)) == ("no suppressed_marketing", "yes customer")
    assert session().scalars(select(Message)).first() is None


def test_a_stop_outlives_a_later_import_of_the_address(app_context: None, client: Browser) -> None:
    dogs = topic_by_slug("dog-deals")
    bea()
    a_yes(CAL, dogs, method="import")
    assert may(CAL, dogs) == "yes chosen"
    client.get("/")
    client.press(STOP, email=CAL)
    a_yes(CAL, dogs, method="import")
    assert (may(CAL, dogs), may(BEA, dogs)) == ("no suppressed_marketing", "yes customer")


def answer(client: Browser, address: str) -> str:
    client.get("/")
    return client.press(STOP, email=address).get_data(as_text=True).replace(address, "ADDRESS")


def test_the_answer_is_the_same_for_known_and_unknown(app_context: None, client: Browser) -> None:
    ann()
    assert answer(client, ANN) == answer(client, CAL)


def statements(app: Flask, client: Browser, address: str) -> list[str]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(" ".join(statement.split()))

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        client.post("/stop", data={"email": address}, headers={"Sec-Fetch-Site": "same-origin"})
        event.remove(db.engine, "before_cursor_execute", note)
    return said


def test_the_database_is_asked_the_same_for_known_and_unknown(app: Flask, app_context: None, client: Browser) -> None:
    ann()
    known, unknown = statements(app, client, ANN), statements(app, client, CAL)
    assert len(known) > 5
    assert known == unknown


@pytest.mark.parametrize("text", ["", "sam", "a@b", "a b@example.com", "x" * 400 + "@example.com", "<script>", "a\0@b"])
def test_what_is_no_address_is_shown_again_with_what_to_do(client: Browser, text: str) -> None:
    client.get("/")
    assert client.press(STOP, email=text).status_code == 422
    assert "Enter an email address with an @" in client.page.text  # type: ignore[union-attr]
    assert client.page.title.startswith("Error:")  # type: ignore[union-attr]


def test_a_busy_network_is_still_honoured(app_context: None, client: Browser) -> None:
    dogs = topic_by_slug("dog-deals")
    ann(), bea()
    for number in range(31):
        client.post("/stop", data={"email": f"n{number}@example.com"}, headers={"Sec-Fetch-Site": "same-origin"})
    client.get("/")
    assert client.press(STOP, email=ANN).status_code == 200
    assert (may(ANN, dogs), may(BEA, dogs)) == ("no suppressed_marketing", "yes customer")


def test_another_sites_form_is_refused(app_context: None, client: Browser) -> None:
    dogs = topic_by_slug("dog-deals")
    ann()
    refused = client.post("/stop", data={"email": ANN}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (refused.status_code, may(ANN, dogs)) == (403, "yes customer")


def test_a_double_click_stops_once(app_context: None, client: Browser) -> None:
    first, second = answer(client, CAL), answer(client, CAL)
    assert "Stopped for" in first and "Stopped for" in second
    assert session().scalar(select(func.count()).select_from(ConsentEntry)) == 1


def test_the_start_page_and_the_stop_need_no_cookie(client: Browser) -> None:
    assert "Set-Cookie" not in client.get("/").headers
    assert "Set-Cookie" not in client.press(STOP, email=BEA).headers
