"""What stands around each act of a moderator: refusals, never her own review, and a note in the trail."""

from __future__ import annotations

from flask_babel import gettext as _

from app import audit
from app.core.database import session
from app.core.fingerprints import limit_key
from app.core.refusals import Refusal
from app.people import Person
from app.reviews.models import Review
from app.staff import SignedIn


class Taken(Refusal):
    """Another moderator has this case open, or it is no longer what she looked at."""

    status = 409


class NotYours(Refusal):
    """A moderator does nothing to her own review."""

    status = 403


class NoDecision(Refusal):
    """Something is missing, or can't be. `field` is where to say so."""

    status = 422

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def author_of(review: Review) -> Person:
    """The person who wrote it."""
    person = session().get(Person, review.person_id)
    assert person is not None, "a review has an author"
    return person


def is_own(review: Review, member: SignedIn) -> bool:
    """Whether she wrote it: one of its author's addresses is hers, or an alias of hers (mo+reviews@…)."""
    return limit_key(member.email) in {limit_key(one.address) for one in author_of(review).destinations}


def refuse_own(review: Review, member: SignedIn) -> None:
    """Raises NotYours."""
    if is_own(review, member):
        raise NotYours(_("This is your own review. Another moderator looks after it."))


def note(member: SignedIn, act: str, review: Review, change: tuple[str | None, str]) -> None:
    """A line in the trail: from what to what, in words of ours. Never an address, a name or the text of a review."""
    audit.note(member.actor, act, about=f"review:{review.id}", values={"state": change})
