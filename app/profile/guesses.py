"""Guesses, and the one switch that stops them. The product infers nothing itself: the retailer supplies, we show and block."""

from __future__ import annotations

from flask_babel import gettext as _

from app import consent
from app.consent import ANY_CHANNEL, INFERENCE, OFF, ON, UNSET, Change
from app.people import By, Person
from app.profile.came import Seen, ledger_act
from app.profile.facts import current_facts, remove_facts


def is_guessing(subject_id: str) -> bool:
    """Whether guesses may be made: until she says stop."""
    return consent.current_states(subject_id).get((INFERENCE, ANY_CHANNEL), UNSET) != OFF


def stop_guessing(person: Person, by: By, seen: Seen | None = None) -> None:
    """All guesses go, and no new ones come. Flushes."""
    _switch(person, OFF, _("Stop guessing"), by, seen)
    remove_facts(current_facts(person.id, "inferred"), by)


def start_guessing(person: Person, by: By, seen: Seen | None = None) -> None:
    """New ones may come; those that were removed stay removed. Flushes."""
    _switch(person, ON, _("Start guessing again"), by, seen)


def _switch(person: Person, state: str, wording: str, by: By, seen: Seen | None) -> None:
    consent.choose(person.subject_id, [Change(INFERENCE, ANY_CHANNEL, state)], ledger_act(by, wording, seen))
