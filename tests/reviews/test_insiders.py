"""Who works for the shop is known to it: her review says so and stands in no average, whatever she ticked (16 CFR 465.5)."""

import pytest

from app.core import clock
from app.core.database import session
from app.products import Product
from app.reviews.reading import public_reviews, tally_of
from app.reviews.tending import connect
from app.reviews.writing import agree, withdraw
from app.staff import SignedIn
from tests.cast import bea
from tests.desk import SUE, a_member
from tests.makers import a_person
from tests.reviews.writing import a_product, a_review, an_act, published


@pytest.fixture
def bucket(mo: SignedIn) -> Product:
    """A product with three stars from Bea, who does not work here."""
    found = a_product()
    published(bea(), found, mo, stars=3)
    return found


@pytest.mark.parametrize("address", [SUE, "Sue@example.com", "sue+reviews@example.com"])
def test_a_review_from_an_address_of_staff_is_an_employees(bucket: Product, mo: SignedIn, address: str) -> None:
    a_member(SUE)
    published(a_person(address), bucket, mo, stars=5)
    assert {one.connection for one in public_reviews(bucket.id).reviews} == {"employee", ""}
    assert tally_of(bucket.id).average == 3.0


def test_who_left_is_a_shopper_like_any_other(bucket: Product, mo: SignedIn) -> None:
    a_member(SUE).ended_at = clock.now()
    session().commit()
    published(a_person(SUE), bucket, mo, stars=5)
    assert tally_of(bucket.id).average == 4.0


def test_what_she_says_herself_of_that_kind_stands(bucket: Product, mo: SignedIn) -> None:
    a_member(SUE)
    review = published(a_person(SUE), bucket, mo, stars=5, connection="relative")
    assert (review.connection, review.connection_by, tally_of(bucket.id).average) == ("relative", "author", 3.0)


def test_a_gift_does_not_stand_for_the_job(bucket: Product, mo: SignedIn) -> None:
    a_member(SUE)
    assert published(a_person(SUE), bucket, mo, connection="free_product").connection == "employee"


def test_who_began_to_work_here_since_is_found_when_she_agrees_anew(bucket: Product, mo: SignedIn) -> None:
    author = a_person(SUE)
    review = published(author, bucket, mo, stars=5)
    a_member(SUE)
    withdraw(review.id, author, an_act()), agree(review.id, author, an_act())
    assert (review.connection, tally_of(bucket.id).average) == ("employee", 3.0)


def test_staff_can_still_name_the_tie_of_somebody_else(bucket: Product, mo: SignedIn) -> None:
    review = a_review(a_person("kin@example.com"), bucket)
    connect(review.id, "relative", mo)
    assert review.connection == "relative"
