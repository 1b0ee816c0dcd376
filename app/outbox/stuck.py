"""Is mail stuck: since when, and why. Asked by /readyz, `doctor`, the desk and the log, in one query.

Stuck is not the same as busy: while mails leave, a long line is only long. So the time counts from the last mail that came
to an end, or from when the oldest one should have left, whichever is later.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, exists, func, or_, select

from app.core import clock
from app.core.database import session
from app.outbox.models import Attempt, Message, WorkerSeen
from app.outbox.outcomes import Outcome

log = logging.getLogger("sayso.outbox")

# A lost bell costs a minute, and so does a sweep.
GRACE = timedelta(minutes=2)
# A server that puts mail off is there, and many do so with whom they don't know yet: not worth a word before this.
PUT_OFF_GRACE = timedelta(minutes=15)
# Eight beats missed.
DEAD_AFTER = timedelta(minutes=2)
SAID_EVERY = timedelta(minutes=1)
_ENDED = Attempt.outcome.not_in((Outcome.TRY_AGAIN, Outcome.UNKNOWN, Outcome.BROKE))
IN_LINE = (Message.done_at.is_(None), Message.set_aside_at.is_(None))
# Codes by which a server refuses our own sign-in (RFC 4954), or its order.
SETTING_CODES = (503, 530, 535, 538)


@unique
class Reason(StrEnum):
    """Why nothing leaves."""

    NO_WORKER = "no_worker"
    SERVER_AWAY = "server_away"
    SERVER_PUTS_OFF = "server_puts_off"
    SIGN_IN_REFUSED = "sign_in_refused"
    LINE_BREAKS = "line_breaks"
    SERVER_SLOW = "server_slow"
    BROKEN = "broken"
    NO_WORK = "no_work"


@dataclass(frozen=True)
class Stuck:
    """Mail is stuck. `worker_seen_at`: when a worker last wrote that it lives. `reply_code`: the server's last word."""

    since: datetime
    reason: Reason
    worker_seen_at: datetime | None = None
    reply_code: int | None = None

    @property
    def lasts(self) -> timedelta:
        return clock.now() - self.since

    @property
    def sentence(self) -> str:
        """Mail has been stuck for 12 minutes."""
        return _("Mail has been stuck for %(time)s.", time=in_words(self.lasts))

    @property
    def because(self) -> str:
        """No worker has run for 14 minutes."""
        if self.reason == Reason.NO_WORKER:
            if self.worker_seen_at is None:
                return _("No worker has run yet.")
            return _("No worker has run for %(time)s.", time=in_words(clock.now() - self.worker_seen_at))
        if self.reason == Reason.SERVER_PUTS_OFF:
            return _("The mail server puts mail off (last reply %(code)s).", code=self.reply_code)
        if self.reason == Reason.SIGN_IN_REFUSED:
            return _("The mail server refuses our sign-in (reply %(code)s).", code=self.reply_code)
        return {
            Reason.SERVER_AWAY: _("The mail server is away."),
            Reason.LINE_BREAKS: _("The line to the mail server breaks before it says whether it took a mail."),
            Reason.SERVER_SLOW: _("The mail server answers slowly."),
            Reason.BROKEN: _("Messages break before they leave."),
        }.get(self.reason, _("A worker runs, but the queue brings it no work."))


@dataclass(frozen=True)
class _Facts:
    """One row of what the tables say. Times are None where there is nothing of the kind."""

    oldest_due_at: datetime | None
    ended_at: datetime | None  # the last try that ended a message
    failing_since: datetime | None  # the first try after that
    oldest_tried_at: datetime | None  # when the oldest that was tried since then, and waits, was posted
    outcome: str | None
    reply_code: int | None
    seen_at: datetime | None


def find_stuck() -> Stuck | None:
    """Since when and why mail is stuck. None: it isn't, or nothing waits. Reads only, in one query."""
    facts = _Facts(*session().execute(question()).one())
    since = _since(facts)
    if since is None or clock.now() - since <= GRACE:
        return None
    reason = _reason(facts)
    if reason == Reason.SERVER_PUTS_OFF and clock.now() - since <= PUT_OFF_GRACE:
        return None
    return Stuck(since, reason, facts.seen_at, facts.reply_code)


