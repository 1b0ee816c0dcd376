"""Purchases: what people bought, as the retailer's files say. It is the only proof of a confirmed order."""

from app.purchases.feature import feature
from app.purchases.models import Order, OrderLine
from app.purchases.service import order_with

__all__ = ["Order", "OrderLine", "feature", "order_with"]
