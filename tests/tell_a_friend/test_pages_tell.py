"""Telling a friend on the product's page: the form, the mail before it is sent, and the thank-you."""

import pytest
from sqlalchemy import func, select

from app.core.database import session
from app.products import Product
from app.tell_a_friend import Recommendation
from tests.browser import Browser
from tests.sign_in import sign_in
from tests.tell_a_friend.notes import CAL, SAM, hand_over, posted
from tests.tell_a_friend.telling import SENT, TELL, TYPED, preview, prove, tell, text

pytestmark = pytest.mark.usefixtures("bucket")


def rows() -> int:
    return session().scalar(select(func.count()).select_from(Recommendation)) or 0


def test_a_stranger_tells_a_friend_once_she_has_proven_her_address(client: Browser) -> None:
    client.get("/products/bucket")
    assert '<a class="btn btn--line" href="/products/bucket/tell">Tell a friend</a>' in client.page.html  # type: ignore[union-attr]
    tell(client)
    assert "You wrote a friend a note about Bucket" in text(client)
    assert posted() == []
    answer = prove(client)
    assert (answer.request.path, len(posted())) == (SENT, 1)
    assert "If your friend can get a note from us, it is on its way." in text(client)


def test_who_is_signed_in_sends_with_one_press(client: Browser) -> None:
    sign_in(client, SAM)
    preview(client)
    assert "It goes out with this press, once." in text(client)
    assert client.press("Send one email").request.path == SENT
    assert len(posted()) == 1


def test_the_preview_stores_nothing_and_shows_the_very_mail(client: Browser) -> None:
    preview(client)
    assert (rows(), posted()) == (0, [])
    for words in ("Sam thought you might like this", f"Sam ({SAM}) asked us to send you one note about Bucket.",
                  "Mine lasted two winters.", "We send this once and then erase your address."):  # fmt: skip
        assert words in text(client)


def test_change_it_brings_back_everything_that_was_typed(client: Browser) -> None:
    preview(client, note='Line one\n"two" <3')
    client.press("Change it")
    form, _button = client.page.form("See the email first")  # type: ignore[union-attr]
    values = {one.get("name"): one.get("value") or "".join(one.itertext()) for one in form.iter() if one.get("name")}
    assert {name: values[name] for name in ("friend_name", "friend_email", "first_name", "email")} == {
        name: TYPED[name] for name in ("friend_name", "friend_email", "first_name", "email")
    }
    assert values["note"] == 'Line one\n"two" <3'
    assert '<option value="US" selected>' in client.page.html  # type: ignore[union-attr]


def test_pressed_twice_it_is_one_mail(client: Browser) -> None:
    sign_in(client, SAM)
    preview(client)
    page = client.page
    first = client.press("Send one email")
    client.page = page
    again = client.press("Send one email")
    assert (first.request.path, again.request.path) == (SENT, SENT)
    assert (rows(), len(posted())) == (1, 1)


def test_a_stranger_who_presses_twice_waits_for_one_mail(client: Browser) -> None:
    preview(client)
    page = client.page
    client.press("Send one email")
    client.page = page
    assert client.press("Send one email").request.path == "/sign-in/code"
    prove(client)
    assert (rows(), len(posted())) == (1, 1)


WRONG = [
    ({"friend_name": ""}, "Enter your friend’s first name"),
    ({"friend_name": "=?utf-8?q?x?="}, "Enter a name"),
    ({"friend_name": "\x00\x01"}, "Enter your friend’s first name"),
    ({"first_name": "Sam\r\nBcc: v@example.org"}, "Enter a name"),
    ({"first_name": "x" * 500}, "Keep the name to 40 characters"),
    ({"first_name": "x" * 30, "last_name": "y" * 30}, "Keep your first and last name"),
    ({"first_name": "Jeffers Pet"}, "Enter your own name"),
    ({"friend_email": "nobody"}, "@"),
    ({"friend_email": SAM}, "That is your own address"),
    ({"friend_email": "sam+friend@example.com"}, "That is your own address"),
    ({"email": "nobody"}, "@"),
    ({"note": "see www.evil.example"}, "Take links"),
    ({"note": "<b>hi</b>"}, "Take links"),
    ({"note": "x" * 301}, "Keep your note to 300 characters"),
    ({"note": "x" * 100_000}, "Keep your note to 300 characters"),
    ({"country": ""}, "Choose the country"),
    ({"country": "Narnia"}, "Choose the country"),
]


@pytest.mark.parametrize(("fields", "says"), WRONG)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client: Browser, fields: dict[str, str], says: str
) -> None:
    answer = preview(client, **fields)
    assert (answer.status_code, rows()) == (422, 0)
    assert says in text(client) and "There is a problem" in text(client)
    kept = next(name for name in ("friend_name", "friend_email") if name not in fields)
    assert f'value="{TYPED[kept]}"' in client.page.html  # type: ignore[union-attr]


def test_a_form_sent_past_its_page_is_checked_again(client: Browser) -> None:
    answer = client.post(
        f"{TELL}/send", data={**TYPED, "note": "http://evil.example"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert (answer.status_code, rows()) == (422, 0)
    answer = client.post(f"{TELL}/send", data={**TYPED, "press": "x"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, rows()) == (422, 0)
    assert "drawn too long ago" in text(client)
    client.press("Send one email")
    assert rows() == 1


def test_without_cookies_she_is_told_why_it_cannot_go_on_here(client: Browser) -> None:
    preview(client)
    answer = client.press("Send one email", follow=False)
    stranger = Browser(client.application)
    stranger.get(answer.location)
    assert "cookie" in text(stranger).lower()


def test_a_product_nobody_sells_is_no_news(client: Browser, bucket: Product) -> None:
    bucket.retired_at = bucket.added_at
    session().commit()
    assert client.get(TELL).status_code == 410
    client.get("/products/bucket")
    assert "Tell a friend" not in text(client)
    assert client.get("/products/no-such/tell").status_code == 404


def test_the_mail_that_arrives_says_what_the_preview_said(client: Browser, server: object) -> None:
    preview(client)
    shown = [line.split("https:")[0].split("http:")[0] for line in client.page.all("pre")[0].itertext()]  # type: ignore[union-attr]
    client.press("Send one email")
    prove(client)
    hand_over()
    sent = next(one for one in server.mails if CAL in one.rcpt_tos).content.decode()  # type: ignore[attr-defined]
    for line in "".join(shown).splitlines():
        assert line.strip() in sent
