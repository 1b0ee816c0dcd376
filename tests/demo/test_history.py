"""What the demo shop's products, moderators and mail clerks find when they come."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import reviews, suppression
from app.core.database import session
from app.outbox import Message
from app.products import every_product
from app.purchases import Order
from app.reviews import Review, ReviewVersion
from app.reviews.reading import tally_of
from app.staff import demo_members
from app.stops.models import StopBurst
from tests.demo.test_cli import run


@pytest.fixture
def filled(app: Flask, app_context: None) -> Flask:
    """The demo shop with 70 people."""
    assert run(app, "fill", "--people", "70").exit_code == 0
    return app


def count(*what: object) -> int:
    return session().scalar(select(func.count()).select_from(what[0]).where(*what[1:])) or 0


def test_shoppers_find_goods_and_reviews_whose_numbers_agree(filled: Flask) -> None:
    products = every_product()
    assert len(products) == 32
    assert count(Order) > 50
    assert count(Review, Review.public_at.is_not(None)) > 80
    assert {one.id: tally_of(one.id).shown for one in products} == {
        one.id: reviews.recount(one.id)["shown"] for one in products
    }


def test_the_desk_finds_work_for_each_role_and_nobody_was_mailed_about_the_past(filled: Flask) -> None:
    undecided = (ReviewVersion.published_at.is_(None), ReviewVersion.turned_down_at.is_(None))
    waits = count(ReviewVersion, *undecided, ReviewVersion.ended_at.is_(None))
    private = count(Review, Review.agreed_at.is_(None))
    assert waits - private == 8
    (platform,) = suppression.waiting()
    assert platform.taken and platform.done and platform.not_taken
    assert count(StopBurst) == 1
    assert len({member.role for member in demo_members()}) == 5
    assert count(Message, Message.done_at.is_(None), Message.set_aside_at.is_(None)) == 0


def test_filled_again_nobody_says_anything_twice(filled: Flask) -> None:
    before = count(Review), count(ReviewVersion), count(Order)
    assert run(filled, "fill", "--people", "70").exit_code == 0
    assert (count(Review), count(ReviewVersion), count(Order)) == before
