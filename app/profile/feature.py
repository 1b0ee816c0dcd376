"""What the profile package declares."""

from flask_babel import lazy_gettext as _l

from app.core.feature import Draft, Feature, MenuItem
from app.core.messages import MessageKind
from app.profile import examples
from app.profile.drafts import NAME, apply
from app.profile.interests import offered
from app.profile.mail import KIND, compose, hers
from app.profile.pages import bp

feature = Feature(
    "profile",
    at_start=(offered,),  # a misspelt list stops the start, not the first page
    blueprints=(bp,),
    drafts=(Draft(NAME, apply),),
    messages=(
        MessageKind(
            KIND,
            "at_least_once",
            compose,
            words=_l("word of a changed profile"),
            to=hers,
            example=examples.changed,
            further={"farewell": examples.farewell},
        ),
    ),
    menu=(
        MenuItem("shopper", _l("Profile"), "profile.page", 20),
        MenuItem(
            "home",
            _l("See what we know about you"),
            "profile.page",
            25,
            text=_l("Fix it, remove it, or see where we got it. With a link by email."),
            icon="person",
        ),
    ),
)
