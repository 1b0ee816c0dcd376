"""What somebody bought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from app.core.database import session
from app.people import Person
from app.purchases.models import Order, OrderLine

Pair = tuple[int, int]
_NEWEST_FIRST = (Order.ordered_on.desc(), Order.id.desc())


@dataclass(frozen=True)
class Bought:
    """One order with what was in it, in the order of the file."""

    id: int
    number: str
    ordered_on: date
    lines: tuple[OrderLine, ...]


def order_with(person_id: int, product_id: int) -> Order | None:
    """The person's newest order that names the product: the only proof of a confirmed order."""
    named = select(Order).join(OrderLine, OrderLine.order_id == Order.id)
    hers = named.where(Order.person_id == person_id, OrderLine.product_id == product_id)
    return session().scalars(hers.order_by(*_NEWEST_FIRST).limit(1)).first()


def matches_for(pairs: Iterable[Pair]) -> dict[Pair, int]:
    """(person id, product id) → id of the person's newest order that names the product, for those that have one.

    The same answers as `order_with`, in one query for all of them.
    """
    wanted = set(pairs)
    if not wanted:
        return {}
    people, products = zip(*wanted, strict=True)
    named = select(Order.person_id, OrderLine.product_id, Order.id).join(OrderLine, OrderLine.order_id == Order.id)
    theirs = named.where(Order.person_id.in_(set(people)), OrderLine.product_id.in_(set(products)))
    found: dict[Pair, int] = {}
    for person_id, product_id, order_id in session().execute(theirs.order_by(*_NEWEST_FIRST)):
        if product_id is not None:
            found.setdefault((person_id, product_id), order_id)
    return {pair: order_id for pair, order_id in found.items() if pair in wanted}


def orders_of(person_id: int) -> list[Bought]:
    """All orders of a person, newest first, in two queries."""
    orders = list(session().scalars(select(Order).where(Order.person_id == person_id).order_by(*_NEWEST_FIRST)))
    lines: dict[int, list[OrderLine]] = defaultdict(list)
    hers = select(OrderLine).join(Order, Order.id == OrderLine.order_id).where(Order.person_id == person_id)
    for line in session().scalars(hers.order_by(OrderLine.id)) if orders else ():
        lines[line.order_id].append(line)
    return [Bought(one.id, one.number, one.ordered_on, tuple(lines[one.id])) for one in orders]


def buyers_of(number: str) -> Select[int]:
    """Whose order has that number, with or without a # before it, as a question within another."""
    return select(Order.person_id).where(Order.number.in_({number, number.removeprefix("#").strip()}))


def person_of_order(number: str) -> Person | None:
    """Whose order has that number, exactly as the retailer writes it."""
    if not number.isprintable():
        return None
    owner = select(Person).join(Order, Order.person_id == Person.id).where(Order.number == number)
    return session().scalars(owner).first()
