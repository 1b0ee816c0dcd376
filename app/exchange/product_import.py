"""Products in: a batch of rows is planned from a few look-ups, then written in a few statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app import products, purchases
from app.core.csvfiles import BadFile, Row
from app.exchange.columns import Columns
from app.exchange.incoming import Incoming
from app.exchange.product_rows import SKU_LENGTH, ProductRow, product_row
from app.exchange.scratch import Scratch
from app.exchange.verdicts import ADDED, REFUSED, RETIRED, UNCHANGED, UPDATED, Verdict


@dataclass
class Held:
    """What we hold of one product, as far as a file can touch it. JSON in and out (`asdict`)."""

    slug: str = ""
    is_retired: bool = False
    facts: dict[str, str] = field(
        default_factory=lambda: dict.fromkeys(("title", "category", "description", "picture"), "")
    )


class ProductsFile(Incoming[ProductRow]):
    """One product file. With `listed`, a store of its own, products it does not list are retired at the end."""

    kind = "products"
    about = "sku"

    def __init__(self, path: Path, columns: Columns, pictures: Collection[str], listed: Scratch | None) -> None:
        super().__init__(path, columns)
        self.pictures, self.listed, self._lists_any = pictures, listed, False

    def check(self, row: Row) -> None:
        """Remember what is listed. A row that cannot be used lists its product all the same."""
        sku = " ".join(row.get("sku").split())
        if self.listed is not None and 0 < len(sku) <= SKU_LENGTH:
            self.listed.first_time(sku)
            self._lists_any = True

    def checked(self) -> None:
        """Refuse a file that would retire everything. Raises BadFile."""
        if self.listed is not None and not self._lists_any:
            raise BadFile("The file lists no product, so --retire-missing would retire all of them.")

    def read(self, row: Row) -> ProductRow:
        """One row as values."""
        return product_row(row, self.pictures)

    def apply(self, rows: Sequence[ProductRow], store: Scratch | None) -> list[Verdict]:
        """What the rows do, from what we hold under their skus."""
        known = products.products_by_skus({row.sku for row in rows})
        now = {sku: _held(product) for sku, product in known.items()}
        if store is not None:
            kept = store.kept(_key(row.sku) for row in rows)
            now |= {key.removeprefix(_key("")): Held(**value) for key, value in kept.items()}
        slugs = _slugs([row for row in rows if row.sku not in now], store)
        verdicts = [_planned(row, now, slugs) for row in rows]
        if store is not None:
            store.keep({_key(sku): asdict(value) for sku, value in now.items()})
            store.keep({f"slug {value.slug}": True for value in now.values()})
        else:
            self.touched = _write(now, known)
        return verdicts

    def ended(self, *, write: bool) -> list[Verdict]:
        """Retire what the file does not list."""
        if self.listed is None:
            return []
        missing = {sku: number for sku, number in products.offered_skus().items() if not self.listed.has(sku)}
        if write:
            products.retire_products(missing.values())
        return [Verdict(0, sku, RETIRED, "not in the file") for sku in missing]


def _key(sku: str) -> str:
    return f"product {sku}"


def _held(product: products.Product) -> Held:
    facts = {name: getattr(product, name) for name in Held().facts}
    return Held(product.slug, not product.is_offered, facts)


def _slugs(new: Sequence[ProductRow], store: Scratch | None) -> products.Slugs:
    """Slugs for what is new in a batch."""
    taken = products.slugs_like({_wish(row) for row in new})
    return products.Slugs(lambda slug: slug in taken or (store is not None and store.has(f"slug {slug}")))


def _wish(row: ProductRow) -> str:
    return row.slug or products.slug_of(row.facts.get("title", ""), row.sku)


def _planned(row: ProductRow, now: dict[str, Held], slugs: products.Slugs) -> Verdict:
    """The verdict of one row; `now` becomes what will be."""
    held = now.get(row.sku)
    if held is None:
        return _new(row, now, slugs)
    changed = [name for name, text in row.facts.items() if held.facts[name] != text]
    news = ["offered again"] if held.is_retired else []
    notes = [f"slug stays {held.slug}"] if row.slug and row.slug != held.slug else []
    held.facts |= row.facts
    held.is_retired = False
    word = UPDATED if changed or news else UNCHANGED
    return Verdict(row.line, row.sku, word, "; ".join([*news, *changed, *notes, *row.notes]))


def _new(row: ProductRow, now: dict[str, Held], slugs: products.Slugs) -> Verdict:
    if "title" not in row.facts:
        return Verdict(row.line, row.sku, REFUSED, "a new product needs a title")
    wish = _wish(row)
    held = now[row.sku] = Held(slugs.give(wish))
    held.facts |= row.facts
    notes = [f"slug {held.slug}, since {wish} was given to another product"] if held.slug != wish else []
    return Verdict(row.line, row.sku, ADDED, "; ".join([*notes, *row.notes]))


def _write(now: Mapping[str, Held], known: Mapping[str, products.Product]) -> dict[str, set[int]]:
    """Products as they will be, then the order lines that waited for them. What was touched, for hooks."""
    for sku, product in known.items():
        for name, text in now[sku].facts.items():
            setattr(product, name, text)
        product.retired_at = product.retired_at if now[sku].is_retired else None
    new = {sku: held for sku, held in now.items() if sku not in known}
    products.add_products([{"sku": sku, "slug": held.slug, **held.facts} for sku, held in new.items()])
    linked = purchases.link_lines(now.keys())
    ids = {product.id for product in products.products_by_skus(now.keys()).values()}
    return {"product": ids, "customer_order": {one for one, _person in linked}, "person": {one for _, one in linked}}
