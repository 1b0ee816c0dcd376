"""The audit trail as the desk reads it: what to read, and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _

from app import audit
from app.audit import Noted, Wanted
from app.console.acts import ABOUT, value_words
from app.core import settings
from app.core.desk import Due
from app.people import REFERENCE
from app.staff import Account

SHOWN = 50
COLUMNS = ("at", "actor", "account", "act", "about", "field", "old", "new")
FIELDS = ("who", "act", "about", "from", "to")
_ACT = re.compile(r"[a-z][a-z_.-]{0,59}\Z")
_NUMBERED = re.compile(r"(r|review|batch|burst|product)[ -](\d{1,18})\Z", re.IGNORECASE)
_SHORT = {"r": "review"}
_HEX = re.compile(r"[0-9a-f]{8,32}\Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00\Z")
_YEARS = range(2000, 2200)


@dataclass(frozen=True)
class Asked:
    """The filters as they were sent, what they mean, and what is wrong with which."""

    sent: dict[str, str]
    wanted: Wanted
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def in_use(self) -> dict[str, str]:
        """Those that say something: what links to older entries carry on."""
        return {name: value for name, value in self.sent.items() if value}

    @property
    def noted(self) -> dict[str, tuple[None, str]]:
        """What the trail keeps of an export: which filters were set. What was typed may be an address, so not that."""
        kept = {name: value for name, value in self.in_use.items() if name != "about"}
        return {
            name: (None, value) for name, value in (kept | ({"about": "set"} if self.sent["about"] else {})).items()
        }


def asked(sent: Mapping[str, str]) -> Asked:
    """Read the filters. One that cannot be read is named, and left out."""
    texts = {name: _plain(sent.get(name, "")) for name in FIELDS}
    errors = {}
    if texts["act"] and not _ACT.match(texts["act"]):
        errors["act"] = _("Type what was done by its name in the file, like topics.edit, or its beginning, like topics")
    days = {name: _day(texts[name]) for name in ("from", "to")}
    for name, day in days.items():
        if texts[name] and day is None:
            errors[name] = _("Enter a day, like 2026-07-08")
    first, last = days["from"], days["to"]
    if first and last and first > last:
        errors["to"] = _("The last day is before the first")
    wanted = Wanted(
        actor=texts["who"],
        act="" if "act" in errors else texts["act"],
        about=_reference(texts["about"]),
        since=_midnight(first) if first else None,
        until=_midnight(last + timedelta(days=1)) if last else None,
    )
    return Asked(texts, wanted, errors)


class Names:
    """Who is meant in the trail: members by their account, persons by a short reference."""

    def __init__(self, members: list[Account]) -> None:
        self._accounts = {f"staff:{member.id}": member.email for member in members}

    def actor(self, actor: str) -> str:
        words = {"command": _("A command"), "worker": _("A timed job")}
        return self._accounts.get(actor) or words.get(actor, actor)

    def account(self, actor: str) -> str:
        return self._accounts.get(actor, "")

    def value(self, name: str, text: str | None) -> str:
        """An old or new value of that field in words; a moment in the shop's zone."""
        if text is None:
            return _("nothing")
        try:
            moment = datetime.fromisoformat(text) if _MOMENT.match(text) else None
        except ValueError:
            moment = None
        if moment is None:
            return value_words(name, text)
        return moment.astimezone(settings.current().brand.zone).strftime("%Y-%m-%d %H:%M:%S")

    def about(self, about: str | None) -> str:
        if about is None:
            return ""
        kind, _colon, number = about.partition(":")
        if kind == "subject":
            return _("Person %(reference)s", reference=number[:REFERENCE])
        if kind in ABOUT and number.isdigit():
            return str(ABOUT[kind]) % {"number": number}
        return self._accounts.get(about, about)


def rows_for_csv(wanted: Wanted, names: Names) -> Iterator[list[dict[str, str]]]:
    """The trail as rows, one for each value that changed, in batches."""
    for batch in audit.every_note(wanted):
        yield [row for note in batch for row in _rows(note, names)]


def broken_trail() -> Due | None:
    """The duty of whoever reads the trail: a chain that does not hold."""
    found = audit.last_check()
    if found is None or not found.faults:
        return None
    strong = _("The audit trail does not hold.")
    rest = _("The last check found %(count)s faults. Tell whoever runs the site.", count=found.faults)
    return Due(found.faults, strong, rest, "/staff/audit", _("Open the trail"), "late")


def _rows(note: Noted, names: Names) -> Iterator[dict[str, str]]:
    same = {
        "at": note.at.isoformat(timespec="seconds"),
        "actor": note.actor,
        "account": names.account(note.actor),
        "act": note.act,
        "about": note.about or "",
    }
    for name, old, new in note.values or [("", None, None)]:
        yield {**same, "field": name, "old": old or "", "new": new or ""}


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter >= " " and letter != "\x7f").strip()[:80]


def _reference(text: str) -> str:
    """A reference as the trail has it, from the words of the page: Person 3fa9c12b, R-12, Burst 3; anything else as it is."""
    short = text.removeprefix("Person").strip().lower()
    if _HEX.match(short):
        return f"subject:{short}"
    if found := _NUMBERED.match(text):
        return f"{_SHORT.get(found[1].lower(), found[1].lower())}:{found[2]}"
    return text


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), settings.current().brand.zone).astimezone(UTC)
