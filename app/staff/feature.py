"""What the staff package declares."""

from app.core.feature import Feature
from app.staff.cli import commands
from app.staff.pages import invitation, sign_in
from app.staff.pages.blueprint import bp

# Importing a module of pages registers its routes; here they are named, so that none is forgotten.
PAGES = (invitation, sign_in)

feature = Feature("staff", blueprints=(bp,), commands=(commands,))
