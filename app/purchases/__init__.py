"""Purchases: what people bought, as the retailer's files say. It is the only proof of a confirmed order.

`order_with(person_id, product_id)`: the newest `Order` that names the product, or None. `matches_for(pairs)` answers the same
for many: (person id, product id) → order id. `orders_of(person_id)`: `Bought(id, number, ordered_on, lines)`, newest first.
`person_of_order(number)`: whose order it is, or None; `buyers_of(number)`: the same as a question within another.
"""

from app.purchases.bulk import add_lines, add_orders, lines_of_orders, link_lines, orders_by_numbers
from app.purchases.feature import feature
from app.purchases.models import Order, OrderLine
from app.purchases.service import Bought, buyers_of, matches_for, order_with, orders_of, person_of_order

__all__ = [
    "Bought",
    "Order",
    "OrderLine",
    "add_lines",
    "add_orders",
    "buyers_of",
    "feature",
    "lines_of_orders",
    "link_lines",
    "matches_for",
    "order_with",
    "orders_by_numbers",
    "orders_of",
    "person_of_order",
]
