"""Everything the page shows, read once: each line with its source, and what it is used for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app import consent, people, purchases
from app.consent import ANY_CHANNEL, INFERENCE, OFF
from app.core.database import session
from app.people import REASON_WORDS, Animal, Fact, LookReason, Origin, Person
from app.profile import answers
from app.profile.animals import animals_of
from app.profile.facts import facts_of
from app.profile.lines import Line, addresses, animal_line, fact_line, links, you
from app.profile.words import change_line
from app.purchases import Bought
from app.staff import IN_WORDS, Role

CHANGES_SHOWN = 20


@dataclass(frozen=True)
class LookLine:
    """Somebody at the desk opened her record: as what, why, when. Never the name."""

    role: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class ChangedBy:
    """Somebody else changed something: who, what, before, after, when."""

    who: str
    label: str
    old: str
    new: str
    at: datetime


@dataclass(frozen=True)
class Known:
    """All that the page shows."""

    you: list[Line]
    addresses: list[Line]
    can_add_address: str
    animals: list[Line]
    animals_used: str
    stated: list[Line]
    interests_used: str
    guesses: list[Line]
    is_guessing: bool
    orders: list[Bought]
    visits: list[Line]
    devices: list[Line]
    observed: list[Line]
    looks: list[LookLine]
    changed: list[ChangedBy]
    copy_url: str


def known_of(person: Person) -> Known:
    """What is known about her, in a number of queries that does not depend on how much it is."""
    facts, states = facts_of(person.id), consent.current_states(person.subject_id)
    observed = [fact for fact in facts if fact.kind == "observed"]
    return Known(
        you=you(person, _origins(person.id)),
        addresses=addresses(person),
        can_add_address=_url("profile.add_address"),
        animals=[animal_line(one) for one in animals_of(person.id)],
        animals_used=used_words(answers.answers_in(states, "animals")),
        stated=_lines(facts, "stated"),
        interests_used=used_words(answers.answers_in(states, "interests")),
        guesses=_lines(facts, "inferred"),
        is_guessing=states.get((INFERENCE, ANY_CHANNEL)) != OFF,
        orders=purchases.orders_of(person.id),
        visits=[fact_line(one) for one in observed if one.name in ("page", "visit")],
        devices=[fact_line(one) for one in observed if one.name == "device"],
        observed=[fact_line(one) for one in observed if one.name not in ("device", "page", "visit")],
        looks=_looks(person.id),
        changed=_changed(person.id),
        copy_url=_url("dossier.page"),
    )


@dataclass(frozen=True)
class Animals:
    """The page of her animals."""

    here: list[tuple[Animal, Line]]
    gone: list[tuple[Animal, Line]]


def animals_known(person_id: int) -> Animals:
    """With her now, and no longer."""
    held = [(one, animal_line(one)) for one in animals_of(person_id)]
    return Animals(
        here=[pair for pair in held if pair[0].gone_at is None],
        gone=[pair for pair in held if pair[0].gone_at is not None],
    )


def used_words(given: Mapping[str, str]) -> str:
    """What it is used for, which depends on her two answers."""
    mail, ads = (given[name] == answers.YES for name in ("mail", "ads"))
    if mail and ads:
        return _("Used to pick what we send you and for ads on other sites, because you said Yes to both.")
    if mail:
        return _("Used to pick what we send you, because you said Yes to that. Not used for ads on other sites.")
    if ads:
        return _("Used for ads on other sites, because you said Yes to that. Not used to pick what we send you.")
    if all(given.values()):
        return _("Used for nothing, because you said No.")
    if any(given.values()):
        return _("Used for nothing, because you have not said Yes.")
    return _("Used for nothing, because you have not answered whether we may.")


def _lines(facts: Iterable[Fact], kind: str) -> list[Line]:
    return [fact_line(fact) for fact in facts if fact.kind == kind]


def _origins(person_id: int) -> dict[str, Origin]:
    found = session().scalars(select(Origin).where(Origin.person_id == person_id))
    return {one.field: one for one in found}


def _looks(person_id: int) -> list[LookLine]:
    return [
        LookLine(str(IN_WORDS[Role(one.role)]).capitalize(), str(REASON_WORDS[LookReason(one.reason)]), one.at)
        for one in people.looks_at(person_id)
    ]


def _changed(person_id: int) -> list[ChangedBy]:
    found = ((one, change_line(one)) for one in people.changes_by_others(person_id, CHANGES_SHOWN))
    return [ChangedBy(_who(one.method), line.label, line.old, line.new, one.at) for one, line in found]


def _who(method: str) -> str:
    words = {
        "import": _("A file of ours"),
        "letter": _("Customer support, after your letter"),
        "merge": _("We, when two records became one"),
        "phone": _("Customer support, after your call"),
        "undo": _("Customer support, taking it back"),
    }
    return words.get(method) or consent.by_whom(method)


def _url(endpoint: str) -> str:
    """The page of a part that may not be built, or nothing."""
    return next((link.url for link in links(("", "", endpoint, None))), "")
