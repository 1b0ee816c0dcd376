"""How a mail platform stands: what it has not taken, what it took, and what is due about it."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from app import suppression
from app.core import clock
from app.core.database import random_id, session
from app.core.feature import declared
from app.staff import StaffMember
from app.suppression import Scope, mark_for
from tests.browser import Browser
from tests.cast import ANN, BEA, CAL, ann
from tests.desk import sit_down
from tests.exchange.desk import Desk
from tests.makers import a_stop

PAGE = "/staff/stops"
HOUR = timedelta(hours=1)


def waits() -> tuple[int, int, int]:
    """(stops not taken, batches taken, batches done) of the one platform there is."""
    (one,) = suppression.waiting()
    return one.not_taken, one.taken, one.done


def later(hours: float) -> time_machine.travel:
    return time_machine.travel(clock.now() + hours * HOUR, tick=False)


def test_a_span_is_not_taken_then_taken_then_done(shop: Desk) -> None:
    a_stop(ANN)
    shop.export("--to", "mailtool")
    assert waits() == (0, 1, 0)
    with later(1):
        a_stop(BEA), a_stop(CAL)
        assert waits() == (2, 1, 0)
        assert [row["email"] for row in shop.export("--to", "mailtool")] == [
            ANN,
            BEA,
            CAL,
        ]  # Ann's twice, by the overlap
        assert waits() == (0, 2, 0)
        assert shop.run("suppression", "done", "mailtool").output == "2 batches are done at mailtool.\n"
        assert waits() == (0, 0, 2)
    assert "No export was made for 'mailtol'" in shop.run("suppression", "done", "mailtol", code=2).stderr


def test_a_run_without_a_row_is_no_batch_and_the_cursor_moves_all_the_same(shop: Desk) -> None:
    a_stop(ANN)
    shop.export("--to", "mailtool")
    found = []
    for hours in (1, 2, 2.1):
        with later(hours):
            found.append(len(shop.export("--to", "mailtool")))
            assert waits() == (0, 2, 0)
    assert found == [1, 0, 0]  # once more by the overlap


def test_a_stop_that_came_late_into_the_ten_minutes_before_an_export_is_seen_and_handed_out(shop: Desk) -> None:
    """Its transaction began before the export and was committed after it."""
    a_stop(ANN)
    shop.export("--to", "mailtool")
    with clock.set_to(clock.now() - timedelta(minutes=5)):
        a_stop(BEA)
    assert waits() == (1, 1, 0)
    assert {row["email"] for row in shop.export("--to", "mailtool")} == {ANN, BEA}
    assert waits() == (0, 2, 0)


def due() -> tuple[int, str] | None:
    found = next(duty for duty in declared().duties if duty.name == "stops-not-taken").find()
    return (found.count, found.urgency) if found else None


def test_a_stop_that_waits_is_due_after_half_a_day_and_late_after_a_day(app: Flask, shop: Desk, max_: Browser) -> None:
    suppression.taken("mailtool")
    a_stop(ANN)
    found = []
    with app.test_request_context():
        for hours in (11.9, 12.1, 24.1):
            with later(hours):
                found.append(due())
    assert found == [None, (1, "soon"), (1, "late")]
    with later(24.1):
        sit_down(max_, session().scalars(select(StaffMember)).one())
        max_.get(PAGE)
        assert "24 hours, late" in max_.page.text  # type: ignore[union-attr]
        shop.export("--to", "mailtool")
        with app.test_request_context():
            assert due() is None


def test_a_stop_that_paper_alone_knows_is_none_for_a_mail_platform(shop: Desk) -> None:
    suppression.taken("mailtool")
    person = ann()
    (post,) = suppression.marks_of_subject(person.subject_id, "post")
    suppression.suppress(post, Scope.ALL_MARKETING, "letter", random_id())
    assert waits()[0] == 0
    suppression.suppress(mark_for(BEA), Scope.ALL_MARKETING, "phone", random_id())
    assert waits()[0] == 1
