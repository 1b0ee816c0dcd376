"""The demo shop: believable people with two years of history, made through the product's own services."""

from app.demo.feature import feature

__all__ = ["feature"]