def question() -> Any:
    """The one query: a row of `_Facts`."""
    now = clock.now()
    free = or_(Message.leased_until.is_(None), Message.leased_until <= now)
    due = select(Message.due_at).where(*IN_LINE, free, Message.due_at <= now - GRACE)
    since_then = Attempt.id > func.coalesce(_last(Attempt.id, _ENDED), 0)
    # From the few tries to their messages, whatever a planner thinks: the other way would read the whole line.
    posted = select(Message.created_at).where(Message.id == Attempt.message_id, *IN_LINE).scalar_subquery()
    return select(
        due.order_by(Message.created_at, Message.id).limit(1).scalar_subquery(),
        _last(Attempt.at, _ENDED),
        select(Attempt.at).where(since_then).order_by(Attempt.id).limit(1).scalar_subquery(),
        select(func.min(posted)).where(since_then).scalar_subquery(),
        _last(Attempt.outcome, since_then),
        _last(Attempt.reply_code, since_then),
        select(func.max(WorkerSeen.seen_at)).scalar_subquery(),
    )


def _last(what: Any, *where: ColumnElement[bool]) -> Any:
    return select(what).where(*where).order_by(Attempt.id.desc()).limit(1).scalar_subquery()


def _since(facts: _Facts) -> datetime | None:
    """The earlier of: something is due and nobody takes it; what was tried fails."""
    ended = facts.ended_at
    found = []
    if facts.oldest_due_at is not None:
        found.append(max(facts.oldest_due_at, ended or facts.oldest_due_at))
    if facts.oldest_tried_at is not None and facts.failing_since is not None:
        # One that waits since before the last success says nothing of the time before the tries after it.
        is_older = ended is not None and facts.oldest_tried_at <= ended
        found.append(facts.failing_since if is_older else facts.oldest_tried_at)
    return min(found, default=None)


def _reason(facts: _Facts) -> Reason:
    if facts.seen_at is None or clock.now() - facts.seen_at > DEAD_AFTER:
        return Reason.NO_WORKER
    if facts.outcome == Outcome.TRY_AGAIN and facts.reply_code is None:
        return Reason.SERVER_AWAY
    if facts.outcome == Outcome.TRY_AGAIN:
        return Reason.SIGN_IN_REFUSED if facts.reply_code in SETTING_CODES else Reason.SERVER_PUTS_OFF
    if facts.outcome == Outcome.UNKNOWN:
        return Reason.LINE_BREAKS
    if facts.outcome == Outcome.BROKE:
        return Reason.BROKEN
    return Reason.SERVER_SLOW if _is_in_hand() else Reason.NO_WORK


def _is_in_hand() -> bool:
    """Whether a worker holds a message now."""
    held = exists().where(*IN_LINE, Message.leased_until > clock.now())
    return bool(session().scalar(select(held)))


def in_words(time: timedelta) -> str:
    """Whole minutes below two hours, whole hours below two days, then whole days."""
    minutes = int(time / timedelta(minutes=1))
    if minutes < 120:
        return ngettext("%(num)d minute", "%(num)d minutes", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)d hour", "%(num)d hours", minutes // 60)
    return ngettext("%(num)d day", "%(num)d days", minutes // (24 * 60))


def say_if_stuck() -> Stuck | None:
    """Write a warning into the log where mail is stuck, at most once in SAID_EVERY. Returns what `find_stuck` found."""
    found, now = find_stuck(), clock.now()
    last: datetime | None = current_app.extensions.get("outbox_said_stuck")
    if found is not None and (last is None or abs(now - last) >= SAID_EVERY):
        current_app.extensions["outbox_said_stuck"] = now
        minutes = int(found.lasts / timedelta(minutes=1))
        log.warning("mail has been stuck for %s minutes: %s, reply code %s", minutes, found.reason, found.reply_code)
    return found
