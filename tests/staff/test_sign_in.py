"""Signing in at the desk: address and password, then a code, and the same answer to whoever may not."""

from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask

from app import links
from app.audit.models import AuditNote
from app.core import clock
from app.core.database import session
from app.staff import Role, change_role, end_member
from app.staff.passwords import matches
from app.staff.signing_in import PASSWORDS, PER_NETWORK, TRIES
from tests.browser import Browser
from tests.desk import MO, ROOT, SUE, a_member
from tests.sign_in import ask, hand_over, link_path, sign_in
from tests.staff.doors import (
    BETTER,
    CODE,
    OVERVIEW,
    PASSWORD,
    SIGN_IN,
    code,
    come_in,
    joined,
    show_password,
    wrong_code,
)


def cookie_of(browser: Browser, name: str = "staff") -> str:
    """The desk's cookie, as a thief would copy it."""
    found = browser.get_cookie(name)
    assert found
    return found.decoded_value


def test_password_and_code_lead_to_the_overview(client: Browser, app_context: None) -> None:
    joined()
    assert show_password(client).request.path == CODE
    assert client.get(OVERVIEW).status_code == 303
    client.get(CODE)
    assert client.press("Sign in", code=code()).request.path == OVERVIEW
    assert MO in client.page.html


def test_it_is_noted_with_the_second_factor_and_without_the_address(client: Browser, app_context: None) -> None:
    member = joined()
    come_in(client)
    (note,) = session().query(AuditNote).filter_by(act="staff.sign_in")
    assert note.actor == f"staff:{member.id}"
    assert "example.com" not in str(note.canonical())


def test_unknown_ended_not_joined_and_wrong_get_one_answer(app: Flask, app_context: None) -> None:
    joined()
    gone = joined(SUE)
    end_member(gone.id, "command")
    a_member(ROOT)
    said = set()
    for email, password in [("nobody@example.com", PASSWORD), (SUE, PASSWORD), (ROOT, PASSWORD), (MO, BETTER)]:
        browser = Browser(app)
        assert show_password(browser, email, password).status_code == 400
        said.add(browser.page.html.replace(email, "her"))
    assert len(said) == 1
    assert PASSWORD not in said.pop()


def test_what_was_typed_is_kept_but_never_the_password(client: Browser, app_context: None) -> None:
    show_password(client, "nobody@example.com", "a wrong secret of mine")
    assert 'value="nobody@example.com"' in client.page.html
    assert "a wrong secret of mine" not in client.page.html


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"email": "mo"},
        {"email": MO},
        {"password": "x"},
        {"email": "\x00", "password": "\x00"},
        {"email": "a" * 90_000},
    ],
)
def test_garbage_gets_a_page(form: dict[str, str], client: Browser) -> None:
    assert client.post(SIGN_IN, data=form).status_code == 422


def test_a_nul_and_a_very_long_password_are_just_wrong(client: Browser, app_context: None) -> None:
    joined()
    for password in (PASSWORD + "\x00", "\x00", "p" * 100_000):
        assert client.post(SIGN_IN, data={"email": MO, "password": password}).status_code == 400


def test_twenty_wrong_passwords_an_hour_are_enough_and_another_address_goes_on(app: Flask, app_context: None) -> None:
    joined()
    joined(SUE)
    with time_machine.travel(clock.now().replace(minute=1), tick=False) as travel:
        answers = [Browser(app).post(SIGN_IN, data={"email": MO, "password": "x"}) for _ in range(PASSWORDS.amount)]
        assert {answer.status_code for answer in answers} == {400}
        travel.shift(timedelta(minutes=2))  # the flood limit counts by the minute
        browser = Browser(app)
        assert show_password(browser).status_code == 429
        assert "you can try again" in browser.page.text
        assert show_password(Browser(app), SUE).status_code == 200
        travel.shift(timedelta(hours=1))
        assert show_password(Browser(app)).status_code == 200


def test_one_network_has_so_many_tries_whatever_the_address(app: Flask, app_context: None) -> None:
    joined()
    with time_machine.travel(clock.now().replace(minute=1), tick=False) as travel:
        for number in range(PER_NETWORK.amount):
            if number % 50 == 0:
                travel.shift(timedelta(minutes=2))
            Browser(app).post(SIGN_IN, data={"email": f"{number}@example.com", "password": "x"})
        assert show_password(Browser(app)).status_code == 429
        elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
        form = {"email": MO, "password": PASSWORD}
        assert Browser(app).post(SIGN_IN, data=form, environ_base=elsewhere).status_code == 303


