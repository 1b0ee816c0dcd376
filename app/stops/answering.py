"""What staff say about a burst, and what follows from it: people stay stopped, a scanner's stops are taken back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from flask_babel import gettext as _
from sqlalchemy import select, update

from app import audit, consent, outbox
from app.consent import Act, Restored
from app.core import clock
from app.core.database import rows_touched, session
from app.core.refusals import NotFound, Refusal
from app.staff import SignedIn
from app.stops.models import BurstStop, StopBurst

PEOPLE, SCANNER = "people", "scanner"
MESSAGE = "stop_restored"
# So many stops are taken back in one transaction: ledger, suppression, mail and audit note together.
AT_ONCE = 100
_BIGGEST = 2**31 - 1


class AlreadyRestored(Refusal):
    """Mails have left that say so; only the people themselves stop again."""

    status = 409


def burst_numbered(number: int, *, lock: bool = False) -> StopBurst:
    """One burst as it stands now; locked until the transaction ends, if asked. Raises NotFound."""
    statement = select(StopBurst).where(StopBurst.id == min(number, _BIGGEST)).execution_options(populate_existing=True)
    found = session().scalars(statement.with_for_update() if lock else statement).first()
    if found is None:
        raise NotFound(_("There is no such burst."))
    return found


def say_people(number: int, member: SignedIn) -> None:
    """People pressed them: everything stays as it is. Said again, nothing changes. Raises AlreadyRestored. Flushes."""
    burst = burst_numbered(number, lock=True)
    if burst.answer == SCANNER:
        raise AlreadyRestored(
            _("Some of these were restored and their people have a mail about it. The rest stays stopped.")
        )
    if burst.answer is None:
        _answer(burst, PEOPLE, member)


def open_again(number: int, member: SignedIn) -> None:
    """Take back "people pressed them". A burst with restored stops stays answered. Flushes."""
    open_now = {"answer": None, "answered_at": None, "answered_by": None}
    was_people = update(StopBurst).where(StopBurst.id == number, StopBurst.answer == PEOPLE).values(open_now)
    if rows_touched(session().execute(was_people)):
        audit.note(member.actor, "stops.answer", about=f"burst:{number}", values={"answer": (PEOPLE, None)})


def parts(number: int, ticked: Collection[str] | None) -> Iterator[list[str]]:
    """The acts of a burst that are still to be settled, newest first, in lists of AT_ONCE; of those `ticked`, unless None.

    Newest first, so that a press that stopped everything is taken back before the one it covered.
    """
    mine = (BurstStop.burst_id == number, BurstStop.outcome.is_(None))
    acts = (
        session().scalars(select(BurstStop.act_id).where(*mine).order_by(BurstStop.at.desc(), BurstStop.act_id)).all()
    )
    chosen = [act_id for act_id in acts if ticked is None or act_id in ticked]
    yield from (chosen[start : start + AT_ONCE] for start in range(0, len(chosen), AT_ONCE))


def restore(
    number: int, act_ids: Sequence[str], together: Collection[str] | None, member: SignedIn, wording: str
) -> None:
    """Take back these stops of a burst, as far as each person said nothing since; each is told by mail. Flushes.

    `together`: all acts said to be the scanner's (None: all of the burst). An act that was settled before is left alone,
    so a repeat does nothing.
    """
    burst = burst_numbered(number, lock=True)
    wanted = (BurstStop.burst_id == number, BurstStop.act_id.in_(act_ids), BurstStop.outcome.is_(None))
    found = session().scalars(select(BurstStop).where(*wanted).execution_options(populate_existing=True)).all()
    beside = defaultdict(set)
    for act_id, subject_id in _subjects_of(number):
        if together is None or act_id in together:
            beside[subject_id].add(act_id)
    order = {act_id: place for place, act_id in enumerate(act_ids)}
    counts = Counter(
        _restore_one(stop, beside[stop.subject_id], member, wording)
        for stop in sorted(found, key=lambda stop: order[stop.act_id])
    )
    if burst.answer != SCANNER:
        _answer(burst, SCANNER, member)
    if counts:
        values = {outcome: (None, str(count)) for outcome, count in sorted(counts.items())}
        audit.note(member.actor, "stops.restore", about=f"burst:{number}", values=values)


def _subjects_of(number: int) -> list[tuple[str, str]]:
    rows = session().execute(select(BurstStop.act_id, BurstStop.subject_id).where(BurstStop.burst_id == number))
    return [(act_id, subject_id) for act_id, subject_id in rows]


def _restore_one(stop: BurstStop, beside: Collection[str], member: SignedIn, wording: str) -> str:
    act = Act("scanner_restore", source="desk", actor=member.actor, wording=wording)
    outcome, written = consent.restore(stop.act_id, act, beside)
    stop.outcome, stop.settled_at = outcome.value, clock.now()
    if outcome is Restored.RESTORED:
        stop.restored_by_act = written.act_id
        outbox.post(MESSAGE, stop.act_id)
    session().flush()
    return outcome.value


def _answer(burst: StopBurst, answer: str, member: SignedIn) -> None:
    audit.note(member.actor, "stops.answer", about=f"burst:{burst.id}", values={"answer": (burst.answer, answer)})
    burst.answer, burst.answered_at, burst.answered_by = answer, clock.now(), member.member_id
    session().flush()
