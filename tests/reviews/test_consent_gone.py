"""Once consent is gone, a new Yes is about the words it was given to: nothing older comes back with it."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.database import session
from app.products import Product
from app.reviews.reading import public_reviews, reviews_of
from app.reviews.writing import agree, withdraw
from app.staff import SignedIn
from tests.browser import Browser
from tests.cast import ANN, ann, bea
from tests.makers import the_person
from tests.reviews.pages import prove, send
from tests.reviews.writing import GOOD, a_product, a_review, an_act, decided, in_numbers, published

NEWER = "The handle came off in week three."


@pytest.fixture
def bucket(mo: SignedIn) -> Product:
    """A product with a review of Bea's, and one of Ann's."""
    found = a_product()
    published(bea(), found, mo, stars=4)
    published(ann(), found, mo, stars=5)
    return found


def off() -> None:
    """Ann takes hers off the page."""
    (mine,) = reviews_of(the_person(ANN).id)
    withdraw(mine.review.id, the_person(ANN), an_act("Take it off"))
    session().commit()


def shown(product: Product) -> list[int]:
    """The stars on the page."""
    return sorted(one.stars for one in public_reviews(product.id).reviews)


def test_a_yes_to_new_words_brings_back_no_older_ones(bucket: Product, mo: SignedIn) -> None:
    off()
    review = a_review(the_person(ANN), bucket, stars=2, body=NEWER)
    assert (shown(bucket), in_numbers(bucket)["waiting"]) == ([4], 1)
    decided(review, mo)
    assert shown(bucket) == [2, 4]


def test_a_yes_to_words_that_waited_brings_back_no_older_ones(bucket: Product) -> None:
    a_review(the_person(ANN), bucket, stars=2, body=NEWER)
    assert shown(bucket) == [4, 5]
    off()
    a_review(the_person(ANN), bucket, stars=2, body=NEWER)
    assert shown(bucket) == [4]


def test_words_replaced_with_a_no_do_not_come_back_with_a_later_yes(bucket: Product) -> None:
    review = a_review(the_person(ANN), bucket, stars=2, body=NEWER, publish=False)
    agree(review.id, the_person(ANN), an_act("Publish it"))
    assert (shown(bucket), in_numbers(bucket)["waiting"]) == ([4], 1)


def test_a_press_that_publishes_again_is_about_the_words_beside_it(bucket: Product) -> None:
    review = a_review(the_person(ANN), bucket, stars=2, body=NEWER)
    off()
    agree(review.id, the_person(ANN), an_act("Publish it again"))
    assert (shown(bucket), in_numbers(bucket)["waiting"]) == ([4], 1)


def test_the_same_words_come_back_with_a_new_yes(bucket: Product) -> None:
    off()
    a_review(the_person(ANN), bucket, stars=5)
    assert shown(bucket) == [4, 5]


def test_a_yes_from_before_the_withdrawal_is_none_after_it(bucket: Product, client: Browser) -> None:
    send(client, email=ANN, body=GOOD, stars="5")
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        off()
        prove(client)
    assert shown(bucket) == [4] and reviews_of(the_person(ANN).id)[0].state == "withdrawn"


def test_a_yes_from_after_the_withdrawal_is_one(bucket: Product, client: Browser) -> None:
    off()
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        send(client, email=ANN, body=NEWER, stars="1")
        prove(client)
    assert shown(bucket) == [4] and reviews_of(the_person(ANN).id)[0].state == "waiting"
