"""Whatever is imported and in which order: what she removed or set herself stays as she left it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import people
from app.core import clock
from app.core.csvfiles import Row
from app.core.database import session
from app.core.settings import current
from app.exchange.columns import Columns
from app.exchange.fact_import import FactsFile
from app.exchange.fact_rows import COLUMNS
from app.people import Fact, Person
from tests.cast import ANN
from tests.makers import a_person, the_person

VALUES = ("Trail riding", "Dressage", "Wormer")
GENDERS = ("woman", "man", "other")
step = st.one_of(
    st.tuples(st.just("bring"), st.lists(st.sampled_from(VALUES), max_size=3)),
    st.tuples(st.just("gender"), st.sampled_from(GENDERS)),
    st.tuples(st.just("remove"), st.sampled_from(VALUES)),
    st.tuples(st.just("correct"), st.sampled_from(GENDERS)),
)


@contextmanager
def thrown_away() -> Iterator[Person]:
    try:
        yield a_person(ANN)
    finally:
        people.erase_person(the_person(ANN))
        session().commit()


def bring(*rows: dict[str, str]) -> None:
    file = FactsFile(__file__, Columns(COLUMNS), current().brand.zone)  # type: ignore[arg-type]  # only its rows are used
    file.take([Row(number, {"email": ANN, **row}) for number, row in enumerate(rows, start=2)], None)
    session().commit()
    session().expire_all()


def a_fact(value: str) -> dict[str, str]:
    return {"kind": "inferred", "name": "interest", "value": value, "reason": "pages viewed"}


def removed() -> set[str]:
    return {one.value for one in session().scalars(select(Fact)) if one.removed_at is not None}


def remove(value: str) -> None:
    for one in session().scalars(select(Fact).where(Fact.value == value)):
        one.removed_at = clock.now()
    session().commit()


def correct(person_id: int, gender: str) -> None:
    the_person(ANN).gender = gender
    people.set_origins([{"person_id": person_id, "field": "gender", "source": "self", "corrected_at": clock.now()}])
    session().commit()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, max_size=8))
def test_no_file_undoes_what_she_did(app: Flask, app_context: None, steps: list[tuple[str, list[str] | str]]) -> None:
    with thrown_away() as person:
        number, hers = person.id, ""
        for what, value in steps:
            gone = removed()
            if what == "bring":
                bring(*(a_fact(one) for one in value))
            elif what == "gender":
                bring({"kind": "stated", "name": "gender", "value": str(value)})
            elif what == "remove":
                remove(str(value))
            else:
                hers = str(value)
                correct(number, hers)
            assert gone <= removed()
            assert not hers or the_person(ANN).gender == hers
