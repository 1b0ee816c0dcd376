"""A clerk's act equals the person's own except who did it and how: Ann presses Stop everything, her twin calls."""

from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import consent
from app.consent import by_whom
from app.consent.models import ConsentEntry, LedgerHead, Preference
from app.core.database import Base, session, table
from app.outbox.models import Message
from app.people import Person
from app.staff import StaffMember
from app.suppression import KeptDestination, StoredFingerprint, Suppression
from tests.browser import Browser
from tests.cast import ANN
from tests.labels import LINES
from tests.makers import a_person, a_topic, a_yes, may, the_person
from tests.phone_desk.calls import stopped
from tests.sign_in import sign_in

pytestmark = pytest.mark.usefixtures("app_context")
TWIN = "twin@example.com"
# Who and how, with what only tells how: where it came in, what was shown or said there, and with which network.
WHO_AND_HOW = {"method", "actor", "source", "wording", "claimed_at", "evidence", "reason"}
# Ids, times, and seals over both.
OWN = {"id", "subject_id", "act_id", "at", "created_at", "previous", "digest", "mark", "fingerprint_id", "seq"}


def lines(model: type[Base], *where: Any) -> list[dict[str, Any]]:
    """Rows without what must differ."""
    rows = session().execute(select(table(model)).where(*where)).mappings()
    return [{name: value for name, value in row.items() if name not in WHO_AND_HOW | OWN} for row in rows]


def marks_of(person: Person) -> Iterable[int]:
    mine = select(StoredFingerprint.id).where(StoredFingerprint.subject_id == person.subject_id)
    return session().scalars(mine).all()


def all_about(person: Person) -> dict[str, Any]:
    """Everything a stop leaves: ledger, what holds, do-not-contact, kept addresses."""
    marks, subject = marks_of(person), person.subject_id
    return {
        "entries": lines(ConsentEntry, ConsentEntry.subject_id == subject),
        "holds": sorted(map(str, lines(Preference, Preference.subject_id == subject))),
        "heads": len(lines(LedgerHead, LedgerHead.subject_id == subject)),
        "suppressed": sorted(map(str, lines(Suppression, Suppression.fingerprint_id.in_(marks)))),
        "kept": len(lines(KeptDestination, KeptDestination.fingerprint_id.in_(marks))),
    }


def twins() -> tuple[Person, Person]:
    """Ann, and somebody who differs in nothing that a stop could see; both with a topic they chose."""
    goats = a_topic()
    twin = a_person(TWIN, is_customer=True, proven=True, first_name="Ann", last_name="Twin", street="5 Elm Street")
    a_yes(ANN, goats), a_yes(TWIN, goats)
    return the_person(ANN), twin


@pytest.mark.parametrize("way", ["phone", "letter"])
def test_stop_everything_leaves_the_same_whoever_presses(way: str, app: Flask, desk: Browser) -> None:
    ann, twin = twins()
    hers = Browser(app)
    sign_in(hers, ANN)
    messages = session().query(Message).count()
    hers.press("Stop everything")
    stopped(desk, TWIN, way=way)
    assert all_about(ann) == all_about(twin)
    assert len(all_about(ann)["entries"]) == 3 and all_about(ann)["suppressed"]
    assert session().query(Message).count() == messages


PLACE = {"name": "Ann Archer", "street": "1 Elm Street", "city": "Dothan", "state": "AL", "zip": "36302"}
LABELS = {
    "place": (
        "Stop mail to this label",
        {**LINES, "scope": "person"},
        ("nobody 36302", PLACE | {"name": "Ann Twin", "street": "5 Elm Street"}),
    ),
    "number": (
        "Stop paper mail",
        {"customer_number": "C-1001", "postal_code": "36302"},
        ("C-2002 36302", {"who": "none"}),
    ),
}


@pytest.mark.parametrize("way", LABELS)
def test_paper_stopped_as_told_leaves_the_same_as_with_the_label_in_hand(
    way: str, client: Browser, desk: Browser
) -> None:
    ann, twin = twins()
    twin.customer_number = "C-2002"
    consent.settle_places([twin])
    session().commit()
    button, hers, (text, told) = LABELS[way]
    with_label = Browser(client.application)
    with_label.get("/paper")
    assert with_label.press(button, **hers).status_code == 200
    stopped(desk, text, "paper", **told)
    assert all_about(ann) == all_about(twin)
    assert [entry["purpose"] for entry in all_about(ann)["entries"][1:]] == ["marketing"]
    assert all_about(ann)["suppressed"]


def test_what_differs_is_who_did_it_and_how(app: Flask, desk: Browser) -> None:
    stopped(desk, ANN, way="letter")
    entry = session().query(ConsentEntry).filter_by(channel="email").one()
    sue = session().query(StaffMember).one()
    assert (entry.method, entry.actor, entry.source) == ("letter", f"staff:{sue.id}", "phone desk")
    assert by_whom(entry.method) == "Support, by letter"


def test_both_ways_the_gate_and_her_page_say_the_same(app: Flask, desk: Browser) -> None:
    topic = a_topic(default="on_for_customers")
    before = may(ANN, topic)
    stopped(desk, ANN)
    hers = Browser(app)
    sign_in(hers, ANN)
    assert (before, may(ANN, topic)[:2]) == ("yes customer", "no")
    assert "Everything is stopped" in hers.page.text or "No marketing email" in hers.page.text


def test_she_can_bring_it_back_herself(app: Flask, desk: Browser) -> None:
    topic = a_topic(default="on_for_customers")
    stopped(desk, ANN)
    hers = Browser(app)
    sign_in(hers, ANN)
    hers.press("Bring back what I had")
    assert may(ANN, topic) == "yes customer"
