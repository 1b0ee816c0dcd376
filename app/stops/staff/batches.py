"""Batches: not taken, taken, done by the mail platform."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import IO

from flask import redirect, render_template, request, send_file, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import audit, suppression
from app.core.database import reading, session
from app.staff import Menu, Permission, SignedIn, current_member, staff_page
from app.stops import files, lists
from app.stops.staff.blueprint import bp

NEEDS = Permission.SUPPRESSION_EXPORT


@staff_page(bp, "", needs=NEEDS, menu=Menu(_l("Stops"), 60, "stops-not-taken"))
def batches() -> str:
    """How each mail platform stands, and what it was handed."""
    return render_template("stops/batches.html", **lists.batch_page(request.args))


@staff_page(bp, "/batches/<int:number>/done", needs=NEEDS, methods=("POST",))
def done(number: int) -> Response:
    """The platform has it in force. Pressed again, it changes nothing."""
    batch, member = suppression.batch_numbered(number), _member()
    if suppression.set_done(batch.id, member.member_id):
        audit.note(member.actor, "stops.done", about=f"batch:{batch.id}", values={"state": ("taken", "done")})
    session().commit()
    return redirect(_list_after(number), 303)


@staff_page(bp, "/batches/<int:number>/not-done", needs=NEEDS, methods=("POST",))
def not_done(number: int) -> Response:
    """It is not in force there after all."""
    batch, member = suppression.batch_numbered(number), _member()
    if suppression.set_not_done(batch.id):
        audit.note(member.actor, "stops.not_done", about=f"batch:{batch.id}", values={"state": ("done", "taken")})
    session().commit()
    return redirect(_list_after(number), 303)


@staff_page(bp, "/batches/<int:number>/file", needs=NEEDS, methods=("POST",))
def file(number: int) -> Response:
    """The rows of a batch once more. A POST, since whoever takes addresses out of here is noted first."""
    batch, member = suppression.batch_numbered(number), _member()
    audit.note(member.actor, "stops.download", about=f"batch:{batch.id}", values={"rows": (None, str(batch.rows))})
    session().commit()
    spool: IO[bytes] = TemporaryFile()  # noqa: SIM115 — sent after this function; a slow reader holds no transaction
    with reading():
        files.write_batch(batch, spool)
        session().rollback()
    spool.seek(0)
    answer = send_file(spool, "text/csv; charset=utf-8", as_attachment=True, download_name=files.name_of(batch))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _list_after(number: int) -> str:
    """The list the press came from, saying what became of that batch."""
    platform, state = lists.filters(request.form)
    return url_for("stops.batches", platform=platform or None, state=state or None, changed=number)


def _member() -> SignedIn:
    member = current_member()
    assert member is not None, "the guard stands before"
    return member
