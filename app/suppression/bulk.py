"""Marks and stops of many destinations at once, in a handful of statements: for the retailer's files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, select, text

from app.channels import POST_VERSION
from app.core import clock, settings
from app.core.database import insert, random_id, session, table
from app.core.fields import seal_text
from app.core.fingerprints import POST_NORMALISER, Fingerprint, all_fingerprints, match_key
from app.suppression.marks import KEPT, Mark
from app.suppression.models import KeptDestination, StoredFingerprint, Suppression
from app.suppression.service import Scope

_marks, _rows = table(StoredFingerprint), table(Suppression)

# A postal mark whose person was erased carries its stop alone: whoever is known there now takes it over.
ADOPT = text("""
    UPDATE fingerprint SET subject_id = :subject
     WHERE id = :mark AND NOT EXISTS (SELECT 1 FROM person p WHERE p.subject_id = fingerprint.subject_id)
""").bindparams(bindparam("subject"), bindparam("mark"))


def marks_for(addresses: Iterable[str], subjects: Mapping[str, str] | None = None) -> dict[str, Mark]:
    """Match key → mark under the newest key, of canonical e-mail addresses. Made where an address is new to us.

    `subjects`: match key → the subject a new mark points to, where it is known already. Flushes.
    """
    keys = {match_key(address) for address in addresses}
    return _many("email", {key: (subjects or {}).get(key) for key in keys})


def person_marks_for(subjects: Mapping[str, str | None], older: Mapping[str, str] | None = None) -> dict[str, Mark]:
    """Person key (channels.post_keys, POST_VERSION) → mark, for person key → subject; None: somebody nobody knows. Flushes.

    Marks nobody stands behind any more join the subject, under whichever key; one that is another person's stays hers.
    `older`: keys of version 1 (`post_match_key`) → subject, whose marks are looked for and not made.
    """
    found = _many("post", subjects, POST_VERSION)
    known = {key: subject for key, subject in subjects.items() if subject is not None}
    _adopt(
        [(_prints("post", known, POST_VERSION), known), (_prints("post", older or (), POST_NORMALISER), older or {})]
    )
    return found


def shared_marks_for(keys: Iterable[str]) -> dict[str, Mark]:
    """Household, address and label keys → marks with a subject of their own, made where they are new to us. Flushes."""
    return _many("post", dict.fromkeys(keys), POST_VERSION)


def _adopt(wanted: Iterable[tuple[Mapping[str, list[Fingerprint]], Mapping[str, str]]]) -> None:
    subjects = {one: who[key] for prints, who in wanted for key, several in prints.items() for one in several}
    if not subjects:
        return
    stored = _stored({one.value.hex(): [one] for one in subjects})
    rows = [{"mark": m.id, "subject": subjects[one]} for one, m in stored.items() if m.subject_id != subjects[one]]
    if rows:
        session().connection().execute(ADOPT, rows)


def all_marks_of(addresses: Iterable[str]) -> dict[str, list[Mark]]:
    """Match key → every stored mark of that e-mail address, under all keys."""
    prints = _prints("email", {match_key(address) for address in addresses})
    stored = _stored(prints)
    return {key: [stored[one] for one in several if one in stored] for key, several in prints.items()}


def marks_of_subjects(subject_ids: Iterable[str]) -> dict[tuple[str, str], list[Mark]]:
    """(subject, channel) → every stored mark that points to the subject."""
    columns = select(_marks.c.id, _marks.c.subject_id, _marks.c.channel)
    found: dict[tuple[str, str], list[Mark]] = {}
    for row in session().execute(columns.where(_marks.c.subject_id.in_(list(subject_ids)))):
        found.setdefault((row.subject_id, row.channel), []).append(Mark(*row))
    return found


def suppress_many(stops: Iterable[tuple[Mark, Scope, str, str, str]]) -> None:
    """Stop contact for many: (mark, scope, topic slug, reason, act id). A repeat changes nothing. Flushes."""
    moment = clock.now()
    rows = [
        {
            "fingerprint_id": m.id,
            "scope": str(scope),
            "topic_slug": slug,
            "reason": why,
            "act_id": act,
            "created_at": moment,
        }
        for m, scope, slug, why, act in stops
    ]
    if rows:
        session().execute(insert(_rows).on_conflict_do_nothing(), rows)


def keep_addresses(addresses: Mapping[int, str]) -> None:
    """Mark id → the address, kept encrypted beside its mark so that a mail platform can be told. Once. Flushes."""
    ring, moment = settings.current().field_keys, clock.now()
    rows = [
        {"fingerprint_id": mark, "sealed": seal_text(ring, KEPT, address), "kept_at": moment}
        for mark, address in addresses.items()
    ]
    if rows:
        session().execute(insert(table(KeptDestination)).on_conflict_do_nothing(), rows)


def _prints(channel: str, keys: Iterable[str], version: int | None = None) -> dict[str, list[Fingerprint]]:
    ring = settings.current().fingerprint_keys
    return {key: all_fingerprints(ring, channel, key, version) for key in keys}


def _stored(prints: Mapping[str, list[Fingerprint]]) -> dict[Fingerprint, Mark]:
    wanted = {one for several in prints.values() for one in several}
    statement = select(_marks).where(_marks.c.value.in_([one.value for one in wanted]))
    found = {}
    for row in session().execute(statement):
        one = Fingerprint(row.channel, row.key_id, row.normaliser, bytes(row.value))
        if one in wanted:
            found[one] = Mark(row.id, row.subject_id, row.channel)
    return found


def _many(channel: str, subjects: Mapping[str, str | None], version: int | None = None) -> dict[str, Mark]:
    if not subjects:
        return {}
    prints = _prints(channel, subjects, version)
    stored = _stored(prints)
    missing = {}
    for key, (newest, *older) in prints.items():
        if newest not in stored:
            known = min((stored[one] for one in older if one in stored), key=lambda mark: mark.id, default=None)
            missing[newest] = known.subject_id if known else subjects[key] or random_id()
    if missing:
        _insert(missing)
        stored |= _stored({one.value.hex(): [one] for one in missing})
    return {key: stored[newest] for key, (newest, *_older) in prints.items()}


def _insert(missing: Mapping[Fingerprint, str]) -> None:
    """Insert; what another writer inserted a moment before stays, and is read back."""
    moment = clock.now()
    rows = [
        {
            "channel": one.channel,
            "key_id": one.key_id,
            "normaliser": one.normaliser,
            "value": one.value,
            "subject_id": subject,
            "created_at": moment,
        }
        for one, subject in sorted(missing.items(), key=lambda pair: pair[0].value)
    ]
    session().execute(insert(_marks).on_conflict_do_nothing(), rows)
