"""What notes to friends declare."""

from flask_babel import lazy_gettext as _l

from app.core.desk import Duty, Number
from app.core.feature import Draft, Feature, Job, LinkKind, MenuItem
from app.core.messages import BULK, MessageKind
from app.core.moving import move_by_subject
from app.core.personal_data import PersonalData
from app.staff import Permission
from app.tell_a_friend import examples
from app.tell_a_friend.barring import erase_bars, export_bars
from app.tell_a_friend.breaker import KIND
from app.tell_a_friend.desk_models import SenderBar
from app.tell_a_friend.drafts import NAME, apply, errand
from app.tell_a_friend.duties import notes_reported, notes_resting, notes_sent
from app.tell_a_friend.figures import LEFT_FOR_THE_MAIL
from app.tell_a_friend.jobs import vanish, wipe
from app.tell_a_friend.mail import compose, ended
from app.tell_a_friend.models import Recommendation
from app.tell_a_friend.pages import bp, is_on
from app.tell_a_friend.personal import erase_sent, export_friend, export_once, export_sent
from app.tell_a_friend.reporting import export_reports
from app.tell_a_friend.sending import WIPING
from app.tell_a_friend.staff import notes
from app.tell_a_friend.staff.blueprint import bp as desk_bp

_MARK_IS_KEPT = "A scrambled mark and a day, so that we can refuse to write again. It leads to no name and no address."

_ABOUT_A_NOTE = "It is about a note and names nobody: whoever reported it is unknown to us."
# Importing a module of pages registers its routes; here they are named, so that none is forgotten.
DESK_PAGES = (notes,)

feature = Feature(
    "tell_a_friend",
    blueprints=(bp, desk_bp),
    links=(LinkKind("refusal", "stop", None, page="tell_a_friend.friend"),),
    menu=(MenuItem("product", _l("Tell a friend"), "tell_a_friend.tell", 10, is_on=is_on),),
    duties=(
        Duty("notes-resting", Permission.RECOMMENDATIONS_WATCH, notes_resting),
        Duty("notes-reported", Permission.RECOMMENDATIONS_JUDGE, notes_reported),
    ),
    numbers=(Number("notes-sent", (Permission.RECOMMENDATIONS_WATCH,), notes_sent),),
    jobs=(Job(WIPING, 1, wipe), Job("recommendations-vanish", 60, vanish)),
    drafts=(Draft(NAME, apply, errand, adds_up=True),),
    messages=(
        MessageKind(
            KIND,
            "at_most_once",
            compose,
            asks="recommendation",
            rank=BULK,
            lives_for=LEFT_FOR_THE_MAIL,
            ended=ended,
            words=_l("note to a friend"),
            example=examples.note,
            further={"no_note": examples.without_words},
        ),
    ),
    personal_data=(
        PersonalData(
            "recommendation",
            "notes you sent to friends",
            export_sent,
            erase_sent,
            order=30,
            move=move_by_subject(Recommendation, "sender_subject"),
        ),
        PersonalData(
            "recommendation_bar",
            "that we send no notes for you any more",
            export_bars,
            erase_bars,
            order=30,
            move=move_by_subject(SenderBar, "subject_id"),
        ),
        PersonalData(
            "recommendation_report",
            "reports of notes",
            export_reports,
            None,
            kept_because=_ABOUT_A_NOTE,
            stays_because=_ABOUT_A_NOTE,
        ),
        PersonalData(
            "recommendation_once", "notes a friend had us send to you", export_once, None, kept_because=_MARK_IS_KEPT
        ),
        PersonalData(
            "recommendation_friend", "the day of the last one", export_friend, None, kept_because=_MARK_IS_KEPT
        ),
    ),
)
