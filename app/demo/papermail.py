"""Paper mail in the demo shop: labels with codes, stops for a household and an address, and what people report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from app import consent, paper, people, suppression, topics
from app.channels import POST_VERSION, Place, post_keys
from app.consent import MARKETING, OFF, Act, Change, topic_purpose
from app.core import settings
from app.core.fingerprints import Fingerprint, fingerprint
from app.demo.calendar import Calendar
from app.demo.history import History, Moment
from app.demo.story import Character
from app.people import Person
from app.suppression import mark_for_key

LABELLED = "horse-catalog"
_LABELLED_AGO = 33  # as its newest mailing
_STOP = (Change(MARKETING, "post", OFF),)
_ASKED = "What should we know?"
Doing = Callable[[Person, Place], None]


def label_of(person: Person) -> Fingerprint | None:
    """The mark on her label, where we hold an address."""
    place = _place(person)
    if place is None:
        return None
    return fingerprint(settings.current().fingerprint_keys, "post", post_keys(place).person, version=POST_VERSION)


def _place(person: Person) -> Place | None:
    row = people.postal_address_of(person)
    return consent.place_of(person, row) if row else None


class PaperMail:
    """What comes to, and from, people with a postal address; those with stories of their own are left alone."""

    def __init__(self, history: History, cast: Sequence[Character]) -> None:
        self._history = history
        self._housed = [one for one in cast if one.place is not None and one.steps and one.steps[-1].what != "erase"]

    def moments(self, days: Calendar) -> list[Moment]:
        """All that will happen."""
        told: tuple[tuple[int, Doing], ...] = (
            (44, _stop_for_household),
            (29, _stop_for_address),
            (26, _stop_by_label),
            (11, partial(_report, "moved")),
            (6, partial(_report, "two_copies")),
            (4, partial(_report, "deceased")),
            (2, partial(_report, "two_copies")),
        )
        found = [
            Moment(max(days.at(ago, 15), one.joined_at), partial(self._do, one, doing))
            for one, (ago, doing) in zip(self._housed, told, strict=False)
        ]
        return [Moment(days.at(_LABELLED_AGO, 12), self._label), *found]

    def _label(self) -> None:
        """Codes for everybody the newest catalog was signed for."""
        got = self._history.who_got(LABELLED)
        if not got:
            return
        held = people.people_by_subjects([subject for _address, subject, _campaign in got])
        marks = [mark for person in held.values() if (mark := label_of(person))]
        topic = next(one for one in topics.every_topic() if one.slug == LABELLED)
        suppression.label_codes(marks, topic.id, got[0][2])

    def _do(self, one: Character, doing: Doing) -> None:
        person = self._history.person(one.address)
        place = _place(person) if person else None
        if person is not None and place is not None:
            doing(person, place)


def _stop_for_household(person: Person, place: Place) -> None:
    """From her own page: the pet catalog, for all of her last name there."""
    act = Act("preference_page", "preferences: household", wording="Also for everybody of my last name here")
    stops = [Change(topic_purpose("pet-catalog"), "post", OFF)]
    consent.stop_place(place, "household", stops, act, person_subject=person.subject_id)


def _stop_for_address(_person: Person, place: Place) -> None:
    """By the lines of a label, by whoever lives there now."""
    act = Act("label", "label", "someone", "All paper mail. For this address, whoever lives here")
    consent.stop_place(place, "address", _STOP, act)


def _stop_by_label(person: Person, place: Place) -> None:
    act = Act("label", "label", "someone", "All paper mail")
    consent.stop_label(person.customer_number or "C-00000", place.postal_code, _STOP, act)


def _report(kind: str, _person: Person, place: Place) -> None:
    """What somebody who holds the piece says about it."""
    act = Act("paper_report", kind, "someone", f"{_ASKED} {kind.replace('_', ' ')}")
    if kind != "two_copies":
        consent.stop_place(place, "person", _STOP, act)
    if kind == "moved":
        return
    last = f"{place.city} {place.state} {place.postal_code}"
    typed = {"name": place.name, "street": place.street, "second_line": place.second_line, "last_line": last}
    other = {"other": f"{place.name}, {place.street.upper()}, {last}"} if kind == "two_copies" else {}
    paper.keep_report(kind, typed | other, mark_for_key(post_keys(place).person).subject_id, act.act_id)
