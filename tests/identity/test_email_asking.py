"""Asking for another e-mail address: the form, its limits, and what nobody learns from it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.core import clock
from app.core.database import session
from app.identity.email_change import ASKED, PER_ADDRESS, PER_PERSON, ask_change, is_open
from app.identity.models import EmailChange, ShopperSession, SignInRequest
from app.identity.sessions import find_shopper
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.identity.changing import NEW, addresses, ask_for, ask_for_more, letter, newest
from tests.sign_in import sign_in

pytestmark = pytest.mark.usefixtures("app_context")


def test_the_answer_is_the_same_for_an_address_we_know(app: Flask, client: Browser) -> None:
    ann(), bea()
    ask_for(client, BEA)
    known = client.page.text.replace(BEA, NEW)
    other = Browser(app)
    sign_in(other)
    other.get("/profile/email")
    other.press("Email a link there instead", email=NEW)
    assert other.page.text == known


def test_it_can_be_cancelled(client: Browser) -> None:
    person = ann()
    link = ask_for(client)
    client.press("Cancel the change")
    assert "Change cancelled" in client.page.text
    assert client.post(link).status_code == 410
    assert addresses(person) == [ANN]
    assert letter(ASKED) is None


@pytest.mark.parametrize("typed", ["garbage", "", "a@b", "\x00", "x" * 400 + "@example.com"])
def test_what_is_no_address_is_named_and_kept(client: Browser, typed: str) -> None:
    ann()
    sign_in(client)
    client.get("/profile/email")
    assert client.press("Email a link to the new address", email=typed).status_code == 422
    assert "Enter an email address" in client.page.text


def test_her_own_address_is_no_change(client: Browser) -> None:
    ann()
    sign_in(client)
    client.get("/profile/email")
    assert client.press("Email a link to the new address", email=ANN).status_code == 400
    assert "the address you have now" in client.page.text


def test_she_may_ask_three_times_a_day(client: Browser) -> None:
    ann()
    with time_machine.travel(clock.now(), tick=False):
        ask_for(client, "n0@example.net")
        for number in range(1, PER_PERSON.amount):
            ask_for_more(client, f"n{number}@example.net")
        client.get("/profile/email")
        assert client.press("Email a link there instead", email="n9@example.net").status_code == 429
        assert "three changes a day" in client.page.text


def test_an_address_gets_three_such_mails_a_day_and_nobody_can_tell(app: Flask) -> None:
    with time_machine.travel(clock.now(), tick=False):
        for number in range(PER_ADDRESS.amount + 1):
            browser = Browser(app)
            sign_in(browser, f"p{number}@example.org")
            browser.get("/profile/email")
            browser.press("Email a link to the new address", email=f"new+{number}@example.net")
            assert "Now press the link" in browser.page.text
    sent = [letter(ASKED, number).to for number in range(PER_ADDRESS.amount)]
    assert f"new+{PER_ADDRESS.amount}@example.net" not in sent
    with pytest.raises(IndexError):
        letter(ASKED, PER_ADDRESS.amount)


@pytest.mark.parametrize("path", ["/email/garbage", "/email/back/garbage"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_cut_short_says_so(client: Browser, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == 404
    assert "complete" in client.page.text


def test_a_link_of_one_kind_opens_no_page_of_the_other(client: Browser) -> None:
    ann()
    token = ask_for(client).rpartition("/")[2]
    assert client.post(f"/email/back/{token}").status_code == 404
    assert client.post(f"/in/{token}").status_code == 404
    assert newest().confirmed_at is None


def test_asking_needs_the_forms_token_and_a_session(app: Flask, client: Browser) -> None:
    ann()
    assert client.post("/profile/email", data={"email": NEW}).headers["Location"] == "/sign-in"
    sign_in(client)
    assert client.post("/profile/email", data={"email": NEW}).status_code == 400
    assert session().scalar(select(func.count()).select_from(EmailChange)) == 0
    assert session().scalar(select(func.count()).select_from(SignInRequest)) == 1


def test_of_two_requests_at_once_one_link_is_left(app: Flask, client: Browser) -> None:
    ann()
    sign_in(client)
    asker = find_shopper(session().scalars(select(ShopperSession.id)).one())
    assert asker is not None

    def ask_at_once(address: str) -> None:
        with app.app_context():
            ask_change(asker, address)
            session().commit()

    session().commit()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(ask_at_once, ["n1@example.net", "n2@example.net"]))
    assert session().scalar(select(func.count()).select_from(EmailChange).where(*is_open())) == 1
