"""Finding products, for pages."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select, tuple_

from app.core.database import session
from app.core.refusals import NotFound
from app.products.models import Product

PAGE = 24
SEARCH_LENGTH = 80
_MOST_ID = 2**31 - 1
_OFFERED = Product.retired_at.is_(None)
_ORDER = (Product.category, Product.title, Product.id)


class NoSuchProduct(NotFound):
    """No product has that slug or number."""


@dataclass(frozen=True)
class ProductsPage:
    """A part of the list of offered products; `after` asks for the next part, None: there is none."""

    products: list[Product]
    after: int | None


def product_by_slug(slug: str) -> Product:
    """The product at that address, a retired one too: its reviews stay. Raises NoSuchProduct."""
    return _one(Product.slug == slug) if slug.isprintable() else _none()


def product_by_id(product_id: int) -> Product:
    """The product with that number, a retired one too. Raises NoSuchProduct."""
    return _one(Product.id == product_id) if 0 < product_id <= _MOST_ID else _none()


def every_product() -> list[Product]:
    """All offered products, by category and title."""
    return list(session().scalars(select(Product).where(_OFFERED).order_by(*_ORDER)))


def products_page(after: int | None = None, category: str = "", search: str = "") -> ProductsPage:
    """PAGE offered products by category and title, behind the product numbered `after`: two queries, however many there are.

    `category` is one of `categories()`; `search` stands in the title, the category or the sku, in small or capital
    letters. Raises NoSuchProduct for an `after` that is no product's number.
    """
    wanted = select(Product).where(_OFFERED, *_filters(category, search)).order_by(*_ORDER).limit(PAGE + 1)
    if after is not None:
        last = product_by_id(after)
        wanted = wanted.where(tuple_(*_ORDER) > tuple_(last.category, last.title, last.id))
    found = list(session().scalars(wanted))
    return ProductsPage(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def categories() -> list[str]:
    """The categories of offered products, in their order."""
    named = select(Product.category).where(_OFFERED, Product.category != "")
    return list(session().scalars(named.distinct().order_by(Product.category)))


def _filters(category: str, search: str) -> list[ColumnElement[bool]]:
    found = []
    if category:
        found.append(Product.category == _clean(category))
    if text := _clean(search):
        columns = (Product.title, Product.category, Product.sku)
        found.append(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    return found


def _clean(text: str) -> str:
    """What people type, without what cannot be printed: PostgreSQL takes no NUL."""
    return " ".join("".join(one if one.isprintable() else " " for one in text[:SEARCH_LENGTH]).split())


def _one(which: ColumnElement[bool]) -> Product:
    return session().scalars(select(Product).where(which)).first() or _none()


def _none() -> Product:
    raise NoSuchProduct(_("There is no such product."))
