"""Purchases: what people bought, as the retailer's files say. It is the only proof of a confirmed order."""

from app.purchases.bulk import add_lines, add_orders, lines_of_orders, link_lines, orders_by_numbers
from app.purchases.feature import feature
from app.purchases.models import Order, OrderLine
from app.purchases.service import Bought, matches_for, order_with, orders_of, person_of_order

__all__ = [
    "Bought",
    "Order",
    "OrderLine",
    "add_lines",
    "add_orders",
    "feature",
    "lines_of_orders",
    "link_lines",
    "matches_for",
    "order_with",
    "orders_by_numbers",
    "orders_of",
    "person_of_order",
]
