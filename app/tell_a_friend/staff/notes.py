"""Notes to friends at the desk: how many leave, whether they rest, and what was reported."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import audit
from app.core.database import session
from app.core.refusals import NotFound
from app.staff import Menu, Permission, SignedIn, current_member, may, staff_page
from app.tell_a_friend import barring, breaker, desk, reporting
from app.tell_a_friend.models import Recommendation
from app.tell_a_friend.staff.blueprint import NUMBER, bp

WATCH, JUDGE = Permission.RECOMMENDATIONS_WATCH, Permission.RECOMMENDATIONS_JUDGE
PRESSED = ("stopped", "let_go", "settled", "barred", "lifted")


@staff_page(bp, "", needs=WATCH, menu=Menu(_l("Friends"), 62, "notes-reported"))
def notes() -> str:
    """How notes to friends stand."""
    judges = may(_member().role, JUDGE)
    did = request.args.get("did", "")
    state = desk.state(with_reports=judges, before=desk.number_in(request.args.get("before")))
    return render_template("tell_a_friend_desk/notes.html", judges=judges, did=did if did in PRESSED else "", **state)


@staff_page(bp, "/stop", needs=WATCH, methods=("POST",))
def stop() -> Response:
    """Stop all notes now, by hand. Pressed again, nothing changes."""
    if breaker.open_breaker() is None:
        breaker.trip(breaker.Why.STAFF)
        audit.note(_member().actor, "recommendations.stop")
    session().commit()
    return _back("stopped")


@staff_page(bp, "/let-go", needs=WATCH, methods=("POST",))
def let_go() -> Response:
    """They may leave again, those that wait first."""
    breaker.reset(_member().actor, _member().member_id)
    session().commit()
    return _back("let_go")


@staff_page(bp, f"/reports/{NUMBER}/settle", needs=JUDGE, methods=("POST",))
def settle(number: int) -> Response:
    """Staff looked at that report; nothing follows."""
    reporting.settle(_note(number).id, _member())
    session().commit()
    return _back("settled")


@staff_page(bp, f"/reports/{NUMBER}/bar", needs=JUDGE, methods=("POST",))
def bar(number: int) -> Response:
    """Its sender sends no more notes."""
    note = _note(number)
    barring.bar(note, _member())
    reporting.settle(note.id, _member())
    session().commit()
    return _back("barred")


@staff_page(bp, f"/bars/{NUMBER}/lift", needs=JUDGE, methods=("POST",))
def lift(number: int) -> Response:
    """She may send again."""
    barring.lift(number, _member())
    session().commit()
    return _back("lifted")


def _note(number: int) -> Recommendation:
    found = session().get(Recommendation, number)
    if found is None or found.reported_at is None:
        raise NotFound(_("There is no such report."))
    return found


def _back(did: str) -> Response:
    return redirect(url_for("tell_a_friend_desk.notes", did=did), 303)


def _member() -> SignedIn:
    member = current_member()
    assert member is not None, "the guard stands before"
    return member
