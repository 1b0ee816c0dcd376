"""What the staff package declares."""

from app.core.feature import Feature
from app.staff.cli import commands
from app.staff.pages import bp

feature = Feature("staff", blueprints=(bp,), commands=(commands,))
