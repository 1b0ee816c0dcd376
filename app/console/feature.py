"""What the console package declares."""

from app.console.pages import bp
from app.core.feature import Feature

feature = Feature("console", blueprints=(bp,))
