"""Stated interests and topics to read about: from a short list of the shop's, or in her own words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.core.refusals import BadSetting
from app.core.settings import ROOT
from app.people import By, Fact, Person, note_change
from app.profile.came import told
from app.profile.facts import about, current_facts, fact_value, remove_facts

LONGEST = 60
FILE = ROOT / "topics" / "interests.toml"
# Name of the fact → key of the file.
NAMES = {"interest": "interests", "content_topic": "content_topics"}


@cache
def offered(path: Path = FILE) -> dict[str, tuple[str, ...]]:
    """Name of the fact → what the shop offers to tick. Raises BadSetting, so a misspelt file stops the start."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise BadSetting(f"{path.name}: {err}") from None
    if odd := sorted(set(raw) ^ set(NAMES.values())):
        raise BadSetting(f"{path.name}: missing or unknown: {', '.join(odd)}.")
    found = {name: tuple(raw[key]) for name, key in NAMES.items()}
    for value in (one for values in found.values() for one in values):
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
            raise BadSetting(f"{path.name}: {value!r} is no text of 1 to {LONGEST} characters.")
    return found


def set_interests(person: Person, name: str, wanted: Iterable[str], shown: Iterable[str], by: By) -> None:
    """What she said from now on. `shown`: what the page showed as said; what came since stays. Flushes."""
    held = {fact.value: fact for fact in current_facts(person.id, "stated") if fact.name == name}
    ticked, known = list(dict.fromkeys(wanted)), set(shown)
    for value in ticked:
        if value not in held and value not in known:
            add_interest(person, name, value, by)
    remove_facts([fact for value, fact in held.items() if value in known and value not in ticked], by)


def add_interest(person: Person, name: str, value: str, by: By) -> None:
    """She said it: a new row, or the one that was removed. `name`: interest or content_topic. Flushes."""
    now = clock.now()
    same = (Fact.person_id == person.id, Fact.kind == "stated", Fact.name == name, Fact.value == value)
    fact = session().scalars(select(Fact).where(*same)).first()
    if fact is None:
        fact = Fact(person_id=person.id, kind="stated", name=name, value=value, created_at=now)
    elif fact.removed_at is None:
        return
    for column, said in told(by).items():
        setattr(fact, column, said)
    fact.changed_at, fact.removed_at, fact.removed_act_id = now, None, None
    session().add(fact)
    session().flush()
    note_change(person.id, "fact", None, fact_value(fact), by, about(fact))
