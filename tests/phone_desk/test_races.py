"""Two presses in one moment: a stop is recorded once, and taken back once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from app.core.database import session
from app.people import person_by_address
from app.phone_desk.forms import today
from app.phone_desk.models import RecordedStop
from app.phone_desk.recording import Entry, NotUndone, Told, record_stop, stop_named, take_back
from app.phone_desk.who import an_email, the_person
from app.staff import SignedIn
from tests.cast import ANN, ann
from tests.desk import SUE, a_member

AT_ONCE = 3


def clerk(app: Flask) -> SignedIn:
    """Sue, and Ann in the shop."""
    with app.app_context():
        member = a_member(SUE)
        ann()
        return SignedIn(member.id, member.role, SUE, SUE, "", keys_are_on=True)


def all_at_once(app: Flask, act: object) -> list[object]:
    """The same act from several processes' worth of sessions, begun together."""
    start = Barrier(AT_ONCE)

    def run(_each: int) -> object:
        with app.app_context():
            start.wait()
            try:
                done = act()  # type: ignore[operator]
                session().commit()
            except NotUndone as no:
                session().rollback()
                return no.status
            return done

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


@pytest.mark.parametrize("known", [True, False])
def test_a_form_pressed_thrice_at_once_records_once(known: bool, app: Flask) -> None:
    sue = clerk(app)

    def press() -> str:
        person = person_by_address(ANN)
        who = the_person(person) if known and person else an_email("new@example.net")
        return record_stop(who, "all", Told(today(), "letter"), Entry("one-form", "letters"), sue).reference

    references = all_at_once(app, press)
    with app.app_context():
        assert len(set(references)) == session().query(RecordedStop).count() == 1


def test_undo_pressed_thrice_at_once_takes_back_once(app: Flask) -> None:
    sue = clerk(app)
    with app.app_context():
        person = person_by_address(ANN)
        assert person
        row = record_stop(the_person(person), "all", Told(today(), "phone"), Entry("a-form", "caller"), sue)
        reference = row.reference
        session().commit()
    answers = all_at_once(app, lambda: take_back(stop_named(reference), sue))
    assert sorted(map(str, answers)) == ["409", "409", "None"]
