"""A row of an order file as values, or a refusal that says why. Nothing here asks the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from app.core.csvfiles import Row
from app.core.fingerprints import match_key
from app.exchange.cells import address_in, day_in, needed_in, text_in, whole_number_in
from app.exchange.product_rows import SKU_LENGTH, title_in
from app.exchange.verdicts import RowRefused

COLUMNS = ("order_number", "email", "customer_number", "ordered_on", "sku", "title", "quantity")
NEEDS = ("order_number", "ordered_on", "sku")
_NUMBER_LENGTH = 40
_MOST = 100_000


@dataclass(frozen=True)
class OrderRow:
    """One usable row: one thing in one order."""

    line: int
    number: str
    email: str  # canonical, or empty
    customer_number: str
    ordered_on: date
    sku: str
    title: str
    quantity: int

    @property
    def key(self) -> str:
        """The match key of the address; empty without one."""
        return match_key(self.email) if self.email else ""


def order_row(row: Row, zone: ZoneInfo) -> OrderRow:
    """Read one row. Raises RowRefused."""
    number = needed_in(row, "order_number", _NUMBER_LENGTH)
    customer_number = text_in(row, "customer_number", _NUMBER_LENGTH)
    if not row.get("email") and not customer_number:
        raise RowRefused("no e-mail address and no customer number")
    return OrderRow(
        row.line,
        number,
        address_in(row) if row.get("email") else "",
        customer_number,
        day_in(row, "ordered_on", zone),
        needed_in(row, "sku", SKU_LENGTH),
        title_in(row),
        whole_number_in(row, "quantity", _MOST, default=1),
    )
