"""What the profile package declares."""

from flask_babel import lazy_gettext as _l

from app.core.feature import Feature, MenuItem
from app.profile.pages import bp

feature = Feature("profile", blueprints=(bp,), menu=(MenuItem("shopper", _l("Profile"), "profile.page", 20),))
