"""Writing the ledger: lock the subject's head, append, project. SQLAlchemy Core only: this is the hot path of every stop."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.consent.acts import UNSET, Act, Change, Changed
from app.consent.merge import takes_effect
from app.consent.models import ConsentEntry, Evidence, LedgerHead, Preference, Wording
from app.core import chain, clock, settings
from app.core.database import insert, session, table
from app.core.keys import derive
from app.policies import current_version

CHAIN = "consent"
_entries, _heads, _preferences = table(ConsentEntry), table(LedgerHead), table(Preference)


@dataclass(frozen=True)
class Written:
    """What an act did: the changes that took effect, none when everything stood like that already."""

    act_id: str
    changes: tuple[Changed, ...]


def record(subject_id: str, changes: Iterable[Change], act: Act) -> Written:
    """Append what an act changes about a subject, and project it. A change that changes nothing leaves no entry.

    Runs in the caller's transaction, behind the lock on the subject's head, so chains never fork.
    """
    head, last_at = lock_head(subject_id)
    states = current_states(subject_id)
    wanted = [(change, states.get((change.purpose, change.channel), UNSET)) for change in changes]
    effective = [(change, old) for change, old in wanted if takes_effect(old, change.state, act.method)]
    if effective:
        common = _common(subject_id, act, max(clock.now(), last_at))
        for change, _old in effective:
            head = _append(head, common, change)
        _move_head(subject_id, head, common["at"])
    changed = (Changed(change.purpose, change.channel, old, change.state, act.act_id) for change, old in effective)
    return Written(act.act_id, tuple(changed))


def current_states(subject_id: str) -> dict[tuple[str, str], str]:
    """(purpose, channel) → state, of one subject."""
    columns = _preferences.c
    statement = select(columns.purpose, columns.channel, columns.state).where(columns.subject_id == subject_id)
    return {(purpose, channel): state for purpose, channel, state in session().execute(statement)}


def lock_head(subject_id: str) -> tuple[chain.Link | None, datetime]:
    """The end of the chain and its time, locked until the transaction ends; made when the subject is new."""
    new = insert(_heads).values(subject_id=subject_id, seq=0, digest=chain.GENESIS, at=clock.now())
    session().execute(new.on_conflict_do_nothing())
    columns = _heads.c
    statement = select(columns.seq, columns.digest, columns.at).where(columns.subject_id == subject_id)
    row = session().execute(statement.with_for_update()).one()
    return (chain.Link(row.seq, b"", row.digest, 0, b"") if row.seq else None), row.at


def _common(subject_id: str, act: Act, moment: datetime) -> dict[str, Any]:
    """What all entries of one act share; its wording and evidence are kept."""
    keep_wordings([act])
    _keep_evidence(subject_id, act, moment)
    return shared_values(subject_id, act, moment, current_version())


def shared_values(subject_id: str, act: Act, moment: datetime, policy_version: int) -> dict[str, Any]:
    """What all entries of one act share."""
    return {
        "subject_id": subject_id,
        "method": act.method,
        "actor": act.actor,
        "act_id": act.act_id,
        "wording": None if act.wording is None else hashlib.sha256(act.wording.encode()).hexdigest(),
        "language": act.language,
        "policy_version": policy_version,
        "campaign_id": act.campaign_id,
        "source": act.source,
        "claimed_at": act.claimed_at,
        "at": moment,
        "zone": settings.current().brand.zone_name,
        "evidence": _evidence_digest(act),
    }


def _append(head: chain.Link | None, common: dict[str, Any], change: Change) -> chain.Link:
    place, values = next_line(head, common, change)
    session().execute(_entries.insert().values(values))
    project(common["subject_id"], change.purpose, change.channel, change.state, place.seq)
    return place


def next_line(head: chain.Link | None, common: dict[str, Any], change: Change) -> tuple[chain.Link, dict[str, Any]]:
    """The line after `head`: its place in the chain, and the row to insert."""
    values = {**common, "purpose": change.purpose, "channel": change.channel, "state": change.state}
    values["seq"] = (head.seq if head else 0) + 1
    place = chain.link(settings.current().seal_keys, CHAIN, head, ConsentEntry(**values).canonical())
    stored = {"previous": place.previous, "digest": place.digest, "key_id": place.key_id, "mark": place.mark}
    return place, {**values, **stored}


def project(subject_id: str, purpose: str, channel: str, state: str, seq: int) -> None:
    """Write one derived preference."""
    key = {"subject_id": subject_id, "purpose": purpose, "channel": channel}
    now = {"state": state, "seq": seq}
    statement = insert(_preferences).values({**key, **now})
    session().execute(statement.on_conflict_do_update(index_elements=list(key), set_=now))


def _move_head(subject_id: str, head: chain.Link | None, moment: datetime) -> None:
    assert head is not None
    values = {"seq": head.seq, "digest": head.digest, "at": moment}
    session().execute(update(_heads).where(_heads.c.subject_id == subject_id).values(values))


def keep_wordings(acts: Iterable[Act]) -> None:
    """Keep each text somebody was shown once, under its SHA-256."""
    rows = {
        hashlib.sha256(act.wording.encode()).hexdigest(): (act.language, act.wording)
        for act in acts
        if act.wording is not None
    }
    values = [{"sha256": digest, "language": lang, "body": body} for digest, (lang, body) in sorted(rows.items())]
    if values:
        session().execute(insert(table(Wording)).on_conflict_do_nothing(), values)


def _keep_evidence(subject_id: str, act: Act, moment: datetime) -> None:
    if act.evidence:
        body = chain.canonical(act.evidence).decode()
        values = {"act_id": act.act_id, "subject_id": subject_id, "body": body, "at": moment}
        session().execute(insert(table(Evidence)).values(values).on_conflict_do_nothing())


def _evidence_digest(act: Act) -> bytes | None:
    if not act.evidence:
        return None
    return evidence_digest(settings.current().seal_keys.newest, chain.canonical(act.evidence))


def evidence_digest(key: bytes, body: bytes) -> bytes:
    """What a line keeps of its evidence, under the key that also marks the line."""
    return hmac.new(derive(key, "evidence"), body, hashlib.sha256).digest()[:16]
