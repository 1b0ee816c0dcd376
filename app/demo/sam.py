"""What we know about Sam: a line of every kind, each from another source."""

from __future__ import annotations

from datetime import timedelta

from app.demo.calendar import LENGTH, Calendar
from app.demo.told import Learned

SAM = "sam@example.com"
CALLED_AGO = 97
_BOUGHT_AGO = 41
_COMPANY = {"source": "company", "source_detail": "an address-update service"}


def learned(days: Calendar) -> list[Learned]:
    """In the order of time."""
    bought = {"source": "purchase", "source_detail": "", "obtained_on": days.day(_BOUGHT_AGO)}
    home = {"street": "214 Fence Line Road", "city": "Dothan", "state": "AL", "postal_code": "36303"}
    number = {"number": "+13345550199", "kind": "home", "obtained_on": days.day(70), **_COMPANY}
    return [
        *_animals(days),
        Learned(days.at(CALLED_AGO, 10), SAM, "told_phone", {"number": "+13345550142", "kind": "mobile"}),
        Learned(days.at(65, 9), SAM, "phone", number),
        Learned(days.at(_BOUGHT_AGO, 9), SAM, "name", bought),
        Learned(days.at(_BOUGHT_AGO, 10), SAM, "address", home | bought),
        *_said(days),
        _guessed(days),
        _seen(days),
    ]


def _animals(days: Calendar) -> list[Learned]:
    show = {"source": "trade_show", "source_detail": "", "obtained_on": days.day(510)}
    horse, dog = f"{days.today.year - 17}-04", f"{days.today.year - 5}-05"
    return [
        Learned(days.at(505, 9), SAM, "animal", {"kind": "horse", "name": "Juniper", "born_in": horse, **show}),
        Learned(days.at(116, 19), SAM, "animal", {"kind": "dog", "name": "Biscuit", "born_in": dog}),
        Learned(days.at(116, 20), SAM, "answer", {"what": "animals", "given": {"mail": "yes", "ads": "no"}}),
    ]


def _said(days: Calendar) -> list[Learned]:
    return [
        Learned(days.at(115, 20), SAM, "say", {"name": "interest", "values": ("Dog sports",)}),
        Learned(days.at(115, 20), SAM, "say", {"name": "content_topic", "values": ("Older animals", "Feeding")}),
    ]


def _guessed(days: Calendar) -> Learned:
    month = (days.today - timedelta(days=60)).strftime("%B %Y")
    rows = (
        ("interest", "Trail riding", f"6 pages you viewed in {month}", "horse"),
        ("often_needs", "Fly control", f"your order on {days.said(_BOUGHT_AGO)}", ""),
        ("shops_most", "Spring", f"4 orders since {days.day(LENGTH).year}", ""),
    )
    facts = [{"name": name, "value": value, "reason": reason, "animal": about} for name, value, reason, about in rows]
    return Learned(days.at(30, 6), SAM, "facts", {"kind": "inferred", "source": "guess", "facts": facts})


def _seen(days: Calendar) -> Learned:
    pages = ("/products/turnout-blanket", "/products/saddle-pads", "/products/fly-masks")
    facts = [{"name": "page", "value": page} for page in pages]
    facts.append({"name": "device", "value": "Phone, Safari"})
    return Learned(days.at(58, 21), SAM, "facts", {"kind": "observed", "source": "visit", "facts": facts})
