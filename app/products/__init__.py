"""Products: what the shop sells, and so what may be reviewed."""

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

__all__ = [
    "NoSuchProduct",
    "PAGE",
    "Product",
    "ProductsPage",
    "categories",
    "drawings",
    "every_product",
    "feature",
    "product_by_id",
    "product_by_slug",
    "products_page",
]
