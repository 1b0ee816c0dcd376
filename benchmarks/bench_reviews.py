"""Product pages and the acts that change them, at a hundred reviews of a product and at ten thousand.

    make bench

The page is measured against a route that returns a constant of its size; publishing and withdrawing against one bare durable
transaction of as many rows. What matters is that neither grows with the number of reviews.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import insert

from app.consent import Act
from app.core import clock
from app.core.database import random_id, session, table
from app.core.settings import Settings
from app.factory import create_app
from app.factory.setup import migrate
from app.people import Person
from app.products import Product
from app.reviews import Review, ReviewVersion
from app.reviews.models import ReviewTally
from app.reviews.writing import agree, withdraw
from benchmarks.bench_hot_paths import get, per_second, show

SIZES = (100, 10_000)
ROUNDS = 150
ROWS = 7  # what a withdrawal writes: two ledger lines, two preferences, a head, a review, a tally


def fill(size: int) -> tuple[Product, list[Review]]:
    """A product with that many public reviews, each by somebody else."""
    now = clock.now()
    product = Product(sku=f"B-{size}", slug=f"bench-{size}", title=f"Bench {size}", added_at=now)
    session().add(product)
    session().flush()
    people = [Person(subject_id=random_id(), source="purchase", created_at=now) for _ in range(size)]
    session().add_all(people)
    session().flush()
    common = {
        "product_id": product.id,
        "origin": "site",
        "name_format": "anonymous",
        "created_at": now,
        "agreed_at": now,
    }
    mine = [
        Review(person_id=one.id, public_at=now, public_stars=4, tallied='{"shown": 1, "stars_4": 1}', **common)
        for one in people
    ]
    session().add_all(mine)
    session().flush()
    words = "Holds up well. The handle is stiff in the cold."
    rows = [{"review_id": one.id, "stars": 4, "body": words, "written_at": now, "published_at": now} for one in mine]
    session().execute(insert(table(ReviewVersion)), [{**row, "reason": "", "hidden": "[]"} for row in rows])
    session().add(ReviewTally(product_id=product.id, stars_4=size, shown=size))
    session().commit()
    return product, mine


def off_and_on(app: Flask, reviews: list[Review]) -> Callable[[int], object]:
    """One withdrawal and one new consent, each committed."""

    def act(number: int) -> None:
        with app.app_context():
            review = reviews[number % len(reviews)]
            person = session().get(Person, review.person_id)
            assert person is not None
            withdraw(review.id, person, Act("review_page", "bench"))
            session().commit()
            agree(review.id, person, Act("review_page", "bench"))
            session().commit()

    return act


def bare(folder: Path) -> Callable[[int], object]:
    """Two durable transactions of as many rows."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute("PRAGMA " + pragma)
    connection.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, words TEXT)")

    def act(_number: int) -> None:
        for _ in range(2):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO line (words) VALUES (?)", [("words",)] * ROWS)
            connection.execute("COMMIT")

    return act


def main() -> None:
    """Print a line a size and path: times a second, and the share of its limit."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        app = create_app(Settings.from_environ({}, folder))
        app.test_cli_runner().invoke(migrate)
        limit = per_second(bare(folder), ROUNDS)
        for size in SIZES:
            with app.app_context():
                product, reviews = fill(size)
                path = f"/products/{product.slug}"
            page = app.test_client().get(path).get_data()
            app.view_functions["constant"] = lambda page=page: page
            if "constant" not in {rule.endpoint for rule in app.url_map.iter_rules()}:
                app.url_map.add(app.url_rule_class("/constant", endpoint="constant"))
            constant = per_second(get(app, "/constant"), ROUNDS)
            show(f"page, {size:,} reviews", per_second(get(app, path), ROUNDS), constant, "of a constant that size")
            show(f"off and on, {size:,}", per_second(off_and_on(app, reviews), ROUNDS), limit, "of bare transactions")


if __name__ == "__main__":
    main()
