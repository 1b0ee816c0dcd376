"""A product and its reviews for search engines: schema.org, equal to what the page shows.

Google's rules for review snippets: the ratings marked up are those a reader can see on the page, and there are none where
nobody rated. `ratingCount` counts those in the average, `reviewCount` all that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.core import settings
from app.products import Product
from app.reviews.findings import hide
from app.reviews.names import NameFormat, shown_name
from app.reviews.reading import Shown, Tally

BEST, WORST = 5, 1


def structured(product: Product, tally: Tally, reviews: Iterable[Shown], picture_url: str) -> dict[str, Any]:
    """The product as JSON-LD; `reviews` are those on this page, `picture_url` a path of this site."""
    public = settings.current().public_url
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "sku": product.sku,
        "url": f"{public}/products/{product.slug}",
        "image": public + picture_url,
    }
    found |= {"description": product.description} if product.description else {}
    found |= {"category": product.category} if product.category else {}
    if tally.average is None:
        return found
    rating = {"ratingCount": tally.rated, "reviewCount": tally.shown}
    found["aggregateRating"] = {"@type": "AggregateRating", **_rating(tally.average), **rating}
    listed = [_review(one) for one in reviews]
    return found | ({"review": listed} if listed else {})


def _review(one: Shown) -> dict[str, Any]:
    return {
        "@type": "Review",
        "author": {"@type": "Person", "name": shown_name(one.name, NameFormat(one.name_format))},
        "datePublished": one.at.astimezone(settings.current().brand.zone).date().isoformat(),
        "reviewBody": hide(one.body, one.hidden),
        "reviewRating": {"@type": "Rating", **_rating(one.stars)},
    }


def _rating(value: float) -> dict[str, Any]:
    return {"ratingValue": value, "bestRating": BEST, "worstRating": WORST}
