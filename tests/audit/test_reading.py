"""Reading the trail, and the kept result of following it whole."""

import pytest
from flask import Flask

from app import audit
from app.audit import Wanted
from app.core.database import session
from tests.consent.tampering import tamper
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")


def many(count: int, actor: str = "command") -> list[int]:
    return [audit.note(actor, "topics.load", values={"n": (None, str(n))}).id for n in range(count)]


def test_batches_bring_every_note_once_newest_first() -> None:
    made = many(25)
    batches = list(audit.every_note(Wanted(), batch=10))
    assert [len(batch) for batch in batches] == [10, 10, 5]
    assert [one.id for batch in batches for one in batch] == made[::-1]


def test_values_come_with_their_notes_in_two_queries(app: Flask) -> None:
    many(30)
    with statements(app) as said:
        found = audit.notes(Wanted(), 20)
    assert len(said) == 2
    assert [one.values for one in found[:2]] == [[("n", None, "29")], [("n", None, "28")]]


def test_a_note_is_found_by_its_number_and_its_actor_only() -> None:
    first, second = many(1), many(1, "staff:1")
    assert audit.note_by_id(first[0], "command")
    assert audit.note_by_id(second[0], "command") is None
    assert audit.note_by_id(2**70, "command") is None


def test_a_check_keeps_how_many_notes_it_followed_and_replaces_the_one_before() -> None:
    many(3)
    session().commit()
    assert audit.last_check() is None
    audit.check_trail()
    many(2)
    session().commit()
    audit.check_trail()
    kept = audit.last_check()
    assert kept and (kept.notes, kept.faults, kept.first_fault) == (5, 0, "")


def test_a_check_names_the_first_fault() -> None:
    made = many(3)
    session().commit()
    tamper("UPDATE audit_note SET act = 'x' WHERE id = :id", id=made[1])
    audit.check_trail()
    kept = audit.last_check()
    assert kept and kept.faults == 1
    assert f"audit note {made[1]}" in kept.first_fault
