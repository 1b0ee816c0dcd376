"""What the reviews package declares."""

from flask_babel import lazy_gettext as _l

from app.core.feature import Draft, Feature, MenuItem, MessageKind
from app.core.personal_data import PersonalData
from app.reviews.deciding import MESSAGE
from app.reviews.drafts import NAME, apply, errand
from app.reviews.mail import compose
from app.reviews.pages import bp
from app.reviews.personal import (
    erase_claims,
    erase_decisions,
    erase_replies,
    erase_reports,
    erase_reviews,
    erase_versions,
    export_decisions,
    export_nothing,
    export_replies,
    export_reports,
    export_reviews,
    export_versions,
)

feature = Feature(
    "reviews",
    blueprints=(bp,),
    drafts=(Draft(NAME, apply, errand, adds_up=True),),
    menu=(
        MenuItem("shopper", _l("Reviews"), "reviews.mine", 30),
        MenuItem(
            "home",
            _l("Review what you bought"),
            "reviews.products",
            30,
            text=_l("Say what you think, and say who may read it. No account."),
            icon="star",
        ),
        MenuItem("footer", _l("Products and reviews"), "reviews.products", 20),
    ),
    messages=(MessageKind(MESSAGE, "at_least_once", compose),),
    personal_data=(
        PersonalData("review_claim", "who reads your review just now", export_nothing, erase_claims, order=30),
        PersonalData(
            "review_decision", "what we decided about your reviews", export_decisions, erase_decisions, order=31
        ),
        PersonalData("review_report", "reports of your reviews", export_reports, erase_reports, order=31),
        PersonalData("review_reply", "our replies to your reviews", export_replies, erase_replies, order=31),
        PersonalData("review_version", "the words of your reviews", export_versions, erase_versions, order=33),
        PersonalData("review", "your reviews", export_reviews, erase_reviews, order=34),
    ),
)