def test_right_passwords_do_not_count(app: Flask, app_context: None) -> None:
    joined()
    with time_machine.travel(clock.now().replace(minute=1), tick=False):
        assert {show_password(Browser(app)).status_code for _ in range(PASSWORDS.amount + 2)} == {200}


def test_five_wrong_codes_end_the_sign_in_and_an_older_cookie_does_not_bring_it_back(
    client: Browser, app_context: None
) -> None:
    joined()
    show_password(client)
    before = cookie_of(client)
    for left in range(TRIES - 1, 0, -1):
        assert client.press("Sign in", code=wrong_code()).status_code == 400
        assert f"{left} tr" in client.page.text
    assert client.press("Sign in", code=wrong_code()).request.path == SIGN_IN
    assert "fifth wrong code" in client.page.text
    client.set_cookie("staff", before)
    assert client.post(CODE, data={"code": code()}).location == SIGN_IN
    assert client.get(OVERVIEW).status_code == 303


def test_a_sign_in_that_was_begun_ends_by_itself(client: Browser, app_context: None) -> None:
    joined()
    with time_machine.travel(clock.now(), tick=False) as travel:
        show_password(client)
        travel.shift(links.STAFF_IDLE + timedelta(seconds=1))
        assert client.press("Sign in", code=code()).request.path == SIGN_IN
        assert "took too long" in client.page.text


def test_a_sign_in_that_was_begun_ends_with_the_member(client: Browser, app_context: None) -> None:
    member = joined()
    show_password(client)
    end_member(member.id, "command")
    assert client.press("Sign in", code=code()).request.path == SIGN_IN


def test_without_cookies_there_is_an_explanation_and_no_loop(app: Flask, app_context: None) -> None:
    joined()
    browser = Browser(app, use_cookies=False)
    assert browser.post(SIGN_IN, data={"email": MO, "password": PASSWORD}).location == CODE
    assert browser.get(CODE).status_code == 200
    assert "kept no cookie" in browser.page.text


def test_signing_in_gives_a_new_session_and_the_one_before_ends(client: Browser, app_context: None) -> None:
    joined()
    come_in(client)
    stolen = cookie_of(client)
    client.post(SIGN_IN)  # refused without its token, and nothing lost
    client.get("/staff/account")
    client.press("Sign out")
    come_in(client, later=1)
    thief = Browser(client.application)
    thief.set_cookie("staff", stolen)
    assert (thief.get(OVERVIEW).status_code, client.get(OVERVIEW).status_code) == (303, 200)


def test_a_stolen_cookie_is_worth_nothing_after_sign_out(client: Browser, app_context: None) -> None:
    joined()
    come_in(client)
    stolen = cookie_of(client)
    client.press("Sign out")
    assert "signed out" in client.page.text
    client.set_cookie("staff", stolen)
    assert client.get(OVERVIEW).status_code == 303


def test_a_stolen_cookie_is_worth_nothing_after_the_role_is_lost(app: Flask, app_context: None) -> None:
    member, thief, sue = joined(), Browser(app), Browser(app)
    joined(SUE)
    come_in(thief)
    come_in(sue, SUE)
    change_role(member.id, Role.SUPPORT, "command")
    assert (thief.get(OVERVIEW).status_code, sue.get(OVERVIEW).status_code) == (303, 200)
    change_role(member.id, Role.MODERATOR, "command")
    assert thief.get(OVERVIEW).status_code == 303


def test_who_is_signed_in_is_not_asked_again(client: Browser, app_context: None) -> None:
    joined()
    come_in(client)
    assert client.get(SIGN_IN).location == OVERVIEW


def test_an_old_hash_is_made_anew_at_sign_in(client: Browser, app_context: None) -> None:
    member = joined()
    member.password_hash = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    session().commit()
    assert come_in(client).request.path == OVERVIEW
    assert "m=19456,t=2,p=1" in member.password_hash
    assert matches(member.password_hash, PASSWORD)


def test_a_shoppers_link_opens_no_page_of_the_desk(client: Browser, app_context: None) -> None:
    joined()
    sign_in(client, MO)
    assert client.is_signed_in
    assert [client.get(page).status_code for page in (OVERVIEW, "/staff/account")] == [303, 303]
    other = Browser(client.application)
    ask(other, MO)
    token = link_path(hand_over(other)).rpartition("/")[2]
    assert [client.get(f"/staff/{door}/{token}").status_code for door in ("invitation", "reset")] == [404, 404]


def test_a_session_at_the_desk_acts_as_no_shopper(client: Browser, app_context: None) -> None:
    joined()
    come_in(client)
    assert client.get("/preferences").status_code == 303
    client.set_cookie("session", cookie_of(client))
    assert client.get("/preferences").status_code == 303
    assert client.get(OVERVIEW).status_code == 200
