"""The gate: may we contact this destination about this topic, now? There is no second place that decides.

destination → suppression → topic × channel (on, off, never asked = the topic's declared default) → pause and pace.
Outbox, scrub, check and `links sign` ask it; signing for a campaign is what counts as a send.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.channels import channel as channel_named
from app.consent.acts import MARKETING, NO_PAUSE, OFF, ON, PACE, PAUSE, UNSET, pace_purpose
from app.consent.pacing import PACE_DAYS, YEARLY, next_issue_on
from app.consent.queries import read_standings_and_topic
from app.consent.standing import Standing, email_values, gathered, standings
from app.core import clock, settings
from app.core.fingerprints import canonical_email
from app.suppression import Scope
from app.topics import Topic, TopicRules, UnknownTopic


@dataclass(frozen=True)
class ContactDecision:
    """The gate's answer. `reason` is a word of REASONS; `next_on` the first day it may be yes by itself, if any."""

    allowed: bool
    reason: str
    next_on: date | None = None


# Who shares a stop of paper, from the widest circle on.
CIRCLES = ("address", "household", "label")

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
    "suppressed_address": "paper to this address was stopped, whoever lives there",
    "suppressed_household": "paper to the whole household was stopped",
    "suppressed_label": "paper with this customer number on its label was stopped",
    "farewell": "her animal of that kind is no longer with her, and she never turned the topic on",
    "never_asked": "nobody asked, and the topic needs a yes",
    "paused": "the person takes a break",
    "pace": "the person gets at most so many a week, month or year, and had them",
}


def may_contact(address: str, slug: str) -> ContactDecision:
    """Ask for one e-mail address about one topic, in one query. Raises NotAnAddress or UnknownTopic."""
    values = email_values(canonical_email(address))
    rules, rows = read_standings_and_topic(values, slug)
    if rules is None:
        raise UnknownTopic(f"There is no topic {slug!r}. `flask topics list` names them.")
    return decide(gathered(values, rows), rules)


def may_serve(address: str) -> ContactDecision:
    """Ask for service mail to one address, which belongs to no topic: only "do not contact at all" stops it."""
    stopped = ("email", Scope.ALL_CONTACT, "") in standings([canonical_email(address)])[0].suppressions
    return ContactDecision(False, "suppressed_contact") if stopped else ContactDecision(True, "service")


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
    held = _pause(standing, topic) or _pace(standing, topic, campaign_id) or _issues(standing, topic, campaign_id)
    return held or ContactDecision(True, reason)


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
    """Her own stops from the widest on, then those she shares, from the widest circle on."""
    here = {(scope, slug) for channel, scope, slug in standing.suppressions if channel == topic.channel}
    if (Scope.ALL_CONTACT, "") in here:
        return "suppressed_contact"
    wanted = {(Scope.ALL_CONTACT, "")}
    if topic.is_marketing:
        if (Scope.ALL_MARKETING, "") in here:
            return "suppressed_marketing"
        if (Scope.TOPIC, topic.slug) in here:
            return "suppressed_topic"
        wanted |= {(Scope.ALL_MARKETING, ""), (Scope.TOPIC, topic.slug)}
    circles = {circle for circle, scope, slug in standing.shared if (scope, slug) in wanted}
    reached = (circle for circle in CIRCLES if circle in circles and topic.channel == "post")
    return next((f"suppressed_{circle}" for circle in reached), None)


def _topic_by_channel(standing: Standing, topic: Topic | TopicRules) -> tuple[bool, str]:
    if standing.state(MARKETING, topic.channel) == OFF:
        return False, "stopped_marketing"
    state = standing.state(topic.purpose, topic.channel)
    if state == OFF or standing.is_left:  # what she turned on, she turned on for where she is now
        return False, "stopped_topic" if state == OFF else "never_asked"
    if state == ON:
        return True, "chosen"
    if topic.default != "on_for_customers" or not standing.is_customer:
        return False, "never_asked"
    return (False, "farewell") if topic.animal in standing.farewells else (True, "customer")


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
    next_on = _day(last) + timedelta(days=days)
    return ContactDecision(False, "pace", next_on) if _today() < next_on else None


def _issues(standing: Standing, topic: Topic | TopicRules, campaign_id: int | None) -> ContactDecision | None:
    """The pace of one catalog. An issue signed for her before is none more."""
    pace = YEARLY.get(standing.state(pace_purpose(topic.slug), topic.channel))
    issued = standing.issues.get(topic.slug, {})
    if pace is None or campaign_id in issued:
        return None
    next_on = next_issue_on(pace, [_day(moment) for moment in issued.values()])
    return ContactDecision(False, "pace", next_on) if next_on and _today() < next_on else None


def _day(moment: datetime) -> date:
    return moment.astimezone(settings.current().brand.zone).date()


def _today() -> date:
    return clock.today(settings.current().brand.zone)
