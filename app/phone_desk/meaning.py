"""Whom a form of the desk means: somebody found, an address as told, or nobody yet, and then what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app import people
from app.core.fingerprints import NotAnAddress, canonical_email
from app.phone_desk.finding import Found, find, read_label, read_ticket
from app.phone_desk.forms import StopForm
from app.phone_desk.recording import Entry
from app.phone_desk.what import ORDER
from app.phone_desk.who import Who, a_label, an_email, at_place, the_person
from app.staff import SignedIn

NONE_OF_THESE = "none"
NOBODY = Found([], has_more=False, is_sure=False)


@dataclass(frozen=True)
class Meant:
    """`who`, or whom to choose among; `as_told`: none of them, so the address as told is asked for."""

    who: Who | None
    found: Found = NOBODY
    as_told: bool = False


def understood(form: StopForm, clerk: SignedIn, desk: str) -> tuple[Meant | None, Entry | None]:
    """Whom a sent form means, and which drawing of it this is; None where the fields themselves are wrong."""
    is_valid = form.validate()
    entry = form.read_entry(clerk, desk)
    return (meant_by(form, clerk) if is_valid and entry else None), entry


def meant_by(form: StopForm, clerk: SignedIn) -> Meant:
    """Read the form, search where nobody was chosen. What is missing stands at the fields. Writes only marks.

    What stands in the fields of an address comes before the line above them; somebody chosen comes before both.
    """
    if form.who.data and form.who.data != NONE_OF_THESE:
        return _chosen(form, clerk)
    if form.has_place:
        return _written(form)
    return _named(form, clerk)


def _written(form: StopForm) -> Meant:
    place = form.place()
    return Meant(at_place(place) if place else None, as_told=True)


def _chosen(form: StopForm, clerk: SignedIn) -> Meant:
    number = read_ticket(form.who.data or "", clerk.member_id)
    person = people.person_by_id(number) if number else None
    if person is None:
        form.whom.errors = [_("That choice has run out. Nothing was stopped. Choose once more.")]
        return Meant(None, find(form.text, clerk.member_id))
    if form.stop.data == ORDER and people.postal_address_of(person) is None:
        if form.has_place:
            return _written(form)
        form.name.errors = [_("No postal address is known here. Write name and address as they stand on the order")]
        return Meant(None, as_told=True)
    return Meant(the_person(person))


def _named(form: StopForm, clerk: SignedIn) -> Meant:
    text = form.text
    found = find(text, clerk.member_id)
    if found.hits and form.who.data != NONE_OF_THESE:
        return _one_of(form, found, clerk)
    if "@" in text and form.stop.data != ORDER:
        return _email(form, found)
    label = read_label(text)
    if label and form.stop.data != ORDER:
        return Meant(a_label(*label), found, as_told=True)
    form.whom.errors = [_missing(text)]
    return Meant(None, found, as_told=bool(text))


def _one_of(form: StopForm, found: Found, clerk: SignedIn) -> Meant:
    if found.is_sure:
        form.who.data = found.hits[0].ticket
        return _chosen(form, clerk)
    form.who.errors = [_("Choose who it is, or None of these")]
    return Meant(None, found)


def _email(form: StopForm, found: Found) -> Meant:
    try:
        return Meant(an_email(canonical_email(form.text)), found, as_told=True)
    except NotAnAddress as no:
        form.whom.errors = [no.sentence]
        return Meant(None, found, as_told=True)


def _missing(text: str) -> str:
    if not text:
        return _("Write a customer number, an email address, or a name and ZIP code")
    return _("Not found. To keep it as a stop, write the address below, or add the ZIP code to the customer number")
