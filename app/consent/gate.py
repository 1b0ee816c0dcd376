"""The gate: may we contact this destination about this topic, now? There is no second place that decides.

destination → suppression → topic × channel (on, off, never asked = the topic's declared default) → pause and pace.
Outbox, scrub, check and `links sign` ask it; signing for a campaign is what counts as a send.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.channels import channel as channel_named
from app.consent.acts import MARKETING, NO_PAUSE, OFF, ON, PACE, PAUSE, UNSET
from app.consent.queries import read_standings, read_standings_and_topic
from app.core import clock, settings
from app.core.fingerprints import all_fingerprints, canonical_email, match_key
from app.suppression import Scope
from app.topics import Topic, TopicRules, UnknownTopic

# "At most one a week" counts whole days between sends, so a mailing that slides by an hour does not lose its week.
PACE_DAYS = {"week": 7, "month": 30}


@dataclass(frozen=True)
class ContactDecision:
    """The gate's answer. `reason` is a word of REASONS; `next_on` the first day it may be yes by itself, if any."""

    allowed: bool
    reason: str
    next_on: date | None = None


# What each reason means, for `consent check --help`, verdict files and docs.
REASONS = {
    "chosen": "the person turned it on, or an import brought her consent",
    "customer": "nobody asked, and the topic goes to customers until they stop it",
    "service": "service mail goes on after a stop",
    "frozen": "the person's data is frozen",
    "undeliverable": "mail to this address came back for good",
    "no_address": "there is no postal address",
    "retired": "the topic is retired",
    "suppressed_contact": "do not contact at all",
    "suppressed_marketing": "all marketing on this channel was stopped",
    "suppressed_topic": "this topic was stopped",
    "stopped_marketing": "the person stopped all marketing on this channel",
    "stopped_topic": "the person turned this topic off",
    "never_asked": "nobody asked, and the topic needs a yes",
    "paused": "the person takes a break",
    "pace": "the person gets at most one a week or month, and had one",
}


@dataclass
class Standing:
    """What the gate needs to know about one destination."""

    subject_id: str | None = None
    is_customer: bool = False
    is_frozen: bool = False
    is_undeliverable: bool = False
    has_postal_address: bool = False
    suppressions: set[tuple[str, str, str]] = field(default_factory=set)  # (channel, scope, topic slug)
    states: dict[tuple[str, str], str] = field(default_factory=dict)  # (purpose, channel) → state
    sends: dict[int, datetime] = field(default_factory=dict)  # campaign id → signed at

    def state(self, purpose: str, channel: str) -> str:
        return self.states.get((purpose, channel), UNSET)


def may_contact(address: str, slug: str) -> ContactDecision:
    """Ask for one e-mail address about one topic, in one query. Raises NotAnAddress or UnknownTopic."""
    values = _values(canonical_email(address))
    rules, rows = read_standings_and_topic(values, slug)
    if rules is None:
        raise UnknownTopic(f"There is no topic {slug!r}. `flask topics list` names them.")
    return decide(_gathered(values, rows), rules)


def may_serve(address: str) -> ContactDecision:
    """Ask for service mail to one address, which belongs to no topic: only "do not contact at all" stops it."""
    stopped = ("email", Scope.ALL_CONTACT, "") in standings([canonical_email(address)])[0].suppressions
    return ContactDecision(False, "suppressed_contact") if stopped else ContactDecision(True, "service")


def standings(addresses: list[str]) -> list[Standing]:
    """What the gate knows about each canonical address, in their order, in one query."""
    marks = [_values(address) for address in addresses]
    found = read_standings([value for values in marks for value in values])
    return [_gathered(values, found) for values in marks]


def standing_of(values: Iterable[bytes]) -> Standing:
    """What the gate knows about a destination of which only fingerprints are at hand (a stop link)."""
    wanted = list(values)
    return _gathered(wanted, read_standings(wanted))


def _values(address: str) -> list[bytes]:
    ring = settings.current().fingerprint_keys
    return [one.value for one in all_fingerprints(ring, "email", match_key(address))]


