"""Handing messages over, and the timed jobs of the outbox. Each commits where it says so."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from flask import current_app

from app import suppression
from app.core import claims, clock, limits
from app.core.database import reading, session
from app.core.fingerprints import limit_key, mailbox_key
from app.core.messages import MessageKind
from app.outbox import heartbeat, pacing, service, setting_aside, stuck, trouble
from app.outbox.holding import HELD_FOR, Held
from app.outbox.letters import NoMail, is_allowed, written
from app.outbox.outcomes import Outcome
from app.outbox.service import Claimed
from app.outbox.transports import Mail, NotHandedOver, StillWanted, Transport, TryAgain, transport
from app.outbox.trouble import Turn

log = logging.getLogger("sayso.outbox")

AT_A_SWEEP = 1_000
WAKE = "outbox_wake"  # under this name an application that hands over in lanes keeps what wakes them


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
    return _handed_over(claimed) if claimed else None


def deliver_next(at_once: bool = False) -> Ended | None:
    """Hand over the message whose turn it is. None: nothing is due, or the server wants to be left alone for now.

    `at_once`: only what somebody waits for at the screen. It is claimed when it is its turn and not before, so what comes
    later and is more urgent overtakes all that waits.
    """
    with reading():
        if not service.is_due(at_once):
            return None
    turn = trouble.turn()
    claimed = service.claim_next(at_once, put_off_first=turn == Turn.ASK) if turn != Turn.WAIT else None
    session().commit()
    ended = _handed_over(claimed) if claimed else None
    if turn == Turn.ASK and (ended is None or ended.outcome not in trouble.SAYS):
        trouble.unasked()
        session().commit()
    return (ended or Ended(Outcome.NOT_YET)) if claimed else None


def _handed_over(claimed: Claimed) -> Ended | None:
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
    trouble.note(ended.outcome, ended.server_is_away)
    session().commit()
    if stands == Outcome.HANDED_OVER:
        heartbeat.note_handed_over()
    log.info("message %s (%s): %s, reply code %s", claimed.id, claimed.kind, stands, ended.reply_code)
    return Ended(stands, ended.reply_code, ended.server_is_away)


def _carried(claimed: Claimed, kind: MessageKind) -> Ended | None:
    """Compose, commit, hand over. None: it is not its turn, or the lease was lost and another worker says how it ends."""
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
    except Held:
        _put_back(claimed, due_at=clock.now() + HELD_FOR, put_off_at=None)
        return None
    domain_mark = service.note_recipient(claimed, mail.to)
    if not pacing.take(claimed.rank, domain_mark):
        _put_back(claimed, domain_mark=domain_mark)
        return None
    still_ours = service.about_to_leave(claimed, kind)
    session().commit()
    if not still_ours:
        return None
    return _sent(way_out, replace(mail, leaves_once=kind.delivery == "at_most_once"), _asking(kind, mail))


def _put_back(claimed: Claimed, **noted: object) -> None:
    session().rollback()
    service.put_back(claimed, **noted)
    session().commit()


def _asking(kind: MessageKind, mail: Mail) -> StillWanted:
    """The gate's question, for the last moment: a stop is acknowledged before it and heeded, or after the mail left."""

    @contextmanager
    def still_wanted() -> Iterator[bool]:
        try:
            suppression.hold_marks([mail.to, limit_key(mail.to), mailbox_key(mail.to)])
            is_wanted = is_allowed(kind, mail.to)
        except Exception as error:
            session().rollback()
            log.exception("the gate could not be asked again")
            raise TryAgain from error
        try:
            yield is_wanted
        finally:
            session().rollback()

    return still_wanted


def _sent(way_out: Transport, mail: Mail, still_wanted: StillWanted) -> Ended:
    try:
        way_out.send(mail, still_wanted)
    except NotHandedOver as no:
        return Ended(no.outcome, no.reply_code, no.is_away)
    except Exception as error:  # nobody can say how far it came
        log.exception("handing over broke")
        return Ended(Outcome.UNKNOWN, why=setting_aside.why_broke(error))
    return Ended(Outcome.HANDED_OVER)


def deliver_due() -> str:
    """The sweep: whatever waits and is due, a lost bell's messages among it. A worker that runs has its lanes look."""
    heartbeat.beat()  # where cron runs the jobs, no other sign is there
    session().commit()
    wake: Callable[[], None] | None = current_app.extensions.get(WAKE)
    if wake is not None:
        wake()
        return "the lanes look"
    counts: Counter[str] = Counter()
    for _ in range(AT_A_SWEEP):
        ended = deliver_next()
        if ended is None:
            break
        counts[ended.outcome.value] += 1
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())) or "nothing is due"


def live() -> None:
    """A beat of this worker; and a word in the log where mail is stuck."""
    heartbeat.beat()
    session().commit()
    stuck.say_if_stuck()


def drop_expired() -> str:
    """End what is worth nothing any more, also while the mail server is away: whoever posted it is told in time."""
    found = service.expired_messages(AT_A_SWEEP)
    session().commit()
    count = sum(deliver(message_id) is not None for message_id in found)
    return f"{count} messages expired"


def forget_done() -> str:
    """Drop messages that ended long ago."""
    count = service.forget_done()
    pacing.forget_old()
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
