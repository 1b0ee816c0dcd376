"""The one blueprint of the pages of notes to friends."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask
from flask_babel import gettext as _

from app.core import settings
from app.core.refusals import NotFound
from app.core.settings import Settings
from app.products import Product, product_by_slug
from app.tell_a_friend.asking import NotOffered
from app.tell_a_friend.countries import check_brand

bp = Blueprint("tell_a_friend", __name__)
# Far above what people do; the limits on notes stand in the database.
FLOOD = "60 per minute"


def _check(app: Flask) -> None:
    found = app.extensions["settings"]
    assert isinstance(found, Settings)
    check_brand(found.brand)


bp.record_once(lambda state: _check(cast(Flask, state.app)))


def is_on() -> bool:
    """Whether this brand has notes to friends at all."""
    return settings.current().brand.tell_a_friend


def product_to_tell(slug: str) -> Product:
    """The product a note may be about. Raises NotFound where the brand has no such notes, NotOffered, NoSuchProduct."""
    if not is_on():
        raise NotFound(_("There are no notes to friends in this shop. You can send the address of a product yourself."))
    product = product_by_slug(slug)
    if not product.is_offered:
        raise NotOffered(_("We don’t sell this any more, so there is nothing to tell a friend about it."))
    return product
