"""People: humans known by a destination, with where we got what we know."""

from app.people.bulk import (
    NewPerson,
    add_address,
    add_people,
    people_by_addresses,
    people_by_customer_numbers,
    people_by_subjects,
    set_phones,
    set_postal_addresses,
)
from app.people.changes import By, changes_of, changes_of_act, note_change, settle_undo
from app.people.fact_models import Animal, Fact, Origin, ProfileChange
from app.people.feature import feature
from app.people.finding import REFERENCE, find_people, person_by_id
from app.people.looks import REASON_WORDS, REASONS_AT_DESK, LookReason, looks_at, note_look
from app.people.merged import holders_of, kept_ids, subjects_of
from app.people.models import Destination, Look, Person, Phone, PostalAddress, Provenance
from app.people.phones import NotAPhone, read_phone, shown_phone
from app.people.service import (
    add_person,
    destination_of,
    erase_person,
    name_of,
    person_by_address,
    person_by_subject,
    phones_of,
    postal_address_of,
    prove_destination,
)
from app.people.sources import SOURCE_WORDS, TOLD, Source

__all__ = [
    "Animal",
    "By",
    "Destination",
    "Fact",
    "Look",
    "LookReason",
    "NewPerson",
    "NotAPhone",
    "Origin",
    "Person",
    "Phone",
    "PostalAddress",
    "ProfileChange",
    "Provenance",
    "REASONS_AT_DESK",
    "REASON_WORDS",
    "REFERENCE",
    "SOURCE_WORDS",
    "Source",
    "TOLD",
    "add_address",
    "changes_of",
    "changes_of_act",
    "add_people",
    "add_person",
    "destination_of",
    "erase_person",
    "find_people",
    "feature",
    "holders_of",
    "kept_ids",
    "looks_at",
    "name_of",
    "note_change",
    "note_look",
    "people_by_addresses",
    "people_by_customer_numbers",
    "people_by_subjects",
    "person_by_address",
    "person_by_id",
    "person_by_subject",
    "phones_of",
    "postal_address_of",
    "prove_destination",
    "read_phone",
    "set_phones",
    "settle_undo",
    "subjects_of",
    "set_postal_addresses",
    "shown_phone",
]
