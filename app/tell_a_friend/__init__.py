"""Tell a friend: one note, once, in the sender's name, and then nothing of the friend is left but a mark."""

from app.tell_a_friend.asking import NotOffered, ask
from app.tell_a_friend.barring import bar
from app.tell_a_friend.breaker import Resting, Why, open_breaker, report, reset, trip, tripped
from app.tell_a_friend.drafts import draft
from app.tell_a_friend.feature import feature
from app.tell_a_friend.mail import context, refusal_link
from app.tell_a_friend.models import Recommendation, RecommendationBreaker
from app.tell_a_friend.places import day_is_full_path, refusal_url, sent_path
from app.tell_a_friend.reporting import Reason, say_why, settle
from app.tell_a_friend.reporting import report as report_note
from app.tell_a_friend.rules import BadWords, OwnAddress, read_words
from app.tell_a_friend.sealing import Words
from app.tell_a_friend.sending import DayIsFull, Gone, NotTheSender, send

__all__ = [
    "BadWords",
    "DayIsFull",
    "Gone",
    "NotOffered",
    "NotTheSender",
    "OwnAddress",
    "Reason",
    "Recommendation",
    "RecommendationBreaker",
    "Resting",
    "Why",
    "Words",
    "ask",
    "bar",
    "context",
    "day_is_full_path",
    "draft",
    "feature",
    "open_breaker",
    "read_words",
    "refusal_link",
    "refusal_url",
    "report",
    "report_note",
    "reset",
    "say_why",
    "send",
    "sent_path",
    "settle",
    "trip",
    "tripped",
]
