"""Orders that confirm later, and the numbers counted anew."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.core.database import session
from app.reviews import Review
from app.reviews.models import ReviewTally
from app.reviews.reading import tally_of
from app.staff import SignedIn
from tests.cast import ANN, ann, bea
from tests.exchange.desk import Desk
from tests.makers import a_person
from tests.reviews.writing import GOOD, a_product, in_numbers, published
from tests.statements import statements

ANNIE = "annie@example.com"  # Ann's other address
OLD = {"sku": "JP-bucket", "email": ANN, "stars": "4", "body": GOOD, "name": "Ann Archer", "written_on": "2024-05-31"}


@pytest.fixture
def terminal(app: Flask, app_context: None, tmp_path: Path) -> Desk:
    """Where the retailer runs commands."""
    return Desk(app, tmp_path)


def bring(terminal: Desk, *rows: dict[str, str], options: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Import these rows; the verdicts."""
    return terminal._verdicts("reviews", "import", terminal.file(rows, "reviews.csv"), *options)


def count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def test_an_order_that_comes_later_confirms_and_nobody_elses(terminal: Desk, mo: SignedIn) -> None:
    bucket = a_product()
    published(ann(), bucket, mo)
    published(bea(), bucket, mo)
    assert tally_of(bucket.id).confirmed == 0
    line = {"order_number": "104417", "email": ANN, "ordered_on": "2024-05-31", "sku": bucket.sku}
    terminal.import_orders([line])
    assert in_numbers(bucket) == {"stars_5": 2, "shown": 2, "confirmed": 1}
    terminal.import_orders([line])
    assert in_numbers(bucket)["confirmed"] == 1


def test_recount_agrees_after_any_work(terminal: Desk, mo: SignedIn) -> None:
    published(ann(), a_product(), mo)
    assert "1 products: 1 agree, 0 differ." in terminal.run("reviews", "recount").output


def test_recount_names_what_differs_and_repairs_it_when_told(terminal: Desk, mo: SignedIn) -> None:
    bucket, halter = a_product(), a_product("halter")
    review = published(ann(), bucket, mo)
    published(bea(), halter, mo)
    session().execute(update(ReviewTally).where(ReviewTally.product_id == bucket.id).values(shown=7, stars_1=1))
    session().commit()
    said = terminal.run("reviews", "recount", code=1).output
    assert "bucket: shown is 7, counted 1" in said and "halter" not in said
    assert "1 mended" in terminal.run("reviews", "recount", "--repair").output
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1} == in_numbers(halter)
    assert session().get(Review, review.id).public_stars == 5
    terminal.run("reviews", "recount")


def test_a_product_counted_in_one_question_however_many_reviews(terminal: Desk, app: Flask, mo: SignedIn) -> None:
    asked = []
    for size in (1, 9):
        bucket = a_product(f"p-{size}")
        for n in range(size):
            published(a_person(f"p{size}-{n}@example.com"), bucket, mo)
        with statements(app) as found:
            terminal.run("reviews", "recount")
        asked.append(len(found))
    assert asked[1] <= asked[0] + 5
