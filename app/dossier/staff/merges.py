"""Merges at the desk: likely pairs and proposals for support, the decision and its undo for privacy officers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import people
from app.core.database import session
from app.core.refusals import Refusal
from app.dossier import lists, looking, merging, parting
from app.dossier.merging import MERGE, CannotMerge, OwnProposal
from app.people import LookReason
from app.staff import Menu, Permission, SignedIn, current_member, staff_page

bp = Blueprint("merges", __name__, url_prefix="/staff/merges")
PROPOSE, DECIDE = Permission.PEOPLE_PROPOSE_MERGE, Permission.PEOPLE_MERGE
NUMBER = "<int(max=2147483647):number>"
Answer = Any


@staff_page(bp, "", needs=PROPOSE, menu=Menu(_l("Merges"), 45, "merges"))
def merges() -> str:
    """Proposals that wait, pairs that look alike, and what was decided."""
    return _list()


@staff_page(bp, "", needs={"POST": PROPOSE}, methods=("POST",))
def propose() -> Answer:
    """Propose two records: a pair of the list, or two that were typed."""
    asked = lists.asked(request.form)
    if asked.errors:
        return _list(asked), 422
    try:
        row = merging.propose(asked.kept, asked.gone, asked.why, _member().actor)
    except CannotMerge as no:
        return _list(asked.refused(no.sentence)), no.status
    session().commit()
    return redirect(url_for("merges.merges", proposed=row.id), 303)


@staff_page(bp, f"/{NUMBER}", needs=PROPOSE)
def merge(number: int) -> Answer:
    """One proposal: masked, or side by side for whoever noted a look and may decide."""
    return _page(number)


@staff_page(bp, f"/{NUMBER}/look", needs=DECIDE, methods=("POST",))
def look(number: int) -> Answer:
    """Open both records for a reason: noted first, read then."""
    reason = request.form.get("reason", "")
    if reason not in list(LookReason):
        return _page(number, _("Say why you open them.")), 422
    token = looking.open_both(number, _member(), LookReason(reason))
    session().commit()
    return redirect(url_for("merges.merge", number=number, look=token), 303)


@staff_page(bp, f"/{NUMBER}/decide", needs=DECIDE, methods=("POST",))
def decide(number: int) -> Answer:
    """One person, or two. Only for whoever has just seen both."""
    decision = request.form.get("decision", "")
    if not looking.saw_both(request.form.get("look", ""), number, _member()):
        return _page(number, _("Open both records first: your look has run out.")), 409
    if decision not in (MERGE, merging.APART):
        return _page(number, _("Say whether they are one person or two.")), 422
    try:
        merging.decide(number, decision, _member().actor)
    except (CannotMerge, OwnProposal) as no:
        return _again(number, no)
    session().commit()
    return redirect(url_for("merges.merge", number=number), 303)


@staff_page(bp, f"/{NUMBER}/part", needs=DECIDE, methods=("POST",))
def part(number: int) -> Answer:
    """Take a merge back."""
    try:
        went_back = parting.part(number, _member().actor)
    except CannotMerge as no:
        return _again(number, no)
    session().commit()
    return redirect(url_for("merges.merge", number=number, stricter=None if went_back else 1), 303)


def _again(number: int, no: Refusal) -> tuple[str, int]:
    session().rollback()
    return _page(number, no.sentence), no.status


def _list(asked: lists.Asked | None = None) -> str:
    return render_template("dossier/merges.html", asked=asked or lists.Asked(), **lists.page(request.args))


def _page(number: int, error: str = "") -> str:
    token = request.values.get("look", "")
    member = _member()
    values = lists.one(number, member, opened=looking.saw_both(token, number, member))
    return render_template(
        "dossier/merge.html",
        error=error,
        look=token,
        stays_stricter="stricter" in request.args,
        reasons=people.REASONS_AT_DESK,
        **values,
    )


def _member() -> SignedIn:
    member = current_member()
    assert member is not None, "the guard stands before"
    return member
