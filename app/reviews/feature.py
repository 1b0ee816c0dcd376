"""What the reviews package declares."""

from flask_babel import lazy_gettext as _l

from app.core.desk import Duty, Number, RecordLine, Search
from app.core.feature import AfterImport, Draft, Feature, MenuItem
from app.core.messages import MessageKind
from app.core.personal_data import Move, PersonalData
from app.reviews import examples
from app.reviews.cli import commands
from app.reviews.confirming import confirm
from app.reviews.drafts import NAME, apply, errand
from app.reviews.duties import find_reviews, reports_due, reviews_due
from app.reviews.mail import ASKING, MESSAGE, authors_asked, authors_told, compose, compose_asking
from app.reviews.moving import reviews_back, reviews_there
from app.reviews.numbers import reviews_of, written
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
from app.reviews.rude import rude_words
from app.reviews.staff import case, decisions, fairness, lists, queue
from app.reviews.staff.blueprint import bp as desk_bp
from app.staff import Permission

# Importing a module of pages registers its routes; here they are named, so that none is forgotten.
DESK_PAGES = (case, decisions, fairness, lists, queue)

feature = Feature(
    "reviews",
    at_start=(rude_words,),  # a misspelt list stops the start, not the first review
    blueprints=(bp, desk_bp),
    commands=(commands,),
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
    after_imports=(
        # An order line of a product that comes in later names it from then on.
        AfterImport("reviews-of-buyers", "orders", confirm),
        AfterImport("reviews-of-new-products", "products", confirm),
    ),
    duties=(
        Duty("reviews", Permission.REVIEWS_MODERATE, reviews_due),
        Duty("review-reports", Permission.REVIEWS_MODERATE, reports_due),
    ),
    searches=(Search("reviews", Permission.REVIEWS_MODERATE, find_reviews),),
    messages=(
        MessageKind(
            MESSAGE,
            "at_least_once",
            compose,
            words=_l("decision about a review"),
            to=authors_told,
            example=examples.published,
            further={
                "hide": examples.partly_hidden,
                "turn_down": examples.turned_down,
                "undone": examples.undone,
            },
        ),
        MessageKind(
            ASKING,
            "at_most_once",
            compose_asking,
            words=_l("question about a review"),
            to=authors_asked,
            example=examples.consent,
        ),
    ),
    numbers=(Number("reviews-written", (Permission.REVIEWS_AUDIT, Permission.REVIEWS_MODERATE), written),),
    records=(RecordLine("reviews", _l("Reviews"), Permission.PEOPLE_LOOK, reviews_of),),
    personal_data=(
        PersonalData("review_claim", "who reads your review just now", export_nothing, erase_claims, order=30),
        PersonalData(
            "review_decision", "what we decided about your reviews", export_decisions, erase_decisions, order=31
        ),
        PersonalData("review_report", "reports of your reviews", export_reports, erase_reports, order=31),
        PersonalData("review_reply", "our replies to your reviews", export_replies, erase_replies, order=31),
        PersonalData("review_version", "the words of your reviews", export_versions, erase_versions, order=33),
        PersonalData(
            "review",
            "your reviews",
            export_reviews,
            erase_reviews,
            order=34,
            move=Move(reviews_there, reviews_back),
        ),
    ),
)
