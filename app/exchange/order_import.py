"""Orders in, a row for each line: a batch is planned from a few look-ups, then written in a few statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from app import consent, people, products, purchases
from app.core import clock
from app.core.csvfiles import Row
from app.exchange.columns import Columns
from app.exchange.incoming import Incoming
from app.exchange.newcomers import bring_people
from app.exchange.order_plan import Around, Held, HeldLine, planned
from app.exchange.order_rows import OrderRow, order_row
from app.exchange.scratch import Scratch
from app.exchange.verdicts import REFUSED, Verdict

SOURCE = "purchase"


@dataclass
class _Found:
    """Rows of our tables that a batch names."""

    by_key: dict[str, people.Person]
    by_number: dict[str, list[people.Person]]
    products: dict[str, products.Product]
    orders: dict[str, purchases.Order]
    lines: dict[tuple[str, str], purchases.OrderLine]  # (order number, sku)


class OrdersFile(Incoming[OrderRow]):
    """One file of orders. Who stands in it bought something, and so is a customer."""

    kind = "orders"
    about = "order_number"

    def __init__(self, path: Path, columns: Columns, zone: ZoneInfo) -> None:
        super().__init__(path, columns)
        self.zone = zone

    def read(self, row: Row) -> OrderRow:
        """One row as values."""
        return order_row(row, self.zone)

    def apply(self, rows: Sequence[OrderRow], store: Scratch | None) -> list[Verdict]:
        """What the rows do, from what we hold of their people, orders and products."""
        found, now = _look_up(rows)
        around = _around(rows, found)
        if store is not None:
            kept = store.kept(row.number for row in rows)
            now |= {number: Held.from_json(**value) for number, value in kept.items()}
        verdicts = [planned(row, now, around) for row in rows]
        if store is not None:
            store.keep({number: asdict(held) for number, held in now.items()})
        else:
            usable = [row for row, verdict in zip(rows, verdicts, strict=True) if verdict.word != REFUSED]
            self.touched = _write(usable, now, found)
        return verdicts


def _look_up(rows: Collection[OrderRow]) -> tuple[_Found, dict[str, Held]]:
    """What we hold of what the rows name, and the orders in the form rows are planned on."""
    orders = purchases.orders_by_numbers({row.number for row in rows})
    numbers = {order.id: number for number, (order, _who) in orders.items()}
    now = {number: Held(who, order.ordered_on.isoformat()) for number, (order, who) in orders.items()}
    found = _Found(
        people.people_by_addresses(row.email for row in rows if row.email),
        people.people_by_customer_numbers({row.customer_number for row in rows if row.customer_number}),
        products.products_by_skus({row.sku for row in rows}),
        {number: order for number, (order, _who) in orders.items()},
        {(numbers[one.order_id], one.sku): one for one in purchases.lines_of_orders(numbers.keys())},
    )
    for (number, sku), line in found.lines.items():
        now[number].lines[sku] = HeldLine(line.title, line.quantity)
    return found, now


def _around(rows: Iterable[OrderRow], found: _Found) -> Around:
    emails = {row.key: row.email for row in rows if row.email}
    new = [key for key in emails if key not in found.by_key]
    standings = consent.standings([emails[key] for key in new]) if new else []
    # Somebody new may have a subject already: a stop was typed for her address, or she was erased.
    subjects = {key: standing.subject_id or key for key, standing in zip(new, standings, strict=True)}
    return Around(
        {key: person.subject_id for key, person in found.by_key.items()} | subjects,
        {number: [one.subject_id for one in several] for number, several in found.by_number.items()},
        {sku: product.title for sku, product in found.products.items()},
    )


def _write(rows: Sequence[OrderRow], now: Mapping[str, Held], found: _Found) -> dict[str, set[int]]:
    """People, their orders, the lines. What was touched, for hooks."""
    if not rows:
        return {}
    bring_people((row.email for row in rows if row.email), found.by_key, SOURCE, are_customers=True)
    owners = {
        row.number: found.by_key[row.key] if row.email else found.by_number[row.customer_number][0] for row in rows
    }
    moment = clock.now()
    for person in owners.values():
        person.customer_since = person.customer_since or moment
    ids = _orders(owners, now, found)
    _lines({(row.number, row.sku): None for row in rows}, ids, now, found)
    return {"customer_order": set(ids.values()), "person": {person.id for person in owners.values()}}


def _orders(owners: Mapping[str, people.Person], now: Mapping[str, Held], found: _Found) -> dict[str, int]:
    """Each order as it will be. Number → id."""
    days = {number: date.fromisoformat(now[number].ordered_on) for number in owners}
    held = {number: found.orders[number] for number in owners if number in found.orders}
    for number, order in held.items():
        order.ordered_on = days[number]
    new = [
        {"number": number, "person_id": owner.id, "ordered_on": days[number]}
        for number, owner in owners.items()
        if number not in held
    ]
    return {number: order.id for number, order in held.items()} | purchases.add_orders(new)


def _lines(wanted: Iterable[tuple[str, str]], ids: Mapping[str, int], now: Mapping[str, Held], found: _Found) -> None:
    """Each line as it will be."""
    new = []
    for number, sku in wanted:
        will_be, product = now[number].lines[sku], found.products.get(sku)
        held = found.lines.get((number, sku))
        values = {
            "title": will_be.title,
            "quantity": will_be.quantity,
            "product_id": product.id if product else None,
        }
        if held is None:
            new.append({**values, "order_id": ids[number], "sku": sku})
        for name, value in values.items() if held else ():
            setattr(held, name, value)
    purchases.add_lines(new)
