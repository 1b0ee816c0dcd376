"""The weekday mail: after 8 a.m. of a business day, once, about what is due, and nothing when nothing is."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask, url_for
from sqlalchemy import select

from app import outbox
from app.console.digest import KIND, compose
from app.console.jobs import staff_digest
from app.core.database import db, session
from app.core.desk import Due, Duty
from app.core.feature import Feature
from app.core.settings import Settings
from app.factory import create_app
from app.features import FEATURES
from app.staff import Permission, Role, StaffDigest
from tests.databases import KEYS
from tests.desk import MAX, MO, SUE, a_member

CHICAGO = ZoneInfo("America/Chicago")
EIGHT = datetime(2026, 7, 8, 8, tzinfo=CHICAGO)  # a Wednesday
MINUTE = timedelta(minutes=1)
waiting = 3


def reviews_due() -> Due | None:
    return Due(waiting, f"{waiting} reviews", "wait.", url_for("staff.account"), "Read") if waiting else None


@pytest.fixture
def shop(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A shop in which three reviews wait for moderators, who are Mo; Sue's role has nothing to do."""
    duty = Duty("tests-reviews", Permission.REVIEWS_MODERATE, reviews_due)
    site = create_app(
        Settings.from_environ(KEYS | {"DATABASE_URL": database}), (*FEATURES, Feature("t", duties=(duty,)))
    )
    monkeypatch.setitem(globals(), "waiting", 3)
    with site.app_context():
        a_member(MO), a_member(SUE)
        yield site
        db.session.remove()
        db.engine.dispose()


def mails() -> list[str]:
    """The references of the weekday mails in the outbox."""
    return list(session().scalars(select(outbox.Message.reference).where(outbox.Message.kind == KIND)))


def at(moment: datetime) -> int:
    """The job runs at that moment. How many mails there are then."""
    with time_machine.travel(moment, tick=False):
        staff_digest()
    return len(mails())


def test_who_has_something_to_do_gets_one_mail_after_eight_and_the_other_none(shop: Flask) -> None:
    assert at(EIGHT - MINUTE) == 0
    assert [at(EIGHT), at(EIGHT + 5 * MINUTE), at(EIGHT + timedelta(hours=9))] == [1, 1, 1]
    with time_machine.travel(EIGHT, tick=False), shop.test_request_context():
        (letter,) = [compose(reference) for reference in mails()]
    assert letter is not None and letter.to == MO


def test_the_mail_counts_and_names_a_page_and_no_person(shop: Flask) -> None:
    at(EIGHT)
    with time_machine.travel(EIGHT, tick=False), shop.test_request_context():
        letter = compose(mails()[0])
    assert letter is not None
    assert letter.context["due"] == [
        {"strong": "3 reviews", "rest": "wait.", "act": "Read", "url": "http://127.0.0.1:8000/staff/account"}
    ]


@pytest.mark.parametrize("day", ["2026-07-03", "2026-07-04", "2026-07-05", "2026-11-26", "2027-12-31"])
def test_nobody_is_written_to_on_weekends_and_holidays(shop: Flask, day: str) -> None:
    assert at(datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=CHICAGO)) == 0


def test_nothing_is_posted_when_nothing_is_due_and_what_comes_later_waits_for_the_morning(
    shop: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "waiting", 0)
    assert at(EIGHT) == 0
    assert not session().scalars(select(StaffDigest)).all()
    monkeypatch.setitem(globals(), "waiting", 1)
    assert [at(EIGHT + timedelta(hours=3)), at(EIGHT + timedelta(days=1))] == [0, 1]


def test_a_late_worker_posts_the_same_day_and_never_the_next(shop: Flask) -> None:
    assert at(EIGHT.replace(hour=23, minute=58)) == 1
    with time_machine.travel(EIGHT + timedelta(hours=17), tick=False), shop.test_request_context():
        assert compose(mails()[0]) is None
    assert at(EIGHT + timedelta(hours=17)) == 1


def test_a_mail_whose_work_was_done_meanwhile_says_nothing(shop: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    at(EIGHT)
    monkeypatch.setitem(globals(), "waiting", 0)
    with time_machine.travel(EIGHT, tick=False), shop.test_request_context():
        assert compose(mails()[0]) is None


def test_who_left_or_never_joined_gets_none(shop: Flask) -> None:
    left, never = (a_member(f"{name}@example.com", Role.MODERATOR) for name in ("left", "never"))
    left.ended_at, never.joined_at = EIGHT, None
    session().commit()
    assert at(EIGHT) == 1


@pytest.mark.parametrize("day", ["2026-03-09", "2026-11-02"])
def test_eight_is_eight_on_the_wall_after_the_clocks_changed(shop: Flask, day: str) -> None:
    eight = datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=CHICAGO)
    assert [at(eight - MINUTE), at(eight)] == [0, 1]


def test_two_workers_at_once_post_it_once(shop: Flask) -> None:
    a_member(MAX)

    def works(_number: int) -> str:
        with shop.app_context():
            return staff_digest()

    session().commit()
    with time_machine.travel(EIGHT, tick=False), ThreadPoolExecutor(4) as workers:
        said = sorted(workers.map(works, range(4)))
    assert said == ["0 weekday mails posted"] * 3 + ["1 weekday mails posted"]
    assert len(mails()) == 1
