"""Customers in: a batch of rows is planned from a few look-ups, then written in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from app import consent, people, suppression
from app.core import clock
from app.core.csvfiles import BadFile, Row
from app.core.fingerprints import post_match_key
from app.exchange import runs
from app.exchange.columns import Columns
from app.exchange.person_plan import Held, Step, held, plan
from app.exchange.person_rows import CONSENT, Basis, PersonRow, person_row
from app.exchange.scratch import Scratch
from app.exchange.verdicts import REFUSED, RowRefused, Verdict

KIND = "people"
STOPS_KIND = "suppressions"
SOURCES = {False: "purchase", True: "legacy_list"}


class PeopleFile:
    """One customer file and how to read it."""

    kind = KIND

    def __init__(self, path: Path, columns: Columns, basis: Basis, *, stops_came: bool) -> None:
        self.path, self.columns, self.basis, self.stops_came = path, columns, basis, stops_came

    def rows(self) -> Iterable[Row]:
        """The records under our column names."""
        return self.columns.rows(self.path)

    def check(self, row: Row) -> None:
        """Refuse the whole file for what no single row can answer for. Raises BadFile."""
        if not self.basis.legacy:
            return
        if any(name in row.cells for name in CONSENT):
            raise BadFile("The file has consent columns of its own: import it without --basis legacy.")
        if row.get("topic") and not self.stops_came:
            raise BadFile(
                "An old list of subscribers comes in only after the stops that belong to it: run `suppression import` "
                "with everyone who ever unsubscribed, or say --no-suppressions if nobody ever did."
            )

    def take(self, rows: Sequence[Row], store: Scratch | None) -> list[Verdict]:
        """Apply rows in their order; with a store, only say what would be. Flushes; the entry point commits."""
        parsed = [_parsed(row, self.basis) for row in rows]
        usable = [one for one in parsed if isinstance(one, PersonRow)]
        known = people.people_by_addresses(one.email for one in usable)
        now = _held(usable, known)
        if store is not None:
            now |= {key: Held(**value) for key, value in store.kept(now).items()}
        steps = [plan(one, now[one.key], are_customers=not self.basis.legacy) for one in usable]
        if store is not None:
            store.keep({key: asdict(value) for key, value in now.items()})
        else:
            _write(steps, known, SOURCES[self.basis.legacy], are_customers=not self.basis.legacy)
        said = iter(step.verdict for step in steps)
        return [one if isinstance(one, Verdict) else next(said) for one in parsed]


def _parsed(row: Row, basis: Basis) -> PersonRow | Verdict:
    try:
        return person_row(row, basis)
    except RowRefused as why:
        return Verdict(row.line, row.get("email"), REFUSED, str(why))


def _held(rows: Iterable[PersonRow], known: Mapping[str, people.Person]) -> dict[str, Held]:
    emails = {row.key: row.email for row in rows}
    standings = consent.standings(list(emails.values()))
    return {key: held(known.get(key), standing) for key, standing in zip(emails, standings, strict=True)}


def _write(steps: Sequence[Step], known: dict[str, people.Person], source: str, *, are_customers: bool) -> None:
    """Persons, addresses, marks, then what the rows say about topics."""
    if not steps:
        return
    subjects = {key: person.subject_id for key, person in known.items()}
    marks = suppression.marks_for((step.row.email for step in steps), subjects)
    _join(steps, known, marks)
    new = [step for step in steps if step.row.key not in known]
    _update((step for step in steps if step.row.key in known), known, are_customers=are_customers)
    people.add_people(_new_people(new, marks), source, are_customers=are_customers)
    known |= people.people_by_addresses(step.row.email for step in new)
    people.set_postal_addresses((known[step.row.key], _place(step.postal)) for step in steps if step.postal)
    _mark_for_post(steps, known)
    consent.bring([_brought(step, known[step.row.key].subject_id) for step in steps if step.says])


def _join(steps: Iterable[Step], known: dict[str, people.Person], marks: Mapping[str, suppression.Mark]) -> None:
    """An address whose mark belongs to a person already becomes one more address of hers."""
    new = {step.row.key: step.row.email for step in steps if step.row.key not in known}
    behind = people.people_by_subjects({marks[key].subject_id for key in new})
    for key, email in new.items() if behind else ():
        person = behind.get(marks[key].subject_id)
        if person is not None:
            people.add_address(person, email)
            known[key] = person


def _new_people(steps: Iterable[Step], marks: Mapping[str, suppression.Mark]) -> list[people.NewPerson]:
    """One for each new address, under the subject its mark has: a stop typed by a stranger stays hers."""
    facts: dict[str, dict[str, str]] = {}
    emails: dict[str, str] = {}
    for step in steps:
        emails.setdefault(step.row.key, step.row.email)
        facts.setdefault(step.row.key, {}).update(step.facts)
    return [people.NewPerson(marks[key].subject_id, emails[key], facts[key]) for key in emails]


def _update(steps: Iterable[Step], known: Mapping[str, people.Person], *, are_customers: bool) -> None:
    moment = clock.now()
    for step in steps:
        person = known[step.row.key]
        if are_customers:
            person.customer_since = person.customer_since or moment
        for name, text in step.facts.items():
            setattr(person, name, text)


def _place(postal: Sequence[str]) -> dict[str, str]:
    return dict(zip(("street", "city", "state", "postal_code", "country"), postal, strict=True))


def _mark_for_post(steps: Iterable[Step], known: Mapping[str, people.Person]) -> None:
    """The mark of each postal address, so that paper can be stopped by link and a stop outlives an erasure."""
    subjects: dict[str, str] = {}
    for step in steps:
        person = known[step.row.key]
        if step.row.postal:
            street, postal_code = step.row.postal[0], step.row.postal[3]
            subjects.setdefault(post_match_key(person.display_name, street, postal_code), person.subject_id)
    if subjects:
        suppression.post_marks_for(subjects)


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
