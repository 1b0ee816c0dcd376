"""Mails under a subject line of the policy: privacy requests that wait to be taken up."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.database import session
from app.core.settings import current
from app.mailroom import tending
from app.mailroom.staff.blueprint import NUMBER, bp, here, number_of
from app.staff import Menu, Permission, staff_page

NEEDS = Permission.PRIVACY_ANSWER


@staff_page(bp, "/requests-by-mail", needs=NEEDS, menu=Menu(_l("Requests by mail"), 47, "request-drafts"))
def drafts() -> str:
    """Those that wait, oldest first."""
    after, did = number_of("after"), number_of("did")
    found = tending.draft_lines(tending.PAGE + 1, after)
    brand = current().brand
    return render_template(
        "mailroom/drafts.html",
        lines=found[: tending.PAGE],
        further=found[tending.PAGE - 1].row.id if len(found) > tending.PAGE else None,
        is_first=after is None,
        subjects={"california": brand.california_subject, "privacy": brand.privacy_subject},
        did=tending.draft_numbered(did) if did else None,
    )


@staff_page(bp, f"/requests-by-mail/{NUMBER}/take-up", needs=NEEDS, methods=("POST",))
def take_up(number: int) -> Response:
    """She answers this one."""
    tending.take_up(number, here())
    session().commit()
    return redirect(url_for("mailroom_desk.drafts", did=number), 303)


@staff_page(bp, f"/requests-by-mail/{NUMBER}/leave", needs=NEEDS, methods=("POST",))
def leave(number: int) -> Response:
    """She does not after all."""
    tending.leave(number, here())
    session().commit()
    return redirect(url_for("mailroom_desk.drafts", did=number), 303)
