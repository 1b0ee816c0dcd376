"""The six-digit code: in the browser that asked, few tries, counted before the answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.core.forms import digits_of
from app.identity.models import SignInRequest
from tests.browser import Browser
from tests.sign_in import ANN, ask, hand_over, link_path, sign_in

OPEN = "Open my choices"
DIGITS = st.text("0123456789", min_size=6, max_size=6)


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code.replace(' ', '')) + 1) % 1_000_000:06}"


def asked_for(app: Flask) -> SignInRequest:
    with app.app_context():
        newest = session().scalars(select(SignInRequest).order_by(SignInRequest.asked_at.desc())).first()
        assert newest
        return newest


@given(DIGITS, st.lists(st.sampled_from(" -\u00a0\u2009\u202f\u2011–—\t"), min_size=7, max_size=7))
def test_a_code_is_its_digits_whatever_stands_between(code: str, between: list[str]) -> None:
    written = between[0] + "".join(digit + after for digit, after in zip(code, between[1:], strict=True))
    assert digits_of(written) == code


@given(st.text(max_size=12))
def test_whatever_is_typed_is_six_plain_digits_or_no_code(text: str) -> None:
    found = digits_of(text)
    assert found == "" or (len(found) == 6 and found.isascii() and found.isdecimal())


@pytest.mark.parametrize("between", ["", " ", "-", "\u00a0"])
def test_the_code_opens_the_choices(client: Browser, between: str) -> None:
    ask(client)
    code = hand_over(client).context["code_spaced"].replace(" ", between)
    assert client.press(OPEN, code=code).request.path == "/preferences"
    assert client.is_signed_in


def test_the_code_is_kept_as_a_keyed_hash_only(app: Flask, client: Browser) -> None:
    ask(client)
    code = hand_over(client).context["code_spaced"].replace(" ", "")
    row = asked_for(app)
    values = [str(getattr(row, column.name)) for column in SignInRequest.__table__.columns]
    assert len(row.code_hash) == 32
    assert not [value for value in values if code in value]


def test_a_code_works_only_in_the_browser_that_asked(app: Flask, client: Browser) -> None:
    ask(client)
    code = hand_over(client).context["code_spaced"]
    other = Browser(app)
    assert other.post("/sign-in/code", data={"code": code}).status_code == 200
    assert "Your browser keeps no cookie" in other.page.text
    ask(other, "bea@example.com")
    other.press(OPEN, code=code)
    assert not other.is_signed_in


def test_a_code_works_once_and_so_does_the_mail(app: Flask, client: Browser) -> None:
    ask(client)
    letter = hand_over(client)
    client.press(OPEN, code=letter.context["code_spaced"])
    assert Browser(app).post(link_path(letter)).status_code == 410


def test_a_wrong_code_says_how_many_tries_are_left_and_keeps_what_was_typed(client: Browser) -> None:
    ask(client)
    code = wrong(hand_over(client).context["code_spaced"])
    assert client.press(OPEN, code=code).status_code == 400
    assert "4 tries left" in client.page.text
    assert client.page.title.startswith("Error:")
    assert code in client.page.html


def test_garbage_is_named_and_costs_no_try(app: Flask, client: Browser) -> None:
    ask(client)
    hand_over(client)
    for typed in ("", "12345", "1234567", "code!!", "48 29 1x"):
        assert client.press(OPEN, code=typed).status_code == 422
        assert "Enter the six digits from the email" in client.page.text
    assert asked_for(app).wrong_tries == 0


def test_five_wrong_tries_end_the_code_and_the_link(app: Flask, client: Browser) -> None:
    ask(client)
    letter = hand_over(client)
    for _ in range(5):
        client.press(OPEN, code=wrong(letter.context["code_spaced"]))
    assert "That code has ended" in client.page.text
    assert client.post("/sign-in/code", data={"code": letter.context["code_spaced"]}).status_code == 410
    assert Browser(app).get(link_path(letter)).status_code == 410
    assert not client.is_signed_in
    client.get("/sign-in/code")
    client.press("Email me a new link and code")
    assert client.press(OPEN, code=hand_over(client).context["code_spaced"]).request.path == "/preferences"


def test_twenty_guesses_at_once_share_five_tries(app: Flask, client: Browser) -> None:
    ask(client)
    code = wrong(hand_over(client).context["code_spaced"])
    cookie = client.get_cookie("session")
    assert cookie

    def guess(_number: int) -> int:
        browser = Browser(app)
        browser.set_cookie("session", cookie.value)
        return browser.post("/sign-in/code", data={"code": code}).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(guess, range(20)))
    assert statuses.count(400) == 5
    assert asked_for(app).wrong_tries == 5


def test_an_address_has_fifteen_wrong_codes_a_day_and_the_link_still_works(app: Flask, client: Browser) -> None:
    with time_machine.travel(clock.now().replace(hour=1, minute=0), tick=False) as travel:
        for _ in range(3):
            ask(client)
            code = hand_over(client).context["code_spaced"]
            for _ in range(5):
                client.press(OPEN, code=wrong(code))
            travel.shift(timedelta(minutes=20))
            client.get("/sign-in")
        ask(client)
        letter = hand_over(client)
        assert client.press(OPEN, code=letter.context["code_spaced"]).status_code == 429
        assert "The link in the email still works" in client.page.text
        assert Browser(app).post(link_path(letter)).status_code == 303
        travel.shift(timedelta(days=1))
        assert sign_in(client).request.path == "/preferences"


def test_right_codes_do_not_count_as_wrong_ones(app: Flask) -> None:
    with time_machine.travel(clock.now().replace(hour=1, minute=0), tick=False) as travel:
        for _ in range(16):
            travel.shift(timedelta(minutes=20))
            browser = Browser(app)
            sign_in(browser)
            assert browser.is_signed_in


def test_a_code_runs_out_with_its_link(client: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        ask(client)
        letter = hand_over(client)
        travel.shift(timedelta(minutes=10))
        assert client.press(OPEN, code=letter.context["code_spaced"]).status_code == 410

    assert client.page.form("Email me a new link and code")[0].find(".//input[@name='email']").get("value") == ANN


def test_a_code_typed_before_the_mail_left_is_a_wrong_one(client: Browser) -> None:
    ask(client)
    assert client.press(OPEN, code="000000").status_code == 400
