"""Batches of the mail house: which moment, its name, what was written, and whether it came out the same again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text

from app import topics
from app.core import clock
from app.core.database import insert, session, table
from app.core.personal_data import Holder, Move, Moved, Rows
from app.core.refusals import BadQuestion, Refusal
from app.paper.batch_models import PostalBatch, PostalErased
from app.paper.export_rows import record_of
from app.people import PostalAddress
from app.topics import TopicRules

SPREADSHEET, RAW = "spreadsheet", "raw"
_FIRST_YEAR = 1970


class StillWriting(Refusal):
    """Somebody's change from before the moment is not finished, so the list would not come out the same again."""


@dataclass(frozen=True)
class Wanted:
    """What one export is to write: the moment, the batch it tells the changes since (None: everything), the form of cells."""

    as_of: datetime
    since: PostalBatch | None
    form: str

    @property
    def id(self) -> str:
        """The same for the same moment, so that a repeat is known as one."""
        name = f"P-{_stamp(self.as_of)}"
        if self.since is not None:
            name += f"-since-{_stamp(self.since.as_of)}"
        return name + ("-raw" if self.form == RAW else "")


def _stamp(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{moment:%Y%m%dT%H%M%S}" + (f".{moment.microsecond:06}" if moment.microsecond else "") + "Z"


def moment_of(words: str | None, zone: ZoneInfo) -> datetime:
    """The moment of `--as-of`, or this one. A time without a zone is of the shop's. Raises BadQuestion."""
    if words is None:
        return clock.now()
    found: datetime | None
    try:
        said = datetime.fromisoformat(words.strip())
        found = (said if said.tzinfo else said.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year < _FIRST_YEAR:
        raise BadQuestion("--as-of is a moment like 2026-11-29T21:51:16Z or 2026-11-29T15:51:16-06:00.")
    if found > clock.now():
        raise BadQuestion("--as-of lies in the future. Nobody knows yet who will have stopped by then.")
    return found


def wanted(as_of: datetime, since: str | None, *, raw: bool) -> Wanted:
    """One export. Raises BadQuestion for a batch that is not known or not older."""
    before = None
    if since is not None:
        before = session().get(PostalBatch, since) if since.isprintable() else None
        if before is None:
            newest = session().scalar(select(PostalBatch.id).order_by(PostalBatch.as_of.desc()).limit(1))
            raise BadQuestion(f"There is no batch of that name. The newest is {newest or 'still to be made'}.")
        if before.as_of >= as_of:
            raise BadQuestion(f"--since is the batch of a later or the same moment: {before.as_of.isoformat()}.")
    return Wanted(as_of, before, RAW if raw else SPREADSHEET)


_WRITERS = text("SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)")
_OLDEST = text("SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)")


def writers_now() -> int | None:
    """A mark before which every running writer stands; None on SQLite, where this waits for the one there may be.

    A stop whose transaction began before the moment and ends after it would be missing from the first list and stand in its
    repeat. SQLite has one writer at a time, and this takes its place for an instant.
    """
    if session().get_bind().dialect.name == "sqlite":
        session().execute(text("SELECT 1"))
        session().rollback()
        return None
    mark = int(session().execute(_WRITERS).scalar_one())  # a number of our own, newer than that of any who writes now
    session().rollback()
    return mark


def are_done(mark: int | None) -> bool:
    """Whether every writer that ran at that mark has ended."""
    if mark is None:
        return True
    done = int(session().execute(_OLDEST).scalar_one()) >= mark
    session().rollback()
    return done


def rules_at(moment: datetime) -> tuple[TopicRules, ...]:
    """The paper topics as they were: as the first batch of that moment read them, else as they are, less what came later."""
    stored = (
        session()
        .scalars(select(PostalBatch.rules).where(PostalBatch.as_of == moment).order_by(PostalBatch.written_at).limit(1))
        .first()
    )
    if stored is not None:
        return tuple(TopicRules(**one) for one in json.loads(stored))
    found = (one for one in topics.every_topic() if one.channel == "post")
    names = [one.name for one in fields(TopicRules) if one.name != "is_retired"]
    return tuple(
        TopicRules(
            **{name: getattr(one, name) for name in names},
            is_retired=one.retired_at is not None and one.retired_at <= moment,
        )
        for one in sorted(found, key=lambda one: one.slug)
    )


def rules_as_json(rules: Iterable[TopicRules]) -> str:
    """Rules as a batch keeps them."""
    return json.dumps([asdict(one) for one in rules], sort_keys=True)


def keep(batch: PostalBatch) -> PostalBatch:
    """Keep a batch; what was kept under its name before stays, and is returned. Flushes."""
    values = {column.name: getattr(batch, column.name) for column in table(PostalBatch).columns}
    session().execute(insert(table(PostalBatch)).values(values).on_conflict_do_nothing())
    return session().scalars(select(PostalBatch).where(PostalBatch.id == batch.id)).one()


def batches(most: int, before: datetime | None = None) -> list[PostalBatch]:
    """Batches, newest written first; from before that moment on."""
    statement = select(PostalBatch).order_by(PostalBatch.written_at.desc(), PostalBatch.id).limit(most)
    return list(session().scalars(statement if before is None else statement.where(PostalBatch.written_at < before)))


def erased_between(after: datetime, until: datetime) -> list[tuple[str, str]]:
    """(record, whose) of what was erased after the one moment and up to the other, each once, in order."""
    columns = (PostalErased.record, PostalErased.scope)
    statement = select(*columns).where(PostalErased.erased_at > after, PostalErased.erased_at <= until).distinct()
    return [(record, scope) for record, scope in session().execute(statement.order_by(*columns))]


def erased_since(moment: datetime) -> int:
    """How many people were erased after that moment."""
    people = select(func.count()).where(PostalErased.erased_at > moment, PostalErased.scope == "person")
    return session().scalar(people) or 0


def note_gone(subject_id: str, person_id: int) -> int:
    """Her rows end with this transaction: leave their numbers, so that the next delta drops them. Flushes.

    For an erasure, and for the record that goes when two become one. Returns how many numbers.
    """
    if session().scalar(select(PostalBatch.id).limit(1)) is None:
        return 0  # nobody was ever told of her
    shared = select(PostalAddress.household_subject, PostalAddress.address_subject)
    rows = session().execute(shared.where(PostalAddress.person_id == person_id)).all()
    found = {(record_of(subject_id), "person")} if rows else set()
    found |= {(record_of(one), "household") for one, _other in rows if one}
    found |= {(record_of(one), "address") for _other, one in rows if one}
    moment = clock.now()
    values = [{"record": record, "scope": scope, "erased_at": moment} for record, scope in sorted(found)]
    if values:
        session().execute(insert(table(PostalErased)).on_conflict_do_nothing(), values)
    return len(values)


def note_erased(holder: Holder) -> int:
    """Before everything else of hers goes. Flushes."""
    return note_gone(holder.subject_id, holder.person_id) if holder.person_id is not None else 0


def nothing_held(_holder: Holder) -> Rows:
    """While she is here, no number of hers stands there."""
    return ()


def _merged(gone: Holder, _kept: Holder) -> Moved:
    """Before her rows become the kept record's: the mail house drops those it has under this one's number."""
    note_erased(gone)
    return []


def _parted(_gone: Holder, _kept: Holder, _moved: Moved) -> None:
    """She is listed again as somebody new: what a mail house dropped it is given anew."""


RECORD_GONE = Move(_merged, _parted)
