"""Whether a review is public, and the numbers of its product: one place decides, in the transaction of the act.

A review is public while its author agrees, she is not frozen, and a version of it is published. What it counts for in the
product's numbers is kept beside it, so that the numbers move by the difference, whatever they are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select, update

from app.core.database import insert, session, table
from app.core.refusals import NotFound
from app.reviews.models import Review, ReviewTally, ReviewVersion
from app.reviews.rules import INSIDERS

COUNTED = ("stars_1", "stars_2", "stars_3", "stars_4", "stars_5", "shown", "confirmed", "waiting", "turned_down")


def locked(review_id: int) -> Review:
    """The review, read anew and locked until the transaction ends. Raises NotFound."""
    statement = select(Review).where(Review.id == review_id).with_for_update()
    found = session().scalars(statement.execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound("There is no such review.")
    return found


def versions_of(review: Review) -> list[ReviewVersion]:
    """The versions that still matter, oldest first."""
    mine = select(ReviewVersion).where(ReviewVersion.review_id == review.id, ReviewVersion.ended_at.is_(None))
    return list(session().scalars(mine.order_by(ReviewVersion.id)))


def counts(review: Review, versions: Iterable[ReviewVersion]) -> Counter[str]:
    """What a review counts for in its product's numbers. A pure function of its rows."""
    found: Counter[str] = Counter()
    if review.agreed_at is None or review.frozen_at is not None:
        return found
    mine = list(versions)
    public = next((one for one in mine if one.is_published), None)
    if public is not None:
        found["shown"] = 1
        found["confirmed"] = int(review.order_id is not None)
        found[f"stars_{public.stars}"] = int(review.connection not in INSIDERS)
    if any(one.is_waiting for one in mine):
        found["waiting"] = 1
    elif public is None and any(one.is_turned_down for one in mine):
        found["turned_down"] = 1
    return +found


def settle(review: Review, *, is_gone: bool = False) -> None:
    """Bring what is public, and the product's numbers, in line with the review's rows. Flushes.

    Called at the end of every act on a review, behind its lock. `is_gone`: it is about to be deleted.
    """
    session().flush()
    versions = [] if is_gone else versions_of(review)
    now = counts(review, versions)
    public = next((one for one in versions if one.is_published), None) if now["shown"] else None
    review.public_at = public.written_at if public else None
    review.public_stars = public.stars if public else None
    before = Counter(json.loads(review.tallied))
    review.tallied = json.dumps(dict(sorted(now.items())))
    session().flush()
    _move(review.product_id, {name: now[name] - before[name] for name in COUNTED})


def _move(product_id: int, by: dict[str, int]) -> None:
    if not any(by.values()):
        return
    tally = table(ReviewTally)
    first = insert(tally).values(product_id=product_id, **dict.fromkeys(COUNTED, 0))
    session().execute(first.on_conflict_do_nothing())
    moved = {name: tally.c[name] + step for name, step in by.items() if step}
    session().execute(update(tally).where(tally.c.product_id == product_id).values(moved))


def recount(product_id: int) -> Counter[str]:
    """The product's numbers counted anew from all its reviews: what the tally must say. For `doctor` and tests."""
    reviews = session().scalars(select(Review).where(Review.product_id == product_id)).all()
    found: Counter[str] = Counter()
    for review in reviews:
        found += counts(review, versions_of(review))
    return found
