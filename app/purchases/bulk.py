"""Many orders at once: for the retailer's files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import case, select, update

from app.core import clock
from app.core.database import session, table
from app.people import Person
from app.products import Product
from app.purchases.models import Order, OrderLine

_lines, _orders, _products = table(OrderLine), table(Order), table(Product)


def orders_by_numbers(numbers: Collection[str]) -> dict[str, tuple[Order, str]]:
    """Number → the order, and the subject of the person whose it is."""
    if not numbers:
        return {}
    statement = select(Order, Person.subject_id).join(Person, Person.id == Order.person_id)
    found = session().execute(statement.where(Order.number.in_(numbers)))
    return {order.number: (order, subject_id) for order, subject_id in found}


def lines_of_orders(order_ids: Collection[int]) -> list[OrderLine]:
    """All lines of these orders."""
    return list(session().scalars(select(OrderLine).where(OrderLine.order_id.in_(order_ids)))) if order_ids else []


def add_orders(new: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Add many: `number`, `person_id`, `ordered_on` each. Number → id. Flushes."""
    if not new:
        return {}
    moment = clock.now()
    session().execute(_orders.insert(), [{**one, "imported_at": moment} for one in new])
    added = select(Order.number, Order.id).where(Order.number.in_([one["number"] for one in new]))
    return dict(iter(session().execute(added)))


def add_lines(new: Sequence[Mapping[str, Any]]) -> None:
    """Add many: `order_id`, `product_id` (None: no product has that sku), `sku`, `title`, `quantity` each. Flushes."""
    if new:
        session().execute(_lines.insert(), list(new))


def link_lines(skus: Collection[str]) -> list[tuple[int, int]]:
    """Lines that waited for products with these skus lead to them now. (order id, person id) of each order. Flushes.

    A line without a title takes the product's.
    """
    named = select(_products.c.sku).where(_products.c.sku.in_(skus))
    waiting = _lines.c.product_id.is_(None), _lines.c.sku.in_(named)
    orders = select(_orders.c.id, _orders.c.person_id).join(_lines, _lines.c.order_id == _orders.c.id)
    found = [(one.id, one.person_id) for one in session().execute(orders.where(*waiting).distinct())] if skus else []
    if found:
        same = _products.c.sku == _lines.c.sku
        number = select(_products.c.id).where(same).scalar_subquery()
        title = select(_products.c.title).where(same).scalar_subquery()
        known = case((_lines.c.title == "", title), else_=_lines.c.title)
        session().execute(update(_lines).where(*waiting).values(product_id=number, title=known))
    return found
