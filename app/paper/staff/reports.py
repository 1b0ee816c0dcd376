"""Reports about pieces in people's hands: what was typed, and what staff did about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.database import session
from app.core.refusals import BadQuestion
from app.paper import reporting
from app.paper.reporting import Line
from app.paper.staff.blueprint import NUMBER, bp, here
from app.paper.staff.csv_out import Rows, csv_of
from app.people import REFERENCE
from app.staff import Menu, Permission, staff_page

NEEDS = Permission.CHOICES_RECORD
PAGE = 50
COLUMNS = ("report", "kind", "reported_at", "settled_at", "outcome")
STATES = {"": True, "settled": False, "all": None}
_NUMBER = re.compile(r"[0-9]{1,9}")


@staff_page(bp, "/paper-reports", needs=NEEDS, menu=Menu(_l("Paper reports"), 45, "paper-reports"))
def report_list() -> str:
    """Those that wait, newest first; on request those settled, too."""
    state, before = request.args.get("state", ""), _number(request.args.get("before", ""))
    state = state if state in STATES else ""
    found = reporting.reports(PAGE + 1, before, is_open=STATES[state])
    changed = _number(request.args.get("changed", ""))
    return render_template(
        "paper_desk/reports.html",
        lines=[(line, _search_for(line)) for line in found[:PAGE]],
        older=found[PAGE - 1].row.id if len(found) > PAGE else None,
        is_first=before is None,
        state=state,
        outcomes=reporting.OUTCOMES,
        says=says,
        settled=reporting.report_numbered(changed) if changed else None,
    )


@staff_page(bp, "/paper-reports.csv", needs=NEEDS)
def reports_csv() -> Response:
    """The list as CSV, without what was typed."""
    return csv_of("paper-reports", COLUMNS, _rows())


@staff_page(bp, f"/paper-reports/{NUMBER}/settle", needs=NEEDS, methods=("POST",))
def settle(number: int) -> Any:
    """Say what was done. What was typed is erased with it, so this is not undone."""
    outcome = request.form.get("outcome", "")
    if outcome not in reporting.OUTCOMES:
        raise BadQuestion(_("Choose what was done, then press the button."))
    reporting.settle(number, outcome, here().actor, here().member_id)
    session().commit()
    return redirect(url_for("paper_desk.report_list", changed=number), 303)


def says(outcome: str) -> Any:
    """What became of a report, in words."""
    more = {reporting.TAKEN_BACK: _("Taken back by whoever reported it"), reporting.ERASED: _("The person was erased")}
    return reporting.OUTCOMES.get(outcome) or more.get(outcome, outcome)


def _search_for(line: Line) -> str:
    """What to type into the search box to find her: name and ZIP, or the reference behind a short address."""
    code = re.search(r"[0-9]{5}", line.typed.get("last_line", ""))
    if line.typed.get("name") and code:
        return f"{line.typed['name']} {code[0]}"
    return line.row.subject_id[:REFERENCE] if line.row.subject_id and not line.typed else ""


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _rows() -> Iterator[Rows]:
    for batch in reporting.every_report():
        yield [_cells(line) for line in batch]


def _cells(line: Line) -> dict[str, str]:
    row = line.row
    settled = row.settled_at.isoformat(timespec="seconds") if row.settled_at else ""
    values = (str(row.id), row.kind, row.at.isoformat(timespec="seconds"), settled, row.outcome or "")
    return dict(zip(COLUMNS, values, strict=True))
