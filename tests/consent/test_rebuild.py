"""Preferences are derived, and can be derived again at any time."""

import threading

from flask import Flask

from app import consent
from app.consent import OFF, PACE, projection_faults
from app.core.database import session
from tests.cast import ANN, BEA
from tests.makers import says


def test_a_choice_committed_while_preferences_are_rebuilt_is_not_lost(app: Flask) -> None:
    """On PostgreSQL the writer waits for the rebuilding; on SQLite it waits anyway."""
    began = threading.Event()

    def choose() -> None:
        with app.app_context():
            began.set()
            says(ANN, PACE, "month")
            says(BEA, "marketing", OFF)

    with app.app_context():
        says(ANN, PACE, "week")
        assert consent.rebuild() == 1
        writer = threading.Thread(target=choose)
        writer.start()
        assert began.wait(10)
        writer.join(0.3)
        session().commit()
        writer.join()
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
