"""What is due about mail that came in: stops to decide about, requests nobody took up, mail nobody could read."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.desk import Due
from app.mailroom import deciding, tending

Urgency = Literal["late", "soon", "open"]
# A receipt is owed within ten business days (11 CCR 7021(a)); a week by the calendar leaves time for it.
_REQUEST_LATE = timedelta(days=7)


def stops_to_decide() -> Due | None:
    """Mails that look like a stop; late after a day."""
    count, oldest = deciding.waiting()
    if not count or oldest is None:
        return None
    strong = ngettext("%(num)d mail looks like a stop.", "%(num)d mails look like a stop.", count)
    urgency: Urgency = "late" if clock.now() - oldest > deciding.LATE_AFTER else "soon"
    hours = int((clock.now() - oldest) / timedelta(hours=1))
    rest = ngettext("The oldest has waited %(num)d hour.", "The oldest has waited %(num)d hours.", hours)
    return Due(count, strong, rest, url_for("mailroom_desk.proposals"), _("Decide"), urgency)


def requests_to_take_up() -> Due | None:
    """Mails under a subject line of the policy that nobody took up; late after a week."""
    count, oldest = tending.drafts_waiting()
    if not count or oldest is None:
        return None
    strong = ngettext("%(num)d privacy request came by mail.", "%(num)d privacy requests came by mail.", count)
    days = (clock.now() - oldest).days
    rest = ngettext("The oldest came %(num)d day ago.", "The oldest came %(num)d days ago.", days)
    urgency: Urgency = "late" if clock.now() - oldest > _REQUEST_LATE else "soon"
    return Due(count, strong, rest, url_for("mailroom_desk.drafts"), _("Open the list"), urgency)


def mail_set_aside() -> Due | None:
    """Mail nobody could read."""
    count = tending.aside_waiting()
    if not count:
        return None
    strong = ngettext("%(num)d mail could not be read.", "%(num)d mails could not be read.", count)
    rest = _("Each is kept for 30 days, then forgotten.")
    return Due(count, strong, rest, url_for("mailroom_desk.aside"), _("Open the list"), "open")
