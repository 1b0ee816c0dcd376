"""Customers in: a batch of rows is planned from a few look-ups, then written in a few statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app import consent, people
from app.core import clock
from app.core.csvfiles import BadFile, Row
from app.core.database import random_id
from app.exchange import runs
from app.exchange.columns import Columns
from app.exchange.incoming import Incoming
from app.exchange.newcomers import bring_people
from app.exchange.person_plan import FIELDS, Held, Step, held, plan
from app.exchange.person_rows import CONSENT, Basis, PersonRow, person_row
from app.exchange.scratch import Scratch
from app.exchange.verdicts import Verdict

KIND = "people"
STOPS_KIND = "suppressions"
SOURCES = {False: "purchase", True: "legacy_list"}


class PeopleFile(Incoming[PersonRow]):
    """One customer file and how to read it."""

    kind = KIND

    def __init__(self, path: Path, columns: Columns, basis: Basis, *, stops_came: bool) -> None:
        super().__init__(path, columns)
        self.basis, self.stops_came = basis, stops_came

    def check(self, row: Row) -> None:
        """Refuse an old list that is none, or whose stops did not come in before it. Raises BadFile."""
        if not self.basis.legacy:
            return
        if any(name in row.cells for name in CONSENT):
            raise BadFile("The file has consent columns of its own: import it without --basis legacy.")
        if row.get("topic") and not self.stops_came:
            raise BadFile(
                "An old list of subscribers comes in only after the stops that belong to it: run `suppression import` "
                "with everyone who ever unsubscribed, or say --no-suppressions if nobody ever did."
            )

    def read(self, row: Row) -> PersonRow:
        """One row as values."""
        return person_row(row, self.basis)

    def apply(self, rows: Sequence[PersonRow], store: Scratch | None) -> list[Verdict]:
        """What the rows do, from what we hold about their addresses."""
        known = people.people_by_addresses(row.email for row in rows)
        now = _held(rows, known)
        if store is not None:
            now |= {key: Held(**value) for key, value in store.kept(now).items()}
        steps = [plan(row, now[row.key], are_customers=not self.basis.legacy) for row in rows]
        if store is not None:
            store.keep({key: asdict(value) for key, value in now.items()})
        else:
            _write(steps, known, SOURCES[self.basis.legacy], are_customers=not self.basis.legacy)
        return [step.verdict for step in steps]


def _held(rows: Iterable[PersonRow], known: Mapping[str, people.Person]) -> dict[str, Held]:
    emails = {row.key: row.email for row in rows}
    standings = consent.standings(list(emails.values()))
    origins = people.origins_of_many({person.id for person in known.values()})
    return {
        key: held(known.get(key), standing, origins.get(known[key].id) if key in known else None)
        for key, standing in zip(emails, standings, strict=True)
    }


def _write(steps: Sequence[Step], known: dict[str, people.Person], source: str, *, are_customers: bool) -> None:
    """Persons, addresses, marks, then what the rows say about topics."""
    if not steps:
        return
    facts: dict[str, dict[str, str]] = {}
    for step in steps:
        rest = {name: text for name, text in step.facts.items() if name != "phone"}
        facts.setdefault(step.row.key, {}).update(rest)
    emails = [step.row.email for step in steps]
    new = bring_people(emails, known, source, are_customers=are_customers, facts=facts)
    _update((step for step in steps if step.row.key not in new), known, are_customers=are_customers)
    people.set_phones(
        (known[step.row.key], {"number": step.facts["phone"], **vars(step.row.came)})
        for step in steps
        if "phone" in step.facts
    )
    people.set_postal_addresses(
        (known[step.row.key], {**_place(step.postal), **vars(step.row.came)}) for step in steps if step.postal
    )
    people.set_origins(_origins(steps, known))
    # What changes where or under which name or number paper reaches her changes its marks.
    consent.settle_places({(one := known[step.row.key]).id: one for step in steps if _moves(step)}.values())
    consent.bring([_brought(step, known[step.row.key].subject_id) for step in steps if step.says])


def _update(steps: Iterable[Step], known: Mapping[str, people.Person], *, are_customers: bool) -> None:
    moment, act_id, changes = clock.now(), random_id(), []
    for step in steps:
        person = known[step.row.key]
        before = _told_of(person)
        if are_customers:
            person.customer_since = person.customer_since or moment
        for name, text in step.facts.items():
            if name != "phone":
                setattr(person, name, text)
        who = {"person_id": person.id, "act_id": act_id, "method": "import", "actor": "import"}
        for about, now in _told_of(person).items():
            if now != before[about]:
                changes.append({**who, "field": about, "old": json.dumps(before[about]), "new": json.dumps(now)})
    people.note_changes(changes)


def _told_of(person: people.Person) -> dict[str, Any]:
    """What stands on a label: a paper list of an earlier moment reads it back from the changes noted."""
    name = {"first_name": person.first_name, "last_name": person.last_name}
    return {"name": name, "customer_number": person.customer_number}


def _origins(steps: Iterable[Step], known: Mapping[str, people.Person]) -> Iterator[dict[str, Any]]:
    """Where names and numbers that were written came from."""
    for step in steps:
        named = step.row.facts if step.told else step.facts
        for about in {FIELDS[name] for name in named if name in FIELDS}:
            yield {**vars(step.row.came), "person_id": known[step.row.key].id, "field": about}


def _moves(step: Step) -> bool:
    return bool(step.postal or step.facts.keys() - {"phone"})


def _place(postal: Sequence[str]) -> dict[str, str]:
    return dict(zip(("street", "city", "state", "postal_code", "country"), postal, strict=True))


def _brought(step: Step, subject_id: str) -> consent.Brought:
    says = step.says
    assert says is not None, "asked for by the caller"
    change = consent.Change(says.topic.purpose, says.topic.channel, says.state)
    act = consent.Act(
        method=says.method, source=says.source, actor="import", wording=says.wording, claimed_at=says.claimed_at
    )
    return consent.Brought(subject_id, change, act, step.row.email)


def people_file(path: Path, columns: Columns, basis: Basis, *, no_suppressions: bool) -> PeopleFile:
    """A customer file; an old list also needs to know whether its stops came before it."""
    return PeopleFile(path, columns, basis, stops_came=no_suppressions or runs.was_finished(STOPS_KIND))
