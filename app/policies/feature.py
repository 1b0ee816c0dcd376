"""What the policies package declares."""

from flask_babel import lazy_gettext as _l

from app.core.feature import Feature, MenuItem
from app.policies.pages import bp

feature = Feature(
    "policies",
    blueprints=(bp,),
    menu=(
        MenuItem("footer", _l("Your Privacy Choices"), "policies.current", 20, anchor="choices"),
        MenuItem("footer", _l("Your California Privacy Rights"), "policies.current", 30, anchor="california"),
        MenuItem("footer", _l("Privacy policy"), "policies.current", 40),
    ),
)
