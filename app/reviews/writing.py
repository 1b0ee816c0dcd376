"""What an author does: write, edit, agree, withdraw, rename, delete. Each act settles what is public in its own transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import consent, purchases
from app.consent import ANY_CHANNEL, OFF, ON, Act, Change, Written
from app.core import clock
from app.core.cards import mask_cards
from app.core.database import session
from app.core.refusals import NotFound, Refusal
from app.people import Person
from app.products import Product
from app.reviews.models import Review, ReviewClaim, ReviewDecision, ReviewReply, ReviewReport, ReviewVersion
from app.reviews.rules import INSIDERS, Connection
from app.reviews.standing import locked, settle, versions_of
from app.staff import works_here

SHORTEST, LONGEST = 10, 2_000  # characters of a review (policy: "short text")


class NotSold(Refusal):
    """The shop took the product out of its list: its reviews stay, and it takes no new ones."""

    status = 409


class Frozen(Refusal):
    """Nobody works with this review: its author is said to be a child."""

    status = 403


@dataclass(frozen=True)
class Words:
    """What an author sends: stars (1–5), her words, how she is shown, her tie to the shop, and her two answers."""

    stars: int
    body: str
    name: str
    name_format: str
    connection: str
    publish: bool
    ads: bool


@dataclass(frozen=True)
class Sent:
    """What became of it: the review, whether it is the first of its author for this product, and what she agreed to."""

    review: Review
    is_new: bool
    version_id: int | None  # the version that waits now; None where her words are what they were
    written: Written

    @property
    def has_new_words(self) -> bool:
        return self.version_id is not None


def publish_purpose(review_id: int) -> str:
    """The purpose under which the ledger holds the consent to publish that review."""
    return f"reviews.publish:{review_id}"


def ads_purpose(review_id: int) -> str:
    """The purpose for its use in catalogs and ads."""
    return f"reviews.ads:{review_id}"


def write(person: Person, product: Product, words: Words, act: Act) -> Sent:
    """Send a review, or a new version of the one she has for this product. It waits to be read; what is published stays
    until then, unless consent to it is gone: a Yes is about the words it comes with. Card numbers are masked before
    anything is stored. Flushes. Raises Frozen, and NotSold for a first one.
    """
    refuse_frozen(person)
    review, is_new = _review_of(person, product)
    review.name, review.name_format = words.name, words.name_format
    if review.connection_by != "staff":
        review.connection, review.connection_by = words.connection, "author" if words.connection else ""
    stays = review.agreed_at is not None and words.publish
    version_id = _new_version(review, words.stars, mask_cards(words.body), stays=stays)
    order = purchases.order_with(person.id, product.id)
    review.order_id = order.id if order else None
    return Sent(review, is_new, version_id, answer(review, person, words.publish, words.ads, act))


def answer(review: Review, person: Person, publish: bool, ads: bool, act: Act) -> Written:
    """Her answer to both questions, into the ledger and onto the page in one step. Ads need the first Yes. Flushes."""
    changes = [
        Change(publish_purpose(review.id), ANY_CHANNEL, ON if publish else OFF),
        Change(ads_purpose(review.id), ANY_CHANNEL, ON if publish and ads else OFF),
    ]
    written = consent.choose(person.subject_id, changes, act)
    now = clock.now()
    if publish:
        review.agreed_at, review.withdrawn_at = review.agreed_at or now, None
    elif review.agreed_at is not None or review.origin == "import":  # who was asked about an old one said No
        review.agreed_at, review.withdrawn_at = None, now
    review.ads_agreed_at = (review.ads_agreed_at or now) if publish and ads else None
    if publish:
        _name_insider(review, person)
    settle(review)
    return written


def _name_insider(review: Review, person: Person) -> None:
    """Whoever works here is known to us, so her review says so, whatever she ticked (16 CFR 465.5)."""
    if review.connection not in INSIDERS and works_here(one.address for one in person.destinations):
        review.connection, review.connection_by = Connection.EMPLOYEE.value, "staff"


def withdraw(review_id: int, person: Person, act: Act) -> Written:
    """Take back the consent to publish: off every page and out of every number, now. Raises NotFound for another's."""
    return answer(own(review_id, person), person, publish=False, ads=False, act=act)


