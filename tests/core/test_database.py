"""What the database itself refuses and promises."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError

from app.core.database import BUSY_TIMEOUT_MS, UtcTime, db, read_only, reading, session
from app.people import Person
from app.topics import Topic
from tests.browser import Browser
from tests.conftest import Shop
from tests.makers import a_person, a_topic

NOON = datetime(2026, 7, 8, 12, 0, tzinfo=UTC)


@pytest.mark.usefixtures("app_context")
def test_what_may_only_read_is_refused_by_the_database() -> None:
    topic = a_topic()
    with reading(), pytest.raises(DBAPIError, match=r"readonly|read-only"):
        session().execute(text("UPDATE topic SET title = 'x'"))
    session().rollback()
    session().execute(text("UPDATE topic SET title = 'written'"))
    session().commit()
    session().refresh(topic)
    assert topic.title == "written"


@pytest.mark.usefixtures("app_context")
def test_who_only_read_may_write_afterwards() -> None:
    topic = a_topic()
    with reading():
        assert session().scalar(select(func.count()).select_from(Topic))
    session().execute(text("UPDATE topic SET title = 'written'"))
    session().commit()
    session().refresh(topic)
    assert topic.title == "written"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_only_a_post_may_write(app: Flask, method: str) -> None:
    seen = []
    app.add_url_rule("/probe", "probe", lambda: seen.append(read_only.get()) or "x", methods=["GET", "POST"])
    app.test_client().open("/probe", method=method)
    assert seen == [method != "POST"]
    assert read_only.get() is False


def test_a_page_that_writes_on_get_gets_an_error_and_changes_nothing(app: Flask, client: Browser) -> None:
    def write() -> str:
        session().execute(text("UPDATE topic SET title = 'x'"))
        session().commit()
        return "written"

    app.add_url_rule("/probe", "probe", write)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert app.test_client().get("/probe").status_code >= 500
    with app.app_context():
        assert session().scalar(select(func.count()).where(Topic.title == "x")) == 0


def test_one_reading_sees_one_moment_whatever_others_write_meanwhile(app: Flask) -> None:
    def count() -> int:
        return int(session().scalar(select(func.count()).select_from(Person)) or 0)

    def write() -> None:
        with app.app_context():
            a_person()

    with app.app_context(), reading():
        before = count()
        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
        assert count() == before
        session().rollback()
        assert count() == before + 1


def test_read_and_write_steps_of_many_writers_lose_nothing(app: Flask) -> None:
    with app.app_context():
        number = a_topic(a_month=0).id

    def add() -> None:
        with app.app_context():
            for _ in range(5):
                found = session().get_one(Topic, number, with_for_update=True)
                found.a_month += 1
                session().commit()
                session().expire_all()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert session().get_one(Topic, number).a_month == 20


@pytest.mark.usefixtures("app_context")
def test_a_writer_on_sqlite_begins_with_the_lock_and_a_reader_without() -> None:
    if db.engine.dialect.name != "sqlite":
        return
    begun: list[str] = []
    db.session.remove()
    with db.engine.connect() as connection:
        connection.connection.driver_connection.set_trace_callback(begun.append)  # type: ignore[union-attr]
    session().execute(text("SELECT 1"))
    session().rollback()
    with reading():
        session().execute(text("SELECT 1"))
        session().rollback()
    assert [line for line in begun if line.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


def test_an_acknowledged_write_is_on_disk(make_app: Shop, database: str) -> None:
    with make_app(DATABASE_URL=database).app_context():
        settings_of_a_connection()


def settings_of_a_connection() -> None:
    if db.engine.dialect.name == "sqlite":
        names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        found = {name: session().execute(text(f"PRAGMA {name}")).scalar_one() for name in names}
        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    else:
        assert session().execute(text("SHOW timezone")).scalar_one() == "UTC"
        assert session().execute(text("SHOW statement_timeout")).scalar_one() == "15s"


@pytest.mark.usefixtures("app_context")
def test_times_come_back_in_utc_whatever_zone_they_went_in() -> None:
    person = a_person()
    person.customer_since = NOON.astimezone(timezone(timedelta(hours=-5)))
    session().commit()
    session().expire_all()
    found = session().get_one(Person, person.id).customer_since
    assert found == NOON
    assert found.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_not_stored() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        UtcTime().process_bind_param(datetime(2026, 7, 8), sqlite.dialect())  # noqa: DTZ001


@pytest.mark.usefixtures("app_context")
def test_a_command_that_reads_may_take_its_time_and_a_page_may_not() -> None:
    if db.engine.dialect.name == "sqlite":
        pragma = session().execute(text("PRAGMA busy_timeout")).scalar_one()
        assert pragma == BUSY_TIMEOUT_MS  # SQLite ends no statement; waiting for the lock has an end
        return
    assert session().execute(text("SHOW statement_timeout")).scalar_one() == "15s"
    session().rollback()
    with reading():
        assert session().execute(text("SHOW statement_timeout")).scalar_one() == "0"
    assert session().execute(text("SHOW statement_timeout")).scalar_one() == "15s"
