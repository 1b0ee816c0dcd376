"""The audit trail: filters in the address, page by page, and as CSV."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import lazy_gettext as _l

from app import audit, staff
from app.console.acts import ACTS, field_words
from app.console.pages.blueprint import bp, here
from app.console.pages.csv_out import csv_of
from app.console.trail import COLUMNS, SHOWN, Names, asked, rows_for_csv
from app.core.database import session
from app.staff import Menu, Permission, staff_page


@staff_page(bp, "/audit", needs=Permission.AUDIT_READ, menu=Menu(_l("Audit"), 90, "audit-trail"))
def trail() -> str:
    """Who did what, newest first."""
    filters = asked(request.args)
    found = audit.notes(filters.wanted, SHOWN + 1, _number(request.args.get("before", "")))
    members = staff.every_member()
    return render_template(
        "console/audit.html",
        filters=filters,
        notes=found[:SHOWN],
        older_than=found[SHOWN - 1].id if len(found) > SHOWN else None,
        is_first_page=not request.args.get("before"),
        members=members,
        names=Names(members),
        acts=ACTS,
        field_words=field_words,
        check=audit.last_check(),
    )


@staff_page(bp, "/audit/export", needs=Permission.AUDIT_READ, methods=("POST",))
def export_trail() -> Response:
    """The same as CSV. Who took it, and which filters were set, stands in the trail."""
    filters = asked(request.form)
    names = Names(staff.every_member())
    audit.note(here().actor, "audit.export", values=filters.noted)
    session().commit()
    return csv_of("audit", COLUMNS, rows_for_csv(filters.wanted, names))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
