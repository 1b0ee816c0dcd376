"""The drawings there are of products."""

from __future__ import annotations

from app.core.settings import ROOT

FOLDER = ROOT / "static" / "products"


def drawings() -> frozenset[str]:
    """The names of the drawings under static/products, without their ending."""
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))
