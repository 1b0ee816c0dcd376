"""May we use it? Two questions about animals and two about interests, unanswered until she answers (policy S12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app import consent
from app.consent import (
    ANIMALS_ADS,
    ANIMALS_MAIL,
    ANY_CHANNEL,
    INTERESTS_ADS,
    INTERESTS_MAIL,
    OFF,
    ON,
    UNSET,
    Change,
)
from app.people import By, Person
from app.profile.came import Seen, ledger_act

YES, NO = "yes", "no"
_STATES = {YES: ON, NO: OFF}
_ANSWERS = {ON: YES, OFF: NO}


@dataclass(frozen=True)
class Question:
    """One question: the name of its field, its purpose in the ledger, its words."""

    name: str
    purpose: str
    words: LazyString


USES: dict[str, tuple[Question, Question]] = {
    "animals": (
        Question("mail", ANIMALS_MAIL, _l("May we use your animals to pick what we send you?")),
        Question("ads", ANIMALS_ADS, _l("May we use your animals for ads on other sites?")),
    ),
    "interests": (
        Question("mail", INTERESTS_MAIL, _l("May we use your interests to pick what we send you?")),
        Question("ads", INTERESTS_ADS, _l("May we use your interests for ads on other sites?")),
    ),
}


def answers_of(subject_id: str, what: str) -> dict[str, str]:
    """Question → "yes", "no" or "" (never answered)."""
    return answers_in(consent.current_states(subject_id), what)


def answers_in(states: Mapping[tuple[str, str], str], what: str) -> dict[str, str]:
    """The same, from states read before."""
    return {one.name: _ANSWERS.get(states.get((one.purpose, ANY_CHANNEL), UNSET), "") for one in USES[what]}


def answer(person: Person, what: str, given: Mapping[str, str], by: By, seen: Seen | None = None) -> None:
    """Keep what was answered, with the words of each question; what was left open stays as it is. Flushes."""
    answered = [(one, given[one.name]) for one in USES[what] if given.get(one.name) in _STATES]
    changes = [Change(one.purpose, ANY_CHANNEL, _STATES[said]) for one, said in answered]
    wording = "\n".join(f"{one.words} {said.capitalize()}" for one, said in answered)
    if changes:
        consent.choose(person.subject_id, changes, ledger_act(by, wording, seen))