def agree(review_id: int, person: Person, act: Act, *, ads: bool = False) -> Written:
    """Agree (again) to publish her newest words, the ones her page shows: published before, they stand there again; older
    ones do not. Raises NotFound, Frozen."""
    review = own(review_id, person)
    refuse_frozen(person)
    if review.agreed_at is None:
        for older in versions_of(review)[:-1]:
            older.ended_at = clock.now()
    return answer(review, person, publish=True, ads=ads, act=act)


def rename(review_id: int, person: Person, name: str, name_format: str) -> Review:
    """Change how her name is shown, also on what is published. Raises NotFound. Flushes."""
    review = own(review_id, person)
    review.name, review.name_format = name, name_format
    session().flush()
    return review


def remove(review_id: int, person: Person, act: Act) -> None:
    """Delete a review with all that hangs on it; the ledger keeps that she agreed and took it back. Raises NotFound."""
    review = own(review_id, person)
    answer(review, person, publish=False, ads=False, act=act)
    settle(review, is_gone=True)
    versions = select(ReviewVersion.id).where(ReviewVersion.review_id == review.id)
    for gone in (
        delete(ReviewClaim).where(ReviewClaim.version_id.in_(versions)),
        delete(ReviewDecision).where(ReviewDecision.version_id.in_(versions)),
        delete(ReviewReport).where(ReviewReport.review_id == review.id),
        delete(ReviewReply).where(ReviewReply.review_id == review.id),
        delete(ReviewVersion).where(ReviewVersion.review_id == review.id),
        delete(Review).where(Review.id == review.id),
    ):
        session().execute(gone)


def withdrawn_since(person: Person, product: Product, moment: datetime) -> bool:
    """Whether she took back her consent to her review of that product after that moment."""
    mine = (Review.person_id == person.id, Review.product_id == product.id, Review.withdrawn_at > moment)
    return session().execute(select(Review.id).where(*mine)).first() is not None


def refuse_frozen(person: Person) -> None:
    """Raises Frozen where somebody told us that this author is a child under 13."""
    if person.frozen_at is not None:
        raise Frozen(_("Your reviews are closed. Call or write to us about it."))


def own(review_id: int, person: Person) -> Review:
    """Her review, locked. Raises NotFound for one that is not hers, as for one that is not there."""
    review = locked(review_id)
    if review.person_id != person.id:
        raise NotFound(_("There is no such review of yours."))
    return review


def _review_of(person: Person, product: Product) -> tuple[Review, bool]:
    """Her review of the product, locked; made when it is her first. A second press at the same moment finds it."""
    mine = select(Review.id).where(Review.product_id == product.id, Review.person_id == person.id)
    known = session().execute(mine).scalar_one_or_none()
    if known is not None:
        return locked(known), False
    if product.retired_at is not None:
        raise NotSold(_("We don’t sell this any more, so it takes no new reviews."))
    review = Review(
        product_id=product.id, person_id=person.id, origin="site", name_format="anonymous", created_at=clock.now()
    )
    try:
        with session().begin_nested():
            session().add(review)
            session().flush()
    except IntegrityError:
        return locked(session().execute(mine).scalar_one()), False
    return review, True


def _new_version(review: Review, stars: int, body: str, *, stays: bool) -> int | None:
    """The words as a version that waits, unless the newest one says the same already. A version that waited ends; a published
    one `stays` until the new words are decided, or ends as well."""
    versions = versions_of(review)
    newest = versions[-1] if versions else None
    is_same = newest is not None and (newest.stars, newest.body) == (stars, body) and not newest.is_turned_down
    now = clock.now()
    for one in versions:
        if not (one.is_published and stays) and not (one is newest and is_same):
            one.ended_at = now
    session().flush()
    if is_same:
        return None
    version = ReviewVersion(review_id=review.id, stars=stars, body=body, written_at=now)
    session().add(version)
    session().flush()
    return version.id
