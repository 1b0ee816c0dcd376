"""The same hundred payloads out of a retailer's file: as text at the desk, where moderators read, and on the page."""

from pathlib import Path

import pytest
from flask import Flask

from app.core.database import session
from app.reviews import Review
from app.reviews.models import ReviewVersion
from app.reviews.texts import plain_text
from app.reviews.writing import agree
from app.staff import SignedIn
from tests.browser import Browser
from tests.exchange.desk import Desk
from tests.makers import the_person
from tests.reviews.conftest import mo
from tests.reviews.moderation import Moderator, at_desk
from tests.reviews.pages import every_review, listed, structured
from tests.reviews.writing import a_product, an_act, decided
from tests.security.payloads import PAYLOADS
from tests.security.test_stored_xss import MADE_OF, pages_of

__all__ = ["mo"]
# A file with a NUL is refused whole, so that one payload has no way in.
IN_A_FILE = [payload for payload in PAYLOADS if "\0" not in payload]
TEXTS = {plain_text(payload) for payload in IN_A_FILE}


@pytest.fixture
def brought(app: Flask, tmp_path: Path, app_context: None) -> list[Review]:
    """Each payload as text and name of a review in a file, whose author has agreed since."""
    product, desk = a_product(), Desk(app, tmp_path)
    rows = [
        {"sku": product.sku, "email": f"p{n}@example.com", "stars": "3", "body": text, "name": plain_text(text)[:160]}
        | {"written_on": "2025-05-01"}
        for n, text in enumerate(IN_A_FILE)
    ]
    assert f"{len(IN_A_FILE)} added" in desk.run("reviews", "import", desk.file(rows)).output
    for number, review in enumerate(every_review()):
        assert review.public_at is None
        agree(review.id, the_person(f"p{number}@example.com"), an_act())
    session().commit()
    return every_review()


def in_the_case(browser: Moderator, review: Review) -> str:
    browser.read(review)
    (text,) = [each for each in browser.page.root.iter() if "case__text" in (each.get("class") or "").split()]
    assert {str(each.tag) for each in text.iter()} <= {"p", "div", "mark", "span", "bdi", "br"}
    return plain_text("\n\n".join("".join(each.itertext()) for each in text.iter("p")) or "".join(text.itertext()))


def test_moderators_read_the_payloads_of_a_file_as_text(app: Flask, brought: list[Review]) -> None:
    browser = at_desk(app)
    body = {one.review_id: one.body for one in session().query(ReviewVersion)}
    for review in brought[:: len(brought) // 25]:
        read = in_the_case(browser, review)
        assert "".join(read.split()).startswith("".join(body[review.id].split())[:40])
    assert browser.get("/staff/reviews").status_code == 200


def test_readers_see_the_payloads_of_a_file_as_text(client: Browser, brought: list[Review], mo: SignedIn) -> None:
    for review in brought:
        decided(review, mo)
    pages = list(pages_of(client))
    assert sum(len(listed(page)) for page in pages) == len(IN_A_FILE) > 90
    assert {one["text"] for page in pages for one in listed(page)} == TEXTS
    assert {one["reviewBody"] for page in pages for one in structured(page)["review"]} == TEXTS
    tags = {str(tag.tag).rpartition("}")[2] for page in pages for one in page.all("article") for tag in one.iter()}
    assert tags <= MADE_OF
