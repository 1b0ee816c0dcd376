"""What a moderator does: open a case for herself, decide, take back, reply, say that the author is a child."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app import audit, links, outbox
from app.core import clock
from app.core.database import insert, session, table
from app.core.refusals import NotFound, Refusal
from app.people import Person
from app.reviews.models import Review, ReviewClaim, ReviewDecision, ReviewReply, ReviewReport, ReviewVersion
from app.reviews.rules import Reason
from app.reviews.standing import locked, settle
from app.staff import SignedIn

MESSAGE = "review_decided"
REPLY_LONGEST = 1_000


@unique
class What(StrEnum):
    """What may be decided. Alphabetical."""

    HIDE = "hide"
    PUBLISH = "publish"
    TURN_DOWN = "turn_down"


class Taken(Refusal):
    """Another moderator has this case open, or has decided it."""

    status = 409


class NotYours(Refusal):
    """A moderator may not decide her own review."""

    status = 403


class NoDecision(Refusal):
    """Nothing was chosen, or a reason or marked part is missing. `field` is where to say so."""

    status = 422

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Verdict:
    """What a moderator decided: for HIDE the parts of the text not to show, for TURN_DOWN the reason."""

    what: What
    reason: Reason | None = None
    hidden: tuple[tuple[int, int], ...] = ()


def claim(version_id: int, member: SignedIn) -> datetime:
    """Have a case for herself until the time returned. Raises Taken while another has it, NotFound once it waits no more.

    One statement decides, so that of two who press at the same moment one has it. Flushes.
    """
    _waiting(version_id)
    claims, until = table(ReviewClaim), clock.now() + links.CLAIM
    mine = {"member_id": member.member_id, "until": until}
    statement = (
        insert(claims)
        .values(version_id=version_id, **mine)
        .on_conflict_do_update(
            index_elements=["version_id"],
            set_=mine,
            where=(claims.c.member_id == member.member_id) | (claims.c.until <= clock.now()),
        )
        .returning(claims.c.version_id)
    )
    if session().execute(statement).first() is None:
        raise Taken(
            _("Another moderator has this review open. It is free again when she is done, or in a few minutes.")
        )
    return until


def release(version_id: int, member: SignedIn) -> None:
    """Let go of a case without deciding it. Flushes."""
    mine = (ReviewClaim.version_id == version_id, ReviewClaim.member_id == member.member_id)
    session().execute(delete(ReviewClaim).where(*mine))


def decide(version_id: int, verdict: Verdict, member: SignedIn) -> ReviewDecision:
    """Decide a waiting version that this moderator has open. The author is told by mail. Flushes.

    Raises Taken, NotFound, NotYours for her own review, NoDecision where something is missing.
    """
    # Locked before it is looked at: of two who decide at the same moment the second sees what the first did.
    review = locked(_review_of(version_id))
    version = _waiting(version_id)
    _refuse_own(review, member)
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
    _note(member, "review.decide", review, ("waiting", _word(decision)))
    return decision


def take_back(decision_id: int, member: SignedIn) -> ReviewDecision:
    """Undo a decision: the version waits again, and what it had replaced stands again. Flushes.

    Raises NotFound, and Taken when it was undone already or the author has sent something newer since.
    """
    decision = session().get(ReviewDecision, decision_id)
    version = session().get(ReviewVersion, decision.version_id) if decision else None
    if decision is None or version is None:
        raise NotFound(_("There is no such decision."))
    review = locked(version.review_id)
    session().refresh(decision)
    session().refresh(version)
    if decision.undone_at is not None or version.ended_at is not None or _waits(review.id):
        raise Taken(_("This decision stands: it was undone already, or the author has sent something newer."))
    _restore(version, decision)
    settle(review)
    outbox.post(MESSAGE, str(decision.id))
    _note(member, "review.undo", review, (_word(decision), "waiting"))
    return decision


def reply(review_id: int, text: str, member: SignedIn) -> ReviewReply | None:
    """What the shop says under a public review; an empty text takes it away. Flushes. Raises NotFound."""
    review = locked(review_id)
    held = session().get(ReviewReply, review.id)
    if not text:
        if held is not None:
            session().delete(held)
            _note(member, "review.reply", review, ("reply", "none"))
        session().flush()
        return None
    if held is None:
        held = ReviewReply(review_id=review.id)
        session().add(held)
    held.body, held.member_id, held.written_at = text[:REPLY_LONGEST], member.member_id, clock.now()
    session().flush()
    _note(member, "review.reply", review, (None, "reply"))
    return held


def freeze(review_id: int, member: SignedIn) -> datetime:
    """The author is a child under 13: all her reviews are hidden at once, nobody works with them, and the gate lets no
    marketing to her pass (16 CFR 312). Returns the moment, which `thaw` needs to take exactly this back. Flushes."""
    review = locked(review_id)
    moment = clock.now()
    person = _author(review)
    person.frozen_at = person.frozen_at or moment
    for one in _all_of(person):
        one.frozen_at = one.frozen_at or moment
        settle(one)
    _note(member, "review.freeze", review, (None, "child under 13"))
    return moment


def thaw(review_id: int, moment: datetime, member: SignedIn) -> None:
    """Take back one `freeze`: what was frozen at that moment, no more. Flushes. Raises NotFound."""
    review = locked(review_id)
    person = _author(review)
    person.frozen_at = None if person.frozen_at == moment else person.frozen_at
    for one in _all_of(person):
        one.frozen_at = None if one.frozen_at == moment else one.frozen_at
        settle(one)
    _note(member, "review.freeze", review, ("child under 13", "taken back"))


def _author(review: Review) -> Person:
    person = session().get(Person, review.person_id)
    assert person is not None, "a review has an author"
    return person


def _all_of(person: Person) -> list[Review]:
    ids = session().scalars(select(Review.id).where(Review.person_id == person.id).order_by(Review.id)).all()
    return [locked(one) for one in ids]


def close_reports(review_id: int, member: SignedIn) -> int:
    """The reports of a review were looked at. Returns how many were open. Flushes."""
    review = locked(review_id)
    open_ones = select(ReviewReport).where(ReviewReport.review_id == review.id, ReviewReport.closed_at.is_(None))
    found = list(session().scalars(open_ones))
    for one in found:
        one.closed_at = clock.now()
    session().flush()
    if found:
        _note(member, "review.reports", review, (str(len(found)), "0"))
    return len(found)


def _review_of(version_id: int) -> int:
    version = session().get(ReviewVersion, version_id)
    if version is None:
        raise NotFound(_("There is no such review."))
    return version.review_id


def _waiting(version_id: int) -> ReviewVersion:
    version = session().get(ReviewVersion, version_id, populate_existing=True)
    review = session().get(Review, version.review_id) if version else None
    if version is None or review is None:
        raise NotFound(_("There is no such review."))
    if not version.is_waiting or review.agreed_at is None or review.frozen_at is not None:
        raise Taken(_("This review waits no more: it was decided, or its author changed it or took it back."))
    return version


def _waits(review_id: int) -> bool:
    mine = select(ReviewVersion.id).where(
        ReviewVersion.review_id == review_id,
        ReviewVersion.published_at.is_(None),
        ReviewVersion.turned_down_at.is_(None),
        ReviewVersion.ended_at.is_(None),
    )
    return session().execute(mine).first() is not None


def _refuse_own(review: Review, member: SignedIn) -> None:
    if member.match_key in {one.match_key for one in _author(review).destinations}:
        raise NotYours(_("This is your own review. Another moderator decides it."))


def _check(verdict: Verdict, version: ReviewVersion) -> None:
    if verdict.what == What.TURN_DOWN and verdict.reason is None:
        raise NoDecision(_("Choose the rule it breaks. A low rating is none."), "reason")
    if verdict.what == What.HIDE and not verdict.hidden:
        raise NoDecision(_("There is no marked part to hide. Publish it, or turn it down."), "what")
    if not all(0 <= start < end <= len(version.body) for start, end in verdict.hidden):
        raise NoDecision(_("The marked part is not in this text any more. Open the review again."), "what")


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


def _note(member: SignedIn, act: str, review: Review, change: tuple[str | None, str]) -> None:
    audit.note(member.actor, act, about=f"review:{review.id}", values={"state": change})
