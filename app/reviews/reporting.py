"""Reports of readers: one of a person, or of a network, counts for a review."""

from __future__ import annotations

import hashlib
import hmac

from flask_babel import gettext as _

from app.core import clock, settings
from app.core.database import insert, session, table
from app.core.keys import derive
from app.core.refusals import NotFound
from app.reviews.models import Review, ReviewReport
from app.reviews.rules import Complaint

_BYTES = 16


def report(review_id: int, complaint: Complaint, who: str) -> None:
    """Note that `who` (a person or a network, in a word of the caller's) finds a public review wrong.

    A repeat changes nothing and looks the same. Flushes. Raises NotFound for a review that nobody can read.
    """
    review = session().get(Review, review_id, populate_existing=True)
    if review is None or review.public_at is None:
        raise NotFound(_("There is no such review on our pages."))
    values = {"review_id": review.id, "mark": _mark(review.id, who), "reason": complaint.value, "at": clock.now()}
    session().execute(insert(table(ReviewReport)).values(values).on_conflict_do_nothing())


def _mark(review_id: int, who: str) -> bytes:
    # A key of its own, and the review in it: nobody can tell that two reports came from the same person.
    secret = derive(settings.current().fingerprint_keys.newest, "review/report")
    return hmac.new(secret, f"{review_id}/{who}".encode(), hashlib.sha256).digest()[:_BYTES]
