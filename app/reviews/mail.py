"""The mail that tells an author what was decided about her review, and what she can do."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app import people
from app.core import settings
from app.core.database import session
from app.core.feature import Letter
from app.people import Person
from app.products import Product
from app.reviews.models import Review, ReviewDecision, ReviewVersion
from app.reviews.rules import GROUNDS, Reason

MINE = "/reviews"  # her own reviews; who isn't signed in is asked to


def compose(reference: str) -> Letter | None:
    """The mail about one decision, as it stands at hand-over. None when the review, or her consent, is gone since."""
    statement = (
        select(ReviewDecision, Review, Product, Person)
        .join(ReviewVersion, ReviewVersion.id == ReviewDecision.version_id)
        .join(Review, Review.id == ReviewVersion.review_id)
        .join(Product, Product.id == Review.product_id)
        .join(Person, Person.id == Review.person_id)
        .where(ReviewDecision.id == int(reference))
    )
    row = session().execute(statement).first()
    if row is None or row.Review.agreed_at is None or row.Review.frozen_at is not None:
        return None
    return Letter(to=people.destination_of(row.Person).address, context=_context(row.ReviewDecision, row.Product))


def _context(decision: ReviewDecision, product: Product) -> dict[str, Any]:
    public = settings.current().public_url
    return {
        "what": "undone" if decision.undone_at else decision.what,
        "product": product.title,
        "ground": GROUNDS[Reason(decision.reason)] if decision.reason else None,
        "product_url": f"{public}/products/{product.slug}",
        "reviews_url": public + MINE,
    }
