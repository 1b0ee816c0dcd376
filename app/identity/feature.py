"""What the identity package declares."""

from flask_babel import lazy_gettext as _l

from app import links
from app.core.desk import Number
from app.core.feature import Feature, Job
from app.core.messages import AT_ONCE, MessageKind
from app.core.moving import move_rows
from app.core.personal_data import Move, PersonalData
from app.identity import examples
from app.identity.again import draft
from app.identity.asking import MESSAGE
from app.identity.email_change import ASKED, CHANGED
from app.identity.email_mail import compose_asked, compose_changed, new_of, old_of
from app.identity.jobs import forget_sign_ins
from app.identity.mail import asked_by, compose
from app.identity.models import EmailChange
from app.identity.moving import end_both, end_both_again
from app.identity.numbers import links_sent
from app.identity.pages.email import bp
from app.identity.personal import (
    erase_email_changes,
    erase_requests,
    erase_sessions,
    export_email_changes,
    export_requests,
    export_sessions,
    export_silences,
)
from app.staff import Permission

feature = Feature(
    "identity",
    blueprints=(bp,),
    jobs=(Job("sign-in-forget", 60, forget_sign_ins),),
    numbers=(Number("sign-in-links", (Permission.AUDIT_READ, Permission.CHOICES_RECORD), links_sent),),
    drafts=(draft,),
    messages=(
        MessageKind(
            MESSAGE,
            "at_least_once",
            compose,
            rank=AT_ONCE,
            lives_for=links.SIGN_IN_WAIT,
            words=_l("sign-in link and code"),
            to=asked_by,
            example=examples.sign_in,
            further={"review": examples.sign_in_for_review},
        ),
        MessageKind(
            ASKED,
            "at_least_once",
            compose_asked,
            words=_l("link to a new email address"),
            to=new_of,
            example=examples.email_change,
        ),
        MessageKind(
            CHANGED,
            "at_least_once",
            compose_changed,
            words=_l("word to the email address left"),
            to=old_of,
            example=examples.email_changed,
            further={"back": examples.email_changed_back},
        ),
    ),
    personal_data=(
        PersonalData(
            "shopper_session",
            "when you were signed in",
            export_sessions,
            erase_sessions,
            order=30,
            move=Move(end_both, end_both_again),
        ),
        PersonalData("sign_in_request", "sign-in links asked for", export_requests, erase_requests, order=30),
        PersonalData(
            "email_change",
            "changes of your email address",
            export_email_changes,
            erase_email_changes,
            order=30,
            move=move_rows(EmailChange),
        ),
        PersonalData(
            "sign_in_silence",
            "until when you get no sign-in mail",
            export_silences,
            None,
            kept_because="It holds a scrambled mark and ends by itself within a day.",
        ),
    ),
)
