"""Whether a review is public, and the numbers of its product: one place decides, in the transaction of the act.

A review is public while its author agrees, she is not frozen, and a version of it is published. What it counts for in the
product's numbers is kept beside it, so that the numbers move by the difference, whatever they are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

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
    now, before = counts(review, versions), Counter(json.loads(review.tallied))
    _publish(review, versions, now)
    session().flush()
    _move(review.product_id, {name: now[name] - before[name] for name in COUNTED})


def _publish(review: Review, versions: list[ReviewVersion], now: Counter[str]) -> None:
    """What pages read of it, and what it counts for from now on."""
    public = next((one for one in versions if one.is_published), None) if now["shown"] else None
    review.public_at = public.written_at if public else None
    review.public_stars = public.stars if public else None
    review.tallied = json.dumps(dict(sorted(now.items())))


def _move(product_id: int, by: dict[str, int]) -> None:
    if not any(by.values()):
        return
    tally = table(ReviewTally)
    first = insert(tally).values(product_id=product_id, **dict.fromkeys(COUNTED, 0))
    session().execute(first.on_conflict_do_nothing())
    moved = {name: tally.c[name] + step for name, step in by.items() if step}
    session().execute(update(tally).where(tally.c.product_id == product_id).values(moved))


def recount(product_id: int) -> Counter[str]:
    """The product's numbers counted anew from all its reviews, in one query: what the tally must say."""
    found: Counter[str] = Counter()
    for review, versions in _all_of(product_id):
        found += counts(review, versions)
    return found


def _all_of(product_id: int, *, lock: bool = False) -> Iterator[tuple[Review, list[ReviewVersion]]]:
    """Each review of a product with the versions that still matter."""
    live = (ReviewVersion.review_id == Review.id) & ReviewVersion.ended_at.is_(None)
    rows = select(Review, ReviewVersion).outerjoin(ReviewVersion, live).where(Review.product_id == product_id)
    if lock:
        session().execute(
            select(Review.id).where(Review.product_id == product_id).order_by(Review.id).with_for_update()
        )
    ordered = rows.order_by(Review.id, ReviewVersion.id).execution_options(populate_existing=True)
    for review, several in groupby(session().execute(ordered), key=lambda row: row[0]):
        yield review, [version for _review, version in several if version is not None]


def differences(product_id: int) -> dict[str, tuple[int, int]]:
    """Where a product's numbers are wrong: name → (what is told, what was counted). Empty where all agree."""
    row, counted = session().get(ReviewTally, product_id, populate_existing=True), recount(product_id)
    told = {name: int(getattr(row, name)) if row else 0 for name in COUNTED}
    return {name: (told[name], counted[name]) for name in COUNTED if told[name] != counted[name]}


def repair(product_id: int) -> None:
    """Write a product's numbers anew from its reviews, which are locked meanwhile. Flushes."""
    found: Counter[str] = Counter()
    for review, versions in _all_of(product_id, lock=True):
        now = counts(review, versions)
        found += now
        _publish(review, versions, now)
    tally = table(ReviewTally)
    numbers = {name: found[name] for name in COUNTED}
    new = insert(tally).values(product_id=product_id, **numbers)
    session().execute(new.on_conflict_do_update(index_elements=["product_id"], set_=numbers))
    session().flush()
