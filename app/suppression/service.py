"""Suppressing, lifting, exporting."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, func, or_, select, text, update

from app.core import clock, settings
from app.core.database import UtcTime, insert, random_id, rows_touched, session, table
from app.core.fields import open_text
from app.core.fingerprints import match_key
from app.core.personal_data import Holder, Rows
from app.core.refusals import BadQuestion
from app.suppression.marks import KEPT, Mark
from app.suppression.models import KeptDestination, LabelCode, Sender, StoredFingerprint, Suppression

# 39 USC 3008: a prohibitory order binds us whatever the person ticks later; only staff enter it, nobody lifts it.
STAFF_ONLY = ("prohibitory_order",)
EXPORT_FORMATS = ("plain", "sha256", "fingerprint")
# A transaction that began before an export and commits after it is at most this old, so the next export starts earlier.
OVERLAP = timedelta(minutes=10)
_rows = table(Suppression)


class Scope(StrEnum):
    """How far a suppression reaches. Service messages pass the first three."""

    TOPIC = "topic"
    RECOMMENDATIONS = "recommendations"
    ALL_MARKETING = "all_marketing"
    ALL_CONTACT = "all_contact"


def suppress(mark: Mark, scope: Scope, reason: str, act_id: str, topic_slug: str = "") -> bool:
    """Stop contact within `scope`. False when it was stopped already: a repeat changes nothing."""
    return bool(suppress_all([mark], scope, reason, act_id, topic_slug))


def suppress_all(marks: Iterable[Mark], scope: Scope, reason: str, act_id: str, topic_slug: str = "") -> set[int]:
    """The same for every mark of a destination, in one statement. Returns the ids of those it was news of."""
    common = {"scope": str(scope), "topic_slug": topic_slug, "reason": reason, "act_id": act_id}
    rows = [{"fingerprint_id": mark.id, **common, "created_at": clock.now()} for mark in marks]
    if not rows:
        return set()
    statement = insert(_rows).values(rows).on_conflict_do_nothing().returning(_rows.c.fingerprint_id)
    return set(session().execute(statement).scalars())


def lift(marks: list[Mark], scope: Scope, act_id: str, topic_slug: str = "", *, only_act: str | None = None) -> int:
    """End suppressions by the person's proven act; `only_act`: those one press made. Staff-only rows stay. Returns rows."""
    statement = (
        update(_rows)
        .where(_rows.c.fingerprint_id.in_([mark.id for mark in marks]))
        .where(_rows.c.scope == str(scope), _rows.c.topic_slug == topic_slug)
        .where(_rows.c.lifted_at.is_(None), _rows.c.reason.not_in(STAFF_ONLY))
        .values(lifted_at=clock.now(), lifted_by_act_id=act_id)
    )
    if only_act is not None:
        statement = statement.where(_rows.c.act_id == only_act)
    return rows_touched(session().execute(statement))


@dataclass(frozen=True)
class StopAct:
    """The act behind an active stop: which, by what method, and when."""

    act_id: str
    method: str
    at: datetime


def acts_behind(mark_ids: Iterable[int], since: datetime) -> dict[tuple[int, str, str], StopAct]:
    """(mark, scope, topic slug) → the act behind each active stop made since then."""
    statement = select(_rows).where(_rows.c.fingerprint_id.in_(list(mark_ids)), _rows.c.created_at >= since)
    rows = session().execute(statement.where(_rows.c.lifted_at.is_(None)))
    return {
        (row.fingerprint_id, row.scope, row.topic_slug): StopAct(row.act_id, row.reason, row.created_at) for row in rows
    }


def scopes_on(marks: Iterable[Mark], scopes: Iterable[Scope], *, only_act: str | None = None) -> list[tuple[str, str]]:
    """(scope, topic slug) of the active stops of these scopes on any of the marks; `only_act`: of those one act made."""
    wanted = [mark.id for mark in marks]
    statement = select(_rows.c.scope, _rows.c.topic_slug).where(
        _rows.c.fingerprint_id.in_(wanted), _rows.c.scope.in_([str(one) for one in scopes]), _rows.c.lifted_at.is_(None)
    )
    if only_act is not None:
        statement = statement.where(_rows.c.act_id == only_act)
    found = session().execute(statement.distinct().order_by(_rows.c.scope, _rows.c.topic_slug))
    return [(scope, slug) for scope, slug in found]


def stopped_since(marks: Iterable[Mark], scope: Scope) -> datetime | None:
    """Since when the oldest active stop of that scope holds for these destinations, or None."""
    wanted = [mark.id for mark in marks]
    statement = select(func.min(Suppression.created_at)).where(
        Suppression.fingerprint_id.in_(wanted), Suppression.scope == str(scope), Suppression.lifted_at.is_(None)
    )
    return session().scalar(statement)


def export_columns(kind: str) -> tuple[str, ...]:
    """The columns of an export. Raises BadQuestion for a kind that is none of EXPORT_FORMATS."""
    if kind not in EXPORT_FORMATS:
        raise BadQuestion(f"--format is one of: {', '.join(EXPORT_FORMATS)}.")
    return ("email" if kind == "plain" else kind, "scope", "topic", "reason", "stopped_at", "lifted_at")


