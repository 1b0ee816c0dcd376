"""Orders that come in later confirm reviews that were there before."""

from __future__ import annotations

from sqlalchemy import select

from app import purchases
from app.core.database import session
from app.core.feature import Touched
from app.reviews.models import Review
from app.reviews.standing import locked, settle


def confirm(touched: Touched) -> None:
    """Match the reviews of the people a file named with their orders, as they stand now. Can be repeated. Flushes."""
    ids = set(touched.get("person", ()))
    if not ids:
        return
    theirs = select(Review.id, Review.person_id, Review.product_id, Review.order_id).where(Review.person_id.in_(ids))
    rows = session().execute(theirs.order_by(Review.id)).all()
    matches = purchases.matches_for((row.person_id, row.product_id) for row in rows)
    for row in rows:
        order_id = matches.get((row.person_id, row.product_id))
        if order_id != row.order_id:
            review = locked(row.id)
            review.order_id = order_id
            settle(review)
