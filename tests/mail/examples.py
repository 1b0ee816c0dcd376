"""One letter of each message kind, the same in every run. A new kind needs a line here.

What a kind says in another case stands behind a full stop: `sign_in.review`.
"""

from datetime import UTC, date, datetime

from app.consent import ChangeLine
from app.core.feature import Errand, Letter
from app.reviews.rules import GROUNDS, Reason

_DECIDED = {
    "what": "publish",
    "product": "Flat-back bucket, 20 quart",
    "ground": None,
    "product_url": "http://127.0.0.1:8000/products/flat-back-bucket",
    "reviews_url": "http://127.0.0.1:8000/reviews",
}
_TURNED_DOWN = {"what": "turn_down", "ground": GROUNDS[Reason.PERSONAL_DATA]}

_RECORDED = {
    "what": "all",
    "way": "phone",
    "at": datetime(2026, 7, 8, 15, 44, tzinfo=UTC),
    "received": date(2026, 7, 8),
    "reference": "JP-S-7Q2M-40",
    "pieces": [],
    "until": date(2026, 9, 30),
    "home": "http://127.0.0.1:8000/",
}
_SIGN_IN = {
    "code_spaced": "482 913",
    "link": "http://127.0.0.1:8000/in/eyJyZXF1ZXN0IjoiMSJ9.signed",
    "minutes": 10,
    "until": datetime(2026, 8, 15, 15, 41, tzinfo=UTC),
    "zone": "Central",
    "errand": None,
}
_REVIEW = Errand(
    heading="Confirm your review of Flat-back bucket, 20 quart",
    asked="You sent a review of Flat-back bucket, 20 quart.",
    then="Once you confirm, it goes to our staff, who read each review before it is published.",
    button="Confirm my review",
    because="You get this because someone wrote a review on our page and typed your address.",
)
_CHANGED = {
    "masked": "n••@example.com",
    "at": datetime(2026, 8, 15, 15, 41, tzinfo=UTC),
    "link": "http://127.0.0.1:8000/email/back/eyJjaGFuZ2UiOiIxIn0.signed",
    "days": 30,
    "until": datetime(2026, 9, 14, 15, 41, tzinfo=UTC),
    "home": "http://127.0.0.1:8000/",
}
_NOTE = {
    "friend": "Cal",
    "sender": "Sam Ellis",
    "sender_address": "sam@example.com",
    "note": "This is the one I told you about. Mine lasted two winters.\nThe handle is fine.",
    "product": "Flat-back bucket, 20 quart",
    "product_url": "http://127.0.0.1:8000/products/flat-back-bucket",
    "refuse_url": "http://127.0.0.1:8000/friend/AgEBEQAAAAAAEQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
}
EXAMPLES = {
    "email_change": Letter(
        "new@example.com",
        {
            "link": "http://127.0.0.1:8000/email/eyJjaGFuZ2UiOiIxIn0.signed",
            "hours": 24,
            "until": datetime(2026, 8, 16, 15, 41, tzinfo=UTC),
        },
    ),
    "email_changed": Letter("ann@example.com", _CHANGED),
    "email_changed.back": Letter("new@example.com", {**_CHANGED, "masked": "a••@example.com", "link": None}),
    "profile_changed": Letter(
        "ann@example.com",
        {
            "by": "self",
            "at": datetime(2026, 8, 15, 15, 41, tzinfo=UTC),
            "changed": ["Name: changed", "Phone: removed", "Interest: added"],
            "stopped": [],
            "profile_url": "http://127.0.0.1:8000/profile",
        },
    ),
    "profile_changed.farewell": Letter(
        "ann@example.com",
        {
            "by": "phone",
            "at": datetime(2026, 8, 15, 15, 41, tzinfo=UTC),
            "changed": ["Horse: no longer with you", "Guess (Often needs): removed"],
            "stopped": [
                ChangeLine("Horse deals", "sending", "stopped"),
                ChangeLine("Horse catalog", "sending", "stopped"),
            ],
            "profile_url": "http://127.0.0.1:8000/profile",
        },
    ),
    "copy_ready": Letter(
        "ann@example.com",
        {
            "link": "http://127.0.0.1:8000/profile/copy/eyJjb3B5IjoxfQ.signed",
            "until": datetime(2026, 8, 16, 15, 31, tzinfo=UTC),
            "hours": 24,
        },
    ),
    "recommendation": Letter("cal@example.com", _NOTE),
    "recommendation.no_note": Letter("cal@example.com", {**_NOTE, "note": ""}),
    "review_consent": Letter(
        "ann@example.com",
        {
            "product": "Flat-back bucket, 20 quart",
            "year": 2024,
            "stars": 4,
            "body": "Froze solid more than once and popped right back, which is more than I can say of the last two.\n\n"
            "The handle is fine.",
            "reviews_url": "http://127.0.0.1:8000/reviews",
        },
    ),
    "review_decided": Letter("ann@example.com", _DECIDED),
    "review_decided.hide": Letter("ann@example.com", {**_DECIDED, "what": "hide"}),
    "review_decided.turn_down": Letter("ann@example.com", {**_DECIDED, **_TURNED_DOWN}),
    "review_decided.undone": Letter("ann@example.com", {**_DECIDED, "what": "undone"}),
    "sign_in": Letter("ann@example.com", _SIGN_IN),
    "sign_in.review": Letter("ann@example.com", {**_SIGN_IN, "errand": _REVIEW}),
    "staff_changed": Letter(
        "mo@example.com",
        {
            "what": "password",
            "at": datetime(2026, 8, 15, 15, 41, tzinfo=UTC),
            "link": "http://127.0.0.1:8000/staff/sign-in",
        },
    ),
    "staff_reset": Letter(
        "mo@example.com",
        {
            "link": "http://127.0.0.1:8000/staff/reset/eyJtZW1iZXIiOjF9.signed",
            "minutes": 30,
            "until": datetime(2026, 8, 15, 15, 41, tzinfo=UTC),
        },
    ),
    "staff_digest": Letter(
        "max@example.com",
        {
            "due": [
                {
                    "strong": "12 stops are not taken by mailtool.",
                    "rest": "The oldest has waited 26 hours.",
                    "act": "Open stops",
                    "url": "http://127.0.0.1:8000/staff/stops",
                },
                {
                    "strong": "1 burst of stops looks like a scanner.",
                    "rest": "Somebody has to say who pressed them.",
                    "act": "Open bursts",
                    "url": "http://127.0.0.1:8000/staff/stops/bursts",
                },
            ],
            "desk": "http://127.0.0.1:8000/staff",
            "day": date(2026, 7, 8),
        },
    ),
    "stop_recorded": Letter("ann@example.com", _RECORDED),
    "stop_recorded.email": Letter("ann@example.com", {**_RECORDED, "what": "email", "way": "letter", "until": None}),
    "stop_recorded.printed": Letter(
        "ann@example.com",
        {
            **_RECORDED,
            "what": "paper",
            "pieces": [{"name": "The fall horse catalog", "until": date(2026, 9, 12)}],
            "until": None,
        },
    ),
    "stop_restored": Letter(
        "ann@example.com",
        {
            "at": datetime(2026, 7, 8, 15, 31, tzinfo=UTC),
            "changes": [{"label": "Weekly deals", "old": "stopped", "new": "sending"}],
            "stops": [{"name": "Weekly deals", "url": "http://127.0.0.1:8000/u/AWEB1234"}],
            "home": "http://127.0.0.1:8000/",
        },
    ),
}
