"""The gate: each reason, and which one is told when several hold."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from app import consent
from app.consent import (
    MARKETING,
    NO_PAUSE,
    OFF,
    ON,
    PACE,
    PAUSE,
    REASONS,
    UNSET,
    ContactDecision,
    Standing,
    decide,
)
from app.core import clock, settings
from app.core.database import db, session
from app.core.fingerprints import NotAnAddress, canonical_email, fingerprint, match_key
from app.suppression import Scope
from app.topics import Topic
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.makers import a_no, a_person, a_send, a_stop, a_topic, a_yes, an_act, may, says

pytestmark = pytest.mark.usefixtures("app_context")
CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 7, 8, 15, 0, tzinfo=UTC)


def topic(channel: str = "email", kind: str = "marketing", retired: bool = False, **more: str) -> Topic:
    values = {"default": "off", "animal": "", **more}
    return Topic(id=1, slug="deals", channel=channel, kind=kind, retired_at=NOW if retired else None, **values)


def standing(**more: object) -> Standing:
    """A customer with a postal address, and what `more` says."""
    given = {"is_customer": True, "has_postal_address": True, **more}
    return Standing(subject_id="ab", **given)  # type: ignore[arg-type]


def stopped(*scopes: Scope) -> set[tuple[str, str, str]]:
    return {("email", str(scope), "deals" if scope == Scope.TOPIC else "") for scope in scopes}


STATES = {("topic:deals", "email"): ON, (PAUSE, "email"): "2026-08-01", (PACE, "email"): "week"}
SENT = {7: NOW - timedelta(days=1)}
EVERY_STOP = stopped(Scope.ALL_CONTACT, Scope.ALL_MARKETING, Scope.TOPIC)
OFF_TWICE = {**STATES, (MARKETING, "email"): OFF, ("topic:deals", "email"): OFF}
ADDRESS = ("address", "all_marketing", "")
EVERY_CIRCLE, OFF_ON_PAPER = {ADDRESS, ("household", "topic", "deals")}, {("topic:deals", "post"): OFF}
# From the strongest reason to the weakest: each line still has every weaker reason in it.
LADDER: list[tuple[str, dict[str, object], dict[str, object]]] = [
    ("retired", {"is_frozen": True, "is_undeliverable": True, "suppressions": EVERY_STOP}, {"retired": True}),
    ("frozen", {"is_frozen": True, "is_undeliverable": True, "suppressions": EVERY_STOP}, {}),
    ("undeliverable", {"is_undeliverable": True, "suppressions": EVERY_STOP}, {}),
    ("suppressed_contact", {"suppressions": EVERY_STOP, "states": OFF_TWICE}, {}),
    ("suppressed_marketing", {"suppressions": stopped(Scope.ALL_MARKETING, Scope.TOPIC), "states": OFF_TWICE}, {}),
    ("suppressed_topic", {"suppressions": stopped(Scope.TOPIC), "states": OFF_TWICE}, {}),
    ("stopped_marketing", {"states": OFF_TWICE}, {}),
    ("stopped_topic", {"states": {**STATES, ("topic:deals", "email"): OFF}}, {}),
    ("never_asked", {"states": {**STATES, ("topic:deals", "email"): UNSET}}, {}),
    ("paused", {"states": STATES, "sends": SENT}, {}),
    ("pace", {"states": {**STATES, (PAUSE, "email"): NO_PAUSE}, "sends": SENT}, {}),
    ("chosen", {"states": {("topic:deals", "email"): ON}}, {}),
    ("customer", {"states": {}}, {"default": "on_for_customers"}),
    ("service", {"suppressions": stopped(Scope.ALL_MARKETING, Scope.TOPIC), "is_frozen": True}, {"kind": "service"}),
    ("suppressed_address", {"shared": EVERY_CIRCLE, "states": OFF_ON_PAPER}, {"channel": "post"}),
    ("suppressed_household", {"shared": EVERY_CIRCLE - {ADDRESS}, "states": OFF_ON_PAPER}, {"channel": "post"}),
    ("suppressed_label", {"shared": {("label", "topic", "deals")}, "states": OFF_ON_PAPER}, {"channel": "post"}),
    ("farewell", {"farewells": {"horse"}}, {"default": "on_for_customers", "animal": "horse"}),
    ("no_address", {"has_postal_address": False, "suppressions": {("post", "all_contact", "")}}, {"channel": "post"}),
]


@pytest.mark.parametrize(("reason", "more", "about"), LADDER, ids=[line[0] for line in LADDER])
def test_the_strongest_reason_is_the_one_that_is_told(
    reason: str, more: dict[str, object], about: dict[str, object]
) -> None:
    with clock.set_to(NOW):
        decision = decide(standing(**more), topic(**about))  # type: ignore[arg-type]
    assert decision.reason == reason
    assert decision.allowed == (reason in ("chosen", "customer", "service"))


def test_the_ladder_has_every_reason_there_is() -> None:
    assert {line[0] for line in LADDER} == REASONS.keys()


@pytest.mark.parametrize(
    ("scope", "reason"),
    [(Scope.TOPIC, "service"), (Scope.ALL_MARKETING, "service"), (Scope.RECOMMENDATIONS, "service")],
)
def test_service_mail_passes_every_stop_but_the_widest(scope: Scope, reason: str) -> None:
    assert decide(standing(suppressions=stopped(scope)), topic(kind="service")).reason == reason
    widest = decide(standing(suppressions=stopped(Scope.ALL_CONTACT)), topic(kind="service"))
    assert widest == ContactDecision(False, "suppressed_contact")


def test_a_stop_of_recommendations_or_of_another_topic_or_channel_stops_nothing_else() -> None:
    others = {("email", "recommendations", ""), ("email", "topic", "other"), ("post", "all_contact", "")}
    assert decide(standing(states={("topic:deals", "email"): ON}, suppressions=others), topic()).allowed


def test_a_customers_default_reaches_nobody_else() -> None:
    assert decide(standing(states={}), topic(default="on_for_customers")).reason == "customer"
    stranger = standing(states={}, is_customer=False)
    assert decide(stranger, topic(default="on_for_customers")).reason == "never_asked"
    assert decide(standing(states={}), topic(default="off")).reason == "never_asked"


def test_what_is_no_address_is_a_bad_question() -> None:
    with pytest.raises(NotAnAddress):
        consent.may_contact("nobody", a_topic().slug)


def test_an_address_nobody_knows_is_never_asked_and_stays_unknown() -> None:
    assert may(CAL, a_topic(default="on_for_customers")) == "no never_asked"
    assert list(consent.entries()) == []


def test_a_stop_on_one_channel_leaves_the_other_and_everybody_else() -> None:
    ann(), bea()
    mail, paper = a_topic(default="on_for_customers"), a_topic(channel="post", default="on_for_customers")
    assert (may(ANN, mail), may(ANN, paper)) == ("yes customer", "yes customer")
    says(ANN, MARKETING, OFF)
    assert (may(ANN, mail), may(ANN, paper)) == ("no suppressed_marketing", "yes customer")
    says(ANN, MARKETING, OFF, channel="post")
    assert (may(ANN, paper), may(BEA, mail), may(BEA, paper)) == (
        "no suppressed_marketing", "yes customer", "yes customer",
    )  # fmt: skip


def test_she_who_stopped_can_come_back_and_then_everything_is_as_it_was() -> None:
    ann(), bea()
    deals = a_topic(default="on_for_customers")
    a_stop(ANN)
    a_no(ANN, deals)
    assert may(ANN, deals) == "no suppressed_marketing"
    says(ANN, MARKETING, ON)
    assert may(ANN, deals) == "no suppressed_topic"
    a_yes(ANN, deals)
    assert (may(ANN, deals), may(BEA, deals)) == ("yes chosen", "yes customer")


@pytest.mark.parametrize("method", ["import", "legacy_import", "enrolment"])
def test_nothing_but_her_own_act_brings_her_back(method: str) -> None:
    ann(), bea()
    deals = a_topic(default="on_for_customers")
    assert may(ANN, deals) == "yes customer"
    a_stop(ANN, deals)
    a_yes(ANN, deals, method)
    assert (may(ANN, deals), may(BEA, deals)) == ("no suppressed_topic", "yes customer")
    a_yes(ANN, deals, "phone")
    assert may(ANN, deals) == "yes chosen"


def test_a_frozen_person_gets_service_mail_and_nothing_else() -> None:
    a_person(ANN, is_customer=True, frozen_at=NOW)
    bea()
    deals, orders = a_topic(default="on_for_customers"), a_topic(kind="service")
    assert (may(ANN, deals), may(ANN, orders)) == ("no frozen", "yes service")
    assert may(BEA, deals) == "yes customer"


# Chicago goes to summer time on March 8 and back on November 1, 2026, at 2 in the morning.
@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 3, 9), date(2026, 11, 1), date(2026, 11, 2)])
def test_a_break_ends_at_midnight_of_the_shop_also_when_the_clocks_change(day: date) -> None:
    ann(), bea()
    deals = a_topic(default="on_for_customers")
    says(ANN, PAUSE, day.isoformat())
    midnight = datetime(day.year, day.month, day.day, tzinfo=CHICAGO).astimezone(UTC)
    with clock.set_to(midnight - timedelta(seconds=1)):
        assert consent.may_contact(ANN, deals.slug) == ContactDecision(False, "paused", day)
        assert may(BEA, deals) == "yes customer"
    with clock.set_to(midnight):
        assert may(ANN, deals) == "yes customer"


@pytest.mark.parametrize(("pace", "days"), [("week", 7), ("month", 30)])
@pytest.mark.parametrize("sent", [date(2026, 3, 5), date(2026, 10, 28)])
def test_a_pace_counts_days_of_the_shop_also_when_the_clocks_change(pace: str, days: int, sent: date) -> None:
    ann(), bea()
    deals = a_topic(default="on_for_customers")
    late = datetime(sent.year, sent.month, sent.day, 23, 30, tzinfo=CHICAGO)
    says(ANN, PACE, pace)
    a_send(ANN, deals, at=late)
    a_send(BEA, deals, at=late)
    next_on = sent + timedelta(days=days)
    midnight = datetime(next_on.year, next_on.month, next_on.day, tzinfo=CHICAGO).astimezone(UTC)
    with clock.set_to(midnight - timedelta(seconds=1)):
        assert consent.may_contact(ANN, deals.slug) == ContactDecision(False, "pace", next_on)
        assert may(BEA, deals) == "yes customer"
    with clock.set_to(midnight):
        assert may(ANN, deals) == "yes customer"


def test_a_campaign_signed_twice_counts_once_and_stays_allowed() -> None:
    ann()
    deals = a_topic(default="on_for_customers")
    says(ANN, PACE, "week")
    campaign = a_send(ANN, deals, "july")
    assert a_send(ANN, deals, "july") == campaign
    assert may(ANN, deals, campaign) == "yes customer"
    assert may(ANN, deals).startswith("no pace")


def test_the_pace_counts_from_the_newest_send() -> None:
    ann()
    deals = a_topic(default="on_for_customers")
    says(ANN, PACE, "week")
    assert may(ANN, deals) == "yes customer"
    for days in (20, 3, 9):
        a_send(ANN, deals, at=clock.now() - timedelta(days=days))
    assert may(ANN, deals) == "no pace"


def test_the_pace_counts_every_topic_together() -> None:
    ann()
    deals, tips = a_topic(default="on_for_customers"), a_topic(default="on_for_customers")
    says(ANN, PACE, "month")
    assert may(ANN, tips) == "yes customer"
    a_send(ANN, deals)
    assert may(ANN, tips).startswith("no pace")
    says(ANN, PACE, "all")
    assert may(ANN, tips) == "yes customer"


@pytest.mark.usefixtures("app_context")
def test_the_gate_and_a_repeated_stop_ask_one_query_each() -> None:
    topic = a_topic()
    address = canonical_email("ann@example.com")
    mark = fingerprint(settings.current().fingerprint_keys, "email", match_key(address))
    said: list[str] = []
    press = an_act("one_click", evidence={"network": "192.0.2.0/24"})
    consent.stop_by_fingerprint(mark, topic.id, press)
    session().commit()
    event.listen(db.engine, "before_cursor_execute", lambda _c, _cur, statement, *_rest: said.append(statement))
    consent.may_contact(address, topic.slug)
    consent.stop_by_fingerprint(mark, topic.id, press)
    asked = [one for one in said if one.lstrip().startswith(("SELECT", "WITH", "INSERT", "UPDATE"))]
    assert len(asked) == 2
    said.clear()
    consent.stop_by_fingerprint(mark, topic.id, an_act("one_click"))  # by somebody else: a claim that it was said again
    assert [one.split()[0] for one in said] in (["SELECT", "INSERT"], ["BEGIN", "SELECT", "INSERT"])
