"""A stranger's review: a signed draft until she has proven her address, then hers, once."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.core import clock
from app.core.database import session
from app.identity.jobs import forget_sign_ins
from app.identity.models import SignInRequest
from app.people import person_by_address
from app.products import Product
from app.reviews.reading import reviews_of
from app.reviews.writing import withdraw
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.makers import the_person
from tests.reviews.pages import every_review, prove, send
from tests.reviews.writing import GOOD, a_product, an_act, an_order
from tests.sign_in import ask, hand_over, link_path
from tests.statements import statements

NEW = "new@example.com"


@pytest.fixture(autouse=True)
def bucket(app_context: None) -> Product:
    return a_product()


def test_nothing_is_kept_but_the_signed_form_until_it_is_proven(client: Browser) -> None:
    send(client, email=NEW)
    assert client.page and "You sent a review of Bucket." in client.page.text
    assert every_review() == [] and person_by_address(NEW) is None


def test_the_link_sends_it_in_her_name_on_any_device(client: Browser, app: Flask) -> None:
    send(client, email=NEW)
    phone = Browser(app)
    phone.get(link_path(hand_over(client)))
    assert phone.page and "Confirm your review of Bucket" in phone.page.text
    assert every_review() == []
    answer = phone.press("Confirm my review")
    assert answer.request.path == "/reviews" and "Sent at" in answer.text
    assert [one.newest.body for one in reviews_of(the_person(NEW).id)] == [GOOD]


def test_the_code_sends_it_too(client: Browser) -> None:
    send(client, email=NEW)
    client.press("Confirm my review", code=hand_over(client).context["code_spaced"])
    assert [one.state for one in reviews_of(the_person(NEW).id)] == ["waiting"]


def test_a_second_press_of_the_link_sends_nothing_more(client: Browser, app: Flask) -> None:
    send(client, email=NEW)
    path = link_path(hand_over(client))
    tabs = [Browser(app), Browser(app)]
    statuses = [tab.post(path).status_code for tab in tabs]
    assert statuses == [303, 410]
    assert len(every_review()) == 1


def test_a_link_asked_for_anew_does_not_publish_again_what_was_withdrawn(client: Browser, app: Flask) -> None:
    send(client, email=NEW)
    form, _button = client.page.form("Send a new link and code")  # type: ignore[union-attr]
    draft = next(one.get("value") for one in form.iter("input") if one.get("name") == "draft")
    prove(client)
    (mine,) = reviews_of(the_person(NEW).id)
    withdraw(mine.review.id, the_person(NEW), an_act("Take it off"))
    other = Browser(app)
    other.post("/sign-in", data={"email": NEW, "draft": draft})
    prove(other)
    assert reviews_of(the_person(NEW).id)[0].state == "withdrawn"


def test_two_reviews_written_before_the_proof_are_both_sent_by_the_newest_link(client: Browser) -> None:
    a_product("halter")
    send(client, email=NEW)
    send(client, url="/products/halter", email=NEW, stars="2")
    client.get(link_path(hand_over(client)))
    assert client.page and "You sent a review of Bucket. You sent a review of Halter." in client.page.text
    client.press("Confirm my review")
    assert [(one.product.slug, one.newest.stars) for one in reviews_of(the_person(NEW).id)] == [
        ("halter", 2),
        ("bucket", 5),
    ]


def test_what_somebody_else_wrote_with_her_address_does_not_come_along(client: Browser, app: Flask) -> None:
    a_product("halter")
    send(Browser(app), email=ANN, url="/products/halter")
    send(client, email=ANN)
    prove(client)
    assert [one.product.slug for one in reviews_of(the_person(ANN).id)] == ["bucket"]


def test_what_was_written_with_another_address_does_not_come_along(client: Browser) -> None:
    a_product("halter")
    send(client, email=ANN, url="/products/halter")
    send(client, email=BEA)
    prove(client)
    assert [one.product.slug for one in reviews_of(the_person(BEA).id)] == ["bucket"]


def test_beyond_three_mails_the_newest_link_sends_all_of_them(client: Browser) -> None:
    for number in range(5):
        send(client, url=f"/products/{a_product(f'p{number}').slug}", email=NEW)
    prove(client)
    assert len(reviews_of(the_person(NEW).id)) == 5


def test_what_was_added_after_the_page_of_the_link_was_drawn_is_shown_first(client: Browser, app: Flask) -> None:
    for _time in range(3):  # from here on no mail leaves, and what is written waits for the link that did
        ask(client, ANN)
    phone = Browser(app)
    phone.get(link_path(hand_over(client)))
    send(client, email=ANN)
    assert phone.press("Continue to my choices").status_code == 409
    assert every_review() == [] and phone.page and "Confirm your review of Bucket" in phone.page.text
    phone.press("Confirm my review")
    assert len(every_review()) == 1


def test_it_belongs_to_whoever_proves_the_address_it_was_sent_to(client: Browser, app: Flask) -> None:
    ann(), bea()
    send(client, email="ann@exmaple.com")
    client.press("Send it there instead", email=ANN)
    prove(client)
    assert len(reviews_of(the_person(ANN).id)) == 1
    assert reviews_of(the_person(BEA).id) == [] and person_by_address("ann@exmaple.com") is None


def test_known_and_unknown_addresses_get_the_same_answer_from_the_same_statements(app: Flask) -> None:
    ann()
    seen = []
    for address in (ANN, NEW):
        browser = Browser(app)
        with statements(app) as said:
            send(browser, email=address)
        assert browser.page
        seen.append((browser.page.text.replace(address, "someone"), said))
    assert seen[0] == seen[1]


def test_a_confirmed_order_is_found_once_it_is_proven(client: Browser, bucket: Product) -> None:
    an_order(ann(), bucket)
    send(client, email=ANN)
    prove(client)
    assert reviews_of(the_person(ANN).id)[0].review.order_id is not None


def test_two_thousand_emoji_come_through(client: Browser) -> None:
    body = "".join(chr(0x1F400 + number % 0x1F0) for number in range(2_000))
    assert send(client, email=NEW, body=body).request.path == "/sign-in/code"
    client.press("Send a new link and code")
    prove(client)
    assert reviews_of(the_person(NEW).id)[0].newest.body == body


def test_a_card_number_is_masked_before_the_draft_is_made(client: Browser) -> None:
    send(client, email=NEW, body="Paid with 4111 1111 1111 1111, all fine.", name="4111111111111111")
    kept = session().scalars(select(SignInRequest.draft)).one()
    prove(client)
    (mine,) = reviews_of(the_person(NEW).id)
    assert "4111 1111" not in mine.newest.body and "41111111" not in mine.review.name
    assert kept and "•••• 1111" in mine.newest.body


def test_unproven_words_are_gone_within_a_day(client: Browser) -> None:
    send(client, email=NEW)
    path = link_path(hand_over(client))
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        forget_sign_ins()
        assert session().scalar(select(func.count()).select_from(SignInRequest)) == 0
        assert client.get(path).status_code == 410
    assert every_review() == []


def test_proven_too_late_is_not_sent_and_not_lost_in_silence(client: Browser, bucket: Product) -> None:
    send(client, email=NEW)
    bucket.retired_at = clock.now()
    prove(client)
    assert client.page and "We don’t sell Bucket any more, so we could not take your review." in client.page.text
    assert every_review() == []


def test_the_mail_says_what_it_is_for_and_nothing_that_was_typed(client: Browser) -> None:
    send(client, email=ANN, body="Buy cheap pills at example dot com.", name="Spam Spamson")
    letter = hand_over(client)
    assert letter.context["errand"].heading == "Confirm your review of Bucket"
    assert "pills" not in str(letter.context) and "Spamson" not in str(letter.context)
