"""Staff accounts: who works here, as what; inviting, changing, ending. Nobody is ever deleted: the trail names them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import audit, links, staff
from app.console.forms import InviteForm
from app.console.pages.blueprint import NUMBER, bp, here
from app.console.pages.csv_out import Rows, csv_of
from app.core import clock
from app.core.database import session
from app.staff import IN_WORDS, Account, AccountStays, Menu, Permission, Role, staff_page

Answer = Any
_TIMES = ("invited_at", "joined_at", "ended_at", "seen_at")
_COLUMNS = ("account", "email", "role", *_TIMES)


@staff_page(bp, "/accounts", needs=Permission.STAFF_MANAGE, menu=Menu(_l("Accounts"), 80), methods=("GET", "POST"))
def accounts() -> Answer:
    """Who works here, and inviting somebody. The link is shown once, in the answer to the press."""
    if request.method == "GET":
        return _list(InviteForm(formdata=None))
    form = InviteForm()
    if not form.validate():
        return _list(form), 400
    try:
        link = staff.invite(form.address, Role(form.role.data), here().actor)
    except staff.WorksHere as no:
        form.email.errors = [no.sentence]
        return _list(form), no.status
    session().commit()
    return _link(form.address, link)


@staff_page(bp, f"/accounts/{NUMBER}/role", needs=Permission.STAFF_MANAGE, methods=("POST",))
def change_account(number: int) -> Answer:
    """Let a member work as something else."""
    role = request.form.get("role", "")
    if role not in list(Role):
        return _list(InviteForm(formdata=None), refusal=_("Choose a role of the list.")), 400
    staff.change_role(number, Role(role), here().actor)
    session().commit()
    return redirect(url_for("console.accounts", done="role", who=number), 303)


@staff_page(bp, f"/accounts/{NUMBER}/end", needs=Permission.STAFF_MANAGE, methods=("POST",))
def end_account(number: int) -> Answer:
    """End an account and its sessions, at once."""
    staff.end_member(number, here().actor)
    session().commit()
    return redirect(url_for("console.accounts", done="end", who=number), 303)


@staff_page(bp, f"/accounts/{NUMBER}/reset", needs=Permission.STAFF_MANAGE, methods=("POST",))
def reset_account(number: int) -> Answer:
    """A new invitation, for somebody who lost the first one, her password or her phone."""
    link = staff.reset_member(number, here().actor)
    session().commit()
    found = next(one for one in staff.every_member() if one.id == number)
    return _link(found.email, link)


@staff_page(bp, "/accounts/export", needs=Permission.STAFF_MANAGE, methods=("POST",))
def export_accounts() -> Response:
    """The list as CSV. Who took it stands in the trail."""
    audit.note(here().actor, "staff.export")
    session().commit()
    return csv_of("accounts", _COLUMNS, _rows())


@bp.errorhandler(AccountStays)
def stays(no: AccountStays) -> tuple[str, int]:
    """The list again, with the reason on top."""
    session().rollback()
    return _list(InviteForm(formdata=None), refusal=no.sentence), no.status


def _list(form: InviteForm, refusal: str = "") -> str:
    members = staff.every_member()
    who = request.args.get("who", "")
    return render_template(
        "console/accounts.html",
        form=form,
        refusal=refusal,
        done=request.args.get("done", ""),
        changed=next((one for one in members if str(one.id) == who), None),
        members=members,
        me=here().member_id,
        roles=IN_WORDS,
        hours=int(links.INVITATION.total_seconds() // 3600),
        now=clock.now(),
    )


def _link(address: str, link: str) -> str:
    return render_template("console/invited.html", address=address, link=link, until=clock.now() + links.INVITATION)


def _rows() -> Iterator[Rows]:
    yield [_row(one) for one in staff.every_member()]


def _row(one: Account) -> dict[str, str]:
    times = {name: getattr(one, name) for name in _TIMES}
    told = {name: at.isoformat(timespec="seconds") if at else "" for name, at in times.items()}
    return {"account": f"staff:{one.id}", "email": one.email, "role": one.role, **told}