def _gathered(values: Iterable[bytes], rows: Mapping[bytes, list[tuple[Any, ...]]]) -> Standing:
    """One standing from the rows of all fingerprints of a destination.

    A destination may have two subjects (a link made under a key we had not used yet). Its stops count all; of choices the
    person's own count, so her marks come last.
    """
    standing = Standing()
    for value in sorted(values, key=lambda one: any(row[:2] == ("subject", "person") for row in rows.get(one, ()))):
        for row in rows.get(value, ()):
            take(standing, row)
    return standing


def take(standing: Standing, row: tuple[object, ...]) -> None:
    """Add one tagged line of facts (what, one, two, three, moment) to a standing."""
    what, one, two, three, moment = row
    if what == "subject":
        standing.subject_id = str(two)
    elif what == "flag":
        setattr(standing, str(one), True)
    elif what == "suppression":
        standing.suppressions.add((str(one), str(two), str(three)))
    elif what == "state":
        standing.states[(str(one), str(two))] = str(three)
    elif what == "send" and isinstance(moment, datetime):
        standing.sends[int(str(one))] = moment


def decide(standing: Standing, topic: Topic | TopicRules, campaign_id: int | None = None) -> ContactDecision:
    """The rule itself, without a database."""
    refused = _no_destination(standing, topic) or _suppressed(standing, topic)
    if refused is not None:
        return ContactDecision(False, refused)
    if not topic.is_marketing:
        return ContactDecision(True, "service")
    allowed, reason = _topic_by_channel(standing, topic)
    if not allowed:
        return ContactDecision(False, reason)
    return _pause(standing, topic) or _pace(standing, topic, campaign_id) or ContactDecision(True, reason)


def _no_destination(standing: Standing, topic: Topic | TopicRules) -> str | None:
    channel_named(topic.channel)
    if topic.is_retired:
        return "retired"
    if standing.is_frozen and topic.is_marketing:
        return "frozen"
    if topic.channel == "email" and standing.is_undeliverable:
        return "undeliverable"
    if topic.channel == "post" and not standing.has_postal_address:
        return "no_address"
    return None


def _suppressed(standing: Standing, topic: Topic | TopicRules) -> str | None:
    here = {(scope, slug) for channel, scope, slug in standing.suppressions if channel == topic.channel}
    if (Scope.ALL_CONTACT, "") in here:
        return "suppressed_contact"
    if not topic.is_marketing:
        return None
    if (Scope.ALL_MARKETING, "") in here:
        return "suppressed_marketing"
    return "suppressed_topic" if (Scope.TOPIC, topic.slug) in here else None


def _topic_by_channel(standing: Standing, topic: Topic | TopicRules) -> tuple[bool, str]:
    if standing.state(MARKETING, topic.channel) == OFF:
        return False, "stopped_marketing"
    state = standing.state(topic.purpose, topic.channel)
    if state in (ON, OFF):
        return (True, "chosen") if state == ON else (False, "stopped_topic")
    if topic.default == "on_for_customers" and standing.is_customer:
        return True, "customer"
    return False, "never_asked"


def _pause(standing: Standing, topic: Topic | TopicRules) -> ContactDecision | None:
    until = standing.state(PAUSE, topic.channel)
    if until in (UNSET, NO_PAUSE):
        return None
    day = date.fromisoformat(until)
    return ContactDecision(False, "paused", day) if _today() < day else None


def _pace(standing: Standing, topic: Topic | TopicRules, campaign_id: int | None) -> ContactDecision | None:
    days = PACE_DAYS.get(standing.state(PACE, topic.channel))
    if days is None or campaign_id in standing.sends:
        return None  # a campaign signed for her counts once, however often it is signed
    last = max(standing.sends.values(), default=None)
    if last is None:
        return None
    next_on = last.astimezone(settings.current().brand.zone).date() + timedelta(days=days)
    return ContactDecision(False, "pace", next_on) if _today() < next_on else None


def _today() -> date:
    return clock.today(settings.current().brand.zone)
