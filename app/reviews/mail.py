"""Mails to authors: what was decided about a review and what she can do; whether we may show one that a file brought."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app import people
from app.core import settings
from app.core.database import session
from app.core.messages import Letter
from app.core.typed import first_numbers
from app.people import Person
from app.products import Product
from app.reviews.models import Review, ReviewDecision, ReviewVersion
from app.reviews.rules import GROUNDS, Reason

MESSAGE = "review_decided"
ASKING = "review_consent"
UNDONE = "/undone"  # behind the id of a decision: the mail is about its undoing
MINE = "/reviews"  # her own reviews; who isn't signed in is asked to


def compose(reference: str) -> Letter | None:
    """The mail about one decision (`12`) or its undoing (`12/undone`), as it stands at hand-over.

    None where it is news no more: undone or decided again meanwhile, replaced by a newer text, consent or review gone.
    """
    number, undone, _rest = reference.partition(UNDONE)
    statement = (
        select(ReviewDecision, ReviewVersion, Review, Product, Person)
        .join(ReviewVersion, ReviewVersion.id == ReviewDecision.version_id)
        .join(Review, Review.id == ReviewVersion.review_id)
        .join(Product, Product.id == Review.product_id)
        .join(Person, Person.id == Review.person_id)
        .where(ReviewDecision.id == int(number))
    )
    row = session().execute(statement).first()
    if row is None or row.Review.agreed_at is None or row.Review.frozen_at is not None:
        return None
    decision = row.ReviewDecision
    if bool(undone) != (decision.undone_at is not None) or row.ReviewVersion.ended_at or _decided_again(decision):
        return None
    return Letter(to=people.destination_of(row.Person).address, context=_context(decision, row.Product))


def compose_asking(reference: str) -> Letter | None:
    """The mail that asks the author of an imported review whether it may be shown. `reference`: the review's number.

    None once she has answered, or where there is nothing to ask about any more.
    """
    statement = (
        select(Review, ReviewVersion, Product, Person)
        .join(ReviewVersion, ReviewVersion.review_id == Review.id)
        .join(Product, Product.id == Review.product_id)
        .join(Person, Person.id == Review.person_id)
        .where(Review.id == int(reference), Review.origin == "import", ReviewVersion.ended_at.is_(None))
        .where(Review.agreed_at.is_(None), Review.withdrawn_at.is_(None), Review.frozen_at.is_(None))
    )
    row = session().execute(statement).first()
    if row is None:
        return None
    context = {
        "product": row.Product.title,
        "year": row.ReviewVersion.written_at.astimezone(settings.current().brand.zone).year,
        "stars": row.ReviewVersion.stars,
        "body": row.ReviewVersion.body,
        "reviews_url": settings.current().public_url + MINE,
    }
    return Letter(to=people.destination_of(row.Person).address, context=context)


def authors_told(references: Collection[str]) -> dict[str, str]:
    """Decision → its author's address, for the desk, which masks it."""
    by_decision = select(ReviewDecision.id, Review.person_id).join(
        ReviewVersion, ReviewVersion.id == ReviewDecision.version_id
    )
    return _authors(references, by_decision.join(Review, Review.id == ReviewVersion.review_id), ReviewDecision.id)


def authors_asked(references: Collection[str]) -> dict[str, str]:
    """Review → its author's address, for the desk, which masks it."""
    return _authors(references, select(Review.id, Review.person_id), Review.id)


def _authors(references: Collection[str], pairs: Any, column: Any) -> dict[str, str]:
    numbers = first_numbers(references)
    rows = {row[0]: row[1] for row in session().execute(pairs.where(column.in_(numbers.values())))}
    held = {
        one.id: people.destination_of(one).address
        for one in people.people_by_ids(set(rows.values()))
        if one.destinations
    }
    found = {reference: held.get(rows.get(number, 0), "") for reference, number in numbers.items()}
    return {reference: address for reference, address in found.items() if address}


def _decided_again(decision: ReviewDecision) -> bool:
    """Whether a later decision about the same review says the newer thing."""
    version, other = aliased(ReviewVersion), aliased(ReviewVersion)
    later = (
        select(ReviewDecision.id)
        .join(other, other.id == ReviewDecision.version_id)
        .join(version, version.review_id == other.review_id)
        .where(version.id == decision.version_id, ReviewDecision.id > decision.id)
    )
    return session().execute(later.limit(1)).first() is not None


def _context(decision: ReviewDecision, product: Product) -> dict[str, Any]:
    public = settings.current().public_url
    return {
        "what": "undone" if decision.undone_at else decision.what,
        "product": product.title,
        "ground": GROUNDS[Reason(decision.reason)] if decision.reason else None,
        "product_url": f"{public}/products/{product.slug}",
        "reviews_url": public + MINE,
    }
