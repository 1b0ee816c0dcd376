"""One letter of each message kind, the same in every run. A new kind needs a line here."""

from datetime import UTC, date, datetime

from app.core.feature import Letter

EXAMPLES = {
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
