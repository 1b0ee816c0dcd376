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
from app.people.finding import REFERENCE, find_people, person_by_id
from app.people.looks import REASON_WORDS, REASONS_AT_DESK, LookReason, looks_at, note_look
from app.people.models import Destination, Look, Person, PostalAddress
from app.people.service import (
    add_person,
    destination_of,
    erase_person,
    name_of,
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
    "REASONS_AT_DESK",
    "REASON_WORDS",
    "REFERENCE",
    "add_address",
    "add_people",
    "add_person",
    "destination_of",
    "erase_person",
    "find_people",
    "feature",
    "looks_at",
    "name_of",
    "note_look",
    "people_by_addresses",
    "people_by_customer_numbers",
    "people_by_subjects",
    "person_by_address",
    "person_by_id",
    "person_by_subject",
    "postal_address_of",
    "prove_destination",
    "set_postal_addresses",
]
