"""An author's own reviews: where each stands, and what she can do with it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app import consent
from app.core import clock
from app.people import Person
from app.products import Product
from app.reviews import Review, tending
from app.reviews.reading import reviews_of
from app.reviews.writing import publish_purpose
from app.staff import SignedIn
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.makers import the_person
from tests.reviews.pages import BUCKET, listed, read
from tests.reviews.writing import a_product, a_review, decided, in_numbers, published, turned_down
from tests.sign_in import sign_in
from tests.statements import statements

OFF, AGAIN = "Take it off the page Bucket", "Publish it again Bucket"


@pytest.fixture
def author(client: Browser, mo: SignedIn) -> Person:
    found = ann()
    sign_in(client, ANN)
    return found


@pytest.fixture
def bucket(mo: SignedIn) -> Product:
    return a_product()


def mine() -> str:
    return reviews_of(the_person(ANN).id)[0].state


def text(browser: Browser, url: str = "/reviews") -> str:
    return read(browser, url).text


def test_no_reviews_yet_is_said_with_a_way_to_start(client: Browser, author: Person) -> None:
    assert "No reviews yet" in text(client) and "Find something to review" in text(client)


def test_who_is_not_signed_in_is_asked_to(client: Browser, app_context: None) -> None:
    assert client.get("/reviews", follow_redirects=False).location == "/sign-in?next=reviews.mine"


def test_each_state_is_told_in_words(client: Browser, author: Person, bucket: Product, mo: SignedIn) -> None:
    review = a_review(author, bucket)
    assert "Waits to be read" in text(client)
    decided(review, mo)
    assert "Everyone can read it since" in text(client)
    a_review(author, bucket, stars=2, body="The handle came off.")
    assert "Change waits" in text(client) and "What everyone reads now" in text(client)


def test_a_turned_down_review_says_why_and_how_to_mend_it(
    client: Browser, author: Person, bucket: Product, mo: SignedIn
) -> None:
    review = turned_down(author, bucket, mo)
    told = "It has someone’s personal data in it, such as a phone number, an address or a full name. Take it out"
    assert told in text(client) and told in text(client, f"/reviews/{review.id}")
    client.press("Send changes", body="Better without the number in it.")
    assert mine() == "waiting"


def test_private_feedback_is_told_apart(client: Browser, author: Person, bucket: Product) -> None:
    a_review(author, bucket, publish=False)
    assert "Only our staff can read it, and it counts in no average." in text(client)
    client.press("Publish it Bucket")
    assert mine() == "waiting"


def test_an_edit_waits_and_the_published_words_stay(
    client: Browser, author: Person, bucket: Product, mo: SignedIn
) -> None:
    review = published(author, bucket, mo, body="Froze and popped right back.")
    text(client, f"/reviews/{review.id}")
    answer = client.press("Send changes", stars="1", body="It cracked in the third winter.")
    assert "The words published before stay" in answer.text
    assert [one["text"] for one in listed(read(client, BUCKET))] == ["Froze and popped right back."]


def test_the_form_shows_what_is_in_force(client: Browser, author: Person, bucket: Product) -> None:
    review = a_review(author, bucket, stars=2, publish=True, ads=True, name_format="initials")
    form, _button = read(client, f"/reviews/{review.id}").form("Send changes")
    checked = {(one.get("name"), one.get("value")) for one in form.iter("input") if one.get("checked") is not None}
    assert checked == {("stars", "2"), ("name_format", "initials"), ("publish", "yes"), ("ads", "yes")}


def test_a_new_form_of_the_name_holds_at_once_without_being_read(
    client: Browser, author: Person, bucket: Product, mo: SignedIn
) -> None:
    review = published(author, bucket, mo)
    text(client, f"/reviews/{review.id}")
    assert "The words are the same as before." in client.press("Send changes", name_format="initials").text
    assert [one["name"] for one in listed(read(client, BUCKET))] == ["A. A."] and mine() == "public"


def test_ads_can_be_allowed_and_taken_back(client: Browser, author: Person, bucket: Product, mo: SignedIn) -> None:
    review = published(author, bucket, mo)
    for ads, told in (("yes", "was no → now yes"), (None, "was yes → now no")):
        text(client, f"/reviews/{review.id}")
        client.press("Send changes", ads=ads)
        assert client.page and f"In catalogs and ads: {told}" in client.page.text
    assert mine() == "public"


def test_one_press_takes_it_off_and_one_brings_it_back(
    client: Browser, author: Person, bucket: Product, mo: SignedIn
) -> None:
    published(author, bucket, mo)
    published(bea(), bucket, mo, body="Mine has lasted four years.")
    text(client)
    answer = client.press(OFF)
    assert "Bucket: was on the page → now off every page" in str(client.page and client.page.text)
    assert "Search engines may show a copy" in answer.text
    assert [one["text"] for one in listed(read(client, BUCKET))] == ["Mine has lasted four years."]
    text(client)
    client.press(AGAIN)
    assert client.page and "was off every page → now on the page" in client.page.text
    assert in_numbers(bucket)["shown"] == 2


def test_publishing_again_is_a_new_consent_in_its_own_words(
    client: Browser, author: Person, bucket: Product, mo: SignedIn
) -> None:
    review = published(author, bucket, mo)
    text(client), client.press(OFF), text(client), client.press(AGAIN)
    found = consent.explained(author.subject_id)[publish_purpose(review.id), "any"]
    assert found.wording and found.wording.startswith("Publish my review of Bucket on its page")


def test_without_the_words_that_were_shown_nothing_is_published(
    client: Browser, author: Person, bucket: Product
) -> None:
    a_review(author, bucket, publish=False)
    text(client)
    assert client.press("Publish it Bucket", shown="garbage").status_code == 422
    assert mine() == "private" and "send it again" in str(client.page and client.page.text)


def test_deleting_takes_everything_and_leaves_anothers(
    client: Browser, author: Person, bucket: Product, mo: SignedIn
) -> None:
    review = published(author, bucket, mo)
    published(bea(), bucket, mo)
    tending.reply(review.id, "Thank you.", mo)
    text(client, f"/reviews/{review.id}")
    assert "Deleted at" in client.press("Delete it for good").text
    assert reviews_of(author.id) == [] and len(reviews_of(the_person(BEA).id)) == 1
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1}


def test_the_list_asks_two_questions_however_long_it_is(
    app: Flask, client: Browser, author: Person, mo: SignedIn
) -> None:
    for number in range(7):
        published(author, a_product(f"p{number}"), mo)
    with statements(app) as said:
        text(client)
    assert len([each for each in said if "SELECT" in each]) == 2


def test_the_banner_is_only_for_her_who_did_it(client: Browser, author: Person, bucket: Product) -> None:
    review = a_review(author, bucket)
    text(client, f"/reviews/{review.id}")
    url = client.press("Delete it for good", follow=False).location
    other = Browser(client.application)
    bea(), sign_in(other, BEA)
    assert "Deleted at" in text(client, url) and "Deleted at" not in text(other, url)
    assert client.get("/reviews?done=" + "x" * 99_999).status_code == 200


@pytest.mark.parametrize("what", ["", "/withdraw", "/publish", "/delete"])
@pytest.mark.parametrize("whose", ["hers", "nobodys", "huge"])
def test_a_strangers_review_is_as_good_as_not_there(
    client: Browser, author: Person, bucket: Product, what: str, whose: str
) -> None:
    other = a_review(bea(), bucket)
    number = {"hers": other.id, "nobodys": 999, "huge": 10**30}[whose]
    token = read(client, "/preferences").html.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post(f"/reviews/{number}{what}", data={"csrf_token": token})
    assert answer.status_code == 404 and "There is no such review of yours." in answer.text
    assert client.get(f"/reviews/{number}").status_code == 404
    assert reviews_of(the_person(BEA).id)[0].state == "waiting"


def test_a_closed_author_is_told_whom_to_call(client: Browser, author: Person, bucket: Product, mo: SignedIn) -> None:
    review = published(author, bucket, mo)
    tending.freeze(review.id, mo)
    assert "Your reviews are closed" in text(client) and "1-800-533-3377" in text(client)
    assert client.page and "Take it off" not in client.page.text
    assert "Send changes" not in text(client, f"/reviews/{review.id}")


def test_a_change_after_the_session_ended_is_shown_to_copy(client: Browser, author: Person, bucket: Product) -> None:
    review: Review = a_review(author, bucket)
    text(client, f"/reviews/{review.id}")
    with time_machine.travel(clock.now() + timedelta(hours=3), tick=False):
        assert client.press("Send changes", body="Words I would hate to lose.").status_code == 401
        assert client.page and "Words I would hate to lose." in client.page.html
    assert reviews_of(author.id)[0].newest.body != "Words I would hate to lose."


@pytest.mark.parametrize("body", ["", "short", "x" * 2_001])
def test_what_is_wrong_with_a_change_is_said(client: Browser, author: Person, bucket: Product, body: str) -> None:
    review = a_review(author, bucket)
    text(client, f"/reviews/{review.id}")
    assert client.press("Send changes", body=body).status_code == 422
    assert client.page and client.page.title.startswith("Error:")
