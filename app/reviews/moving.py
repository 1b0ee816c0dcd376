"""Reviews follow their author into another record. One person has one review of a product: the kept record's stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.core.moving import move_back, move_where
from app.core.personal_data import Holder, Moved
from app.reviews.models import Review
from app.reviews.standing import locked, settle

_AGREED = ("agreed_at", "ads_agreed_at", "withdrawn_at")


def reviews_there(gone: Holder, kept: Holder) -> Moved:
    """All follow, but a second review of the same product stays with the shell and goes off the pages."""
    had = select(Review.product_id).where(Review.person_id == kept.person_id)
    twins = select(Review.id).where(Review.person_id == gone.person_id, Review.product_id.in_(had)).order_by(Review.id)
    hidden = [_hide(locked(number)) for number in session().scalars(twins).all()]
    ids = move_where(Review, gone, kept, Review.product_id.not_in(list(session().scalars(had))))
    return [{"ids": ids, "hidden": hidden}]


def reviews_back(gone: Holder, _kept: Holder, moved: Moved) -> None:
    """Back to where they were; what went off the pages may be shown again."""
    for said in moved:
        move_back(Review, gone, said["ids"])
        for number, before in said["hidden"]:
            _show(locked(number), before)


def _hide(review: Review) -> list[Any]:
    before = {name: at.isoformat() if (at := getattr(review, name)) else None for name in _AGREED}
    review.agreed_at, review.ads_agreed_at = None, None
    review.withdrawn_at = review.withdrawn_at or clock.now()
    settle(review)
    return [review.id, before]


def _show(review: Review, before: dict[str, str | None]) -> None:
    for name, at in before.items():
        setattr(review, name, datetime.fromisoformat(at) if at else None)
    settle(review)
