"""The preference page and its buttons."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import consent, links
from app.consent import MARKETING, OFF, ON, Act, Change
from app.core.database import session
from app.core.evidence import evidence
from app.core.refusals import BadQuestion, NotFound
from app.identity import Shopper, current_shopper, shopper_required
from app.preferences import saving, views
from app.preferences.drafts import saved_url, shown_in
from app.preferences.paper_side import lift_shared
from app.preferences.saving import Saved
from app.preferences.standing import Choices, choices_of
from app.suppression import marks_of_address

bp = Blueprint("preferences", __name__)


@bp.get("/preferences")
@shopper_required
def page() -> str:
    """What we send you."""
    shopper, choices = _here()
    return views.page(shopper.subject_id, choices, views.banner(shopper.subject_id, choices, request.args))


@bp.post("/preferences")
def save() -> Response | tuple[str, int]:
    """Save what was changed on the page, and name each change. Without a session the form is kept, not lost."""
    shown, sent = shown_in(request.form.get("shown", "")), saving.submitted(request.form)
    if current_shopper() is None:
        return views.too_old(shown, sent), 401
    shopper, choices = _here()
    if shown is None or shown["subject"] != shopper.subject_id:
        raise BadQuestion(_("This page was not drawn for you, or too long ago. Open it again and choose once more."))
    saved = saving.save(shopper.subject_id, choices, shown, sent, evidence())
    session().commit()
    return redirect(saved_url(saved), 303)


@bp.post("/preferences/stop-everything")
@shopper_required
def stop_everything() -> Response:
    """One press ends all marketing on every channel."""
    return _choose([Change(MARKETING, "email", OFF), Change(MARKETING, "post", OFF)], "stopped", "Stop everything")


@bp.post("/preferences/come-back")
@shopper_required
def come_back() -> Response:
    """Bring back what was there before everything was stopped."""
    _shopper, choices = _here()
    return _choose(
        [Change(MARKETING, channel, ON) for channel in choices.stopped], "came_back", "Bring back what I had"
    )


@bp.post("/preferences/undo-typed-stop")
@shopper_required
def undo_typed_stop() -> Response:
    """Somebody typed her address: one press brings email back."""
    return _choose([Change(MARKETING, "email", ON)], "came_back", "Bring email back")


@bp.post("/preferences/turn-on")
@shopper_required
def turn_on() -> Response:
    """A turn-on that an older page could not do."""
    _shopper, choices = _here()
    row = choices.row(request.form.get("slug", ""))
    if row is None:
        raise NotFound(_("There is no such list."))
    return _choose(saving.turn_on(choices, [row]), "saved", f"Turn on {row.title}")


@bp.post("/preferences/undo")
@shopper_required
def undo() -> Response:
    """Take back one save, once, within its ticket."""
    shopper, _choices = _here()
    proof = links.read_proof("undo", request.form.get("ticket", ""))
    if proof.payload.get("subject") != shopper.subject_id:
        raise NotFound(_("There is nothing of yours to undo here."))
    links.use(proof)
    act = Act("undo", "preferences", wording="Undo", evidence=evidence())
    written = consent.undo(str(proof.payload["act"]), act)
    session().commit()
    return redirect(saved_url(Saved(written, ()), "undone"), 303)


@bp.post("/preferences/lift-shared")
@shopper_required
def lift() -> Response:
    """Bring back what was stopped for her whole household or address, or with a label."""
    _shopper, choices = _here()
    act = Act("preference_page", "preferences", wording="Bring it back", evidence=evidence())
    wanted = request.form.get("scope", ""), request.form.get("purpose", "")
    written = lift_shared(choices.person, choices.paper, *wanted, act)
    if written is None:
        raise NotFound(_("There is no such stop at your address, or only our staff can end it."))
    session().commit()
    return redirect(saved_url(Saved(written, ()), "came_back"), 303)


def _here() -> tuple[Shopper, Choices]:
    shopper = current_shopper()
    assert shopper is not None, "shopper_required stands before every caller"
    return shopper, choices_of(shopper.subject_id, shopper.address)


def _choose(changes: list[Change], what: str, wording: str) -> Response:
    """One button, one act."""
    shopper, _choices = _here()
    act = Act("preference_page", "preferences", wording=wording, evidence=evidence())
    marks = marks_of_address(shopper.address)
    written = consent.choose(shopper.subject_id, changes, act, marks, shopper.address)
    session().commit()
    return redirect(saved_url(Saved(written, ()), what), 303)
