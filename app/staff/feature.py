"""What the staff package declares."""

from flask_babel import lazy_gettext as _l

from app.core.feature import Feature, Job
from app.core.messages import MessageKind
from app.staff import examples, mail
from app.staff.cli import commands
from app.staff.jobs import forget_sessions
from app.staff.pages import account, invitation, reset, sign_in
from app.staff.pages.blueprint import bp

# Importing a module of pages registers its routes; here they are named, so that none is forgotten.
PAGES = (account, invitation, reset, sign_in)

feature = Feature(
    "staff",
    blueprints=(bp,),
    commands=(commands,),
    jobs=(Job("staff-forget", 60, forget_sessions),),
    messages=(
        MessageKind(
            mail.RESET,
            "at_least_once",
            mail.compose_reset,
            words=_l("new password for staff"),
            to=mail.members_of,
            example=examples.reset,
        ),
        MessageKind(
            mail.CHANGED,
            "at_least_once",
            mail.compose_changed,
            words=_l("word of a changed staff sign-in"),
            to=mail.members_of,
            example=examples.password_changed,
            further={"codes": examples.codes_changed, "reset": examples.was_reset},
        ),
    ),
)
