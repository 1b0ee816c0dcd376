"""What a file brings about many subjects: the same law as `choose`, in a handful of statements for a whole batch.

Only for acts that are nobody's own (imports): they may turn off, or set what was never asked, and lift nothing.
A test holds `bring` of one line against `choose` of the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from app.consent.acts import OFF, UNSET, Act, Change, is_personal
from app.consent.again import settle_repeats
from app.consent.ledger import keep_wordings, next_line, shared_values
from app.consent.merge import takes_effect
from app.consent.models import ConsentEntry, LedgerHead, Preference
from app.consent.scopes import scope_of
from app.core import chain, clock
from app.core.database import insert, session, table
from app.core.fingerprints import match_key
from app.policies import current_version
from app.suppression import Mark, Scope, all_marks_of, keep_addresses, marks_of_subjects, suppress_many

_entries, _heads, _preferences = table(ConsentEntry), table(LedgerHead), table(Preference)
Head = tuple[chain.Link | None, datetime]


@dataclass(frozen=True)
class Brought:
    """One line of a file: about whom, what, how it came, and the canonical e-mail address it named."""

    subject_id: str
    change: Change
    act: Act
    address: str


def bring(items: Sequence[Brought]) -> list[bool]:
    """Record what a file brings, in its order; stops also suppress and keep the address. Flushes.

    Returns, for each line, whether it took effect.
    """
    if not items:
        return []
    if any(is_personal(item.act.method) for item in items):
        raise ValueError("a file brings nobody's own act")
    subjects = {item.subject_id for item in items}
    heads = lock_subjects(subjects)
    took = _effective(items, states_of(subjects))
    _write([item for item, does in zip(items, took, strict=True) if does], heads)
    _stop([item for item in items if item.change.state == OFF])
    return took


def lock_subjects(subject_ids: Iterable[str]) -> dict[str, Head]:
    """Lock the heads of these subjects until the transaction ends, in one order for everybody, and read them."""
    wanted = sorted(set(subject_ids))
    if not wanted:
        return {}
    moment = clock.now()
    new = [{"subject_id": one, "seq": 0, "digest": chain.GENESIS, "at": moment} for one in wanted]
    session().execute(insert(_heads).on_conflict_do_nothing(), new)
    statement = select(_heads).where(_heads.c.subject_id.in_(wanted)).order_by(_heads.c.subject_id)
    return {
        row.subject_id: ((chain.Link(row.seq, b"", row.digest, 0, b"") if row.seq else None), row.at)
        for row in session().execute(statement.with_for_update())
    }


def states_of(subject_ids: Iterable[str]) -> dict[tuple[str, str, str], str]:
    """(subject, purpose, channel) → state, of many subjects."""
    columns = _preferences.c
    statement = select(columns.subject_id, columns.purpose, columns.channel, columns.state)
    rows = session().execute(statement.where(columns.subject_id.in_(sorted(subject_ids))))
    return {(subject, purpose, channel): state for subject, purpose, channel, state in rows}


def _effective(items: Iterable[Brought], states: dict[tuple[str, str, str], str]) -> list[bool]:
    """The merge law over the lines in turn: a later line sees what an earlier one did."""
    took = []
    for item in items:
        key = (item.subject_id, item.change.purpose, item.change.channel)
        took.append(takes_effect(states.get(key, UNSET), item.change.state, item.act.method))
        if took[-1]:
            states[key] = item.change.state
    return took


def _write(items: Sequence[Brought], heads: dict[str, Head]) -> None:
    """Append the lines, project them, move the heads."""
    if not items:
        return
    keep_wordings(item.act for item in items)
    policy, lines = current_version(), []
    for item in items:
        head, last_at = heads[item.subject_id]
        moment = max(clock.now(), last_at)
        place, line = next_line(head, shared_values(item.subject_id, item.act, moment, policy), item.change)
        heads[item.subject_id] = (place, moment)
        lines.append(line)
    session().execute(_entries.insert(), lines)
    _project(lines)
    _move_heads({item.subject_id for item in items}, heads)


def _project(lines: Iterable[dict[str, Any]]) -> None:
    key = ("subject_id", "purpose", "channel")
    statement = insert(_preferences)
    new = {"state": statement.excluded.state, "seq": statement.excluded.seq}
    rows = [{name: line[name] for name in (*key, "state", "seq")} for line in lines]
    session().execute(statement.on_conflict_do_update(index_elements=list(key), set_=new), rows)


def _move_heads(subjects: Iterable[str], heads: dict[str, Head]) -> None:
    rows = []
    for subject in sorted(subjects):
        place, moment = heads[subject]
        assert place is not None, "a line was just written"
        rows.append({"who": subject, "new_seq": place.seq, "new_digest": place.digest, "new_at": moment})
    statement = update(_heads).where(_heads.c.subject_id == bindparam("who"))
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("seq", "digest", "at")}
    session().connection().execute(statement.values(values), rows)


def _stop(items: Sequence[Brought]) -> None:
    """Every destination of the subject on that channel, and the address the line named, under whichever key."""
    if not items:
        return
    by_address = all_marks_of(item.address for item in items)
    by_subject = marks_of_subjects({item.subject_id for item in items})
    stops: list[tuple[Mark, Scope, str, str, str]] = []
    kept: dict[int, str] = {}
    for item in items:
        scope = scope_of(item.change.purpose)
        if scope is None:
            continue
        named = by_address.get(match_key(item.address), []) if item.change.channel == "email" else []
        marks = {mark.id: mark for mark in (*by_subject.get((item.subject_id, item.change.channel), ()), *named)}
        stops += [(mark, scope[0], scope[1], item.act.method, item.act.act_id) for mark in marks.values()]
        kept |= {mark.id: item.address for mark in named}
    suppress_many(stops)
    settle_repeats((mark, scope, slug, act_id) for mark, scope, slug, _method, act_id in stops)
    keep_addresses(kept)
