"""Stopping paper at the destination: by place, by label, by code; and what stops an address shares.

One seam: everything the pages of paper mail ask of marks and the ledger goes through here.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app import consent, links, people, suppression
from app.channels import Place, label_key, post_keys
from app.consent import MARKETING, UNSET, Act, Change, Written, topic_purpose
from app.core import settings
from app.core.database import session
from app.core.fingerprints import Fingerprint, all_fingerprints
from app.core.refusals import NotFound
from app.people import Person
from app.suppression import STAFF_ONLY, Scope, StoredFingerprint, Suppression

SCOPES = ("person", "household", "address")


class UnknownCode(NotFound):
    """No label has that code, or it was cut short."""


@dataclass(frozen=True)
class LabelCode:
    """What the short address on a label stands for: that label, and the topic it was printed for (0: none)."""

    fingerprint: Fingerprint
    topic_id: int
    campaign_id: int | None


@dataclass(frozen=True)
class SharedStop:
    """One stop a person shares where she lives now: with whom (household, address, label), of what, since when.

    `mine`: she asked for it and may end it. `by_order`: the Postal Service did, and nobody may.
    """

    scope: str
    subject_id: str
    purposes: tuple[str, ...]
    since: datetime
    mine: bool
    by_order: bool = False


def stop_place(
    place: Place, scope: str, changes: Iterable[Change], act: Act, *, person_subject: str | None = None
) -> Written:
    """Stop for a name at an address, a household, or an address whoever lives there (`scope`: one of SCOPES). Flushes."""
    keys = post_keys(place)
    key = {"person": keys.person, "household": keys.household, "address": keys.address}[scope]
    mark = suppression.mark_for_key(key, person_subject if scope == "person" else None)
    return consent.choose(mark.subject_id, changes, act, [mark])


def stop_label(customer_number: str, postal_code: str, changes: Iterable[Change], act: Act) -> Written:
    """Stop what comes to the label with that customer number and ZIP. Flushes."""
    mark = suppression.mark_for_key(label_key(customer_number, postal_code))
    return consent.choose(mark.subject_id, changes, act, [mark])


def stop_code(code: LabelCode, changes: Iterable[Change], act: Act) -> Written:
    """Stop what comes to the label of a short address. Flushes."""
    mark = suppression.mark_for_link(code.fingerprint)
    return consent.choose(mark.subject_id, changes, act, [mark])


def read_code(code: str) -> LabelCode:
    """What a short address names, in small letters or capitals. Raises UnknownCode. Changes nothing."""
    try:
        token = base64.b32decode(code.upper() + "=" * (-len(code) % 8)).decode("ascii")
        link = links.read_stop(token)
    except (ValueError, links.BadStopLink):
        raise UnknownCode(_("We can’t read this code. A part of it may be missing.")) from None
    return LabelCode(link.fingerprint, link.topic_id, link.campaign_id or None)


def subject_of(key: str) -> str:
    """The subject behind a postal key, made when it is new to us. Flushes."""
    return suppression.mark_for_key(key).subject_id


def subject_of_code(code: LabelCode) -> str:
    """The subject behind the label of a short address. Flushes."""
    return suppression.mark_for_link(code.fingerprint).subject_id


def shared_stops_of(person: Person) -> list[SharedStop]:
    """What holds at her address beyond her own choices, in one query. Empty without an address."""
    held = people.postal_address_of(person)
    if held is None:
        return []
    values = _values(person)
    statement = (
        select(StoredFingerprint.value, StoredFingerprint.subject_id, Suppression)
        .join(Suppression, Suppression.fingerprint_id == StoredFingerprint.id)
        .where(StoredFingerprint.channel == "post", StoredFingerprint.value.in_(values))
        .where(Suppression.lifted_at.is_(None), Suppression.scope.in_((Scope.TOPIC, Scope.ALL_MARKETING)))
        .order_by(Suppression.id)
    )
    return [_shared(values[bytes(value)], subject, row) for value, subject, row in session().execute(statement)]


def _shared(scope: str, subject: str, row: Suppression) -> SharedStop:
    purpose = topic_purpose(row.topic_slug) if row.topic_slug else MARKETING
    mine, by_order = row.reason == "preference_page", row.reason in STAFF_ONLY
    return SharedStop(scope, subject, (purpose,), row.created_at, mine, by_order)


def lift_shared(person: Person, stop: SharedStop, act: Act) -> Written:
    """End a stop she shares and asked for herself. Raises NotFound where it is not hers to end. Flushes."""
    if stop not in shared_stops_of(person) or not stop.mine:
        raise NotFound(_("Only the person who asked for this stop can end it. Call us if you need it ended."))
    return consent.choose(stop.subject_id, [Change(one, "post", UNSET) for one in stop.purposes], act)


def place_of(person: Person) -> Place | None:
    """Her name at the address on file, or None."""
    held = people.postal_address_of(person)
    if held is None:
        return None
    where = (held.street, held.second_line, held.city, held.state, held.postal_code, held.country)
    return Place(person.display_name, *where)


def shared_act(act_id: str) -> str:
    """The id under which an act of hers also stands for her address: hers leads to it, it leads nowhere."""
    return same_act("shared", act_id)


def shared_subjects(person: Person) -> list[str]:
    """The subjects of what her address shares with others, in one query. Empty without an address."""
    values = list(_values(person))
    statement = select(StoredFingerprint.subject_id).where(
        StoredFingerprint.channel == "post", StoredFingerprint.value.in_(values)
    )
    return list(session().scalars(statement.distinct())) if values else []


def _values(person: Person) -> dict[bytes, str]:
    """Fingerprint → scope, of what her address shares."""
    place, ring = place_of(person), settings.current().fingerprint_keys
    if place is None:
        return {}
    keys = {"household": post_keys(place).household, "address": post_keys(place).address}
    if person.customer_number:
        keys["label"] = label_key(person.customer_number, place.postal_code)
    return {one.value: scope for scope, key in keys.items() for one in all_fingerprints(ring, "post", key, 2)}


def same_act(*parts: str) -> str:
    """The id of an act that is the same act when it is sent twice: a double click is one press, with one undo."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
