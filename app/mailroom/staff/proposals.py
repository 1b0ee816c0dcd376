"""Mails that look like a stop: staff say whether each is one."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.database import session
from app.mailroom import deciding
from app.mailroom.staff.blueprint import NUMBER, bp, here, number_of
from app.staff import Menu, Permission, staff_page

NEEDS = Permission.CHOICES_RECORD


@staff_page(bp, "/stops-by-mail", needs=NEEDS, menu=Menu(_l("Stops by mail"), 46, "stop-proposals"))
def proposals() -> str:
    """Those that wait, oldest first; on request those decided."""
    after, did, decided = number_of("after"), number_of("did"), request.args.get("state") == "decided"
    found = deciding.proposals(deciding.PAGE + 1, after, decided=decided)
    return render_template(
        "mailroom/proposals.html",
        lines=found[: deciding.PAGE],
        further=found[deciding.PAGE - 1].row.id if len(found) > deciding.PAGE else None,
        is_first=after is None,
        decided=decided,
        did=deciding.proposal_numbered(did) if did else None,
    )


@staff_page(bp, f"/stops-by-mail/{NUMBER}/stop", needs=NEEDS, methods=("POST",))
def stop(number: int) -> Response:
    """It is one: all marketing email to its writer stops."""
    deciding.say_stop(number, here())
    session().commit()
    return redirect(url_for("mailroom_desk.proposals", did=number), 303)


@staff_page(bp, f"/stops-by-mail/{NUMBER}/no-stop", needs=NEEDS, methods=("POST",))
def no_stop(number: int) -> Response:
    """It is none."""
    deciding.say_no_stop(number, here())
    session().commit()
    return redirect(url_for("mailroom_desk.proposals", did=number), 303)


@staff_page(bp, f"/stops-by-mail/{NUMBER}/undo", needs=NEEDS, methods=("POST",))
def undo(number: int) -> Response:
    """Take a decision back."""
    deciding.take_back(number, here())
    session().commit()
    return redirect(url_for("mailroom_desk.proposals", did=number), 303)
