"""Export and erasure of orders."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.core.database import rows_touched, session
from app.core.personal_data import Holder, Rows
from app.purchases.models import Order, OrderLine


def export_orders(holder: Holder) -> Rows:
    """Every order, oldest first."""
    mine = select(Order).where(Order.person_id == holder.person_id).order_by(Order.ordered_on, Order.id)
    for order in session().scalars(mine):
        yield {"order": order.number, "on": order.ordered_on, "brought to us": order.imported_at}


def export_lines(holder: Holder) -> Rows:
    """What was in each order."""
    mine = select(OrderLine, Order.number).join(Order, Order.id == OrderLine.order_id)
    mine = mine.where(Order.person_id == holder.person_id).order_by(Order.ordered_on, OrderLine.id)
    for line, number in session().execute(mine):
        yield {"order": number, "item": line.sku, "what": line.title, "how many": line.quantity}


def erase_lines(holder: Holder) -> int:
    """The lines of her orders. Runs before the orders."""
    orders = select(Order.id).where(Order.person_id == holder.person_id)
    return rows_touched(session().execute(delete(OrderLine).where(OrderLine.order_id.in_(orders))))


def erase_orders(holder: Holder) -> int:
    """Her orders. The retailer's shop keeps its own books."""
    return rows_touched(session().execute(delete(Order).where(Order.person_id == holder.person_id)))
