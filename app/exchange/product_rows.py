"""A row of a product file as values, or a refusal that says why. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from app import outbox, products
from app.core.csvfiles import Row
from app.exchange.cells import lines_in, needed_in, text_in
from app.exchange.verdicts import RowRefused

COLUMNS = ("sku", "title", "slug", "category", "description", "picture")
NEEDS = ("sku",)
SKU_LENGTH, TITLE_LENGTH = 40, 160
_CATEGORY_LENGTH, _DESCRIPTION_LENGTH, _PICTURE_LENGTH = 80, 5_000, 80


@dataclass(frozen=True)
class ProductRow:
    """One usable row; an empty cell is none of its facts."""

    line: int
    sku: str
    slug: str
    facts: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def product_row(row: Row, pictures: Collection[str]) -> ProductRow:
    """Read one row. Raises RowRefused."""
    sku = needed_in(row, "sku", SKU_LENGTH)
    picture, notes = _picture(row, pictures)
    cells = {
        "title": title_in(row),
        "category": text_in(row, "category", _CATEGORY_LENGTH),
        "description": lines_in(row, "description", _DESCRIPTION_LENGTH),
        "picture": picture,
    }
    return ProductRow(row.line, sku, _slug(row), {name: text for name, text in cells.items() if text}, notes)


def title_in(row: Row) -> str:
    """What a thing is called. It may stand in the subject of a mail, where `=?` begins a code (RFC 2047)."""
    title = text_in(row, "title", TITLE_LENGTH)
    try:
        return outbox.header_text("Subject", title)
    except outbox.UnsafeHeader:
        raise RowRefused("title has =? or an invisible character in it, which a mail program reads as a code") from None


def _slug(row: Row) -> str:
    slug = row.get("slug")
    if slug and not products.is_slug(slug):
        raise RowRefused(
            f"slug is small letters and digits with single hyphens between, at most {products.SLUG_LENGTH} characters"
        )
    return slug


def _picture(row: Row, pictures: Collection[str]) -> tuple[str, tuple[str, ...]]:
    name = text_in(row, "picture", _PICTURE_LENGTH).removesuffix(".svg")
    if not name or name in pictures:
        return name, ()
    return "", (f"picture left out: there is no drawing called {name}",)
