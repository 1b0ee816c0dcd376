"""Lines of the page: what it is, its value, where we got it and when, what it is used for, and what she can do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for
from flask_babel import gettext as _

from app import people
from app.people import Animal, Fact, Origin, Person, Phone, PostalAddress, Source
from app.profile.words import animal_title, animal_words, came_words, day, kind_words, label_of

_ICONS = {
    Source.COMPANY: "building",
    Source.GUESS: "eye",
    Source.PURCHASE: "cart",
    Source.UNKNOWN: "info",
    Source.VISIT: "eye",
}
# Where we got the person from → where we got her first address.
_FIRST_ADDRESS = {"email_entry": Source.SELF, "opt_in": Source.SELF, "purchase": Source.PURCHASE}


@dataclass(frozen=True)
class Link:
    """A way on: `hidden` says what it is about, `post`: it is a press and not a page."""

    words: str
    hidden: str
    url: str
    post: bool = False


@dataclass(frozen=True)
class Line:
    """One fact. `values` are lines of text; `source` says where and when, `used` what for."""

    label: str
    values: tuple[str, ...]
    source: str
    icon: str = "info"
    used: str = ""
    note: str = ""
    confirmed: bool = False
    links: tuple[Link, ...] = ()


def you(person: Person, origins: Mapping[str, Origin]) -> list[Line]:
    """Name, address, numbers: what stands in her own row and beside it."""
    lines = [
        _value(person, origins, "name", _("Used to greet you, and on labels."), (person.display_name,)),
        _value(person, origins, "addressed_as", _("Used to greet you."), (person.addressed_as,)),
        *(_email(person, address.address, address.proven_at, at=address.created_at) for address in person.destinations),
        *_phones(person),
        _gender(person, origins),
    ]
    numbers = {"customer_number": person.customer_number, "loyalty_number": person.loyalty_number}
    uses = {"customer_number": _("Used to find your orders."), "loyalty_number": _("Used to find your account.")}
    return lines + [
        _value(person, origins, name, uses[name], (number,), change=False) for name, number in numbers.items() if number
    ]


def _value(
    person: Person,
    origins: Mapping[str, Origin],
    field: str,
    used: str,
    values: tuple[str, ...],
    *,
    change: bool = True,
) -> Line:
    origin, held = origins.get(field), any(values)
    source = _came(origin, origin.recorded_at) if origin else came_words("", "", None, person.created_at)
    label = label_of(field)
    words = _("Change") if held else _("Add")
    return Line(
        label=label,
        values=values if held else (_("Not given"),),
        source=source if held else "",
        icon=_icon(origin.source if origin else ""),
        used=used if held else "",
        links=links((words, label, f"profile.{field}", None)) if change else (),
    )


def _gender(person: Person, origins: Mapping[str, Origin]) -> Line:
    line = _value(person, origins, "gender", _("We don’t need it."), (person.gender,))
    return line if person.gender else Line(line.label, line.values, _("We don’t need it."), links=line.links)


def _email(person: Person, address: str, proven_at: datetime | None, at: datetime) -> Line:
    first = people.destination_of(person).address == address
    source = (
        _FIRST_ADDRESS.get(person.source, Source.UNKNOWN) if first else Source.SELF if proven_at else Source.UNKNOWN
    )
    return Line(
        label=label_of("email"),
        values=(address,),
        source=came_words(source, "", None, at),
        icon=_icon(source),
        used=_("Used to sign you in, and for the mail you choose."),
        confirmed=proven_at is not None,
        links=links((_("Change"), label_of("email"), "identity.change_email", None)),
    )


def _phones(person: Person) -> list[Line]:
    held = people.phones_of(person)
    if not held:
        add = links((_("Add"), label_of("phone"), "profile.add_phone", None))
        return [Line(label_of("phone"), (_("Not given"),), "", links=add)]
    return [_phone(number, place, last=place == len(held)) for place, number in enumerate(held, start=1)]


def _phone(phone: Phone, place: int, *, last: bool) -> Line:
    label = {1: _("Phone"), 2: _("Second phone")}.get(place) or _("Phone %(num)s", num=place)
    add = (_("Add another"), _("phone"), "profile.add_phone", None)
    return Line(
        label=label,
        values=(people.shown_phone(phone.number),),
        note=kind_words(phone.kind),
        source=_came(phone, phone.created_at),
        icon=_icon(phone.source),
        used=_("Used to reach you about an order."),
        links=links(
            (_("Change"), label, "profile.change_phone", phone.id),
            (_("Remove"), label, "profile.remove_phone", phone.id),
            *([add] if last else []),
        ),
    )


def addresses(person: Person) -> list[Line]:
    """Postal addresses: the one mail goes to, then the older ones."""
    current = people.postal_address_of(person)
    held = [one for one in person.postal_addresses if one.removed_at is None]
    held.sort(key=lambda one: (one is not current, -one.id))
    return [_address(one, is_current=one is current) for one in held]


def _address(one: PostalAddress, *, is_current: bool) -> Line:
    label = _("Mailing") if is_current else _("Older address")
    change = [(_("Change"), label, "profile.change_address", one.id)] if is_current else []
    return Line(
        label=label,
        values=one.lines if one.country == "US" else (*one.lines, one.country),
        source=_came(one, one.created_at),
        icon=_icon(one.source),
        used=_("Used for deliveries, and for catalogs while you want them.") if is_current else _("Not used for mail."),
        links=links(*change, (_("Remove"), f"{label} {one.street}", "profile.remove_address", one.id)),
    )


def animal_line(animal: Animal) -> Line:
    """An animal that is with her, or is no longer."""
    title = animal_title(animal)
    said = animal_words(animal.kind, animal.born_in)
    if animal.gone_at is not None:
        source = _("No longer with you since %(day)s", day=day(animal.gone_at))
        return Line(title, (said,), source, links=links((_("See it"), title, "profile.animals", None)))
    change = links((_("Change"), title, "profile.animal", animal.id))
    return Line(title, (said,), _came(animal, animal.created_at), _icon(animal.source), links=change)


def fact_line(fact: Fact) -> Line:
    """Something she said, that was seen, or that was guessed: a guess with its reason."""
    source = _came(fact, fact.created_at)
    if fact.kind == "inferred":
        source = (
            _("Guessed from: %(reason)s", reason=fact.reason)
            if fact.reason
            else _("Guessed. We have no reason on file")
        )
        source = _(
            "%(source)s. In our files since %(day)s", source=source, day=day(fact.obtained_on or fact.created_at)
        )
    removable = links((_("Remove"), fact.value, "profile.remove_fact", fact.id))
    return Line(
        label=label_of(fact.name),
        values=(fact.value,),
        source=source,
        icon="eye" if fact.kind == "inferred" else _icon(fact.source),
        links=() if fact.kind == "observed" else removable,
    )


def links(*wanted: tuple[str, str, str, int | str | None]) -> tuple[Link, ...]:
    """(words, about, endpoint, its one argument) → the ways there are; pages of parts that are not built are left out."""
    found = (_link(*one) for one in wanted)
    return tuple(link for link in found if link is not None)


def _link(words: str, about: str, endpoint: str, argument: int | str | None) -> Link | None:
    rule = next(current_app.url_map.iter_rules(endpoint), None) if endpoint in current_app.view_functions else None
    if rule is None:
        return None
    arguments = dict.fromkeys(rule.arguments, argument)
    return Link(words, about, url_for(endpoint, **arguments), "GET" not in (rule.methods or ()))


def _came(row: Phone | PostalAddress | Animal | Fact | Origin, recorded_at: datetime) -> str:
    return came_words(row.source, row.source_detail, row.obtained_on, recorded_at)


def _icon(source: str) -> str:
    known = source in Source.__members__.values()
    return _ICONS.get(Source(source), "person") if known else "info"
