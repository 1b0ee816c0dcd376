"""Whom the phone desk's search finds: masked, each with a ticket for the clerk who searched."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app import links, people, purchases
from app.core.signing import BadToken, TokenEnded
from app.people import Person
from app.phone_desk.who import short_label

SHOWN = 20
# What stands on a label: the customer number, and the ZIP of the address below it.
_NUMBER_AND_ZIP = re.compile(r"(?P<number>(?=\S*\d)[^\s,@]{2,40}),?\s+(?P<zip>\d{5})(?:-\d{4})?\Z")


@dataclass(frozen=True)
class Hit:
    """One person that may be meant. `ticket`: the right to choose her."""

    person_id: int
    name: str
    ways: str
    label: str
    ticket: str


@dataclass(frozen=True)
class Found:
    """At most SHOWN hits. `is_sure`: one person, and nothing that was typed speaks against her."""

    hits: list[Hit]
    has_more: bool
    is_sure: bool


def find(text: str, member_id: int) -> Found:
    """By e-mail address, customer number (with ZIP or without), order number, reference, or name and ZIP."""
    persons = people.find_people(text, purchases.buyers_of(text), SHOWN + 1) if text else []
    is_sure = len(persons) == 1
    label = read_label(text)
    if not persons and label:
        persons = people.find_people(label[0], purchases.buyers_of(label[0]), SHOWN + 1)
        is_sure = len(persons) == 1 and _lives_in(persons[0], label[1])
    return Found([_hit(one, member_id) for one in persons[:SHOWN]], len(persons) > SHOWN, is_sure)


def read_label(text: str) -> tuple[str, str] | None:
    """(customer number, five-digit ZIP) where the text is the two, or None."""
    found = _NUMBER_AND_ZIP.match(text)
    return (found["number"], found["zip"]) if found else None


def read_ticket(ticket: str, member_id: int) -> int | None:
    """The person of a ticket, or None: not ours, another clerk's, or run out."""
    try:
        said = links.read_proof("found", ticket).payload
    except (BadToken, TokenEnded):
        return None
    return int(said["person"]) if said.get("member") == member_id else None


def _hit(person: Person, member_id: int) -> Hit:
    ticket = links.prove("found", {"person": person.id, "member": member_id})
    return Hit(person.id, people.masked_name(person), people.masked_ways(person), short_label(person), ticket)


def _lives_in(person: Person, code: str) -> bool:
    return any(one.postal_code[:5] == code for one in person.postal_addresses)
