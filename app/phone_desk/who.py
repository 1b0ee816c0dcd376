"""Who a stop is for: a person we know, or an address as told that we may not know. Both end in a subject and its marks."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app import people
from app.channels import Place, label_key, post_keys
from app.core.fingerprints import mask
from app.people import Person, covered, masked_words
from app.suppression import Mark, mark_for, mark_for_key, marks_of_address

PERSON, EMAIL, LABEL, ADDRESS = "person", "email", "label", "address"


@dataclass(frozen=True)
class Who:
    """A subject, its marks where they are at hand, the e-mail address where there is one, and all of it masked."""

    kind: str
    subject_id: str
    marks: tuple[Mark, ...]
    address: str | None
    label: str


def the_person(person: Person) -> Who:
    """Somebody we know, as her own page stops her: with the marks of the address we write to."""
    address = people.destination_of(person).address if person.destinations else None
    marks = tuple(marks_of_address(address)) if address else ()
    return Who(PERSON, person.subject_id, marks, address, short_label(person))


def an_email(address: str) -> Who:
    """A canonical e-mail address, known or not."""
    mark = mark_for(address)
    return Who(EMAIL, mark.subject_id, (mark, *marks_of_address(address)), address, mask(address))


def a_label(customer_number: str, postal_code: str) -> Who:
    """A customer number with its ZIP, as on a label. Flushes."""
    mark = mark_for_key(label_key(customer_number, postal_code))
    label = _("Customer %(number)s, %(zip)s", number=covered(customer_number, 2), zip=covered(postal_code[:5], 3))
    return Who(LABEL, mark.subject_id, (mark,), None, label)


def at_place(place: Place) -> Who:
    """A name at a postal address as written. Flushes."""
    mark = mark_for_key(post_keys(place).person)
    return Who(ADDRESS, mark.subject_id, (mark,), None, f"{masked_words(place.name)[:120]}, {place.postal_code[:5]}")


def short_label(person: Person) -> str:
    """`S•• E••••••, Dothan`; where no postal address is known, the masked e-mail address says which."""
    place = people.postal_address_of(person)
    address = mask(people.destination_of(person).address) if person.destinations else ""
    where = place.city if place else address
    return ", ".join(part for part in (people.masked_name(person)[:100], where[:90]) if part)
