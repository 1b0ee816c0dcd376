"""Handing messages over, and the timed jobs of the outbox. Each commits where it says so."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass

from app.core import claims, limits
from app.core.database import session
from app.core.feature import MessageKind
from app.outbox import heartbeat, service, setting_aside, stuck
from app.outbox.letters import NoMail, written
from app.outbox.outcomes import Outcome
from app.outbox.service import Claimed
from app.outbox.transports import Mail, NotHandedOver, Transport, transport

log = logging.getLogger("sayso.outbox")

AT_A_SWEEP = 1_000


@dataclass(frozen=True)
class Ended:
    """How one try ended."""

    outcome: Outcome
    reply_code: int | None = None
    server_is_away: bool = False
    why: str | None = None  # for staff, where we broke it ourselves


def deliver(message_id: int) -> Ended | None:
    """Hand one message over, if it is due and nobody else holds it (else None).

    Three transactions: the claim; what composing wrote (a link in a mail that leaves must work); the outcome.
    """
    claimed = service.claim(message_id)
    session().commit()
    if claimed is None:
        return None
    kind = None
    try:
        kind = service.kind_named(claimed.kind)
        ended = _carried(claimed, kind)
    except Exception as error:  # whatever a feature does wrong costs its own message only
        session().rollback()
        log.exception("message %s (%s) broke before it left", claimed.id, claimed.kind)
        ended = Ended(Outcome.BROKE, why=setting_aside.why_broke(error))
    if ended is None:
        return None
    stands = service.conclude(claimed, kind, ended.outcome, ended.reply_code, ended.why)
    session().commit()
    if stands == Outcome.HANDED_OVER:
        heartbeat.note_handed_over()
    log.info("message %s (%s): %s, reply code %s", claimed.id, claimed.kind, stands, ended.reply_code)
    return Ended(stands, ended.reply_code, ended.server_is_away)


def _carried(claimed: Claimed, kind: MessageKind) -> Ended | None:
    """Compose, commit, hand over. None: the lease was lost, and whoever has it now says how it ends."""
    if claimed.lost_leases >= setting_aside.LOST_LEASES:
        return Ended(Outcome.BROKE, why=setting_aside.WORKER_DIED)
    if claimed.is_expired:
        return Ended(Outcome.EXPIRED)
    way_out = transport()
    try:
        mail = written(claimed, kind)
    except NoMail as no:
        session().commit()
        return Ended(no.outcome, why=setting_aside.why_not_composed(no))
    service.note_recipient(claimed, mail.to)
    still_ours = service.about_to_leave(claimed, kind)
    session().commit()
    return _sent(way_out, mail) if still_ours else None


def _sent(way_out: Transport, mail: Mail) -> Ended:
    try:
        way_out.send(mail)
    except NotHandedOver as no:
        return Ended(no.outcome, no.reply_code, no.is_away)
    except Exception as error:  # nobody can say how far it came
        log.exception("handing over broke")
        return Ended(Outcome.UNKNOWN, why=setting_aside.why_broke(error))
    return Ended(Outcome.HANDED_OVER)


def deliver_due() -> str:
    """The sweep: whatever waits and is due, a lost bell's messages among it. Ends early where the mail server is away."""
    heartbeat.beat()  # where cron runs the jobs, no other sign is there
    waiting = service.due_messages(AT_A_SWEEP)
    session().commit()
    counts: Counter[str] = Counter()
    for message_id in waiting:
        ended = deliver(message_id)
        if ended is not None:
            counts[ended.outcome.value] += 1
            if ended.server_is_away:
                break  # each further try would wait for the same silence
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())) or "nothing is due"


def live() -> None:
    """A beat of this worker; and a word in the log where mail is stuck."""
    heartbeat.beat()
    session().commit()
    stuck.say_if_stuck()


def forget_done() -> str:
    """Drop messages that ended long ago."""
    count = service.forget_done()
    session().commit()
    return f"{count} old messages dropped"


def forget_claims() -> str:
    """Drop claims of links and tickets that ended long ago."""
    count = claims.forget_old()
    session().commit()
    return f"{count} old claims dropped"


def forget_limits() -> str:
    """Drop counts of limits whose windows ended."""
    count = limits.forget_old()
    session().commit()
    return f"{count} old counts dropped"
