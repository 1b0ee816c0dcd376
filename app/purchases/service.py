"""Questions about orders."""

from __future__ import annotations

from sqlalchemy import select

from app.core.database import session
from app.purchases.models import Order, OrderLine


def order_with(person_id: int, product_id: int) -> Order | None:
    """The newest imported order of that person that holds that product, or None."""
    statement = (
        select(Order)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.person_id == person_id, OrderLine.product_id == product_id)
        .order_by(Order.ordered_on.desc(), Order.id.desc())
        .limit(1)
    )
    return session().scalars(statement).first()
