"""Going from one phone and one address a person to rows of each, and back, with people in the shop."""

from typing import Any

from alembic import command
from sqlalchemy import Engine, text

from tests.cast import ANN, BEA, ann, bea
from tests.conftest import Shop
from tests.makers import the_person
from tests.migrations.test_migrations import config, engine

__all__ = ["engine"]


def ask(engine: Engine, statement: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def do(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def people_before(make_app: Shop) -> None:
    with make_app().app_context():
        ann(), bea()


def test_a_phone_becomes_a_row_whose_source_nobody_knows(engine: Engine, database: str, make_app: Shop) -> None:
    people_before(make_app)
    command.downgrade(config(database), "0004")
    assert ask(engine, "SELECT first_name, phone FROM person ORDER BY id") == [("Ann", "+13345550101"), ("Bea", "")]
    command.upgrade(config(database), "head")
    found = ask(engine, "SELECT p.first_name, h.number, h.source FROM phone h JOIN person p ON p.id = h.person_id")
    assert found == [("Ann", "+13345550101", "unknown")]


def test_addresses_stay_and_only_the_current_one_goes_down(engine: Engine, database: str, make_app: Shop) -> None:
    people_before(make_app)
    do(engine, "UPDATE postal_address SET second_line = 'APT 4' WHERE street LIKE '1 Elm%'")
    copied = "person_id, 'Old Road', '', city, state, postal_code, country, created_at, created_at"
    columns = "person_id, street, second_line, city, state, postal_code, country, created_at, replaced_at"
    do(engine, f"INSERT INTO postal_address ({columns}) SELECT {copied} FROM postal_address")
    command.downgrade(config(database), "0004")
    streets = "SELECT street FROM postal_address ORDER BY id"
    assert ask(engine, streets) == [("1 Elm Street APT 4",), ("2 Oak Avenue",)]
    command.upgrade(config(database), "head")
    assert ask(engine, "SELECT street, source, replaced_at FROM postal_address ORDER BY id") == [
        ("1 Elm Street APT 4", "unknown", None), ("2 Oak Avenue", "unknown", None),
    ]  # fmt: skip


def test_people_are_found_as_before(engine: Engine, database: str, make_app: Shop) -> None:
    people_before(make_app)
    command.downgrade(config(database), "0004")
    command.upgrade(config(database), "head")
    with make_app().app_context():
        assert [len(the_person(one).postal_addresses) for one in (ANN, BEA)] == [1, 1]
        assert [len(the_person(one).phones) for one in (ANN, BEA)] == [1, 0]
