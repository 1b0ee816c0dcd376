"""The link in the mail: opened by anybody, used once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app import links
from app.core import clock
from app.core.database import session
from app.identity.models import ShopperSession, SignInRequest
from app.people import person_by_address
from tests.browser import Browser
from tests.conftest import Shop
from tests.databases import KEYS
from tests.sign_in import ANN, ask, composed, hand_over, link_path

GO = "Continue to my choices"


@pytest.fixture
def path(client: Browser) -> str:
    """The link of a mail that was handed over."""
    ask(client)
    return link_path(hand_over(client))


@pytest.fixture
def phone(app: Flask) -> Browser:
    """Another browser."""
    return Browser(app)


def test_looking_at_a_link_spends_nothing_and_shows_a_masked_address(path: str, phone: Browser) -> None:
    for _ in range(3):
        assert phone.head(path).status_code == 200
        assert phone.get(path).status_code == 200
    assert "a••@example.com" in phone.page.text
    assert ANN not in phone.page.html
    assert phone.press(GO).request.path == "/preferences"


def test_the_button_leads_to_an_address_without_the_token(path: str, phone: Browser) -> None:
    phone.get(path)
    answer = phone.press(GO, follow=False)
    assert answer.status_code == 303
    assert path.rpartition("/")[2] not in answer.location
    assert "/in/" not in answer.location


def test_a_person_is_made_by_the_proof_and_her_address_is_proven(app: Flask, path: str, phone: Browser) -> None:
    phone.get(path)
    phone.press(GO)
    with app.app_context():
        person = person_by_address(ANN)
        assert person.source == "email_entry"
        assert person.destinations[0].proven_at


def test_a_second_use_says_so_and_offers_a_new_link(path: str, phone: Browser, client: Browser) -> None:
    phone.get(path)
    phone.press(GO)
    assert client.post(path).status_code == 410
    assert "This link was used already" in client.page.text
    client.press("Email me a new link and code")
    assert "Check your inbox" in client.page.text


def test_of_twenty_presses_at_once_one_gets_in(app: Flask, path: str) -> None:
    def press(_number: int) -> int:
        return Browser(app).post(path).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(pool.map(press, range(20)))
    assert statuses == [303, *[410] * 19]
    with app.app_context():
        assert session().scalar(select(func.count()).select_from(ShopperSession)) == 1


@pytest.mark.parametrize("end", ["=", "==", "."])
def test_a_token_written_differently_is_the_same_token(path: str, phone: Browser, client: Browser, end: str) -> None:
    phone.get(path)
    phone.press(GO)
    assert client.post(path + end).status_code in (404, 410)


def test_the_newest_link_ends_the_older_and_says_when_it_was_asked_for(client: Browser) -> None:
    with time_machine.travel(datetime(2026, 7, 8, 15, 34, tzinfo=UTC), tick=False) as travel:
        ask(client)
        older = link_path(hand_over(client))
        travel.shift(timedelta(minutes=2))
        ask(client)
        newer = link_path(hand_over(client))
        assert client.get(older).status_code == 410
        assert "You asked again at 10:36 a.m.; use that one." in client.page.text
        assert client.get(newer).status_code == 200


def test_a_mail_handed_over_twice_makes_the_first_link_an_older_one(client: Browser) -> None:
    ask(client)
    first, second = (link_path(hand_over(client)) for _ in range(2))
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_a_link_runs_out_after_its_minutes_from_hand_over(client: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        ask(client)
        travel.shift(timedelta(hours=1))  # the mail server was away
        path = link_path(hand_over(client))
        travel.shift(links.SIGN_IN - timedelta(seconds=2))
        assert client.get(path).status_code == 200
        travel.shift(timedelta(seconds=2))
        assert client.post(path).status_code == 410
    assert "This link has run out" in client.page.text
    assert "10 minutes" in client.page.text
    assert "Came to stop emails?" in client.page.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_cut_short_says_so(path: str, phone: Browser, method: str) -> None:
    assert getattr(phone, method)(path[:-5]).status_code == 404
    assert "That link isn’t complete" in phone.page.text


def test_a_token_of_another_purpose_opens_nothing(app: Flask, client: Browser) -> None:
    with app.app_context():
        request = {"request": "0" * 32}
        tokens = [links.prove(kind, request) for kind in ("draft", "undo", "staff-invitation")]
    assert [client.get(f"/in/{token}").status_code for token in tokens] == [404] * 3


def test_links_and_codes_die_with_the_key_that_signed_them(make_app: Shop, client: Browser, path: str) -> None:
    rotated = Browser(make_app(SECRET_KEYS="n" * 40 + "," + KEYS["SECRET_KEYS"]))
    assert rotated.get(path).status_code == 404


def test_a_browser_that_keeps_no_cookie_is_told_so_and_does_not_go_in_circles(app: Flask, path: str) -> None:
    browser = Browser(app, use_cookies=False)
    browser.get(path)
    assert browser.press(GO).status_code == 200
    assert "Your browser keeps no cookie" in browser.page.text


def test_i_did_not_ask_keeps_sign_in_mail_away_for_a_day(app: Flask, path: str, phone: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        phone.get(path)
        phone.press("Stop these links")
        assert "We send none to a••@example.com" in phone.page.text
        assert not phone.is_signed_in
        assert phone.get(path).status_code == 410
        travel.shift(links.SILENCE - timedelta(minutes=1))
        ask(phone)
        assert composed(phone) is None
        ask(phone, "bea@example.com")
        assert hand_over(phone).to == "bea@example.com"
        travel.shift(timedelta(minutes=2))
        ask(phone)
        assert hand_over(phone).to == ANN


def test_a_silence_outlives_a_new_key_for_fingerprints(make_app: Shop, path: str, phone: Browser) -> None:
    phone.get(path)
    phone.press("Stop these links")
    newer = KEYS["FINGERPRINT_KEYS"].replace("1:", "2:", 1).swapcase()
    rotated = Browser(make_app(FINGERPRINT_KEYS=f"{KEYS['FINGERPRINT_KEYS']},{newer}"))
    ask(rotated)
    assert composed(rotated) is None


def test_a_request_forgotten_ends_its_link(app: Flask, path: str, phone: Browser) -> None:
    with app.app_context():
        session().query(SignInRequest).delete()
        session().commit()
    assert phone.get(path).status_code == 410
