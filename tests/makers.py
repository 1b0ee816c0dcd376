"""Things a test needs before it begins: plain functions. They commit, so that a browser in the same test sees them."""

from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import func, select

from app import consent, suppression
from app.consent import Act, Change, Written
from app.core import clock
from app.core.database import random_id, session
from app.core.fingerprints import canonical_email
from app.people import Person, PostalAddress, add_person, person_by_address, read_phone, set_phones
from app.topics import Topic, campaign_named

_numbers = count(1)


def a_person(
    address: str = "ann@example.com",
    *,
    is_customer: bool = False,
    street: str = "",
    phone: str = "",
    proven: bool = False,
    source: str = "purchase",
    **fields: Any,
) -> Person:
    """A person known by `address`. `street` gives a postal address in Dothan, `phone` a number; `fields` are columns."""
    address = canonical_email(address)
    person = add_person(address, consent.subject_for(address), source)
    person.customer_since = clock.now() if is_customer else None
    person.destinations[0].proven_at = clock.now() if proven else None
    for name, value in fields.items():
        setattr(person, name, value)
    if street:
        _at(person, street)
    if phone:
        set_phones([(person, {"number": read_phone(phone)})])
    session().commit()
    return person


def _at(person: Person, street: str) -> None:
    place = {"city": "Dothan", "state": "AL", "postal_code": "36302", "country": "US"}
    person.postal_addresses.append(PostalAddress(street=street, created_at=clock.now(), **place))
    consent.settle_places([person])


def a_topic(
    slug: str = "", *, channel: str = "email", kind: str = "marketing", default: str = "off", **fields: Any
) -> Topic:
    """A new topic beside the starter ones, under a slug of its own unless one is given."""
    slug = slug or f"topic-{next(_numbers)}"
    position = (session().scalar(select(func.max(Topic.position))) or 0) + 1
    words = {"title": slug.replace("-", " ").title(), "description": f"About {slug}.", "how_often": "Weekly"}
    values = {**words, "a_month": 4, "position": position, **fields}
    topic = Topic(slug=slug, channel=channel, kind=kind, default=default, **values)
    session().add(topic)
    session().commit()
    return topic


def an_act(method: str = "preference_page", **fields: Any) -> Act:
    """An act by that method."""
    return Act(method=method, source=fields.pop("source", "test"), **fields)


def says(address: str, purpose: str, state: str, *, channel: str = "email", method: str = "preference_page") -> Written:
    """Somebody chooses one thing for an address: herself on her page, unless `method` tells otherwise."""
    change = Change(purpose, channel, state)
    address = canonical_email(address)
    marks = suppression.marks_of_address(address)
    written = consent.choose(consent.subject_for(address), [change], an_act(method), marks, address)
    session().commit()
    return written


def a_yes(address: str, topic: Topic, method: str = "preference_page") -> Written:
    """She turns a topic on."""
    return says(address, topic.purpose, consent.ON, channel=topic.channel, method=method)


def a_no(address: str, topic: Topic, method: str = "preference_page") -> Written:
    """She turns a topic off."""
    return says(address, topic.purpose, consent.OFF, channel=topic.channel, method=method)


def a_stop(address: str, topic: Topic | None = None, method: str = "typed_address") -> Written:
    """Somebody types the address into *Stop emails*: one topic, or all marketing email."""
    address = canonical_email(address)
    slug = topic.slug if topic else None
    written = consent.stop_destination(suppression.mark_for(address), slug, an_act(method), address)
    session().commit()
    return written


def a_send(address: str, topic: Topic, name: str = "", at: datetime | None = None) -> int:
    """A campaign of the topic is signed for the address. Returns the campaign's id."""
    campaign = campaign_named(topic, name or random_id()).id
    with clock.set_to(at or clock.now()):
        consent.count_sends(campaign, [consent.subject_for(canonical_email(address))])
    session().commit()
    return campaign


def may(address: str, topic: Topic, campaign_id: int | None = None) -> str:
    """The gate's answer as one would say it: 'yes chosen', 'no suppressed_topic'."""
    if campaign_id is None:
        decision = consent.may_contact(address, topic.slug)
    else:
        decision = consent.decide(consent.standings([canonical_email(address)])[0], topic, campaign_id)
    return f"{'yes' if decision.allowed else 'no'} {decision.reason}"


def the_person(address: str) -> Person:
    """The person known by that address. Fails when there is none."""
    person = person_by_address(canonical_email(address))
    assert person is not None, f"nobody is known by {address}"
    return person
