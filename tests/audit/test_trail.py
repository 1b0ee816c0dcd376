"""The audit trail."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.audit import note, verify_trail
from app.audit.models import AuditNote, AuditValue
from app.core.database import session
from tests.consent.tampering import tamper

pytestmark = pytest.mark.usefixtures("app_context")


def three_notes(actor: str = "command") -> list[int]:
    made = [note(actor, f"topics.load{n}", values={"added": (None, "bird-deals")}).id for n in range(3)]
    session().commit()
    return made


def faults() -> list[str]:
    return list(verify_trail())


def test_an_untouched_trail_holds() -> None:
    three_notes(), three_notes("staff:1")
    assert faults() == []
    assert len(session().scalars(select(AuditNote)).all()) >= 6


@pytest.mark.parametrize("field", ["act", "about", "at", "digest", "previous", "mark", "key_id", "seq"])
def test_a_note_changed_in_any_field_is_named(field: str) -> None:
    _first, second, _third = three_notes()
    three_notes("staff:1")
    new = {"at": "2020-01-01 00:00:00.000000", "key_id": 9, "seq": 99}.get(field, "x")
    if field in ("digest", "previous", "mark"):
        tamper(f"UPDATE audit_note SET {field} = :new WHERE id = :id", new=b"x" * 16, id=second)
    else:
        tamper(f"UPDATE audit_note SET {field} = :new WHERE id = :id", new=new, id=second)
    assert any(f"audit note {second} of command" in fault for fault in faults())
    assert not any("staff:1" in fault for fault in faults())


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_note_that_went_missing_is_told(place: int) -> None:
    gone = three_notes()[place]
    tamper("DELETE FROM audit_value WHERE note_id = :id", "DELETE FROM audit_note WHERE id = :id", id=gone)
    assert any("missing" in fault for fault in faults())


def test_a_head_with_another_hash_is_told() -> None:
    three_notes()
    tamper("UPDATE audit_head SET digest = :new WHERE actor = 'command'", new=bytes(32))
    assert any("head" in fault for fault in faults())


def test_a_note_given_to_another_actor_is_named() -> None:
    moved = three_notes()[2]
    three_notes("staff:1")
    tamper("UPDATE audit_note SET actor = 'staff:1', seq = 4 WHERE id = :id", id=moved)
    assert any(f"audit note {moved} of staff:1" in fault for fault in faults())
    assert any("command" in fault and "missing" in fault for fault in faults())


@pytest.mark.parametrize("statement", ["UPDATE audit_note SET act = 'x'", "DELETE FROM audit_note"])
def test_the_database_refuses_to_change_a_note(statement: str) -> None:
    three_notes()
    with pytest.raises(DBAPIError, match="append-only"):
        session().execute(text(statement))


def test_values_lie_beside_the_note_and_can_be_erased() -> None:
    three_notes()
    session().execute(text("DELETE FROM audit_value"))
    session().commit()
    assert session().scalars(select(AuditValue)).all() == []
    assert faults() == []


def test_writers_of_one_actor_wait_for_each_other(app: Flask) -> None:
    def write() -> None:
        with app.app_context():
            three_notes("worker")

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = session().scalars(select(AuditNote.seq).where(AuditNote.actor == "worker").order_by(AuditNote.seq)).all()
    assert numbers == list(range(1, 10))
    assert faults() == []


def test_the_command_says_what_is_wrong_and_fails(app: Flask) -> None:
    changed = three_notes()[1]
    runner = app.test_cli_runner()
    assert runner.invoke(args=["audit", "verify"]).output == "The audit trail holds.\n"
    tamper("UPDATE audit_note SET act = 'x' WHERE id = :id", id=changed)
    done = runner.invoke(args=["audit", "verify"])
    assert done.exit_code == 1
    assert f"audit note {changed} of command: line" in done.output
