"""A product's page: average, histogram, filter, order, parts, and what search engines read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.core import clock
from app.people import Person
from app.products import Product
from app.reviews import tending
from app.reviews.deciding import What
from app.reviews.reading import PAGE
from app.reviews.writing import withdraw
from app.staff import SignedIn
from tests.browser import Browser
from tests.cast import ANN, ann, bea
from tests.makers import a_person
from tests.reviews.pages import BUCKET, listed, read, structured
from tests.reviews.writing import a_product, a_review, an_act, an_order, decided, published, turned_down
from tests.sign_in import sign_in
from tests.statements import statements


@pytest.fixture
def bucket(app_context: None) -> Product:
    return a_product(title="Flat-back bucket, 20 quart", category="Barn and stable", picture="bucket")


def shoppers(count: int) -> list[Person]:
    return [a_person(f"p{number}@example.com") for number in range(count)]


def test_the_page_says_average_counts_and_what_is_not_shown(client: Browser, bucket: Product, mo: SignedIn) -> None:
    one, two, three, four = shoppers(4)
    an_order(one, bucket)
    published(one, bucket, mo, stars=4)
    published(two, bucket, mo, stars=5)
    a_review(three, bucket)
    turned_down(four, bucket, mo)
    text = read(client).text
    assert "4.5 out of 5, from 2 reviews" in text
    assert "2 reviews, 1 of them from confirmed orders" in text
    assert "1 is waiting to be read; 1 was turned down." in text


def test_a_product_without_reviews_says_so_and_has_no_rating(client: Browser, bucket: Product) -> None:
    page = read(client)
    assert "No rating yet" in page.text and "No reviews yet." in page.text
    assert not {"aggregateRating", "review"} & structured(page).keys()


def test_five_links_filter_and_the_page_says_so(client: Browser, bucket: Product, mo: SignedIn) -> None:
    one, two = shoppers(2)
    published(one, bucket, mo, stars=4)
    published(two, bucket, mo, stars=2)
    page = read(client, f"{BUCKET}?stars=2")
    assert [each["stars"] for each in listed(page)] == [2]
    assert "Only reviews with 2 stars, newest first. Show all reviews" in page.text
    assert "No review with 3 stars." in read(client, f"{BUCKET}?stars=3").text


@pytest.mark.parametrize("query", ["stars=6", "stars=0", "stars=4.5", "stars=%00", "after=garbage", "after=9-9"])
@pytest.mark.parametrize("more", ["", "&after=" + "9" * 17 + "-" + "9" * 15, "&stars=" + "9" * 5000])
def test_garbage_in_the_address_is_no_error(client: Browser, bucket: Product, query: str, more: str) -> None:
    assert client.get(f"{BUCKET}?{query}{more}").status_code == 200


@pytest.mark.parametrize("slug", ["garbage", "%00", "x" * 3000, "%F0%9F%98%80", "..%2f"])
def test_an_unknown_product_is_not_found(client: Browser, app: Flask, slug: str) -> None:
    assert client.get(f"/products/{slug}").status_code == 404


def test_the_parts_of_the_list_hold_each_review_once_newest_first(
    client: Browser, bucket: Product, mo: SignedIn
) -> None:
    start = clock.now() - timedelta(days=90)
    for number, one in enumerate(shoppers(PAGE + 4)):
        with clock.set_to(start + timedelta(days=number // 3)):  # several at one moment
            published(one, bucket, mo, body=f"Review number {number} of many.")
    first = read(client)
    older = next(a.get("href") for a in first.all("a") if "".join(a.itertext()) == "Older reviews")
    second = read(client, older)
    texts = [each["text"] for page in (first, second) for each in listed(page)]
    assert len(listed(first)) == PAGE and len(set(texts)) == len(texts) == PAGE + 4
    days = [each["day"] for page in (first, second) for each in listed(page)]
    assert days == sorted(days, reverse=True)


def test_what_search_engines_read_is_what_the_page_shows(client: Browser, bucket: Product, mo: SignedIn) -> None:
    one, two, three = shoppers(3)
    published(one, bucket, mo, stars=4, body="Call 334-555-0199 </script> & <b>ask</b>.", name="Zoë O’Neil")
    published(two, bucket, mo, stars=5, name="", name_format="initials")
    published(three, bucket, mo, stars=1, connection="employee")
    page = read(client)
    data = structured(page)
    rating = {"ratingValue": 4.5, "bestRating": 5, "worstRating": 1, "ratingCount": 2, "reviewCount": 3}
    assert data["aggregateRating"] == {"@type": "AggregateRating", **rating}
    said = [
        {
            "stars": each["reviewRating"]["ratingValue"],
            "day": each["datePublished"],
            "text": each["reviewBody"],
            "name": each["author"]["name"],
        }
        for each in data["review"]
    ]
    assert said == listed(page)
    assert data["url"].endswith(BUCKET) and data["sku"] == bucket.sku


def test_an_insider_is_shown_with_a_badge_and_in_no_rating(client: Browser, bucket: Product, mo: SignedIn) -> None:
    published(ann(), bucket, mo, stars=5, connection="employee")
    page = read(client)
    assert "Works for the shop. Not in the average" in page.text
    assert "1 of those shown is by our own people" in page.text
    assert not {"aggregateRating", "review"} & structured(page).keys()


def test_a_hidden_part_is_shown_as_removed_everywhere(client: Browser, bucket: Product, mo: SignedIn) -> None:
    review = a_review(ann(), bucket, body="Call me at 334-555-0199 about it.")
    decided(review, mo, What.HIDE, hidden=((11, 23),))
    page = read(client)
    assert "Call me at [removed] about it." in page.text and "We hid a part" in page.text
    assert structured(page)["review"][0]["reviewBody"] == "Call me at [removed] about it."
    assert "0199" not in page.html


def test_the_shops_reply_stands_below(client: Browser, bucket: Product, mo: SignedIn) -> None:
    review = published(ann(), bucket, mo)
    tending.reply(review.id, "We sent a new bail.", mo)
    assert "replied: We sent a new bail." in read(client).text


def test_a_retired_product_keeps_its_reviews_and_takes_no_new_ones(
    client: Browser, bucket: Product, mo: SignedIn
) -> None:
    published(ann(), bucket, mo)
    bucket.retired_at = clock.now()
    page = read(client)
    assert len(listed(page)) == 1
    assert "We don’t sell this any more" in page.text and "Send review" not in page.html
    sign_in(client, "new@example.com")
    assert "Send review" not in read(client).html


def test_the_number_of_queries_does_not_grow(app: Flask, client: Browser, bucket: Product, mo: SignedIn) -> None:
    ann()
    sign_in(client, ANN)

    def asked() -> int:
        with statements(app) as said:
            read(client)
        return len([each for each in said if each.lstrip().upper().startswith(("SELECT", "WITH"))])

    published(bea(), bucket, mo)
    few = asked()
    for one in shoppers(12):
        tending.reply(published(one, bucket, mo).id, "Thank you.", mo)
    assert asked() == few <= 6


def test_a_withdrawn_review_is_gone_everywhere_in_every_process(
    make_app: Callable[..., Flask], bucket: Product, mo: SignedIn
) -> None:
    browsers = [Browser(make_app()), Browser(make_app())]
    author = ann()
    review = published(author, bucket, mo, body="It fell off the wall on day two.", stars=1)
    published(bea(), bucket, mo, stars=5)
    assert all("day two" in read(each).html for each in browsers)
    withdraw(review.id, author, an_act("Take it off"))
    for each in browsers:
        for url in (BUCKET, f"{BUCKET}?stars=1", f"{BUCKET}?after=99999999999999999-1", "/products", "/reviews/rules"):
            assert "day two" not in read(each, url).html
        page = read(each)
        assert "5.0 out of 5, from 1 review" in page.text
        assert structured(page)["aggregateRating"]["ratingCount"] == len(structured(page)["review"]) == 1


def test_no_browser_is_told_that_nothing_changed(client: Browser, bucket: Product, mo: SignedIn) -> None:
    before = client.get(BUCKET)
    assert before.headers["Cache-Control"] == "no-store"
    assert not {"ETag", "Last-Modified"} & set(before.headers.keys())
    published(ann(), bucket, mo)
    asked = {"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert "from 1 review" in client.get(BUCKET, headers=asked).get_data(as_text=True)


def test_nothing_without_a_yes_is_public(client: Browser, bucket: Product, mo: SignedIn) -> None:
    a_review(ann(), bucket, publish=False, body="Only for you: two slips in the box.")
    for url in (BUCKET, f"{BUCKET}?stars=5", "/products", "/reviews/rules"):
        assert "two slips" not in read(client, url).html
    assert "0 are waiting to be read" in read(client).text
