"""Addresses on this site that mails and proofs lead to; `pages` serves them."""

from __future__ import annotations

from app.core import settings
from app.links import StopLink, stop_token
from app.products import Product

REFUSAL = "/friend/"  # with the token of a refusal behind it


def sent_path(product: Product) -> str:
    """The thank-you of a note about that product: one page, whatever became of the note."""
    return f"/products/{product.slug}/tell-a-friend/sent"


def day_is_full_path(product: Product) -> str:
    """Where the sender is told that she sent all her notes of today."""
    return f"/products/{product.slug}/tell-a-friend/tomorrow"


def product_url(product: Product) -> str:
    """The product's public address, as mails carry it."""
    return f"{settings.current().public_url}/products/{product.slug}"


def refusal_url(link: StopLink) -> str:
    """The friend's page: who, what and when, and refusing all such notes."""
    return settings.current().public_url + REFUSAL + stop_token(link)
