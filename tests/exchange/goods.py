"""Products and orders as tests need them. They commit."""

from datetime import date
from itertools import count
from typing import Any

from app.core import clock
from app.core.database import session
from app.people import Person
from app.products import Product
from app.purchases import Order, OrderLine

_numbers = count(1)


def a_product(sku: str = "", **fields: Any) -> Product:
    """A product the shop offers, unless `fields` say otherwise."""
    sku = sku or f"sku-{next(_numbers)}"
    values = {"slug": sku.lower(), "title": sku.title(), "category": "", "description": "", "picture": "", **fields}
    product = Product(sku=sku, added_at=clock.now(), **values)
    session().add(product)
    session().commit()
    return product


def an_order(person: Person, *products: Product, number: str = "", on: date = date(2024, 5, 31)) -> Order:
    """An order of these products, one of each."""
    number = number or f"order-{next(_numbers)}"
    order = Order(number=number, person_id=person.id, ordered_on=on, imported_at=clock.now())
    session().add(order)
    session().flush()
    for one in products:
        session().add(OrderLine(order_id=order.id, product_id=one.id, sku=one.sku, title=one.title, quantity=1))
    session().commit()
    return order


def a_line(number: str, sku: str, **more: str) -> dict[str, str]:
    """One row of an order file: Ann's, on the last of May."""
    return {"order_number": number, "email": "ann@example.com", "ordered_on": "2024-05-31", "sku": sku, **more}
