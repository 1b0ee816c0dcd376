"""Who a stop is for: a person we know, or an address as told that we may not know. Each is stopped as its owner stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from app import consent, people
from app.channels import Place, label_key, post_keys
from app.consent import Act, Change, Written
from app.core.fingerprints import mask
from app.people import Person, covered, masked_words
from app.suppression import Mark, mark_for, mark_for_key, marks_of_address

PERSON, EMAIL, LABEL, ADDRESS = "person", "email", "label", "address"
Stop = Callable[[Iterable[Change], Act], Written]


@dataclass(frozen=True)
class Who:
    """A subject, how it is stopped, who it is, masked; and the place, where an address was told. `stop` flushes."""

    kind: str
    subject_id: str
    label: str
    stop: Stop
    place: Place | None = None


def the_person(person: Person) -> Who:
    """Somebody we know, as her own page stops her: with the marks of the address we write to."""
    address = people.destination_of(person).address if person.destinations else None
    marks = tuple(marks_of_address(address)) if address else ()
    return Who(PERSON, person.subject_id, short_label(person), _chosen(person.subject_id, marks, address))


def an_email(address: str) -> Who:
    """A canonical e-mail address, known or not."""
    mark = mark_for(address)
    return Who(
        EMAIL, mark.subject_id, mask(address), _chosen(mark.subject_id, (mark, *marks_of_address(address)), address)
    )


def a_label(customer_number: str, postal_code: str) -> Who:
    """A customer number with its ZIP, as on a label. Flushes."""
    mark = mark_for_key(label_key(customer_number, postal_code))
    label = _("Customer %(number)s, %(zip)s", number=covered(customer_number, 2), zip=covered(postal_code[:5], 3))
    return Who(
        LABEL,
        mark.subject_id,
        label,
        lambda changes, act: consent.stop_label(customer_number, postal_code, changes, act),
    )


def at_place(place: Place) -> Who:
    """A name at a postal address as written. Flushes."""
    subject_id = mark_for_key(post_keys(place).person).subject_id
    label = f"{masked_words(place.name)[:120]}, {place.postal_code[:5]}"
    return Who(
        ADDRESS, subject_id, label, lambda changes, act: consent.stop_place(place, "person", changes, act), place
    )


def _chosen(subject_id: str, marks: Iterable[Mark], address: str | None) -> Stop:
    return lambda changes, act: consent.choose(subject_id, changes, act, marks, address)


def short_label(person: Person) -> str:
    """`S•• E••••••, Dothan`; where no postal address is known, the masked e-mail address says which."""
    place = people.postal_address_of(person)
    address = mask(people.destination_of(person).address) if person.destinations else ""
    where = place.city if place else address
    return ", ".join(part for part in (people.masked_name(person)[:100], where[:90]) if part)
