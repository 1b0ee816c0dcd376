"""What is due about mail, and how much of it left."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, or_, select

from app.core import clock
from app.core.database import session
from app.core.desk import Due, Figure
from app.outbox.models import Message
from app.outbox.outcomes import Outcome
from app.outbox.stuck import GRACE, IN_LINE, find_stuck


def mail_stuck() -> Due | None:
    """Mail has been stuck for a while: since when, why, how many wait."""
    found = find_stuck()
    if found is None:
        return None
    late = or_(Message.due_at <= clock.now() - GRACE, Message.tries > 0)
    waiting = (*IN_LINE, late)
    count = session().scalar(select(func.count()).select_from(Message).where(*waiting)) or 0
    wait = ngettext("%(num)d message waits.", "%(num)d messages wait.", count)
    url = url_for("outbox_desk.mail", list="waiting")
    return Due(count, found.sentence, f"{found.because} {wait}", url, _("Open mail"), "late")


def mail_set_aside() -> Due | None:
    """Messages that broke and wait for a decision."""
    aside = (Message.done_at.is_(None), Message.set_aside_at.is_not(None))
    count = session().scalar(select(func.count()).select_from(Message).where(*aside)) or 0
    if not count:
        return None
    strong = ngettext("%(num)d message is set aside.", "%(num)d messages are set aside.", count)
    rest = ngettext(
        "It broke before it left. Retry it after the repair, or drop it.",
        "They broke before they left. Retry them after the repair, or drop them.",
        count,
    )
    return Due(count, strong, rest, url_for("outbox_desk.mail"), _("Open mail"), "soon")


def mail_left(since: datetime) -> Figure:
    """Mails handed over since then, and beside them those that came to nothing."""
    ends = select(Message.outcome, func.count()).where(Message.done_at >= since).group_by(Message.outcome)
    found = {outcome: count for outcome, count in session().execute(ends)}  # noqa: C416 — a row is no pair to mypy
    refused, given_up = found.get(Outcome.REFUSED_BY_SERVER, 0), found.get(Outcome.GAVE_UP, 0)
    remark = _("%(refused)d refused, %(given_up)d given up", refused=refused, given_up=given_up)
    return Figure(_("Mails handed over"), found.get(Outcome.HANDED_OVER, 0), remark)
