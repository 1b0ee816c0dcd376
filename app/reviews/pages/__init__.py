"""The pages of reviews: products, writing, one's own reviews, reports."""

from app.reviews.pages import mine, product, report, write
from app.reviews.pages.blueprint import bp

__all__ = ["bp", "mine", "product", "report", "write"]
