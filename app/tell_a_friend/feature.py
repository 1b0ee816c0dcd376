"""What notes to friends declare."""

from app.core.feature import BULK, Draft, Feature, Job, MessageKind
from app.core.moving import move_by_subject
from app.core.personal_data import PersonalData
from app.tell_a_friend.breaker import KIND
from app.tell_a_friend.drafts import NAME, apply, errand
from app.tell_a_friend.figures import LEFT_FOR_THE_MAIL
from app.tell_a_friend.jobs import vanish, wipe
from app.tell_a_friend.mail import WIPING, compose, ended
from app.tell_a_friend.models import Recommendation
from app.tell_a_friend.personal import erase_sent, export_friend, export_once, export_sent

_MARK_IS_KEPT = "A scrambled mark and a day, so that we can refuse to write again. It leads to no name and no address."

feature = Feature(
    "tell_a_friend",
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
            "recommendation_once", "notes a friend had us send to you", export_once, None, kept_because=_MARK_IS_KEPT
        ),
        PersonalData(
            "recommendation_friend", "the day of the last one", export_friend, None, kept_because=_MARK_IS_KEPT
        ),
    ),
)
