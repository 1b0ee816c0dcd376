"""Where the friend lives: refused places, and what Canada asks."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.core import clock
from app.core.database import session
from app.core.refusals import BadSetting
from app.core.settings import BUILT_IN_BRAND
from app.products import Product
from app.purchases import Order
from app.tell_a_friend import countries
from tests.browser import Browser
from tests.makers import the_person
from tests.reviews.writing import an_order
from tests.sign_in import sign_in
from tests.tell_a_friend.notes import SAM, hand_over, outcomes, posted
from tests.tell_a_friend.telling import SENT, TELL, preview, prove, tell, text

CANADA = {"country": "CA", "last_name": "Ellis", "knows": "yes"}
Shop = Callable[..., Flask]


def a_brand(folder: Path, lines: str) -> str:
    """The path of the built-in brand with these lines before its tables."""
    path = folder / "shop.toml"
    path.write_text(BUILT_IN_BRAND.read_text(encoding="utf-8").replace("[colours]", f"{lines}\n\n[colours]", 1))
    return str(path)


@pytest.mark.usefixtures("bucket")
def test_the_united_states_and_canada_stand_first_and_the_refused_are_named(client: Browser) -> None:
    client.get(TELL)
    names = ["".join(one.itertext()) for one in client.page.all("option")]  # type: ignore[union-attr]
    assert names[1:4] == ["United States", "Canada", "Afghanistan"]
    assert len(names) == 250
    assert "European Economic Area" in text(client) and "the United Kingdom" in text(client)


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize("code", ["GB", "DE", "IE", "NO", "IS", "LI", "RE"])
def test_no_note_goes_where_instigating_is_sending(client: Browser, code: str) -> None:
    assert preview(client, country=code).status_code == 422
    assert "We don’t send these notes there" in text(client)
    assert preview(client, country="AU").status_code == 200


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize("end", ["co.uk", "de", "eu", "fr", "no", "ευ", "xn--e1a4c"])
def test_nor_by_the_end_of_the_friends_address(client: Browser, end: str) -> None:
    assert preview(client, friend_email=f"cal@example.{end}").status_code == 422
    assert "This address is in a country we can’t write to" in text(client)
    assert preview(client, friend_email="cal@example.ca").status_code == 200


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize(
    ("without", "says"),
    [("last_name", "Enter your last name"), ("knows", "tick that you are family")],
)
def test_for_canada_the_full_name_and_how_they_know_each_other_are_needed(
    client: Browser, without: str, says: str
) -> None:
    assert preview(client, **{**CANADA, without: None}).status_code == 422
    assert says in text(client)
    assert preview(client, country="US", last_name=None, knows=None).status_code == 200


def test_for_canada_the_sender_has_ordered_lately_and_is_named_in_full(client: Browser, bucket: Product) -> None:
    sign_in(client, SAM)
    an_order(the_person(SAM), bucket)
    preview(client, **CANADA)
    assert "Sam Ellis (sam@example.com) asked us to send you one note" in text(client)
    assert client.press("Send one email").request.path == SENT
    assert len(posted()) == 1


@pytest.mark.parametrize("days", [None, 732])
def test_without_an_order_of_two_years_she_is_told_openly(client: Browser, bucket: Product, days: int | None) -> None:
    sign_in(client, SAM)
    if days:
        old = an_order(the_person(SAM), bucket).id
        session().get_one(Order, old).ordered_on = (clock.now() - timedelta(days=days)).date()
        session().commit()
    answer = tell(client, **CANADA)
    assert (answer.status_code, posted()) == (422, [])
    assert "someone who bought from us in the last 2 years" in text(client) and 'value="Ellis"' in client.page.html  # type: ignore[union-attr]


def test_a_stranger_is_told_only_after_her_proof(client: Browser, bucket: Product) -> None:
    tell(client, **CANADA)
    assert "bought from us" not in text(client)
    assert prove(client).request.path == "/products/bucket/tell-a-friend/not-sent/canada"
    assert "bought from us in the last 2 years" in text(client) and posted() == []


def test_a_brand_names_its_own_places(make_app: Shop, tmp_path: Path) -> None:
    site = make_app(BRAND=a_brand(tmp_path, 'tell_a_friend_refused = ["CH", "EU"]'))
    with site.test_request_context():
        assert countries.is_refused("CH", "cal@example.com") and countries.is_refused("", "cal@example.de")
        assert not countries.is_refused("NO", "cal@example.no") and not countries.is_refused("GB", "cal@example.co.uk")
        assert countries.refused_names() == ["the European Union", "Switzerland"]


def test_a_place_that_is_none_stops_the_start(make_app: Shop, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="tell_a_friend_refused has ZZ"):
        make_app(BRAND=a_brand(tmp_path, 'tell_a_friend_refused = ["ZZ"]'))


def test_switched_off_there_is_no_link_and_no_form_and_nothing_waiting_leaves(
    make_app: Shop, client: Browser, bucket: Product, tmp_path: Path
) -> None:
    sign_in(client, SAM)
    tell(client)
    site = make_app(BRAND=a_brand(tmp_path, "tell_a_friend = false"))
    browser = Browser(site)
    browser.get("/products/bucket")
    assert "Tell a friend" not in text(browser)
    assert browser.get(TELL).status_code == 404
    session().rollback()
    with site.app_context():
        hand_over()
        assert outcomes() == ["nothing_to_say"]
