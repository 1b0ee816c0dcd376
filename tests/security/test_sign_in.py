"""What somebody could try with sign-in, and what it gets them."""

import logging

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import session
from app.core.signing import sign
from app.identity.models import ShopperSession, SignInRequest
from app.people import Person
from tests.browser import Browser
from tests.conftest import Shop
from tests.databases import KEYS
from tests.sign_in import ANN, ask, composed, hand_over, link_path, sign_in

ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}
OTHER_ORIGIN = {"Origin": "https://evil.example"}


@pytest.mark.parametrize("headers", [ELSEWHERE, OTHER_ORIGIN])
def test_another_site_signs_nobody_in_or_out(app: Flask, client: Browser, headers: dict[str, str]) -> None:
    sign_in(client)
    other = Browser(app)
    ask(other, "bea@example.com")
    letter = hand_over(other)
    path, code = link_path(letter), letter.context["code_spaced"]
    tried = [(path, {}), (path + "/silence", {}), ("/sign-in", {"email": ANN}), ("/sign-in/code", {"code": code})]
    assert [other.post(to, data=sent, headers=headers).status_code for to, sent in tried] == [403] * 4
    assert client.post("/sign-out", headers=headers).status_code in (400, 403)
    assert composed(other) is not None
    assert client.get("/preferences").status_code == 200


@pytest.mark.parametrize(
    "path", ["/sign-in?next=https://evil.example", "/sign-in?next=//evil.example/preferences.page"]
)
def test_nobody_is_led_away_by_next(client: Browser, path: str) -> None:
    client.get(path)
    client.press("Email me a link and a code", email=ANN)
    answer = client.press("Open my choices", follow=False, code=hand_over(client).context["code_spaced"])
    assert answer.location == "/preferences"


def test_a_host_header_gets_into_no_link(client: Browser) -> None:
    answer = client.post("/sign-in", data={"email": ANN}, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    ask(client)
    assert hand_over(client).context["link"].startswith("http://127.0.0.1:8000/in/")


def test_no_token_code_or_address_gets_into_a_log(client: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ask(client)
    letter = hand_over(client)
    code, path = letter.context["code_spaced"], link_path(letter)
    client.post("/sign-in/code", data={"code": "000000"})
    for to in (path, path[:-3], path + "/nowhere"):
        client.get(to)
        client.post(to)
    said = caplog.text
    assert not [secret for secret in (path[4:], path[4:-3], code, code.replace(" ", ""), ANN) if secret in said]


def test_the_cookie_names_neither_address_nor_person(app: Flask, client: Browser) -> None:
    sign_in(client)
    with client.session_transaction() as found, app.app_context():
        person = session().scalars(select(Person)).one()
        held = repr(dict(found))
    assert ANN not in held
    assert person.subject_id not in held
    assert "_id" not in found


def test_a_cookie_somebody_wrote_is_a_strangers(app: Flask, client: Browser) -> None:
    sign_in(client)
    value = client.get_cookie("session").value
    # Not the last character: four of its 64 values stand for the same signature (base64's unused bits).
    changed = value[:-10] + ("A" if value[-10] != "A" else "B") + value[-9:]
    for forged in (changed, "garbage", value.replace(".", "", 1)):
        browser = Browser(app)
        browser.set_cookie("session", forged)
        assert browser.open("/preferences").status_code == 303


def test_sessions_end_when_the_signing_key_is_replaced(make_app: Shop, client: Browser) -> None:
    sign_in(client)
    rotated = Browser(make_app(SECRET_KEYS="n" * 40 + "," + KEYS["SECRET_KEYS"]))
    rotated.set_cookie("session", client.get_cookie("session").value)
    assert rotated.open("/preferences").status_code == 303


def test_a_code_is_of_no_use_where_another_address_asked(app: Flask, client: Browser) -> None:
    ask(client)
    code = hand_over(client).context["code_spaced"]
    eve = Browser(app)
    ask(eve, "eve@example.com")
    hand_over(eve)
    assert eve.press("Open my choices", code=code).status_code == 400
    with app.app_context():
        assert session().scalars(select(ShopperSession)).all() == []


def test_a_link_for_a_request_that_never_was_opens_nothing(app: Flask, client: Browser) -> None:
    with app.app_context():
        token = sign("sign-in", {"request": "f" * 32, "jti": "x"})
    assert client.get(f"/in/{token}").status_code == 410
    assert client.post(f"/in/{token}").status_code == 410


@pytest.mark.parametrize("path", ["/sign-out", "/sign-out/everywhere", "/in/x/silence"])
def test_what_changes_something_cannot_be_a_link(client: Browser, path: str) -> None:
    assert client.get(path).status_code == 405
    assert client.head(path).status_code == 405


def test_pages_behind_a_token_name_no_address_whole(client: Browser, app: Flask) -> None:
    ask(client)
    path = link_path(hand_over(client))
    phone = Browser(app)
    phone.get(path)
    assert ANN not in phone.page.html
    phone.press("Stop these links")
    assert ANN not in phone.page.html
    phone.get(path)
    assert ANN not in phone.page.html


def test_a_flood_of_asking_fills_no_table(app: Flask) -> None:
    flood = app.test_client()
    statuses = [flood.post("/sign-in", data={"email": f"a{each}@example.com"}).status_code for each in range(70)]
    assert statuses.count(429) >= 10
    with app.app_context():
        assert len(session().scalars(select(SignInRequest)).all()) <= 60
