"""Sign-in mail in numbers: for the desk's overview."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from app import outbox
from app.core.desk import Figure
from app.identity.asking import MESSAGE


def links_sent(since: datetime) -> Figure:
    """How many sign-in mails left, and how soon."""
    found = outbox.handed_over(MESSAGE, since)
    if found.median_seconds is None:
        return Figure(_("Sign-in links sent"), found.count, _("Nobody asked for one"))
    seconds = max(1, round(found.median_seconds))
    return Figure(_("Sign-in links sent"), found.count, _("Handed over in %(seconds)s s, median", seconds=seconds))
