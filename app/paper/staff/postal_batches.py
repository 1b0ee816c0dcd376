"""Batches of the mail house: what each export wrote. No file of people is handed out here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

from flask import Blueprint, Response, render_template, request
from flask_babel import lazy_gettext as _l

from app import audit
from app.core.csvfiles import Writer
from app.core.database import session
from app.paper.batch_models import PostalBatch
from app.paper.export_batch import batches
from app.staff import Menu, Permission, current_member, staff_page

bp = Blueprint("postal_batches", __name__, url_prefix="/staff/postal-batches")
NEEDS = Permission.SUPPRESSION_EXPORT
PAGE = 50
COLUMNS = (
    "batch", "as_of", "since", "form", "list_rows", "list_sha256", "suppression_rows", "suppression_sha256",
    "stops_we_cannot_name", "written_at", "written_by",
)  # fmt: skip


@staff_page(bp, "", needs=NEEDS, menu=Menu(_l("Mail house"), 65))
def listed() -> str:
    """Every batch, newest first."""
    before = _moment(request.args.get("before", ""))
    found = batches(PAGE + 1, before)
    return render_template(
        "paper/postal_batches.html",
        batches=found[:PAGE],
        older=found[PAGE - 1].written_at.isoformat() if len(found) > PAGE else None,
        is_first=before is None,
    )


@staff_page(bp, "/export", needs=NEEDS, methods=("POST",))
def export_list() -> Response:
    """The same as CSV, every batch. Who took it stands in the trail."""
    member = current_member()
    assert member is not None, "the guard stands before"
    text = StringIO(newline="")
    writer = Writer(text, COLUMNS, for_people=True)
    for one in _every():
        writer.write(_cells(one))
    audit.note(member.actor, "postal.batches")
    session().commit()
    answer = Response(text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="postal-batches.csv"'
    return answer


def _every() -> Iterator[PostalBatch]:
    before: datetime | None = None
    while found := batches(PAGE, before):
        yield from found
        before = found[-1].written_at


def _cells(one: PostalBatch) -> dict[str, str]:
    return {
        "batch": one.id,
        "as_of": one.as_of.isoformat(),
        "since": one.since or "",
        "form": one.form,
        "list_rows": str(one.list_rows),
        "list_sha256": one.list_sha256,
        "suppression_rows": str(one.stop_rows),
        "suppression_sha256": one.stop_sha256,
        "stops_we_cannot_name": str(one.unnamed),
        "written_at": one.written_at.isoformat(),
        "written_by": one.written_by,
    }


def _moment(words: str) -> datetime | None:
    """Where a further page goes on; None for the first page and for anything that is no moment."""
    try:
        found = datetime.fromisoformat(words)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
