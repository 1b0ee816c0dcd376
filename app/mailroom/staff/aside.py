"""Mail nobody could read: why, how large, try again, drop."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.database import session
from app.mailroom import tending
from app.mailroom.keeping import ASIDE_FOR
from app.mailroom.staff.blueprint import NUMBER, bp, here, number_of
from app.staff import Menu, Permission, staff_page

NEEDS = Permission.MAIL_TEND
_DID = ("dropped", "read", "unread")


@staff_page(bp, "/mail-aside", needs=NEEDS, menu=Menu(_l("Unreadable mail"), 66, "mail-aside"))
def aside() -> str:
    """Those that wait, oldest first. What stands in them is shown to nobody."""
    after, did = number_of("after"), request.args.get("did", "")
    found = tending.aside(tending.PAGE + 1, after)
    return render_template(
        "mailroom/aside.html",
        lines=[(row, row.at + ASIDE_FOR) for row in found[: tending.PAGE]],
        further=found[tending.PAGE - 1].id if len(found) > tending.PAGE else None,
        is_first=after is None,
        did=did if did in _DID else "",
    )


@staff_page(bp, f"/mail-aside/{NUMBER}/drop", needs=NEEDS, methods=("POST",))
def drop(number: int) -> Response:
    """Nothing is to be made of it."""
    tending.drop(number, here())
    session().commit()
    return redirect(url_for("mailroom_desk.aside", did="dropped"), 303)


@staff_page(bp, f"/mail-aside/{NUMBER}/again", needs=NEEDS, methods=("POST",))
def again(number: int) -> Response:
    """Read it once more."""
    was_read = tending.try_again(number, here())
    session().commit()
    return redirect(url_for("mailroom_desk.aside", did="read" if was_read else "unread"), 303)
