"""A forgotten password: a mailed link and the second factor, each once. A mailbox alone opens nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app import links, outbox
from app.audit.models import AuditNote
from app.core import clock
from app.core.database import session
from app.staff import end_member, mail
from app.staff.resetting import PER_ADDRESS
from tests.browser import Browser
from tests.desk import MO, SUE
from tests.staff.doors import (
    BETTER,
    CODES,
    OVERVIEW,
    PASSWORD,
    SIGN_IN,
    code,
    come_in,
    joined,
    show_password,
    wrong_code,
)

FORGOT = "/staff/reset"
SET = "Set the new password"


def ask(browser: Browser, email: str = MO) -> None:
    browser.get(FORGOT)
    assert browser.press("Email me a link", email=email).status_code == 200


def mailed(kind: str = mail.RESET) -> list[str]:
    """References of the messages of that kind, oldest first."""
    found = list(session().scalars(select(outbox.Message.reference).filter_by(kind=kind).order_by(outbox.Message.id)))
    session().rollback()
    return found


def link(email: str = MO) -> str:
    """The path of the link in the newest mail, made as at hand-over."""
    letter = mail.compose_reset(mailed()[-1])
    session().rollback()
    assert letter and letter.to == email
    return urlsplit(letter.context["link"]).path


def test_a_link_and_a_code_set_a_new_password(client: Browser, app_context: None) -> None:
    joined()
    ask(client)
    client.get(link())
    assert "m••@example.com" in client.page.text
    assert MO not in client.page.html
    assert client.press(SET, new_password=BETTER, code=code()).request.path == SIGN_IN
    assert "Your password is new" in client.page.text
    assert show_password(client).status_code == 400
    assert show_password(client, password=BETTER).status_code == 200


def test_a_recovery_code_does_instead_of_the_phone_and_is_used_up(client: Browser, app_context: None) -> None:
    joined()
    for status in (303, 400):
        ask(client)
        client.get(link())
        assert client.press(SET, follow=False, new_password=BETTER, code=CODES[0].upper()).status_code == status


def test_it_ends_every_session_tells_the_member_and_is_noted(app: Flask, app_context: None) -> None:
    member, inside, sue = joined(), Browser(app), Browser(app)
    joined(SUE)
    come_in(inside)
    come_in(sue, SUE)
    ask(inside)
    inside.post(link(), data={"new_password": BETTER, "code": code(1)})
    outside = Browser(app)
    ask(outside)
    outside.get(link())
    outside.press(SET, new_password=BETTER, code=CODES[1])
    assert (inside.get(OVERVIEW).status_code, sue.get(OVERVIEW).status_code) == (303, 200)
    assert mailed(mail.CHANGED)[0].startswith(f"{member.id}/password/")
    assert session().query(AuditNote).filter_by(act="staff.password").count() == 1


def test_known_and_unknown_addresses_get_one_answer_and_one_row_each(client: Browser, app_context: None) -> None:
    joined()
    end_member(joined(SUE).id, "command")
    said = set()
    for email in (MO, SUE, "nobody@example.com"):
        ask(client, email)
        said.add(client.page.html.replace(email, "her"))
    assert len(said) == 1
    assert len(mailed()) == 3
    assert [mail.compose_reset(reference) is None for reference in mailed()] == [False, True, True]


def test_the_outbox_holds_ids_and_no_address_or_token(client: Browser, app_context: None) -> None:
    member = joined()
    ask(client)
    assert mailed() == [str(member.id)]


def test_beyond_the_limit_no_mail_leaves_and_the_page_is_the_same(client: Browser, app_context: None) -> None:
    joined()
    with time_machine.travel(clock.now(), tick=False):
        for _ in range(PER_ADDRESS.amount + 2):
            ask(client)
    assert len(mailed()) == PER_ADDRESS.amount


def test_the_link_alone_opens_nothing(client: Browser, app_context: None) -> None:
    joined()
    ask(client)
    path = link()
    for typed in ("", wrong_code(), "aaaaa-aaaab"):
        assert client.post(path, data={"new_password": BETTER, "code": typed}).status_code in (400, 422)
    assert show_password(client, password=BETTER).status_code == 400
    assert show_password(client).status_code == 200


def test_a_link_works_once_and_its_twins_end_with_it(client: Browser, app_context: None) -> None:
    joined()
    ask(client)
    path, twin = link(), link()
    client.post(path, data={"new_password": BETTER, "code": code()})
    for ended in (path, twin):
        assert client.get(ended).status_code == 410
        assert client.post(ended, data={"new_password": PASSWORD, "code": code(1)}).status_code == 410


def test_of_five_presses_at_once_with_five_codes_one_counts(app: Flask, app_context: None) -> None:
    joined()
    ask(Browser(app))
    path = link()
    typed = [code(), code(1), *CODES]

    def press(one: str) -> int:
        return Browser(app).post(path, data={"new_password": BETTER, "code": one}).status_code

    with ThreadPoolExecutor(5) as pool:
        statuses = list(pool.map(press, typed))
    assert statuses.count(303) == 1
    assert len(mailed(mail.CHANGED)) == 1


def test_five_wrong_codes_end_the_link(client: Browser, app_context: None) -> None:
    joined()
    ask(client)
    path = link()
    answers = [client.post(path, data={"new_password": BETTER, "code": wrong_code()}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [400] * 4 + [410] * 2
    assert client.post(path, data={"new_password": BETTER, "code": code()}).status_code == 410


def test_a_weak_password_costs_neither_code_nor_link(client: Browser, app_context: None) -> None:
    joined()
    ask(client)
    client.get(link())
    digits = code()
    assert client.press(SET, new_password="password1234", code=digits).status_code == 422
    assert digits in client.page.html
    assert client.press(SET, new_password=BETTER, code=digits).request.path == SIGN_IN


def test_a_link_runs_out(client: Browser, app_context: None) -> None:
    joined()
    with time_machine.travel(clock.now(), tick=False) as travel:
        ask(client)
        path = link()
        travel.shift(links.STAFF_RESET - timedelta(seconds=2))
        assert client.get(path).status_code == 200
        travel.shift(timedelta(seconds=4))
        assert client.get(path).status_code == 410


def test_looking_at_a_link_uses_nothing_up(app: Flask, client: Browser, app_context: None) -> None:
    joined()
    ask(client)
    path = link()
    assert {client.open(path, method=method).status_code for method in ("GET", "HEAD") for _ in range(3)} == {200}
    assert client.post(path, data={"new_password": BETTER, "code": code()}).status_code == 303


@pytest.mark.parametrize("token", ["garbage", "a" * 20_000, "%00", "a.b.c"])
def test_a_link_that_is_none_of_ours_gets_a_page(token: str, client: Browser) -> None:
    assert client.get(f"{FORGOT}/{token}").status_code == 404
    assert client.post(f"{FORGOT}/{token}", data={"new_password": BETTER, "code": "123456"}).status_code == 404


@pytest.mark.parametrize("email", ["", "mo", "\x00", "a" * 90_000])
def test_garbage_for_an_address_gets_a_page(email: str, client: Browser) -> None:
    assert client.post(FORGOT, data={"email": email}).status_code == 422


def test_nobody_who_has_not_joined_gets_a_link(client: Browser, app_context: None) -> None:
    member = joined()
    member.password_hash = None
    session().commit()
    ask(client)
    assert mail.compose_reset(mailed()[-1]) is None
    assert session().scalar(select(func.count()).select_from(outbox.Message)) == 1
