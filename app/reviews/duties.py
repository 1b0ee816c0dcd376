"""What of reviews is due at the desk, and what its search box finds of them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Literal

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import and_, or_, select

from app.core import clock
from app.core.database import session
from app.core.desk import Due, Hit
from app.products import Product
from app.purchases import Order
from app.reviews.models import Review, ReviewVersion
from app.reviews.queue import Tab, reported_now, waiting_now
from app.reviews.words import age

# No law names a day. An author who wrote on a Friday evening should be read by Monday's first hour, so past two days it
# is said; after five, a working week, she has been left waiting, and it stands first.
SOON, LATE = timedelta(days=2), timedelta(days=5)
MOST = 10
_NUMBER = re.compile(r"[rR]-?\s?(\d{1,18})\Z", re.ASCII)
_DIGITS = re.compile(r"\d{1,18}\Z", re.ASCII)
_SHORTEST = 3  # letters of a word of a product's name


def reviews_due() -> Due | None:
    """The reviews to read."""
    count, oldest = waiting_now()
    if not count or oldest is None:
        return None
    return Due(
        count,
        ngettext("%(num)s review to read.", "%(num)s reviews to read.", count),
        _("The oldest has waited %(age)s.", age=age(oldest)),
        url_for("reviews_desk.queue"),
        _("Open the queue"),
        _urgency(oldest),
    )


def _urgency(oldest: datetime) -> Literal["late", "soon", "open"]:
    waited = clock.now() - oldest
    return "late" if waited > LATE else "soon" if waited > SOON else "open"


def reports_due() -> Due | None:
    """The reviews that readers reported."""
    count = reported_now()
    if not count:
        return None
    return Due(
        count,
        ngettext("%(num)s review was reported.", "%(num)s reviews were reported.", count),
        _("Readers say that something in it is wrong."),
        url_for("reviews_desk.queue", tab=Tab.REPORTED.value),
        _("Look at the reports"),
        "soon",
    )


def find_reviews(text: str) -> list[Hit]:
    """By its number (R-12), by the number of the order it matches, or by words of its product's name; newest first."""
    text = "".join(letter for letter in text if letter >= " " and letter != "\x7f").strip()
    newest = select(ReviewVersion, Review, Product.title).join(Review, Review.id == ReviewVersion.review_id)
    newest = newest.join(Product, Product.id == Review.product_id).where(ReviewVersion.ended_at.is_(None))
    where = _where(text)
    if where is None:
        return []
    rows = session().execute(newest.where(where).order_by(ReviewVersion.id.desc()).limit(MOST))
    return [_hit(version, review, title) for version, review, title in rows]


def _where(text: str) -> Any:
    if named := _NUMBER.match(text):
        return Review.id == int(named[1])
    matches = Review.order_id.in_(select(Order.id).where(Order.number == text))
    if _DIGITS.match(text):
        return matches
    words = [word for word in text.split() if len(word) >= _SHORTEST]
    if not words or "@" in text:
        return None  # an address leads to a person's record, not to what she wrote
    titles = [Product.title.icontains(word, autoescape=True) for word in words]
    return or_(matches, and_(*titles))


def _hit(version: ReviewVersion, review: Review, title: str) -> Hit:
    stars = ngettext("%(num)s star", "%(num)s stars", version.stars)
    written = _("written %(age)s ago", age=age(version.written_at))
    url = url_for("reviews_desk.queue", version_id=version.id)
    return Hit(_l("Review"), f"R-{review.id}", f"{title}, {stars}, {written}", url)
