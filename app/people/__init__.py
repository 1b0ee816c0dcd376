"""People: humans known by a destination, with where we got what we know."""

from app.people.bulk import (
    NewPerson,
    add_address,
    add_people,
    people_by_addresses,
    people_by_customer_numbers,
    people_by_subjects,
    set_postal_addresses,
)
from app.people.feature import feature
from app.people.looks import REASON_WORDS, LookReason, looks_at, note_look
from app.people.models import Destination, Look, Person, PostalAddress
from app.people.service import (
    add_person,
    destination_of,
    erase_person,
    person_by_address,
    person_by_subject,
    postal_address_of,
    prove_destination,
)

__all__ = [
    "Destination",
    "Look",
    "LookReason",
    "NewPerson",
    "Person",
    "PostalAddress",
    "REASON_WORDS",
    "add_address",
    "add_people",
    "add_person",
    "destination_of",
    "erase_person",
    "feature",
    "looks_at",
    "note_look",
    "people_by_addresses",
    "people_by_customer_numbers",
    "people_by_subjects",
    "person_by_address",
    "person_by_subject",
    "postal_address_of",
    "prove_destination",
    "set_postal_addresses",
]
