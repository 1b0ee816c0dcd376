"""Preferences are derived, and can be derived again at any time."""

import threading

from flask import Flask

from app import consent
from app.consent import OFF, PACE, Change, projection_faults
from app.core.database import session
from tests.cast import ANN, BEA
from tests.makers import an_act, says


def test_a_choice_that_is_not_committed_yet_when_rebuilding_begins_is_not_lost(app: Flask) -> None:
    def rebuild() -> None:
        with app.app_context():
            consent.rebuild()
            session().commit()

    rebuilding = threading.Thread(target=rebuild)
    with app.app_context():
        says(ANN, PACE, "week")
        consent.choose(consent.subject_for(ANN), [Change(PACE, "email", "month")], an_act())
        rebuilding.start()
        rebuilding.join(0.3)
        assert rebuilding.is_alive(), "it waits for the choice"
        session().commit()
        rebuilding.join()
        assert list(projection_faults()) == []
        assert consent.current_states(consent.subject_for(ANN)) == {(PACE, "email"): "month"}


def test_a_choice_that_commits_between_reading_and_writing_is_not_lost(app: Flask) -> None:
    """Many rebuildings beside a writer: none takes a preference away."""
    done = threading.Event()

    def rebuild() -> None:
        with app.app_context():
            while not done.is_set():
                consent.rebuild()
                session().commit()

    rebuilding = threading.Thread(target=rebuild)
    rebuilding.start()
    with app.app_context():
        for number in range(15):
            says(ANN, f"topic:t{number}", OFF)
        done.set()
        rebuilding.join()
        assert list(projection_faults()) == []
        assert len(consent.current_states(consent.subject_for(ANN))) == 15


def test_rebuild_gives_what_stood_and_why(app: Flask) -> None:
    with app.app_context():
        says(ANN, PACE, "week", method="import")
        says(ANN, PACE, "month")
        says(ANN, PACE, "unset")
        says(BEA, "marketing", OFF, method="import")
        subjects = [consent.subject_for(address) for address in (ANN, BEA)]
        before = [(consent.current_states(one), consent.explained(one)) for one in subjects]
        assert consent.rebuild() == 2
        assert [(consent.current_states(one), consent.explained(one)) for one in subjects] == before
