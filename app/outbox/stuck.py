"""Is mail stuck: since when, and why. Asked by /readyz, `doctor`, the desk and the log, always in one query.

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
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

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
FAILING = (Outcome.TRY_AGAIN, Outcome.UNKNOWN, Outcome.BROKE)
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
    oldest_tried_at: datetime | None  # when the oldest that was tried in vain was posted
    ended_at: datetime | None  # the last try that ended a message
    failing_since: datetime | None  # the first try after that
    outcome: str | None
    reply_code: int | None
    seen_at: datetime | None
    is_in_hand: bool


def find_stuck() -> Stuck | None:
    """Since when and why mail is stuck. None: it isn't, or nothing waits. Reads only, in one query."""
    facts = _Facts(*session().execute(_question()).one())
    since = _since(facts)
    if since is None or clock.now() - since <= GRACE:
        return None
    reason = _reason(facts)
    if reason == Reason.SERVER_PUTS_OFF and clock.now() - since <= PUT_OFF_GRACE:
        return None
    return Stuck(since, reason, facts.seen_at, facts.reply_code)


def _question() -> Any:
    now, in_line = clock.now(), (Message.done_at.is_(None), Message.set_aside_at.is_(None))
    free = or_(Message.leased_until.is_(None), Message.leased_until <= now)
    last_ended = _last(Attempt.id, Attempt.outcome.not_in(FAILING))
    since_then = Attempt.id > func.coalesce(last_ended, 0)
    first = select(Attempt.at).where(since_then).order_by(Attempt.id).limit(1).scalar_subquery()
    return select(
        _oldest(Message.due_at, *in_line, free, Message.due_at <= now - GRACE),
        _oldest(Message.created_at, *in_line, Message.tries > 0),
        _last(Attempt.at, Attempt.outcome.not_in(FAILING)),
        first,
        _last(Attempt.outcome, since_then),
        _last(Attempt.reply_code, since_then),
        select(func.max(WorkerSeen.seen_at)).scalar_subquery(),
        exists().where(and_(*in_line, Message.leased_until > now)),
    )


def _oldest(what: InstrumentedAttribute[datetime], *where: ColumnElement[bool]) -> Any:
    return select(what).where(*where).order_by(Message.created_at, Message.id).limit(1).scalar_subquery()


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
    return Reason.SERVER_SLOW if facts.is_in_hand else Reason.NO_WORK


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
