"""What the preferences package declares."""

from flask_babel import lazy_gettext as _l

from app.core.feature import Draft, Feature, MenuItem
from app.preferences.drafts import NAME, apply
from app.preferences.pages import bp

feature = Feature(
    "preferences",
    blueprints=(bp,),
    drafts=(Draft(NAME, apply),),
    menu=(
        MenuItem("shopper", _l("Mail choices"), "preferences.page", 10),
        MenuItem(
            "home",
            _l("Choose topic by topic"),
            "preferences.page",
            10,
            text=_l("See every list, why you are on it, and untick what you don’t want. With a link by email."),
            icon="mail",
        ),
    ),
)
