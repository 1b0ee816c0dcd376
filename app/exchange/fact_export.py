"""Facts out: what may be used to pick what we send, or for ads elsewhere, and what changed since.

Never answered is no yes (policy S12): what she told us goes out only under a Yes of hers to that very use. A guess goes out
unless she stopped guesses or said No. For ads everything needs her Yes, and nobody is in it whose e-mail is stopped (15 USC
7704(a)(4)(A): an address that opted out is not handed on).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text

from app import consent, people
from app.consent import ANIMALS_ADS, ANIMALS_MAIL, ANY_CHANNEL, INFERENCE, INTERESTS_ADS, INTERESTS_MAIL, OFF, ON, UNSET
from app.core.database import UtcTime, session
from app.people import Animal, Fact, Person, ProfileChange
from app.suppression import Scope

COLUMNS = (
    "email", "customer_number", "kind", "name", "value", "animal", "born_in", "source", "obtained_on", "state", "changed_at",
)  # fmt: skip
USES = {"mail": (INTERESTS_MAIL, ANIMALS_MAIL), "ads": (INTERESTS_ADS, ANIMALS_ADS)}
BATCH = 500
# What a person corrected goes back to the retailer whatever the use: her name is not for picking, it is hers.
CORRECTED = ("addressed_as", "email", "gender", "name", "phone", "postal_address")

# People with something to tell, in pages by key; `since` and what it compares with is left out for a full export.
WITH_FACTS = text("""
    SELECT p.id FROM person p
     WHERE p.id > :after
       AND (EXISTS (SELECT 1 FROM fact f WHERE f.person_id = p.id)
         OR EXISTS (SELECT 1 FROM animal a WHERE a.person_id = p.id))
     ORDER BY p.id LIMIT :most
""")
CHANGED = text("""
    SELECT id FROM (
        SELECT f.person_id AS id FROM fact f WHERE f.changed_at >= :since AND f.person_id > :after
        UNION
        SELECT c.person_id FROM profile_change c
         WHERE (c.at >= :since OR c.undone_at >= :since) AND c.person_id > :after
        UNION
        SELECT p.id FROM consent_entry e JOIN person p ON p.subject_id = e.subject_id
         WHERE e.at >= :since AND e.purpose IN :purposes AND p.id > :after
    ) AS touched ORDER BY id LIMIT :most
""").bindparams(bindparam("since", type_=UtcTime), bindparam("purposes", expanding=True))
ANSWERED = text("""
    SELECT DISTINCT subject_id FROM consent_entry
     WHERE at >= :since AND purpose IN :purposes AND subject_id IN :subjects
