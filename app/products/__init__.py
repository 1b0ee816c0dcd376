"""Products: what the shop sells, and so what may be reviewed.

A `Product` has `id`, `sku`, `slug`, `title`, `category`, `description` (lines of text), `picture` (the name of a drawing, or
nothing), `added_at`, `retired_at`, `is_offered`.
"""

from app.products.bulk import add_products, offered_skus, products_by_skus, retire_products, slugs_like
from app.products.feature import feature
from app.products.models import Product
from app.products.pictures import drawings
from app.products.service import (
    PAGE,
    NoSuchProduct,
    ProductsPage,
    categories,
    every_product,
    product_by_id,
    product_by_slug,
    products_page,
)
from app.products.slugs import SLUG_LENGTH, Slugs, is_slug, slug_of

__all__ = [
    "NoSuchProduct",
    "PAGE",
    "Product",
    "ProductsPage",
    "SLUG_LENGTH",
    "Slugs",
    "add_products",
    "categories",
    "drawings",
    "every_product",
    "feature",
    "is_slug",
    "offered_skus",
    "product_by_id",
    "product_by_slug",
    "products_by_skus",
    "products_page",
    "retire_products",
    "slug_of",
    "slugs_like",
]
