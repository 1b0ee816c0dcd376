"""Writing a review: what is wrong is said beside the field, nothing is lost, and nothing is kept before it is proven."""

from datetime import timedelta

import pytest
import time_machine

from app import consent
from app.core import clock
from app.core.database import session
from app.identity.models import SignInRequest
from app.products import Product
from app.reviews.reading import reviews_of
from app.reviews.writing import publish_purpose
from tests.browser import Browser
from tests.cast import ANN, BEA, ann
from tests.makers import the_person
from tests.reviews.pages import BUCKET, every_review, press_send, prove, read, send, summary
from tests.reviews.writing import GOOD, a_product
from tests.sign_in import sign_in


@pytest.fixture(autouse=True)
def bucket(app_context: None) -> None:
    a_product()


@pytest.fixture
def signed_in(client: Browser) -> Browser:
    ann()
    sign_in(client, ANN)
    return client


def test_nothing_is_answered_at_first_and_sending_says_what_is_missing(client: Browser) -> None:
    read(client)
    assert client.page and "checked" not in client.page.html.split('name="publish"')[1].split(">")[0]
    assert client.press("Send review").status_code == 422
    assert client.page.title.startswith("Error:")
    assert summary(client.page) == [
        "Choose a star rating",
        "Write at least 10 characters about the product",
        "Enter an email address with an @, like sam@example.com",
        "Choose Yes or No: may we publish it?",
    ]


@pytest.mark.parametrize(
    "stars", ["0", "6", "4.5", "NaN", "", "-1", "\uff15", "4\x00", "4 ", "1e0", "five", "9" * 5000]
)
def test_stars_are_one_to_five(signed_in: Browser, stars: str) -> None:
    assert send(signed_in, stars=stars).status_code == 422
    assert signed_in.page and summary(signed_in.page) == ["Choose a star rating"]
    assert every_review() == []


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("x" * 9, "Write at least 10 characters about the product"),
        (" \n\t" * 40, "Write at least 10 characters about the product"),
        ("\u200b\u200d\x00\x07" * 20, "Write at least 10 characters about the product"),
        ("x" * 2_001, "Shorten it by 1 character"),
        ("🐴" * 2_100, "Shorten it by 100 characters"),
    ],
)
def test_a_text_too_short_or_long_is_refused(signed_in: Browser, body: str, error: str) -> None:
    assert send(signed_in, body=body).status_code == 422
    assert signed_in.page and summary(signed_in.page) == [error]


def test_everything_typed_is_kept(client: Browser) -> None:
    typed = {"stars": "2", "body": "Nice <b>", "name": "Sam “E” Ellis", "name_format": "initials", "publish": "no"}
    send(client, **typed, connection="discount", ads="yes", email="not an address")
    assert client.page
    form, _button = client.page.form("Send review")
    checked = {(one.get("name"), one.get("value")) for one in form.iter("input") if one.get("checked") is not None}
    assert checked == {("stars", "2"), ("name_format", "initials"), ("publish", "no"), ("ads", "yes")}
    assert "Nice &lt;b&gt;</textarea>" in client.page.html
    assert 'value="not an address"' in client.page.html and "Sam “E” Ellis" in client.page.html
    assert '<option value="discount" selected>' in client.page.html


@pytest.mark.parametrize(
    "field",
    [{"name_format": "full"}, {"connection": "boss"}, {"publish": "maybe"}, {"name": "n" * 161}, {"publish": "\0"}],
)
def test_an_answer_that_is_not_on_the_page_is_refused(signed_in: Browser, field: dict[str, str]) -> None:
    assert send(signed_in, **field).status_code == 422
    assert signed_in.page and len(summary(signed_in.page)) == 1
    assert every_review() == []


def test_a_shopper_who_is_signed_in_sends_at_once_and_reads_what_happens_next(signed_in: Browser) -> None:
    answer = send(signed_in, body="  It holds\r\n\r\n\r\n\r\n20   quarts.\x00 \u202e", ads="yes")
    assert answer.request.path == "/reviews"
    assert "Sent at" in answer.text and "It waits until our staff have read it" in answer.text
    (mine,) = reviews_of(the_person(ANN).id)
    assert mine.newest.body == "It holds\n\n20 quarts." and mine.state == "waiting"
    assert mine.review.ads_agreed_at is not None


