"""After an erasure nothing that is kept leads back: not by a value, and not by one row naming another."""

from pathlib import Path

import pytest
from sqlalchemy import Select, select

from app import consent
from app.consent import ConsentEntry
from app.core.database import db, session
from app.people import erase_person
from app.suppression import Suppression
from tests.cast import ANN, BEA, ann, bea
from tests.makers import a_no, a_person, a_stop, a_topic, a_yes, may

pytestmark = pytest.mark.usefixtures("app_context")


def test_a_stop_that_outlives_its_person_does_not_name_the_act_in_her_ledger() -> None:
    person, topic = ann(), a_topic()
    a_yes(ANN, topic), a_no(ANN, topic), a_yes(ANN, topic)
    a_no(ANN, topic)
    assert kept_acts() & ledger_acts()
    erase_person(person)
    session().commit()
    assert not kept_acts() & ledger_acts()


def test_a_stop_outlives_its_person_and_touches_nobody_else() -> None:
    person, topic = ann(), a_topic(default="on_for_customers")
    bea()
    assert (may(ANN, topic), may(BEA, topic)) == ("yes customer", "yes customer")
    a_stop(ANN)
    a_no(BEA, topic)
    before = ledger_acts()
    erase_person(person)
    session().commit()
    assert kept_acts() & before == set(session().scalars(stops_of(BEA)))
    ann()
    assert may(ANN, topic) == "no suppressed_marketing"


def test_what_was_erased_stands_nowhere_in_the_file(database: str) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's files are the server's")
    name, phone, street = "Quuxington", "334-555-9876", "17 Xylophone Road"
    person = a_person("zelda.quux@example.com", last_name=name, phone=phone, street=street)
    a_stop("zelda.quux@example.com")
    erase_person(person)
    session().commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    content = Path(database.removeprefix("sqlite:///")).read_bytes()
    assert b"all_marketing" in content
    assert [word for word in ("zelda", name, phone, street) if word.encode() in content] == []


def kept_acts() -> set[str]:
    """The acts that stops name."""
    rows = session().execute(select(Suppression.act_id, Suppression.lifted_by_act_id))
    return {act for row in rows for act in row if act is not None}


def ledger_acts() -> set[str]:
    """The acts that ledger lines name."""
    return set(session().scalars(select(ConsentEntry.act_id)))


def stops_of(address: str) -> Select[str]:
    """The acts behind one address's stops."""
    return select(ConsentEntry.act_id).where(
        ConsentEntry.subject_id == consent.subject_for(address), ConsentEntry.state == consent.OFF
    )
