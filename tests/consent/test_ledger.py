"""Writing the ledger."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import consent
from app.consent import MARKETING, OFF, PACE, UNSET, Act, Change, ledger_faults, seal_heads
from app.core import clock
from app.core.database import db, session
from app.policies import current_version
from tests.cast import ANN, BEA
from tests.makers import a_stop, a_topic, a_yes, an_act, says

NOON = datetime(2026, 7, 8, 12, 0, tzinfo=UTC)
GUARDED = ("consent_entry", "ledger_checkpoint", "checkpoint_head")
CHANGE = {"consent_entry": "state = 'on'", "ledger_checkpoint": "key_id = 2", "checkpoint_head": "seq = 7"}


def lines(address: str) -> list[tuple[int, str, str, str]]:
    who = consent.subject_for(address)
    return [(one.seq, one.purpose, one.state, one.method) for one in consent.entries() if one.subject_id == who]


def refused(statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        session().execute(text(statement))
    session().rollback()


@pytest.mark.usefixtures("app_context")
@pytest.mark.parametrize("table", GUARDED)
def test_the_database_refuses_to_change_or_drop_a_line(table: str) -> None:
    a_stop(ANN)
    seal_heads()
    session().commit()
    before = session().execute(text(f"SELECT * FROM {table}")).all()
    assert before
    refused(f"UPDATE {table} SET {CHANGE[table]}")
    refused(f"DELETE FROM {table}")
    for around in ways_around(table):
        refused(around)
    assert session().execute(text(f"SELECT * FROM {table}")).all() == before


def ways_around(table: str) -> list[str]:
    if db.engine.dialect.name == "postgresql":
        return [f"TRUNCATE {table}", f"TRUNCATE {table} CASCADE", f"TRUNCATE suppression, {table}"]
    whole = f"INTO {table} SELECT * FROM {table}"
    return [f"INSERT OR REPLACE {whole}", f"REPLACE {whole}", f"UPDATE OR REPLACE {table} SET {CHANGE[table]}"]


@pytest.mark.usefixtures("app_context")
def test_a_stop_is_never_deleted() -> None:
    a_stop(ANN)
    with pytest.raises(DBAPIError, match=r"never deleted|append-only"):
        session().execute(text("DELETE FROM suppression"))


@pytest.mark.usefixtures("app_context")
def test_a_replaced_line_is_refused_by_its_place_as_by_its_number() -> None:
    a_stop(ANN)
    columns = "id, subject_id, seq, purpose, channel, state, method, actor, act_id, language, policy_version, source, at, zone"
    rest = "previous, digest, key_id, mark"
    copied = columns.replace("id, sub", "id + 1000, sub", 1).replace(" state,", " 'on',")
    for way in ("INSERT OR REPLACE INTO", "INSERT INTO") if db.engine.dialect.name == "sqlite" else ("INSERT INTO",):
        statement = f"{way} consent_entry ({columns}, {rest}) SELECT {copied}, {rest} FROM consent_entry"
        with pytest.raises(DBAPIError):
            session().execute(text(statement))
        session().rollback()
    assert [state for _seq, _purpose, state, _method in lines(ANN)] == [OFF]


@pytest.mark.usefixtures("app_context")
def test_a_change_that_changes_nothing_leaves_no_line() -> None:
    topic = a_topic()
    assert a_yes(ANN, topic).changes[0].old == UNSET
    assert a_yes(ANN, topic).changes == ()
    assert len(lines(ANN)) == 1


@pytest.mark.usefixtures("app_context")
def test_an_act_with_several_changes_is_lines_of_one_act_that_say_what_was_shown() -> None:
    act = an_act(wording="Stop everything", language="en", evidence={"network": "203.0.113.0/24"}, claimed_at=NOON)
    changes = [Change(PACE, "email", "week"), Change(MARKETING, "post", OFF)]
    with clock.set_to(NOON + timedelta(days=1)):
        written = consent.choose(consent.subject_for(ANN), changes, act)
        session().commit()
    assert [(one.purpose, one.old, one.new) for one in written.changes] == [
        (PACE, UNSET, "week"),
        (MARKETING, UNSET, OFF),
    ]
    found = list(consent.entries())
    assert {one.act_id for one in found} == {act.act_id}
    assert {(one.at, one.claimed_at, one.zone) for one in found} == {
        (NOON + timedelta(days=1), NOON, "America/Chicago")
    }
    assert {one.policy_version for one in found} == {current_version()}
    assert all(one.evidence and one.wording for one in found)
    assert list(ledger_faults()) == []


@pytest.mark.usefixtures("app_context")
def test_time_never_runs_backwards_within_a_subject() -> None:
    with clock.set_to(NOON):
        says(ANN, PACE, "week")
    with clock.set_to(NOON - timedelta(hours=1)):
        says(ANN, PACE, "month")
    assert [one.at for one in consent.entries()] == [NOON, NOON]
    assert list(ledger_faults()) == []


@pytest.mark.usefixtures("app_context")
def test_an_undeclared_method_cannot_act() -> None:
    with pytest.raises(KeyError):
        Act(method="magic", source="test")


def test_writers_to_one_subject_wait_for_each_other_and_the_chain_never_forks(app: Flask) -> None:
    def press(number: int) -> None:
        with app.app_context():
            for step in range(4):
                consent.record("ab" * 16, [Change(f"topic:t{number}-{step}", "email", OFF)], an_act())
                session().commit()

    together([threading.Thread(target=press, args=(number,)) for number in range(4)])
    with app.app_context():
        assert [one.seq for one in consent.entries()] == list(range(1, 17))
        assert list(ledger_faults()) == []
        assert len(consent.current_states("ab" * 16)) == 16


def together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_transaction_that_commits_after_the_seal_is_no_forgery_and_is_in_the_next_one(app: Flask) -> None:
    """On PostgreSQL the late writer is open while the seal is made; on SQLite writers follow one another."""
    written, sealed = threading.Event(), threading.Event()

    def late() -> None:
        with app.app_context():
            consent.choose(consent.subject_for(ANN), [Change(MARKETING, "email", OFF)], an_act())
            if db.engine.dialect.name == "postgresql":
                written.set()
                assert sealed.wait(10)
            session().commit()
            written.set()

    with app.app_context():
        says(BEA, PACE, "week")
        writer = threading.Thread(target=late)
        writer.start()
        assert written.wait(10)
        first = seal()
        sealed.set()
        writer.join()
        assert list(ledger_faults()) == []
        assert (first, seal(), seal()) == ((1, 1, 0) if db.engine.dialect.name == "postgresql" else (2, 0, 0))
        assert list(ledger_faults()) == []


def seal() -> int:
    count = seal_heads()
    session().commit()
    return count


def test_two_seals_at_once_do_not_look_like_a_forgery(app: Flask) -> None:
    start = threading.Barrier(3)

    def press() -> None:
        with app.app_context():
            start.wait()
            seal()

    with app.app_context():
        a_stop(ANN)
        a_stop(BEA)
    for _ in range(2):
        together([threading.Thread(target=press) for _ in range(3)])
        with app.app_context():
            assert list(ledger_faults()) == []
            says(ANN, PACE, "month")