def export_rows(kind: str, since: datetime | None = None, until: datetime | None = None) -> Iterator[dict[str, str]]:
    """Suppressions as rows for a mail platform, streamed; with `since`, also those lifted after it.

    `plain` and `sha256` (of the lower-cased address, as platforms expect it) leave out destinations whose address we no
    longer hold; `fingerprint` has every row. With `until` everything reads as it stood then. Raises BadQuestion.
    """
    who_column = export_columns(kind)[0]
    statement = (
        select(Suppression, StoredFingerprint, KeptDestination.sealed)
        .join(StoredFingerprint, StoredFingerprint.id == Suppression.fingerprint_id)
        .outerjoin(KeptDestination, KeptDestination.fingerprint_id == StoredFingerprint.id)
        .where(StoredFingerprint.channel == "email", *_in_span(since, until))
        .order_by(Suppression.id)
        .execution_options(yield_per=1000)
    )
    last: dict[str, str] = {}
    for row, mark, sealed in session().execute(statement):
        who = _who(kind, mark, sealed)
        if who is not None:
            found = {who_column: who, **_what(row, until)}
            if found != last:  # one press stops the marks under each key, one after the other
                yield found
            last = found


def _in_span(since: datetime | None, until: datetime | None) -> Iterator[ColumnElement[bool]]:
    made, lifted = Suppression.created_at, Suppression.lifted_at
    if since is None:
        yield lifted.is_(None) if until is None else or_(lifted.is_(None), lifted > until)
    else:
        yield or_(made >= since, lifted >= since if until is None else lifted.between(since, until))
    if until is not None:
        yield made <= until


def _what(row: Suppression, until: datetime | None = None) -> dict[str, str]:
    lifted_at = row.lifted_at if until is None or row.lifted_at is None or row.lifted_at <= until else None
    return {
        "scope": row.scope,
        "topic": row.topic_slug,
        "reason": row.reason,
        "stopped_at": row.created_at.isoformat(timespec="seconds"),
        "lifted_at": lifted_at.isoformat(timespec="seconds") if lifted_at else "",
    }


def _who(kind: str, mark: StoredFingerprint, sealed: bytes | None) -> str | None:
    if kind == "fingerprint":
        return f"{mark.key_id}:{mark.normaliser}:{mark.value.hex()}"
    if sealed is None:
        return None
    address = open_text(settings.current().field_keys, KEPT, sealed)
    return address if kind == "plain" else hashlib.sha256(match_key(address).encode()).hexdigest()


def next_cursor(moment: datetime) -> datetime:
    """The `--since` after an export of that moment: less what an open transaction may still bring, to the second."""
    return (moment - OVERLAP).replace(microsecond=0)


FORGET_TAKEN = text("""
    DELETE FROM kept_destination WHERE fingerprint_id IN (
        SELECT f.id FROM fingerprint f
        LEFT JOIN person p ON p.subject_id = f.subject_id
        WHERE p.id IS NULL
          AND NOT EXISTS (SELECT 1 FROM suppression s WHERE s.fingerprint_id = f.id AND s.created_at >= :until)
    ) AND kept_at < :until
""").bindparams(bindparam("until", type_=UtcTime))


def forget_taken() -> int:
    """Erase kept addresses nobody needs: no person behind them, and every registered sender has the stop."""
    takes = list(session().scalars(select(Sender.taken_to)))
    if not takes or any(until is None for until in takes):
        return 0
    return rows_touched(session().execute(FORGET_TAKEN, {"until": min(one for one in takes if one is not None)}))


def export_marks(holder: Holder) -> Rows:
    """The stops we keep about this person's destinations."""
    statement = (
        select(Suppression, StoredFingerprint.channel)
        .join(StoredFingerprint)
        .where(StoredFingerprint.subject_id == holder.subject_id)
    )
    for row, channel in session().execute(statement):
        yield {"channel": channel, **_what(row)}


def export_codes(holder: Holder) -> Rows:
    """The codes printed on mail to this person."""
    mark = StoredFingerprint
    same = (LabelCode.value == mark.value, LabelCode.key_id == mark.key_id, LabelCode.normaliser == mark.normaliser)
    mine = select(LabelCode.code, LabelCode.created_at).join(mark, and_(*same))
    for code, at in session().execute(mine.where(mark.subject_id == holder.subject_id, mark.channel == "post")):
        yield {"code": code, "made": at}


def erase_marks(holder: Holder) -> int:
    """Unlink: a mark that carries a stop gets a new subject, so nothing leads back to the ledger; others are deleted."""
    carrying = select(Suppression.fingerprint_id)
    mine = StoredFingerprint.subject_id == holder.subject_id
    _unlink_stops(select(StoredFingerprint.id).where(mine))
    session().execute(delete(StoredFingerprint).where(mine, StoredFingerprint.id.not_in(carrying)))
    left = select(StoredFingerprint.left_at).where(mine, StoredFingerprint.left_at.is_not(None)).distinct()
    # An address she left is somebody else's next: it must not lead to whoever comes back at the newer one.
    groups = [StoredFingerprint.left_at == moment for moment in session().scalars(left)]
    return sum(
        rows_touched(
            session().execute(update(StoredFingerprint).where(mine, group).values(subject_id=random_id(), left_at=None))
        )
        for group in (*groups, StoredFingerprint.left_at.is_(None))
    )


def _unlink_stops(marks: Select[int]) -> None:
    """A stop names the act that made it and the one that lifted it; the ledger lines of those acts name the subject."""
    stops = session().execute(select(_rows.c.id, _rows.c.lifted_at).where(_rows.c.fingerprint_id.in_(marks))).all()
    for stop, lifted_at in stops:
        strangers = {"act_id": random_id(), "lifted_by_act_id": random_id() if lifted_at else None}
        session().execute(update(_rows).where(_rows.c.id == stop).values(strangers))


def erase_kept(holder: Holder) -> int:
    """The kept address goes; the fingerprint stays."""
    mine = select(StoredFingerprint.id).where(StoredFingerprint.subject_id == holder.subject_id)
    return rows_touched(session().execute(delete(KeptDestination).where(KeptDestination.fingerprint_id.in_(mine))))


def no_rows(_holder: Holder) -> Rows:
    """Shown with the stops it belongs to."""
    return ()
