"""The pages behind an invitation: a password, then an authenticator app, then the recovery codes. A GET uses nothing up."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from app import links
from app.core.database import session
from app.core.fingerprints import mask
from app.core.limits import flood
from app.core.signing import BadToken, TokenEnded
from app.staff import joining, second_factor
from app.staff.forms import CodeForm, NewPasswordForm
from app.staff.joining import Answers
from app.staff.pages.arriving import new_session, sign_in_browser
from app.staff.pages.blueprint import bp
from app.staff.pages.desk import staff_door
from app.staff.pages.wrong import FLOOD, wrong
from app.staff.passwords import LONGEST, SHORTEST, WeakPassword
from app.staff.roles import IN_WORDS, Role
from app.staff.second_factor import WrongCode
from app.staff.service import InvitationEnded, open_invitation

ANSWERS = "joining"  # what was answered so far, encrypted
Answer = str | tuple[str, int] | Response


@bp.get("/invitation/<token>")
@staff_door
def invitation(token: str) -> Answer:
    """For whom it is, as what, until when; and the first question."""
    return _password_page(token, NewPasswordForm(formdata=None))


@bp.post("/invitation/<token>")
@staff_door
@flood.limit(FLOOD)
def choose_password(token: str) -> Answer:
    """The first answer. It waits in the cookie; nothing is stored."""
    form = NewPasswordForm()
    open_invitation(token)
    if not form.validate():
        return _password_page(token, form), 422
    try:
        answers = joining.begin(token, form.new_password.data or "")
    except WeakPassword as no:
        wrong(form.new_password, no)
        return _password_page(token, form), no.status
    cookie[ANSWERS] = answers.sealed()
    return redirect(url_for("staff.set_up_app"), 303)


@bp.get("/joining")
@staff_door
def set_up_app() -> Answer:
    """The secret for the app, as a picture and as text, and the question for its first code."""
    return _app_page(joining.read_answers(cookie.get(ANSWERS)), CodeForm(formdata=None))


@bp.post("/joining")
@staff_door
@flood.limit(FLOOD)
def join() -> Answer:
    """The first code opens the account, in one transaction, and the page shows the recovery codes once."""
    answers, form = joining.read_answers(cookie.get(ANSWERS)), CodeForm()
    if not form.validate():
        return _app_page(answers, form), 422
    try:
        member = joining.join(answers, form.digits)
    except WrongCode as no:
        wrong(form.code, no)
        return _app_page(answers, form), no.status
    except InvitationEnded:
        return _sent_twice(answers, form.digits)
    session_id = new_session(member)
    session().commit()
    sign_in_browser(session_id)
    return _codes_page(answers)


@bp.errorhandler(BadToken)
@bp.errorhandler(InvitationEnded)
@bp.errorhandler(TokenEnded)
def ended(no: BadToken | InvitationEnded | TokenEnded) -> tuple[str, int]:
    """Cut short, never ours, replaced or run out: the way on is the same, whoever invited them."""
    session().rollback()
    return render_template("staff/invitation_ended.html"), no.status


def _sent_twice(answers: Answers, digits: str) -> Answer:
    """A double click shows the codes that the first press made; the session is the first one's."""
    session().rollback()
    try:
        if joining.has_just_joined(answers, digits):
            return _codes_page(answers)
    except WrongCode:
        pass
    raise InvitationEnded("This invitation has ended.")


def _password_page(token: str, form: NewPasswordForm) -> str:
    found = open_invitation(token)
    return render_template(
        "staff/invitation.html",
        form=form,
        masked=mask(found.member.email),
        role=IN_WORDS[Role(found.member.role)],
        until=found.until,
        least=SHORTEST,
        most=LONGEST,
        post_url=url_for("staff.choose_password", token=token),
    )


def _app_page(answers: Answers, form: CodeForm) -> str:
    member = joining.invited_member(answers)
    return render_template(
        "staff/set_up_app.html",
        form=form,
        picture=second_factor.picture(answers.secret, member.email),
        secret=second_factor.spaced(answers.secret),
        until=member.invited_at + links.INVITATION,
    )


def _codes_page(answers: Answers) -> str:
    return render_template("staff/recovery_codes.html", codes=answers.codes, joined=True)
