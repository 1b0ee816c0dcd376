"""Orders are shown to the person whose they are, and go with her."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.database import session
from app.core.personal_data import Holder, Rows
from app.people import Person, erase_person
from app.purchases import Order, OrderLine, orders_of
from app.purchases.feature import feature
from tests.cast import ANN, BEA, bea
from tests.exchange.desk import Desk, words
from tests.exchange.goods import a_line, a_product, an_order
from tests.makers import a_person, the_person

pytestmark = pytest.mark.usefixtures("app_context")


def shown(person: Person) -> dict[str, Rows]:
    holder = Holder(person.id, person.subject_id)
    return {data.table: list(data.export(holder)) for data in feature.personal_data}


def count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def test_her_export_has_her_orders_and_their_lines_and_nobody_elses() -> None:
    she, other, bed = a_person(ANN), bea(), a_product("bed")
    an_order(she, bed, number="A-1"), an_order(other, bed, number="A-2")
    found = shown(she)
    assert [row["order"] for row in found["customer_order"]] == ["A-1"]
    assert list(found["order_line"]) == [{"order": "A-1", "item": "bed", "what": "Bed", "how many": 1}]


def test_an_erasure_takes_her_orders_and_leaves_everybody_elses() -> None:
    she, other, bed = a_person(ANN), bea(), a_product("bed")
    an_order(she, bed), an_order(she, bed), an_order(other, bed, number="A-2")
    counts = erase_person(she)
    session().commit()
    assert (counts["customer_order"], counts["order_line"]) == (2, 2)
    assert (count(Order), count(OrderLine)) == (1, 1)
    assert [one.number for one in orders_of(other.id)] == ["A-2"]


def test_an_order_of_hers_may_come_in_again_after_an_erasure(app: Flask, tmp_path: Path) -> None:
    desk = Desk(app, tmp_path)
    rows = [a_line("A-1", "bed"), a_line("A-2", "bed", email=BEA)]
    desk.import_orders(rows)
    erase_person(the_person(ANN))
    session().commit()
    assert words(desk.import_orders(rows)) == ["added", "unchanged"]
    assert [one.number for one in orders_of(the_person(ANN).id)] == ["A-1"]
