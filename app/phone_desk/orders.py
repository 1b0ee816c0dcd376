"""Prohibitory orders of the Postal Service (39 USC 3008): staff enter them, and no choice of the person's lifts one."""

from __future__ import annotations

from dataclasses import replace

from app import consent, people, suppression
from app.channels import Place, post_keys
from app.consent import MARKETING, OFF, Act, Change, Written
from app.phone_desk.who import PERSON, Who
from app.suppression import Scope

METHOD = "prohibitory_order"


def enter_order(who: Who, act: Act) -> Written:
    """No paper mail of any kind from now on, for good. Raises consent.NoPostalAddress. Flushes.

    A name and address as they stand on the order hold by their marks, for whoever comes to us with them; and where they are
    somebody's we know, the order is about all her addresses.
    """
    order = replace(act, method=METHOD)
    written = _on_place(who.place, order) if who.place else Written(order.act_id, ())
    person = people.person_by_subject(who.subject_id)
    if person is None or (who.kind != PERSON and people.postal_address_of(person) is None):
        return written
    about_her = consent.enter_prohibitory_order(person, order)
    return Written(order.act_id, tuple(dict.fromkeys((*written.changes, *about_her.changes))))


def _on_place(place: Place, order: Act) -> Written:
    """On the marks of that name there, and of the address whoever lives there."""
    keys = post_keys(place)
    marks = [suppression.mark_for_key(key) for key in (keys.person, keys.address)]
    consent.lock_subjects(mark.subject_id for mark in marks)
    off = [Change(MARKETING, "post", OFF)]
    changes = [one for mark in marks for one in consent.choose(mark.subject_id, off, order, [mark]).changes]
    suppression.suppress_all(marks, Scope.ALL_CONTACT, METHOD, order.act_id)
    return Written(order.act_id, tuple(dict.fromkeys(changes)))