""").bindparams(
    bindparam("since", type_=UtcTime), bindparam("purposes", expanding=True), bindparam("subjects", expanding=True)
)


@dataclass(frozen=True)
class Allowed:
    """What may go out about one person: what she stated, her animals, what was observed, what was guessed."""

    stated: bool
    animals: bool
    observed: bool
    inferred: bool

    def of(self, fact: Fact) -> bool:
        """Whether that fact may. One about an animal also needs the answer about animals not to be No."""
        return {"stated": self.stated, "observed": self.observed, "inferred": self.inferred}[fact.kind]


def export_facts(use: str, since: datetime | None = None) -> Iterator[dict[str, str]]:
    """Rows for the retailer, streamed in pages of BATCH people. `use`: mail or ads; with `since` what changed from then on."""
    after = 0
    while ids := _ids(use, since, after):
        yield from _rows(ids, use, since)
        after = ids[-1]
        session().expunge_all()


def _ids(use: str, since: datetime | None, after: int) -> list[int]:
    values: dict[str, Any] = {"after": after, "most": BATCH}
    if since is None:
        return list(session().scalars(WITH_FACTS, values))
    return list(session().scalars(CHANGED, {**values, "since": since, "purposes": [*USES[use], INFERENCE]}))


def _rows(ids: Collection[int], use: str, since: datetime | None) -> Iterator[dict[str, str]]:
    everybody = people.people_by_ids(ids)
    allowed = _allowed(everybody, use)
    facts, animals = people.facts_of_many(ids), people.animals_of_many(ids)
    answered = _answered(everybody, use, since)
    changes = people.changes_since(ids, since) if since else {}
    for person in everybody:
        may = allowed[person.id]
        told = None if since is None or person.subject_id in answered else since
        mine = changes.get(person.id, [])
        lines = [
            *_of_facts(facts.get(person.id, ()), may, told),
            *_of_animals(animals.get(person.id, ()), may, _touched(mine) if told else None),
            *(_corrections(mine)),
            *(
                _withheld(may, facts.get(person.id, ()), animals.get(person.id, ()))
                if person.subject_id in answered
                else ()
            ),
        ]
        who = {"email": _address(person), "customer_number": person.customer_number or ""}
        yield from ({**who, **line} for line in lines)


def _address(person: Person) -> str:
    return people.destination_of(person).address if person.destinations else ""


def _allowed(everybody: Collection[Person], use: str) -> dict[int, Allowed]:
    states = consent.states_of({one.subject_id for one in everybody})
    found = {}
    standings = consent.standings([_address(one) for one in everybody if one.destinations]) if use == "ads" else []
    stopped = {one.subject_id for one in standings if _is_stopped(one)}
    for person in everybody:
        interests, animals, guesses = (
            states.get((person.subject_id, purpose, ANY_CHANNEL), UNSET) for purpose in (*USES[use], INFERENCE)
        )
        seen = interests == ON if use == "ads" else interests != OFF
        none = person.frozen_at is not None or person.subject_id in stopped
        may = Allowed(interests == ON, animals == ON, seen, seen and guesses != OFF)
        found[person.id] = Allowed(False, False, False, False) if none else may
    return found


def _is_stopped(standing: consent.Standing) -> bool:
    wide = {("email", str(scope), "") for scope in (Scope.ALL_MARKETING, Scope.ALL_CONTACT)}
    return standing.state(consent.MARKETING, "email") == OFF or not wide.isdisjoint(standing.suppressions)


def _answered(everybody: Collection[Person], use: str, since: datetime | None) -> set[str]:
    """Whose answers changed: all her facts are told anew, and what may go out no more is withheld."""
    if since is None or not everybody:
        return set()
    subjects = [one.subject_id for one in everybody]
    purposes = [*USES[use], INFERENCE]
    return set(session().scalars(ANSWERED, {"since": since, "purposes": purposes, "subjects": subjects}))


def _of_facts(facts: Collection[Fact], may: Allowed, since: datetime | None) -> Iterator[dict[str, str]]:
    for one in facts:
        if since is not None and one.changed_at < since:
            continue
        if one.removed_at is None and may.of(one):
            yield _fact(one, "current")
        # What the retailer brought it must take out again; what she typed here it never had without her Yes.
        elif one.removed_at is not None and since is not None and (one.source != people.Source.SELF or may.of(one)):
            yield _fact(one, "removed")


def _fact(one: Fact, state: str) -> dict[str, str]:
    about = {"kind": one.kind, "name": one.name, "value": one.value, "animal": one.animal}
    return {**about, **_came(one), "state": state, "changed_at": one.changed_at.isoformat(timespec="seconds")}


def _of_animals(
    animals: Collection[Animal], may: Allowed, touched: Mapping[str, datetime] | None
) -> Iterator[dict[str, str]]:
    """Her animals; with `touched` (row → when) those that changed, and in what way."""
    for one in animals:
        at = touched.get(f"animal:{one.id}") if touched is not None else one.created_at
        state = "removed" if one.removed_at else "gone" if one.gone_at else "current"
        if at is None or (touched is None and state != "current"):
            continue
        if may.animals or (state != "current" and one.source != people.Source.SELF):
            about = {"kind": "stated", "name": "animal", "value": one.name, "animal": one.kind, "born_in": one.born_in}
            yield {**about, **_came(one), "state": state, "changed_at": at.isoformat(timespec="seconds")}


def _came(one: Fact | Animal) -> dict[str, str]:
    return {"source": one.source, "obtained_on": one.obtained_on.isoformat() if one.obtained_on else ""}


def _touched(changes: Collection[ProfileChange]) -> dict[str, datetime]:
    return {one.about: one.undone_at or one.at for one in changes}


def _corrections(changes: Collection[ProfileChange]) -> Iterator[dict[str, str]]:
    """What she, or a clerk for her, set right: the newest value of each thing."""
    newest = {(one.field, one.about): one for one in changes if one.field in CORRECTED and one.method != "import"}
    for one in newest.values():
        value = json.loads(one.old if one.undone_at else one.new)
        at = one.undone_at or one.at
        told = {"kind": "profile", "name": one.field, "value": _text(value)}
        yield {
            **told,
            "state": "removed" if value is None else "corrected",
            "changed_at": at.isoformat(timespec="seconds"),
        }


# What a change keeps beside the value, for an undo.
_NOT_TOLD = ("came", "replaced")


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for name, part in value.items() if part and name not in _NOT_TOLD)
    return "" if value is None else str(value)


def _withheld(may: Allowed, facts: Collection[Fact], animals: Collection[Animal]) -> Iterator[dict[str, str]]:
    """What may not be used any more, by its kind and without its values: drop all of it."""
    kinds = {one.kind for one in facts if not may.of(one)}
    for kind in sorted(kinds):
        yield {"kind": kind, "name": "*", "state": "withheld"}
    if animals and not may.animals:
        yield {"kind": "stated", "name": "animal", "state": "withheld"}
