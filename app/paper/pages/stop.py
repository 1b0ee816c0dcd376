"""Stopping paper mail with no account: by customer number, by the lines of the label, by its short address."""

from __future__ import annotations

import re
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _

from app.consent import Act
from app.core.chain import Scalar
from app.core.database import session
from app.core.evidence import evidence
from app.core.web import sessionless
from app.paper import asking
from app.paper.codes import UnknownCode, read_code
from app.paper.forms import LinesForm, NumberForm, WishForm
from app.paper.pages import views
from app.paper.pages.blueprint import bp
from app.paper.pages.guarding import seen
from app.paper.wishes import Wish, kinds, wish
from app.suppression import LabelCode

Answer = Any


@bp.get("/paper")
def start() -> str:
    """Three ways to stop, none of which asks who you are."""
    return views.start(NumberForm(formdata=None), LinesForm(formdata=None))


@bp.post("/paper/number")
@sessionless
def by_number() -> Answer:
    """Customer number and ZIP: at once, and the same answer for every number."""
    form, empty = NumberForm(), LinesForm(formdata=None)
    if not form.validate():
        return views.start(form, empty), 422
    came_with, wait = seen()
    if wait:
        return views.start(form, empty, wait), 429
    wanted = _wish(form)
    act = _act("label", came_with, views.wording(wanted))
    done = asking.by_number(form.number, form.zip, wanted, act, str(form.shown.data))
    session().commit()
    return views.done(done)


@bp.post("/paper/lines")
@sessionless
def by_lines() -> Answer:
    """Name and address as they stand on the label: for her, her household, or whoever lives there."""
    form, empty = LinesForm(), NumberForm(formdata=None)
    if not form.validate():
        return views.start(empty, form), 422
    came_with, wait = seen()
    if wait:
        return views.start(empty, form, wait), 429
    wanted, scope = _wish(form), form.circle
    act = _act("label", came_with, views.wording(wanted, scope))
    done = asking.by_lines(form.place, scope, wanted, act, str(form.shown.data))
    session().commit()
    return views.done(done, scope)


@bp.get("/paper/code")
def find_code() -> Answer:
    """The short address, typed by hand into the page."""
    last = request.args.get("code", "").strip(" /").rpartition("/")[2]
    typed = re.sub(r"[^0-9A-Za-z]+", "", last)
    return redirect(url_for("paper.code", code=read_code(typed).code), 303)


@bp.get("/M/<code>", endpoint="qr")
@bp.get("/m/<code>")
def code(code: str) -> str:
    """What the short address on a label stops. GET and HEAD change nothing: phones open what they see."""
    return views.code_page(code, read_code(code))


@bp.post("/M/<code>/stop", endpoint="qr_stop")
@bp.post("/m/<code>/stop")
@sessionless
def stop_code(code: str) -> Answer:
    """One press on its page."""
    label, form = read_code(code), WishForm()
    form.validate()
    wanted = _code_wish(label, form)
    act = _act("label_link", evidence(), views.wording(wanted))
    done = asking.by_code(label, wanted, act, str(form.shown.data))
    session().commit()
    return views.done(done)


@bp.post("/paper/undo")
@sessionless
def undo() -> str:
    """Take back one press, within its ticket."""
    asking.take_back(request.form.get("ticket", ""), _act("undo", evidence(), _("Undo")))
    session().commit()
    return views.undone()


@bp.post("/paper/fewer")
@sessionless
def fewer() -> str:
    """Fewer catalogs instead of none."""
    pace = request.form.get("less", "")
    offer = views.fewer_wording(pace)
    asking.take_fewer(request.form.get("ticket", ""), pace, lambda method: _act(method, evidence(), offer))
    session().commit()
    return views.fewer(pace)


@bp.errorhandler(UnknownCode)
def unknown(_error: UnknownCode) -> Answer:
    """Cut short or not ours: one neutral page with the other ways."""
    return views.unknown_code()


def _wish(form: WishForm) -> Wish:
    return wish(str(form.what.data), form.kind.data or (), kinds())


def _code_wish(label: LabelCode, form: WishForm) -> Wish:
    """Of a short address: the kind it came with, or whatever the buttons name; anything else means all."""
    offered = kinds()
    if form.what.data == "this":
        return wish("some", [topic.slug for topic in offered if topic.id == label.topic_id], offered)
    return wish(str(form.what.data), form.kind.data or (), offered)


def _act(method: str, came_with: dict[str, Scalar], wording: str) -> Act:
    actor = "self" if method == "label_link" else "someone"
    return Act(method=method, source="label", actor=actor, wording=wording, evidence=came_with)
