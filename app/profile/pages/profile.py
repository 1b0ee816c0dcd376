"""The profile page, its undo, and the lines that go with one press."""

from __future__ import annotations

from flask import redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import links
from app.core.database import session
from app.core.evidence import evidence
from app.core.refusals import NotFound
from app.identity import shopper_required
from app.people import By
from app.profile import facts, guesses, mail, undoing
from app.profile.done import done_of
from app.profile.pages import views
from app.profile.pages.blueprint import bp
from app.profile.since import ChangedSince

Answer = Response | str | tuple[str, int]


@bp.get("/profile")
@shopper_required
def page() -> Answer:
    """Everything we know about her, with where we got it, when, and what it is used for."""
    return views.profile_page(views.here(), request.args)


@bp.post("/profile/undo")
@shopper_required
def undo() -> Answer:
    """Take back one act, once, within its time. Where something newer stands, it says so and changes nothing."""
    person, by = views.here(), By("undo")
    proof = links.read_proof("undo", request.form.get("ticket", ""))
    act_id = str(proof.payload.get("profile_act", ""))
    if proof.payload.get("subject") != person.subject_id:
        raise NotFound(_("There is nothing of yours to undo here."))
    try:
        undoing.undo(person, act_id, by, evidence())
    except ChangedSince as no:
        session().rollback()
        return views.profile_page(views.here(), {}, note=no.sentence), no.status
    session().commit()
    return redirect(views.done_url(done_of(person, by.act_id), by, undone=True), 303)


@bp.post("/profile/facts/<int(max=9223372036854775807):fact_id>/remove")
@shopper_required
def remove_fact(fact_id: int) -> Answer:
    """One thing she said, or a guess, goes with one press."""
    person, by = views.here(), By("profile_page")
    facts.remove_fact(person, fact_id, by)
    mail.confirm(person, by.act_id)
    session().commit()
    return views.saved(person, by)


@bp.post("/profile/guessing")
@shopper_required
def guessing() -> Answer:
    """The one switch: stop guessing, or start again."""
    person, by = views.here(), By("profile_page")
    switch = guesses.start_guessing if request.form.get("guess") == "on" else guesses.stop_guessing
    switch(person, by, evidence())
    mail.confirm(person, by.act_id)
    session().commit()
    return views.saved(person, by)
