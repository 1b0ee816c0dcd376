"""Reviews: what shoppers think of products, published only while their author agrees."""

from app.reviews.feature import feature
from app.reviews.models import Review

__all__ = ["Review", "feature"]
