"""What the sender sees is the same, byte for byte, whatever became of her note."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from app.core import clock
from app.core.database import session
from app.products import Product
from app.suppression import StoredFingerprint, mark_for
from app.tell_a_friend import breaker
from app.tell_a_friend.breaker import Why
from tests.browser import Browser
from tests.makers import a_person, a_stop
from tests.sign_in import sign_in
from tests.tell_a_friend.notes import CAL, SAM, a_bucket, posted, sent
from tests.tell_a_friend.telling import one_click, preview, prove, tell, text

pytestmark = pytest.mark.usefixtures("app_context")


def nothing(_bucket: Product, _browser: Browser) -> None:
    """A friend nobody knows."""


def a_duplicate(bucket: Product, _browser: Browser) -> None:
    sent(bucket, sender_address="dee@example.com")


def within_12_months(_bucket: Product, _browser: Browser) -> None:
    sent(a_bucket("halter"), sender_address="dee@example.com")


def suppressed(_bucket: Product, _browser: Browser) -> None:
    a_stop(CAL)


def a_customer_who_stopped(_bucket: Product, _browser: Browser) -> None:
    a_person(CAL, is_customer=True, proven=True)
    a_stop(CAL)


def undeliverable(_bucket: Product, _browser: Browser) -> None:
    mark = mark_for(CAL)
    session().execute(
        update(StoredFingerprint).where(StoredFingerprint.id == mark.id).values(undeliverable_at=clock.now())
    )
    session().commit()


def refused_before(_bucket: Product, browser: Browser) -> None:
    browser.post(one_click(1))


CASES = (nothing, a_duplicate, within_12_months, suppressed, a_customer_who_stopped, undeliverable, refused_before)
Case = Callable[[Product, Browser], None]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.__name__))
def test_the_thank_you_is_the_same(app: Flask, bucket: Product, client: Browser, case: Case) -> None:
    case(bucket, client)
    before = len(posted())
    sender, other = Browser(app), Browser(app)
    sign_in(sender, SAM), sign_in(other, SAM)
    mine, theirs = tell(sender), tell(other, friend_email="eve@example.com")
    path, page = mine.request.path, sender.page
    assert (path, mine.status_code) == (theirs.request.path, theirs.status_code)
    assert page is not None and other.page is not None
    assert without_token(page.html) == without_token(other.page.html)
    assert len(posted()) - before == (2 if case is nothing else 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.__name__))
def test_a_stranger_is_thanked_with_the_same_bytes(app: Flask, bucket: Product, client: Browser, case: Case) -> None:
    case(bucket, client)
    mine, theirs = Browser(app), Browser(app)
    tell(mine)
    first = prove(mine)
    tell(theirs, friend_email="eve@example.com", email="joe@example.com")
    second = prove(theirs)
    assert (first.request.path, first.status_code) == (second.request.path, second.status_code)
    stranger = [Browser(app).get(one.request.path).get_data() for one in (first, second)]
    assert stranger[0] == stranger[1]


def without_token(html: str) -> str:
    """The page without what belongs to the session alone."""
    return "\n".join(line for line in html.splitlines() if "csrf_token" not in line)


def test_a_sixth_note_of_a_day_is_said_openly_and_nothing_is_lost(client: Browser, bucket: Product) -> None:
    sign_in(client, SAM)
    for number in range(5):
        tell(client, friend_email=f"friend{number}@example.com")
    answer = tell(client, friend_email="friend6@example.com")
    assert (answer.status_code, len(posted())) == (429, 5)
    assert "You sent your 5 notes for today" in text(client)
    assert 'value="friend6@example.com"' in client.page.html  # type: ignore[union-attr]


def test_a_stranger_s_sixth_note_says_so_once_she_is_proven(client: Browser, bucket: Product) -> None:
    for number in range(5):
        sent(bucket, friend_address=f"friend{number}@example.com")
    tell(client, friend_email="friend6@example.com")
    assert prove(client).request.path == "/products/bucket/tell-a-friend/tomorrow"
    assert "You sent your 5 notes for today" in text(client) and len(posted()) == 5


def test_while_notes_rest_the_form_says_so_and_keeps_what_was_typed(client: Browser, bucket: Product) -> None:
    breaker.trip(Why.VOLUME)
    session().commit()
    sign_in(client, SAM)
    preview(client)
    assert client.press("Send one email").status_code == 503
    assert "Notes to friends rest just now" in text(client)
    assert f'value="{CAL}"' in client.page.html  # type: ignore[union-attr]
    assert posted() == []


def test_over_the_ceiling_of_a_network_she_is_told(client: Browser, bucket: Product) -> None:
    sign_in(client, SAM)
    for number in range(20):
        preview(client, friend_email=f"f{number}@example.com")
        client.press("Send one email")
    assert tell(client, friend_email="one.more@example.com").status_code == 429
    assert "a lot of notes from one place" in text(client)
