"""Telling us about a piece in one's hands: two copies, not for me, moved, deceased. No account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from app import consent, people, suppression
from app.channels import post_keys
from app.consent import Act
from app.core.database import session
from app.core.evidence import evidence
from app.core.web import sessionless
from app.identity import current_shopper
from app.paper import asking, codes, reporting
from app.paper.forms import KindForm, ReportForm
from app.paper.pages import views
from app.paper.pages.blueprint import bp
from app.paper.pages.guarding import too_many_reports
from app.suppression import LabelCode

Answer = Any


@bp.get("/paper/report")
def report() -> str:
    """The four things people tell us. Signed in, her own name and address stand there already."""
    return _page(ReportForm(formdata=None, data=_own_lines()))


@bp.post("/paper/report")
@sessionless
def send_report() -> Answer:
    """The paper stops at once where it should; what staff have to mend goes to them, sealed."""
    form = ReportForm()
    if not form.validate():
        return _page(form), 422
    wait = too_many_reports()
    if wait:
        return _page(form, wait), 429
    ticket = _reported(form)
    session().commit()
    return views.reported(str(form.report.data), ticket)


@bp.get("/M/<code>/report", endpoint="qr_report")
@bp.get("/m/<code>/report")
def code_report(code: str) -> str:
    """The same for the label of a short address: nothing has to be copied."""
    codes.read_code(code)
    return _code_page(code, KindForm(formdata=None))


@bp.post("/M/<code>/report", endpoint="qr_send_report")
@bp.post("/m/<code>/report")
@sessionless
def send_code_report(code: str) -> Answer:
    """The same for a short address."""
    label, form = codes.read_code(code), KindForm()
    if not form.validate():
        return _code_page(code, form), 422
    wait = too_many_reports()
    if wait:
        return _code_page(code, form, wait), 429
    ticket = _reported_by_code(label, form)
    session().commit()
    return views.reported(str(form.report.data), ticket)


def _own_lines() -> dict[str, str]:
    """Her own label, where she is signed in here and we hold an address."""
    shopper = current_shopper()
    person = people.person_by_subject(shopper.subject_id) if shopper else None
    held = people.postal_address_of(person) if person else None
    if person is None or held is None:
        return {}
    place = consent.place_of(person, held)
    last = f"{place.city} {place.state} {place.postal_code}".strip()
    return {"name": place.name, "street": place.street, "second_line": place.second_line, "last_line": last}


def _reported(form: ReportForm) -> str:
    """Stop and keep what is to be stopped and kept. Returns the undo ticket."""
    kind, place = str(form.report.data), form.place
    act = asking.once(_act(kind), str(form.shown.data), kind, *form.typed.values())
    if kind in reporting.STOPS:
        consent.stop_place(place, "person", reporting.STOP_ALL, act)
    if kind not in reporting.FOR_STAFF:
        return asking.ticket(act)
    subject = suppression.mark_for_key(post_keys(place).person).subject_id
    return asking.ticket(act, report=reporting.keep(kind, form.typed, subject, act.act_id))


def _reported_by_code(label: LabelCode, form: KindForm) -> str:
    kind = str(form.report.data)
    act = asking.once(_act(kind), str(form.shown.data), kind, label.fingerprint.value.hex())
    if kind in reporting.STOPS:
        codes.stop_code(label, reporting.STOP_ALL, act)
    if kind not in reporting.FOR_STAFF:
        return asking.ticket(act)
    return asking.ticket(act, report=reporting.keep(kind, {}, codes.subject_of(label), act.act_id))


def _act(kind: str) -> Act:
    words = f"{_('What should we know?')} {reporting.KINDS[kind]}"
    return Act(method="paper_report", source=kind, actor="someone", wording=words, evidence=evidence())


def _page(form: ReportForm, wait: datetime | None = None) -> str:
    token = asking.page_token()
    return render_template("paper/report.html", form=form, kinds=reporting.KINDS, shown=token, wait=wait)


def _code_page(code: str, form: KindForm, wait: datetime | None = None) -> str:
    token = asking.page_token()
    return render_template(
        "paper/code_report.html", code=code, form=form, kinds=reporting.KINDS, shown=token, wait=wait
    )
