"""A row of a customer file as values, or a refusal that says why. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app import people
from app.core.csvfiles import Row
from app.core.fingerprints import match_key
from app.exchange.cells import address_in, day_in, moment_in, text_in
from app.exchange.verdicts import RowRefused
from app.topics import Topic

FACTS = {"first_name": 80, "last_name": 80, "phone": 40, "customer_number": 40}
POSTAL = {"street": 120, "city": 80, "state": 40, "zip": 20, "country": 2}
CONSENT = ("consent", "consent_method", "consent_at", "consent_wording")
CAME = ("source", "source_detail", "obtained_on")
COLUMNS = ("email", *FACTS, *POSTAL, *CAME, "topic", *CONSENT)
SOURCE_LENGTH = 120  # of a ledger line
DETAIL_LENGTH = 200


@dataclass(frozen=True)
class Basis:
    """On what ground a file's subscriptions stand: columns of its own, or an old list as of a day."""

    zone: ZoneInfo
    topics: Mapping[str, Topic]
    legacy: bool = False
    as_of: datetime | None = None
    origin: str = ""


@dataclass(frozen=True)
class Says:
    """What a row says about one topic."""

    topic: Topic
    state: str
    method: str
    source: str
    claimed_at: datetime | None
    wording: str | None


@dataclass(frozen=True)
class Came:
    """Where a row's values come from: one of people.Source, a remark, the day. What a file doesn't say is unknown."""

    source: str = people.Source.UNKNOWN
    source_detail: str = ""
    obtained_on: date | None = None


@dataclass(frozen=True)
class PersonRow:
    """One usable row."""

    line: int
    email: str
    facts: dict[str, str] = field(default_factory=dict)
    postal: tuple[str, ...] | None = None  # in the order of POSTAL
    says: Says | None = None
    notes: tuple[str, ...] = ()
    came: Came = field(default_factory=Came)

    @property
    def key(self) -> str:
        return match_key(self.email)


def person_row(row: Row, basis: Basis) -> PersonRow:
    """Read one row. Raises RowRefused."""
    email = address_in(row)
    facts = {name: text for name, length in FACTS.items() if (text := text_in(row, name, length))}
    postal, notes = _postal(row)
    if not _phone(facts):
        notes = (*notes, "phone left out: it is no number anybody could call")
    says = _legacy(row, basis) if basis.legacy else _said(row, basis)
    if says is None and row.get("topic"):
        notes = (*notes, f"{row.get('topic')}: left never asked, since the row has no consent")
    return PersonRow(row.line, email, facts, postal, says, notes, came_in(row, basis.zone))


def came_in(row: Row, zone: ZoneInfo) -> Came:
    """Where the row says its values come from."""
    source = row.get("source").lower().replace(" ", "_") or people.Source.UNKNOWN
    if source not in set(people.Source) or source == people.Source.GUESS:
        raise RowRefused(f"source is one of {', '.join(one for one in people.Source if one != people.Source.GUESS)}")
    day = day_in(row, "obtained_on", zone) if row.get("obtained_on") else None
    return Came(source, text_in(row, "source_detail", DETAIL_LENGTH), day)


def _phone(facts: dict[str, str]) -> bool:
    """Bring the phone into the form we keep; False where it was none and is left out."""
    text = facts.pop("phone", "")
    if text:
        try:
            facts["phone"] = people.read_phone(text)
        except people.NotAPhone:
            return False
    return True


def topic_in(row: Row, topics: Mapping[str, Topic]) -> Topic:
    """The topic a row names."""
    slug = row.get("topic")
    if slug not in topics:
        raise RowRefused(f"there is no topic {slug!r}; `topics list` shows them")
    if not topics[slug].is_marketing:
        raise RowRefused(f"{slug} is service mail: it needs no consent and cannot be stopped")
    return topics[slug]


def _postal(row: Row) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    cells = {name: text_in(row, name, length) for name, length in POSTAL.items()}
    cells["country"] = cells["country"].upper() or "US"
    if not any(cells[name] for name in ("street", "city", "state", "zip")):
        return None, ()
    if cells["street"] and cells["city"] and (cells["zip"] or cells["country"] != "US"):
        return tuple(cells.values()), ()
    return None, ("postal address left out: it needs street, city and zip",)


def _legacy(row: Row, basis: Basis) -> Says | None:
    if not row.get("topic"):
        return None
    return _start(Says(topic_in(row, basis.topics), "on", "legacy_import", basis.origin, basis.as_of, None))


def _said(row: Row, basis: Basis) -> Says | None:
    state = row.get("consent").lower()
    if state not in ("", "on", "off"):
        raise RowRefused("consent is on or off")
    if not state:
        return None
    if not row.get("topic"):
        raise RowRefused("consent without a topic")
    topic = topic_in(row, basis.topics)
    source = text_in(row, "consent_method", SOURCE_LENGTH) or "import"
    claimed_at = moment_in(row, "consent_at", basis.zone)
    says = Says(topic, state, "import", source, claimed_at, row.get("consent_wording") or None)
    if state == "off":
        return says
    if missing := [name for name in CONSENT[1:] if not row.get(name)]:
        raise RowRefused(f"consent on needs {', '.join(missing)}")
    return _start(says)


def _start(says: Says) -> Says:
    if says.topic.retired_at is not None:
        raise RowRefused(f"{says.topic.slug} is retired")
    return says
