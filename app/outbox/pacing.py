"""A pace for each recipient domain, kept by the database over all workers. Sign-in mail has none: somebody waits for it.

One row a domain says up to when its mails are spoken for; a little ahead is allowed, so that two mails in one second are no
matter. Whoever finds the domain ahead waits, and blocks no other domain: such messages are not even claimed.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_

from app.core import clock, settings
from app.core.database import insert, rows_touched, session, table
from app.core.messages import AT_ONCE
from app.outbox.models import DomainPace, Message

# Longer than a lane rests (lanes.LOOK_EVERY), or the pace could not be reached.
AHEAD = timedelta(seconds=6)
KEPT_FOR = timedelta(days=1)


def take(rank: int, domain_mark: bytes) -> bool:
    """Whether a mail to that domain may leave now; if so, it counts. Flushes."""
    if rank == AT_ONCE or not settings.current().mail.pace:
        return True
    now, row = clock.now(), table(DomainPace)
    step = timedelta(minutes=1) / settings.current().mail.pace
    begun = insert(row).values(domain_mark=domain_mark, spoken_for=now + step).on_conflict_do_nothing()
    if session().execute(begun.returning(row.c.domain_mark)).first() is not None:
        return True
    mine = row.c.domain_mark == domain_mark
    # Two statements, since the databases add times differently; each wins only over what it read.
    before = session().execute(row.select().where(mine).with_for_update()).one().spoken_for
    if before > now + AHEAD:
        return False
    session().execute(row.update().where(mine).values(spoken_for=max(before, now) + step))
    return True


def is_free() -> tuple[ColumnElement[bool], ...]:
    """The condition of messages whose domain is not ahead, as far as their domain is known."""
    if not settings.current().mail.pace:
        return ()
    ahead = and_(DomainPace.domain_mark == Message.domain_mark, DomainPace.spoken_for > clock.now() + AHEAD)
    return (or_(Message.rank == AT_ONCE, ~exists().where(ahead)),)


def forget_old() -> int:
    """Drop domains that nothing went to lately. Returns how many."""
    old = delete(DomainPace).where(DomainPace.spoken_for < clock.now() - KEPT_FOR)
    return rows_touched(session().execute(old.execution_options(synchronize_session=False)))
