"""Having a case to oneself for a while, so that two moderators never decide the same one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete

from app import links
from app.core import clock
from app.core.database import insert, session, table
from app.core.refusals import NotFound
from app.reviews.guarding import NotYours, Taken, refuse_own
from app.reviews.models import Review, ReviewClaim, ReviewVersion
from app.staff import SignedIn


def claim(version_id: int, member: SignedIn) -> datetime:
    """Have a case for herself until the time returned. One statement decides between two who press at the same moment.

    Raises Taken while another has it or once it waits no more, NotFound, NotYours for her own review. Flushes.
    """
    review, _version = waiting(version_id)
    refuse_own(review, member)
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


def claim_first(version_ids: Iterable[int], member: SignedIn) -> int | None:
    """Claim the first of these that can be had. None: none can. Flushes."""
    for version_id in version_ids:
        try:
            claim(version_id, member)
        except (NotFound, NotYours, Taken):
            continue
        return version_id
    return None


def release(version_id: int, member: SignedIn) -> None:
    """Let go of a case without deciding it. Flushes."""
    mine = (ReviewClaim.version_id == version_id, ReviewClaim.member_id == member.member_id)
    session().execute(delete(ReviewClaim).where(*mine))


def waiting(version_id: int) -> tuple[Review, ReviewVersion]:
    """A review and its version that waits to be read, read anew. Raises NotFound, and Taken once it waits no more."""
    version = session().get(ReviewVersion, version_id, populate_existing=True)
    review = session().get(Review, version.review_id) if version else None
    if version is None or review is None:
        raise NotFound(_("There is no such review."))
    if not version.is_waiting or review.agreed_at is None or review.frozen_at is not None:
        raise Taken(_("This review waits no more: it was decided, or its author changed it or took it back."))
    return review, version