def test_the_words_of_the_question_are_what_the_ledger_keeps(signed_in: Browser) -> None:
    send(signed_in)
    (review,) = every_review()
    found = consent.explained(the_person(ANN).subject_id)[publish_purpose(review.id), "any"]
    assert (found.state, found.method, found.source) == ("on", "review_page", "product page")
    assert found.wording is not None
    assert found.wording.startswith("May we publish it? You can change your mind later.")
    assert found.wording.endswith("Yes: On this product’s page, with the name above")


def test_ads_count_only_with_a_yes(signed_in: Browser) -> None:
    send(signed_in, publish="no", ads="yes")
    (mine,) = reviews_of(the_person(ANN).id)
    assert (mine.state, mine.review.agreed_at, mine.review.ads_agreed_at) == ("private", None, None)
    assert signed_in.page and "your private feedback" in signed_in.page.text


@pytest.mark.parametrize("shown", ["", "garbage", "x" * 90_000, None])
def test_a_question_that_cannot_be_read_is_asked_again_and_nothing_is_lost(
    signed_in: Browser, shown: str | None
) -> None:
    assert send(signed_in, shown=shown).status_code == 422
    assert signed_in.page and "Check your answers and send it again." in signed_in.page.text
    assert GOOD in signed_in.page.html and every_review() == []
    assert signed_in.press("Send review").status_code == 200
    assert len(every_review()) == 1


def test_the_question_of_another_page_counts_as_none(signed_in: Browser) -> None:
    a_product("halter")
    read(signed_in, "/products/halter")
    assert signed_in.page
    form, _button = signed_in.page.form("Send review")
    other = next(one.get("value") for one in form.iter("input") if one.get("name") == "shown")
    assert send(signed_in, shown=other).status_code == 422


def test_a_form_left_open_for_a_month_is_asked_again(client: Browser) -> None:
    read(client)
    with time_machine.travel(clock.now() + timedelta(days=30, minutes=1), tick=False):
        assert press_send(client, email=ANN).status_code == 422
        assert press_send(client, email=ANN).request.path == "/sign-in/code"


def test_whose_session_had_ended_is_asked_for_the_address_and_keeps_her_words(signed_in: Browser) -> None:
    read(signed_in)
    with time_machine.travel(clock.now() + timedelta(hours=3), tick=False):
        assert press_send(signed_in).status_code == 422
        assert signed_in.page and GOOD in signed_in.page.html
        press_send(signed_in, email=ANN)
        prove(signed_in)
        assert reviews_of(the_person(ANN).id)[0].state == "waiting"


def test_a_second_review_changes_the_first_and_says_so(client: Browser) -> None:
    ann()
    send(client, email=ANN)
    prove(client)
    stranger = Browser(client.application)
    send(stranger, email=ANN, stars="2", body="The handle came off.")
    prove(stranger)
    assert stranger.page and "you had reviewed Bucket, so this changes your review" in stranger.page.text
    (mine,) = reviews_of(the_person(ANN).id)
    assert (mine.newest.stars, mine.newest.body) == (2, "The handle came off.")


def test_ten_reviews_a_day_and_the_eleventh_is_kept_on_the_page(signed_in: Browser) -> None:
    for number in range(10):
        send(signed_in, url=f"/products/{a_product(f'p{number}').slug}")
    assert send(signed_in).status_code == 429
    assert signed_in.page and GOOD in signed_in.page.html
    assert "a lot of reviews for one day" in signed_in.page.text and "you can send it again" in signed_in.page.text
    assert len(every_review()) == 10
    other = Browser(signed_in.application)
    assert send(other, email=BEA).request.path == "/sign-in/code"


def test_a_closed_account_takes_no_review(signed_in: Browser) -> None:
    the_person(ANN).frozen_at = clock.now()
    assert send(signed_in).status_code == 403
    assert signed_in.page and "Your reviews are closed" in signed_in.page.text
    assert every_review() == []


def test_a_retired_product_takes_no_review_and_says_why(signed_in: Browser) -> None:
    read(signed_in)
    session().query(Product).one().retired_at = clock.now()
    assert press_send(signed_in).status_code == 409
    assert signed_in.page and "takes no new reviews" in signed_in.page.text
    assert every_review() == []


def test_a_huge_form_is_refused_with_a_page(client: Browser) -> None:
    read(client)
    assert press_send(client, email=ANN, body="x" * 1_100_000).status_code == 413


def test_a_form_from_another_site_is_refused(client: Browser) -> None:
    answer = client.post(f"{BUCKET}/reviews", data={"email": ANN}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert session().query(SignInRequest).count() == 0
