"""What a moderator decides about a case she has open, and how it is taken back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

from flask_babel import gettext as _
from sqlalchemy import select

from app import outbox
from app.core import clock
from app.core.database import session
from app.core.refusals import NotFound
from app.reviews.claiming import claim, release, waiting
from app.reviews.guarding import NoDecision, Taken, note, refuse_own
from app.reviews.mail import MESSAGE, UNDONE
from app.reviews.models import Review, ReviewDecision, ReviewVersion
from app.reviews.rules import Reason
from app.reviews.standing import locked, settle
from app.staff import SignedIn


@unique
class What(StrEnum):
    """What may be decided. Alphabetical."""

    HIDE = "hide"
    PUBLISH = "publish"
    TURN_DOWN = "turn_down"


@dataclass(frozen=True)
class Verdict:
    """What a moderator decided: for HIDE the parts of the text not to show, for TURN_DOWN the reason."""

    what: What
    reason: Reason | None = None
    hidden: tuple[tuple[int, int], ...] = ()


def decide(version_id: int, verdict: Verdict, member: SignedIn) -> ReviewDecision:
    """Decide a waiting version that this moderator has open. The author is told by mail. Flushes.

    Raises Taken, NotFound, NotYours for her own review, NoDecision where something is missing.
    """
    # Locked before it is looked at: of two who decide at the same moment the second sees what the first did.
    review = locked(_review_of(version_id))
    version = waiting(version_id)[1]
    _check(verdict, version)
    claim(version_id, member)
    decision = ReviewDecision(
        version_id=version.id,
        member_id=member.member_id,
        what=verdict.what.value,
        reason=verdict.reason.value if verdict.reason else "",
        hidden=json.dumps(verdict.hidden),
        at=clock.now(),
    )
    session().add(decision)
    _apply(review, version, decision)
    settle(review)
    release(version_id, member)
    outbox.post(MESSAGE, str(decision.id))
    note(member, "review.decide", review, ("waiting", _word(decision)))
    return decision


def take_back(decision_id: int, member: SignedIn) -> ReviewDecision:
    """Undo a decision: the version waits again, and what it had replaced stands again. Flushes.

    Raises NotFound, NotYours, and Taken when it was undone already or the author has sent something newer since.
    """
    decision = session().get(ReviewDecision, decision_id)
    version = session().get(ReviewVersion, decision.version_id) if decision else None
    if decision is None or version is None:
        raise NotFound(_("There is no such decision."))
    review = locked(version.review_id)
    refuse_own(review, member)
    session().refresh(decision)
    session().refresh(version)
    if decision.undone_at is not None or version.ended_at is not None or _waits(review.id):
        raise Taken(_("This decision stands: it was undone already, or the author has sent something newer."))
    _restore(version, decision)
    settle(review)
    outbox.post(MESSAGE, f"{decision.id}{UNDONE}")
    note(member, "review.undo", review, (_word(decision), "waiting"))
    return decision


def decision_about(version_id: int) -> int:
    """The decision that stands about a version. Raises NotFound where there is none."""
    mine = select(ReviewDecision.id).where(ReviewDecision.version_id == version_id, ReviewDecision.undone_at.is_(None))
    found = session().scalars(mine.order_by(ReviewDecision.id.desc()).limit(1)).first()
    if found is None:
        raise NotFound(_("There is no decision about this review."))
    return found


def _review_of(version_id: int) -> int:
    version = session().get(ReviewVersion, version_id)
    if version is None:
        raise NotFound(_("There is no such review."))
    return version.review_id


def _waits(review_id: int) -> bool:
    mine = select(ReviewVersion.id).where(
        ReviewVersion.review_id == review_id,
        ReviewVersion.published_at.is_(None),
        ReviewVersion.turned_down_at.is_(None),
        ReviewVersion.ended_at.is_(None),
    )
    return session().execute(mine).first() is not None


def _check(verdict: Verdict, version: ReviewVersion) -> None:
    if verdict.what == What.TURN_DOWN and verdict.reason is None:
        raise NoDecision(_("Choose the rule it breaks. A low rating breaks none."), "reason")
    if verdict.what == What.HIDE and not verdict.hidden:
        raise NoDecision(_("Tick the part to hide. If nothing is to be hidden, publish it as written."), "hide")
    if not all(0 <= start < end <= len(version.body) for start, end in verdict.hidden):
        raise NoDecision(_("The marked part is not in this text. Open the review again."), "hide")


def _apply(review: Review, version: ReviewVersion, decision: ReviewDecision) -> None:
    now = decision.at
    if decision.what == What.TURN_DOWN:
        version.turned_down_at, version.reason = now, decision.reason
        session().flush()
        return
    for before in _published(review.id):
        before.ended_at = now
        decision.replaced_id = before.id
    session().flush()
    version.published_at, version.hidden = now, decision.hidden
    session().flush()


def _restore(version: ReviewVersion, decision: ReviewDecision) -> None:
    version.published_at = version.turned_down_at = None
    version.reason, version.hidden, decision.undone_at = "", "[]", clock.now()
    session().flush()
    before = session().get(ReviewVersion, decision.replaced_id) if decision.replaced_id else None
    if before is not None:
        before.ended_at = None
    session().flush()


def _published(review_id: int) -> Sequence[ReviewVersion]:
    mine = select(ReviewVersion).where(
        ReviewVersion.review_id == review_id,
        ReviewVersion.published_at.is_not(None),
        ReviewVersion.ended_at.is_(None),
    )
    return session().scalars(mine).all()


def _word(decision: ReviewDecision) -> str:
    return decision.what if not decision.reason else f"{decision.what}: {decision.reason}"
