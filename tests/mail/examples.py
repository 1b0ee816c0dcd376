"""One letter of each message kind, the same in every run. A new kind needs a line here."""

from datetime import UTC, datetime

from app.core.feature import Letter

EXAMPLES = {
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
    "sign_in": Letter(
        "ann@example.com",
        {
            "code_spaced": "482 913",
            "link": "http://127.0.0.1:8000/in/eyJyZXF1ZXN0IjoiMSJ9.signed",
            "minutes": 10,
            "until": datetime(2026, 8, 15, 15, 41, tzinfo=UTC),
            "zone": "Central",
        },
    ),
}
