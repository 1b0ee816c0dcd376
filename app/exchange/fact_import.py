"""Facts in: what people said, what was seen, what was guessed. A batch is planned from a few look-ups, then written in a few
statements. Facts add nobody: whom the shop doesn't know, it knows nothing about."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app import consent, people
from app.core import clock
from app.core.csvfiles import Row
from app.core.database import random_id, session
from app.exchange.columns import Columns
from app.exchange.fact_plan import HERS, Held, Step, held, plan
from app.exchange.fact_rows import FactRow, fact_row
from app.exchange.incoming import Incoming
from app.exchange.scratch import Scratch
from app.exchange.verdicts import REFUSED, RowRefused, Verdict

KIND = "facts"


class FactsFile(Incoming[FactRow]):
    """One file of facts about people we know."""

    kind = KIND
    about = "email"
    kept = HERS

    def __init__(self, path: Path, columns: Columns, zone: ZoneInfo) -> None:
        super().__init__(path, columns)
        self.zone = zone

    def read(self, row: Row) -> FactRow:
        """One row as values."""
        return fact_row(row, self.zone)

    def apply(self, rows: Sequence[FactRow], store: Scratch | None) -> list[Verdict]:
        """What the rows do, from what we know of their people."""
        who = _Who(rows)
        now = _held(who.everybody())
        if store is not None:
            kept = store.kept(str(number) for number in now)
            now |= {int(number): Held(**value) for number, value in kept.items()}
        steps = [self._planned(row, who, now) for row in rows]
        if store is not None:
            store.keep({str(number): asdict(value) for number, value in now.items()})
        else:
            _write([(person, step) for person, step in steps if person and step.writes])
        return [step.verdict for _person, step in steps]

    def _planned(self, row: FactRow, who: _Who, now: Mapping[int, Held]) -> tuple[people.Person | None, Step]:
        try:
            person = who.behind(row)
        except RowRefused as why:
            return None, Step(row, Verdict(row.line, row.about, REFUSED, str(why)))
        return person, plan(row, now[person.id])


class _Who:
    """The people a batch names."""

    def __init__(self, rows: Collection[FactRow]) -> None:
        self.by_key = people.people_by_addresses(row.email for row in rows if row.email)
        numbers = {row.customer_number for row in rows if row.customer_number}
        self.by_number = people.people_by_customer_numbers(numbers)

    def behind(self, row: FactRow) -> people.Person:
        """Whose the row is: by address, else by a number that one person has. Where both are given they must agree."""
        behind = self.by_number.get(row.customer_number, [])
        if row.email:
            found = self.by_key.get(row.key)
            if found is None:
                raise RowRefused("nobody is known by this e-mail address; bring her in with `people import` first")
            if behind and found.id not in {one.id for one in behind}:
                raise RowRefused("this customer number is held with another e-mail address")
            return found
        if len(behind) != 1:
            several = "more than one person has this customer number; give the e-mail address too"
            raise RowRefused(several if behind else "nobody has this customer number")
        return behind[0]

    def everybody(self) -> dict[int, people.Person]:
        """Id → person."""
        several = [one for group in self.by_number.values() for one in group]
        return {one.id: one for one in (*self.by_key.values(), *several)}


def _held(everybody: Mapping[int, people.Person]) -> dict[int, Held]:
    ids = everybody.keys()
    facts, animals, origins = people.facts_of_many(ids), people.animals_of_many(ids), people.origins_of_many(ids)
    gone = people.farewells_of(ids)
    answers = consent.states_of({one.subject_id for one in everybody.values()})
    guessing = consent.INFERENCE, consent.ANY_CHANNEL
    return {
        number: held(
            facts.get(number, ()),
            animals.get(number, ()),
            person,
            [name for name, one in origins.get(number, {}).items() if one.corrected_at is not None],
            gone.get(number, {}),
            no_guesses=answers.get((person.subject_id, *guessing)) == consent.OFF,
        )
        for number, person in everybody.items()
    }


def _write(steps: Sequence[tuple[people.Person, Step]]) -> None:
    """New facts and animals in a statement each, changed words on their rows, values with their origin and the change."""
    act_id = random_id()
    people.add_facts(_fact(person, step.row) for person, step in steps if step.writes == "fact")
    people.add_animals(_animal(person, step.row) for person, step in steps if step.writes == "animal")
    _again([(person, step.row) for person, step in steps if step.writes == "again"])
    values = [(person, step) for person, step in steps if step.writes == "value"]
    for person, step in values:
        setattr(person, step.row.name, step.row.value)
    people.set_origins({**_came(step.row), "person_id": one.id, "field": step.row.name} for one, step in values)
    people.note_changes(_changed(person, step, act_id) for person, step in values)
    session().flush()


def _came(row: FactRow) -> dict[str, Any]:
    return {"source": row.source, "source_detail": row.source_detail, "obtained_on": row.obtained_on}


def _fact(person: people.Person, row: FactRow) -> dict[str, Any]:
    about = {"kind": row.kind, "name": row.name, "value": row.value, "reason": row.reason, "animal": row.animal}
    return {**about, **_came(row), "person_id": person.id}


def _animal(person: people.Person, row: FactRow) -> dict[str, Any]:
    return {"kind": row.animal, "name": row.value, "born_in": row.born_in, **_came(row), "person_id": person.id}


def _changed(person: people.Person, step: Step, act_id: str) -> dict[str, Any]:
    texts = {
        "old": json.dumps(step.old or None, ensure_ascii=False),
        "new": json.dumps(step.row.value, ensure_ascii=False),
    }
    who = {"person_id": person.id, "act_id": act_id, "method": "import", "actor": "import"}
    return {**who, **texts, "field": step.row.name}


def _again(rows: Iterable[tuple[people.Person, FactRow]]) -> None:
    wanted = {(person.id, row.kind, row.name, row.value): row for person, row in rows}
    facts = people.facts_of_many({number for number, *_rest in wanted})
    for one in (fact for several in facts.values() for fact in several):
        row = wanted.get((one.person_id, one.kind, one.name, one.value))
        if row is not None:
            one.reason, one.animal, one.changed_at = row.reason, row.animal, clock.now()
            one.source, one.source_detail, one.obtained_on = row.source, row.source_detail, row.obtained_on
