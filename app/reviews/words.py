"""Words of the desk about reviews."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from app.core import clock
from app.reviews.findings import Finding
from app.reviews.queue import Tab
from app.reviews.rules import Complaint, Connection

TABS: dict[Tab, LazyString] = {
    Tab.WAITING: _l("Waiting"),
    Tab.PRIVATE: _l("Private feedback"),
    Tab.REPORTED: _l("Reported"),
    Tab.PUBLISHED: _l("Published"),
    Tab.TURNED_DOWN: _l("Turned down"),
    Tab.CONSENT: _l("Waiting for consent"),
}
STATES: dict[str, LazyString] = {
    "consent": _l("waiting for consent"),
    "frozen": _l("hidden, author under 13"),
    "hide": _l("published, a part hidden"),
    "none": _l("none"),
    "open": _l("open"),
    "private": _l("private feedback"),
    "publish": _l("published"),
    "published": _l("published"),
    "replaced": _l("replaced by newer words"),
    "reply": _l("reply"),
    "shown": _l("in its place"),
    "turn_down": _l("turned down"),
    "turned_down": _l("turned down"),
    "waiting": _l("waiting"),
    "withdrawn": _l("taken back by its author"),
    "yours": _l("open at your desk"),
    "free": _l("free to read"),
    "looked_at": _l("looked at"),
}
TIES: dict[Connection, LazyString] = {
    Connection.DISCOUNT: _l("Discount or gift for writing it"),
    Connection.EMPLOYEE: _l("Works for the shop"),
    Connection.FREE_PRODUCT: _l("Product for free"),
    Connection.RELATIVE: _l("Family of someone at the shop"),
}
COMPLAINTS: dict[Complaint, LazyString] = {
    Complaint.ABUSIVE: _l("Insults someone"),
    Complaint.FAKE: _l("Thought to be fake"),
    Complaint.PERSONAL_DATA: _l("Tells who or where someone is"),
    Complaint.UNRELATED: _l("Not about this product"),
}


def tie_words(connection: str) -> str:
    """A tie to the shop, or that there is none."""
    return str(TIES[Connection(connection)] if connection in set(Connection) else STATES["none"])


def complaint_words(reason: str) -> str:
    """Why somebody reported it."""
    return str(COMPLAINTS[Complaint(reason)]) if reason in set(Complaint) else reason


def age(since: datetime) -> str:
    """How long ago: "2 days", "20 h", "5 min"."""
    passed = max(clock.now() - since, timedelta())
    if passed >= timedelta(days=1):
        return ngettext("%(num)s day", "%(num)s days", passed.days)
    if passed >= timedelta(hours=1):
        return ngettext("%(num)s h", "%(num)s h", int(passed.total_seconds() // 3600))
    return ngettext("%(num)s min", "%(num)s min", int(passed.total_seconds() // 60))


def excerpt(text: str, length: int = 60) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def flag(findings: tuple[Finding, ...]) -> str:
    """What was found, for a line of a list: "Phone number found", and how many more."""
    if not findings:
        return ""
    first = str(findings[0].why).rstrip(".")
    return first if len(findings) == 1 else f"{first} +{len(findings) - 1}"
