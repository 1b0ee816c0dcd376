"""The page behind an invitation."""

from __future__ import annotations

from flask import render_template

from app.core.fingerprints import mask
from app.core.signing import BadToken, TokenEnded
from app.staff.pages.blueprint import bp
from app.staff.pages.desk import staff_door
from app.staff.roles import IN_WORDS, Role
from app.staff.service import InvitationEnded, open_invitation


@bp.get("/invitation/<token>")
@staff_door
def invitation(token: str) -> str:
    """For whom it is, as what, and until when. It uses nothing up."""
    found = open_invitation(token)
    return render_template(
        "staff/invitation.html",
        masked=mask(found.member.email),
        role=IN_WORDS[Role(found.member.role)],
        until=found.until,
    )


@bp.errorhandler(BadToken)
@bp.errorhandler(InvitationEnded)
@bp.errorhandler(TokenEnded)
def ended(no: BadToken | InvitationEnded | TokenEnded) -> tuple[str, int]:
    """Cut short, never ours, replaced or run out: the way on is the same, whoever invited them."""
    return render_template("staff/invitation_ended.html"), no.status
