"""What the products package declares."""

from app.core.feature import Feature

feature = Feature("products")
