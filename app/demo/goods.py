"""What the demo shop sells and what people say about it: the two files beside this module, as values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.csvfiles import read_rows, reading_csv

_HERE = Path(__file__).parent
PRODUCTS, REVIEWS = _HERE / "products.csv", _HERE / "reviews.toml"
COLUMNS = ("sku", "slug", "title", "category", "description", "picture")


@dataclass(frozen=True)
class Told:
    """A review as somebody will write it. `waits`: nobody has read it yet today."""

    sku: str
    stars: int
    body: str
    contains: str = ""
    turned_down: str = ""
    private: bool = False
    connection: str = ""
    reply: str = ""
    waits: bool = False


def goods() -> list[dict[str, str]]:
    """The products, column → text."""
    with reading_csv(PRODUCTS) as stream:
        return [row.cells for row in read_rows(stream, needs=COLUMNS)]


def told() -> list[Told]:
    """The reviews; those of one product stand together, oldest first."""
    found: dict[str, list[dict[str, Any]]] = tomllib.loads(REVIEWS.read_text(encoding="utf-8"))
    return [Told(**one) for one in found["review"]] + [Told(**one, waits=True) for one in found["waiting"]]
