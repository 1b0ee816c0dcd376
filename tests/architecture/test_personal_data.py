"""Every table that knows something about a person says how it is exported and erased."""

import pytest
from flask import Flask
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table

from app.core.database import Base

# A column of one of these names is about a person even where no key leads to one.
TELLING = ("person", "subject", "email", "address", "destination", "fingerprint", "phone", "street", "first_name")
# Tables that look like it and are not about shoppers, each with its reason.
NOT_ABOUT_SHOPPERS: dict[str, str] = {"staff_member": "people who work for the shop"}


def leads_to_person(table: Table, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a chain of foreign keys ends at `person`."""
    if table.name == "person":
        return True
    targets = [key.column.table for key in table.foreign_keys if key.column.table.name not in seen | {table.name}]
    return any(leads_to_person(target, seen | {table.name}) for target in targets)


def tells_of_person(table: Table) -> bool:
    return any(word in column.name for column in table.columns for word in TELLING)


def about_people(metadata: MetaData) -> set[str]:
    return {table.name for table in metadata.tables.values() if leads_to_person(table) or tells_of_person(table)}


def declared(app: Flask) -> set[str]:
    return {data.table for data in app.extensions["declarations"].personal_data}


def test_every_table_about_people_is_declared(app: Flask) -> None:
    found = about_people(Base.metadata)
    assert "person" in found
    assert not found - declared(app) - NOT_ABOUT_SHOPPERS.keys()


def follows_people(metadata: MetaData) -> set[str]:
    """Tables with rows of one person, by her record or by her subject."""
    return {table.name for table in metadata.tables.values() if {"person_id", "subject_id"} & set(table.columns.keys())}


def test_every_table_of_one_persons_rows_moves_with_her_or_says_why_not(app: Flask) -> None:
    said = {data.table for data in app.extensions["declarations"].personal_data if data.move or data.stays_because}
    found = follows_people(Base.metadata)
    assert {"destination", "preference"} <= found
    assert not found - said


def test_nothing_is_declared_that_does_not_exist(app: Flask) -> None:
    assert declared(app) <= Base.metadata.tables.keys()
    assert NOT_ABOUT_SHOPPERS.keys() <= about_people(Base.metadata) - declared(app)


@pytest.mark.parametrize("column", [Column("owner", ForeignKey("person.id")), Column("email_sealed", String)])
def test_the_search_finds_a_table_that_nobody_declared(column: "Column[object]") -> None:
    metadata = MetaData()
    Table("person", metadata, Column("id", Integer, primary_key=True))
    Table("note", metadata, column)
    assert about_people(metadata) == {"person", "note"}
