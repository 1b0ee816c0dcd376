"""Files of products and orders that are none: refused whole, with the line, before anything is written."""

import pytest
from sqlalchemy import func, select

from app.core.csvfiles import MAX_CELL
from app.core.database import session
from app.exchange.models import ImportRun
from app.people import Person
from app.products import Product, product_by_slug
from app.purchases import Order, orders_of
from tests.cast import ANN
from tests.exchange.desk import Desk
from tests.makers import the_person

GOOD = {
    "products": b"sku,title\r\nB1,Dog bed\r\n",
    "orders": b"order_number,ordered_on,email,sku\r\n1,2024-05-31,ann@example.com,B1\r\n",
}
BROKEN = {
    "a NUL": (b"x\0y,z\r\n", "Line 3"),
    "latin-1": ("x,Bés\r\n".encode("latin-1"), "not UTF-8"),
    "a huge cell": (b"x," + b"y" * (MAX_CELL + 1) + b"\r\n", "Line 3"),
    "too many cells": (b"1,2,3,4,5,6,7,8\r\n", "Line 3"),
    "an open quote": (b'x,"y\r\n', "Line"),
}
HEADERS = {
    "nothing": ("", "", "empty"),
    "no sku": ("title\nDog bed\n", "order_number,ordered_on\n1,2024-05-31\n", "sku"),
    "a column twice": ("sku,SKU\nx,y\n", "order_number,ordered_on,sku,SKU\n1,2024-05-31,x,y\n", "named twice"),
    "a typo": ("sku,tilte\nx,y\n", "order_number,ordered_on,sku,qantity\n1,2024-05-31,x,1\n", "t"),
}
both = pytest.mark.parametrize("kind", GOOD)


def nothing_written() -> bool:
    return not any(
        session().scalar(select(func.count()).select_from(one)) for one in (Product, Order, Person, ImportRun)
    )


@both
@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_is_none_is_refused_before_anything_is_written(desk: Desk, kind: str, what: str) -> None:
    content, sentence = BROKEN[what]
    result = desk.run(kind, "import", desk.file(GOOD[kind] + content), code=2)
    assert sentence in result.stderr
    assert "Traceback" not in result.output
    assert nothing_written()


@both
@pytest.mark.parametrize("what", HEADERS)
def test_columns_that_are_missing_unknown_or_named_twice_are_refused(desk: Desk, kind: str, what: str) -> None:
    products, orders, sentence = HEADERS[what]
    result = desk.run(kind, "import", desk.file(products if kind == "products" else orders), code=2)
    assert sentence in result.stderr
    assert nothing_written()


def test_a_map_says_which_column_is_ours(desk: Desk) -> None:
    mapping = desk.file('sku = "Item"\ntitle = "Name"\n', "map.toml")
    desk.run("products", "import", desk.file("Item,Name,Color\nB1,Dog bed,red\n"), "--map", mapping)
    assert product_by_slug("dog-bed").sku == "B1"
    mapping = desk.file('sku = "Item"\nordered_on = "Date"\norder_number = "Order"\nemail = "Mail"\n', "map.toml")
    content = "Order,Date,Mail,Item,Color\n1,5/31/2024,ann@example.com,B1,red\n"
    desk.run("orders", "import", desk.file(content), "--map", mapping)
    assert [order.number for order in orders_of(the_person(ANN).id)] == ["1"]


@both
def test_a_map_without_the_key_of_a_row_is_refused(desk: Desk, kind: str) -> None:
    mapping = desk.file('title = "Name"\n', "map.toml")
    assert "sku" in desk.run(kind, "import", desk.file("Name\nx\n"), "--map", mapping, code=2).stderr
    assert nothing_written()
