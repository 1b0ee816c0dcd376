"""The queue with one case; having a case to oneself; the keys."""

from __future__ import annotations

from flask import redirect, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import audit
from app.core import clock
from app.core.database import session
from app.reviews import claiming
from app.reviews.cases import Case, case_of
from app.reviews.guarding import NoDecision, Taken
from app.reviews.staff import asked, views
from app.reviews.staff.blueprint import CASE, bp, member
from app.reviews.staff.tickets import ticket
from app.staff import Menu, Permission, StaffMember, current_member, staff_page

MODERATE = Permission.REVIEWS_MODERATE


@staff_page(bp, "", needs=MODERATE, menu=Menu(_l("Reviews"), 20, duty="reviews"))
def queue(version_id: int | None = None) -> str:
    """The list at the start, one case at the end. Looking at a case takes it from nobody."""
    found = version_id if version_id is not None else views.first_of_list()
    return views.page(case_of(found) if found is not None else None)


# The same page with a case named: one endpoint, so that the menu shows where one is.
bp.add_url_rule(CASE, view_func=queue, methods=["GET"])


@staff_page(bp, f"{CASE}/open", needs=MODERATE, methods=("POST",))
def open_case(version_id: int) -> Response:
    """Read this one: nobody else decides it for a while."""
    claiming.claim(version_id, member())
    session().commit()
    return redirect(views.case_url(version_id, asked.wanted(), asked.after()), 303)


@staff_page(bp, f"{CASE}/release", needs=MODERATE, methods=("POST",))
def put_back(version_id: int) -> Response:
    """Let others read it."""
    case = case_of(version_id)
    claiming.release(version_id, member())
    session().commit()
    said = ticket(member(), "let_go", case.review.id, old="yours", new="free")
    return redirect(views.case_url(version_id, asked.wanted(), asked.after(), did=said, _anchor=""), 303)


@staff_page(bp, "/keys", needs=MODERATE, methods=("POST",))
def keys() -> Response:
    """Turn single keys on or off, for oneself (WCAG 2.1.4)."""
    row = session().get(StaffMember, member().member_id, with_for_update=True)
    assert row is not None, "who is signed in has a row"
    before, on = row.keys_off_at is None, request.form.get("keys") == "on"
    row.keys_off_at = None if on else row.keys_off_at or clock.now()
    if before != on:
        words = {True: "on", False: "off"}
        audit.note(member().actor, "staff.keys", about=f"staff:{row.id}", values={"keys": (words[before], words[on])})
    session().commit()
    return redirect(asked.here(), 303)


@bp.before_request
def a_list_of_ours() -> None:
    """Raises BadQuestion for an address that names no list, before anything is done in its name."""
    if current_member() is not None:
        asked.wanted()
        asked.after()


@bp.errorhandler(Taken)
def taken(no: Taken) -> tuple[str, int]:
    """What stands now, and what was typed."""
    return views.page(_case_again(), views.said(refused=no.sentence)), no.status


@bp.errorhandler(NoDecision)
def missing(no: NoDecision) -> tuple[str, int]:
    """The same form with what is missing, said at its field."""
    return views.page(_case_again(), views.said(wrong={no.field: no.sentence})), no.status


def _case_again() -> Case | None:
    """The case of this request as it stands now: what the refused act did is gone."""
    session().rollback()
    version_id = (request.view_args or {}).get("version_id")
    return case_of(version_id) if version_id is not None else None
