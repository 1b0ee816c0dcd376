"""What a row would do to what we know: pure steps, so that a dry run gives the verdicts of a real one.

What she removed, corrected, refused or said goodbye to is hers: no file brings it back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.exchange.fact_rows import ANIMAL, FactRow
from app.exchange.verdicts import ADDED, KEPT, UNCHANGED, UPDATED, Verdict
from app.people import SINGLE

HERS = "the person's own: removed, corrected, refused or said goodbye to; a file never brings that back"


@dataclass
class Held:
    """What we know of one person, as far as a file of facts can touch it. JSON in and out (`vars`)."""

    facts: dict[str, list[str]] = field(default_factory=dict)  # "kind/name/value" → [removed at, reason, source, …]
    values: dict[str, str] = field(default_factory=dict)  # of SINGLE
    corrected: list[str] = field(default_factory=list)  # fields she set herself
    animals: list[str] = field(default_factory=list)  # "kind/name", listed, gone or removed
    farewells: dict[str, str] = field(default_factory=dict)  # kind → day
    no_guesses: bool = False


@dataclass(frozen=True)
class Step:
    """What to write for one row, and its verdict. `writes`: fact, again (it is there, and its words change), value,
    animal, or nothing."""

    row: FactRow
    verdict: Verdict
    writes: str = ""
    old: str = ""


def plan(row: FactRow, now: Held) -> Step:
    """Decide one row and bring `now` to what will be."""
    if row.name in SINGLE:
        return _value(row, now)
    if row.name == ANIMAL:
        return _animal(row, now)
    if row.kind == "inferred" and (hers := _refused_guess(row, now)):
        return _step(row, KEPT, hers)
    return _fact(row, now)


def _refused_guess(row: FactRow, now: Held) -> str:
    if now.no_guesses:
        return "she asked us to stop guessing"
    farewell = now.farewells.get(row.animal)
    if farewell and (row.obtained_on is None or row.obtained_on.isoformat() <= farewell):
        return f"her {row.animal} is no longer with her"
    return ""


def _fact(row: FactRow, now: Held) -> Step:
    key, told = f"{row.kind}/{row.name}/{row.value}", _told(row)
    known = now.facts.get(key)
    if known is None:
        now.facts[key] = ["", *told]
        return _step(row, ADDED, f"{row.name}", "fact")
    if known[0]:
        return _step(row, KEPT, f"{row.name}: she removed it")
    if known[1:] == told:
        return _step(row, UNCHANGED, row.name)
    now.facts[key] = ["", *told]
    return _step(row, UPDATED, f"{row.name}: where it came from", "again")


def _told(row: FactRow) -> list[str]:
    day = row.obtained_on.isoformat() if row.obtained_on else ""
    return [row.reason, row.source, row.source_detail, day, row.animal]


def _value(row: FactRow, now: Held) -> Step:
    old = now.values.get(row.name, "")
    if row.name in now.corrected:
        return _step(row, UNCHANGED if old == row.value else KEPT, f"{row.name}: she set it herself")
    if old == row.value:
        return _step(row, UNCHANGED, row.name)
    now.values[row.name] = row.value
    return _step(row, UPDATED if old else ADDED, row.name, "value", old)


def _animal(row: FactRow, now: Held) -> Step:
    key = f"{row.animal}/{row.value.casefold()}"
    if key in now.animals:
        return _step(row, UNCHANGED, "an animal we know of, with her, gone or removed")
    if row.animal in now.farewells and not row.value:
        return _step(row, KEPT, f"her {row.animal} is no longer with her")
    now.animals.append(key)
    return _step(row, ADDED, "animal", "animal")


def _step(row: FactRow, word: str, detail: str, writes: str = "", old: str = "") -> Step:
    return Step(row, Verdict(row.line, row.about, word, detail), writes, old)


def held(facts: Any, animals: Any, person: Any, corrected: Any, farewells: Any, *, no_guesses: bool) -> Held:
    """What we hold, from rows of the database."""
    found = Held(no_guesses=no_guesses, farewells={kind: day.isoformat() for kind, day in farewells.items()})
    for one in facts:
        day = one.obtained_on.isoformat() if one.obtained_on else ""
        removed = one.removed_at.isoformat() if one.removed_at else ""
        told = [removed, one.reason, one.source, one.source_detail, day, one.animal]
        found.facts[f"{one.kind}/{one.name}/{one.value}"] = told
    found.values = {name: getattr(person, name) or "" for name in SINGLE}
    found.corrected = list(corrected)
    found.animals = [f"{one.kind}/{one.name.casefold()}" for one in animals]
    return found
