"""Many products at once: for the retailer's files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import func, or_, select, update

from app.core import clock
from app.core.database import session, table
from app.products.models import Product

_products = table(Product)
_AT_ONCE = 500


def products_by_skus(skus: Collection[str]) -> dict[str, Product]:
    """Sku → product, retired ones too."""
    if not skus:
        return {}
    found = session().scalars(select(Product).where(Product.sku.in_(skus)))
    return {product.sku: product for product in found}


def slugs_like(wishes: Collection[str]) -> set[str]:
    """The slugs given so far that are one of these, or one of these with a number behind it."""
    if not wishes:
        return set()
    stems = [f"{wish}-" for wish in wishes]
    like = or_(Product.slug.in_(wishes), func.rtrim(Product.slug, "0123456789").in_(stems))
    return set(session().scalars(select(Product.slug).where(like)))


def add_products(new: Sequence[Mapping[str, str]]) -> None:
    """Add many: `sku`, `slug`, `title`, `category`, `description`, `picture` each. Flushes."""
    if new:
        common = {"added_at": clock.now(), "retired_at": None}
        session().execute(_products.insert(), [{**one, **common} for one in new])


def offered_skus() -> dict[str, int]:
    """Sku → id of every offered product, by sku."""
    offered = select(Product.sku, Product.id).where(Product.retired_at.is_(None)).order_by(Product.sku)
    return dict(iter(session().execute(offered)))


def retire_products(ids: Iterable[int]) -> None:
    """Offer these no longer. What was retired before keeps its time. Flushes."""
    wanted, moment = sorted(ids), clock.now()
    for start in range(0, len(wanted), _AT_ONCE):
        some = _products.c.id.in_(wanted[start : start + _AT_ONCE])
        session().execute(update(_products).where(some, _products.c.retired_at.is_(None)).values(retired_at=moment))
