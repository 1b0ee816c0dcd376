"""Marks: the stored fingerprints of a destination, and the subject behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, tuple_, update

from app.channels import POST_VERSION
from app.core import clock, settings
from app.core.database import insert, random_id, rows_touched, session, table
from app.core.fields import open_text, seal_text
from app.core.fingerprints import Fingerprint, all_fingerprints, match_key
from app.core.personal_data import Holder, Moved
from app.suppression.models import KeptDestination, StoredFingerprint

KEPT = "kept-destination"
_marks = table(StoredFingerprint)


@dataclass(frozen=True)
class Mark:
    """A stored fingerprint: its row id and the subject it points to."""

    id: int
    subject_id: str
    channel: str


def mark_for(address: str) -> Mark:
    """The mark of an e-mail address under the newest key; made, with a new subject, when the address is new to us."""
    return _mark("email", match_key(address))


def mark_for_key(key: str, subject_id: str | None = None) -> Mark:
    """The mark of a postal match key of version 2 (person, household, address or label: app/channels/post_keys.py).

    Made when it is new to us, for `subject_id` or a new subject. Flushes.
    """
    return _mark("post", key, subject_id, POST_VERSION)


def mark_for_link(found: Fingerprint) -> Mark:
    """The mark a stop link names. Links work for addresses never imported: then it is made here."""
    return _insert(found, random_id())


def marks_of_address(address: str) -> list[Mark]:
    """Every stored mark of an e-mail address, under all keys."""
    return _all_stored(all_fingerprints(settings.current().fingerprint_keys, "email", match_key(address)))


def marks_of_subject(subject_id: str, channel: str) -> list[Mark]:
    """Every stored mark that points to a subject on one channel."""
    rows = session().execute(
        select(_marks.c.id, _marks.c.subject_id, _marks.c.channel).where(
            _marks.c.subject_id == subject_id, _marks.c.channel == channel
        )
    )
    return [Mark(*row) for row in rows]


def join_marks(subject_ids: list[str], into: str) -> None:
    """Let every mark of these subjects point to another one: they turned out to be the same person."""
    session().execute(update(_marks).where(_marks.c.subject_id.in_(subject_ids)).values(subject_id=into))


def part_marks(mark_ids: Iterable[int], of: str, to: str) -> None:
    """Let those of these marks that point to `of` point to another subject: they were not the same person after all."""
    mine = (_marks.c.id.in_(list(mark_ids)), _marks.c.subject_id == of)
    session().execute(update(_marks).where(*mine).values(subject_id=to))


def marks_there(gone: Holder, kept: Holder) -> Moved:
    """Every mark of the gone record leads to the kept one. Returns their ids."""
    ids = select(_marks.c.id).where(_marks.c.subject_id == gone.subject_id).order_by(_marks.c.id)
    moved = list(session().execute(ids).scalars())
    join_marks([gone.subject_id], kept.subject_id)
    return moved


def marks_back(gone: Holder, kept: Holder, moved: Moved) -> None:
    """They lead to the gone record again."""
    part_marks(moved, kept.subject_id, gone.subject_id)


def note_undeliverable(mark: Mark) -> bool:
    """Mail to that destination came back for good. No stop: it ends when she proves the address. False: known already."""
    news = (_marks.c.id == mark.id, _marks.c.undeliverable_at.is_(None))
    return rows_touched(session().execute(update(_marks).where(*news).values(undeliverable_at=clock.now()))) == 1


def note_deliverable(address: str) -> None:
    """Somebody proved that she reads mail at this address: no mark of it is undeliverable any more."""
    marks = [mark.id for mark in marks_of_address(address)]
    known = (_marks.c.id.in_(marks), _marks.c.undeliverable_at.is_not(None))
    session().execute(update(_marks).where(*known).values(undeliverable_at=None))


def hold_marks(addresses: Iterable[str]) -> None:
    """Until this transaction ends, no stop of these e-mail addresses is committed; one that is under way is waited for.

    For a mail's last moment. Roll back afterwards: a stranger's mark is made here only to be held, since a stop makes it too.
    (PostgreSQL: a stop refers to its mark, and FOR UPDATE holds off whoever refers to it. SQLite has one writer anyway.)
    """
    ring, now = settings.current().fingerprint_keys, clock.now()
    found = [one for address in addresses for one in all_fingerprints(ring, "email", match_key(address))]
    rows = [
        {"channel": one.channel, "key_id": one.key_id, "normaliser": one.normaliser, "value": one.value}
        | {"subject_id": random_id(), "created_at": now}
        for one in dict.fromkeys(found)
    ]
    session().execute(insert(_marks).values(rows).on_conflict_do_nothing())
    held = select(_marks.c.id).where(_which(found)).order_by(_marks.c.id).with_for_update()
    session().execute(held)


def _mark(channel: str, key: str, subject_id: str | None = None, version: int | None = None) -> Mark:
    """Two statements, the same two whether the destination is known or not: nobody can tell from outside."""
    fingerprints = all_fingerprints(settings.current().fingerprint_keys, channel, key, version)
    known = _all_stored(fingerprints)
    subjects = [mark.subject_id for mark in known]
    return _insert(fingerprints[0], subjects[0] if subjects else subject_id or random_id())


def _all_stored(fingerprints: Iterable[Fingerprint]) -> list[Mark]:
    statement = select(_marks.c.id, _marks.c.subject_id, _marks.c.channel).where(_which(fingerprints))
    return [Mark(*row) for row in session().execute(statement.order_by(_marks.c.id))]


def _which(fingerprints: Iterable[Fingerprint]) -> ColumnElement[bool]:
    wanted = [(one.value, one.channel, one.key_id, one.normaliser) for one in fingerprints]
    return tuple_(_marks.c.value, _marks.c.channel, _marks.c.key_id, _marks.c.normaliser).in_(wanted)


def _insert(new: Fingerprint, subject_id: str) -> Mark:
    """Insert, or read what is there or another writer inserted a moment before, in one statement."""
    values = {
        "channel": new.channel,
        "key_id": new.key_id,
        "normaliser": new.normaliser,
        "value": new.value,
        "subject_id": subject_id,
        "created_at": clock.now(),
    }
    keep = {"created_at": _marks.c.created_at}
    same = ["value", "channel", "key_id", "normaliser"]
    either = insert(_marks).values(values).on_conflict_do_update(index_elements=same, set_=keep)
    returning = either.returning(_marks.c.id, _marks.c.subject_id, _marks.c.channel)
    return Mark(*session().execute(returning).one())


def keep_address(mark: Mark, address: str) -> None:
    """Keep the address itself beside its mark, encrypted, so that a mail platform can be told. Once."""
    sealed = seal_text(settings.current().field_keys, KEPT, address)
    values = {"fingerprint_id": mark.id, "sealed": sealed, "kept_at": clock.now()}
    session().execute(insert(table(KeptDestination)).values(values).on_conflict_do_nothing())


def address_of_mark(mark_id: int) -> str | None:
    """The kept address of a mark, or None: never held, or erased."""
    row = session().get(KeptDestination, mark_id)
    return open_text(settings.current().field_keys, KEPT, row.sealed) if row else None
