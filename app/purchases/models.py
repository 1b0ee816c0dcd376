"""Tables of orders: who bought what, and when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import BigId, Model, UtcTime


class Order(Model):
    """One order of one person, as the retailer's file told it."""

    __tablename__ = "customer_order"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    ordered_on: Mapped[date] = mapped_column(Date)
    imported_at: Mapped[datetime] = mapped_column(UtcTime)


class OrderLine(Model):
    """One thing in an order. `product_id` is empty for what is no product of ours (any more)."""

    __tablename__ = "order_line"
    __table_args__ = (Index("uq_order_line_order_id_sku", "order_id", "sku", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer_order.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    sku: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(160))
    quantity: Mapped[int] = mapped_column(Integer)
