"""Products: what the shop sells, and so what may be reviewed."""

from app.products.feature import feature
from app.products.models import Product

__all__ = ["Product", "feature"]
