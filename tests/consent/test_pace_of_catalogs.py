"""The pace of one catalog: 4 a year or 1 a year, counted by signed issues; and farewells to animals."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import consent
from app.consent import OFF, YEARLY, next_issue_on, pace_purpose
from app.core import clock
from app.core.database import session
from app.people import Animal, farewells_of
from app.topics import Topic
from tests.cast import ANN, BEA, ann, bea
from tests.catalogs import a_catalog
from tests.makers import a_no, a_send, a_topic, a_yes, may, says, the_person

pytestmark = pytest.mark.usefixtures("app_context")
NOW = datetime(2026, 10, 20, 15, 0, tzinfo=UTC)
YES = "yes customer"


def sent(catalog: Topic, *days_ago: int) -> list[int]:
    return [a_send(ANN, catalog, at=NOW - timedelta(days=days)) for days in days_ago]


def asked(catalog: Topic) -> tuple[str, date | None]:
    with clock.set_to(NOW):
        decision = consent.may_contact(ANN, catalog.slug)
        assert may(BEA, catalog) == YES
    return f"{'yes' if decision.allowed else 'no'} {decision.reason}", decision.next_on


def day(ahead: int) -> date:
    return (NOW + timedelta(days=ahead)).date()


@pytest.mark.parametrize(
    ("pace", "days_ago", "answer"),
    [
        ("year4", (), (YES, None)),
        ("year4", (67,), ("no pace", day(1))),
        ("year4", (68,), (YES, None)),
        ("year4", (364, 290, 200, 100), ("no pace", day(1))),
        ("year4", (365, 290, 200, 100), (YES, None)),
        ("year4", (300, 200, 100, 30), ("no pace", day(65))),
        ("year1", (364,), ("no pace", day(1))),
        ("year1", (365,), (YES, None)),
        ("all", (1, 2, 3), (YES, None)),
    ],
)
def test_an_issue_is_sent_when_the_pace_has_room(
    pace: str, days_ago: tuple[int, ...], answer: tuple[str, date | None]
) -> None:
    ann(), bea()
    catalog = a_catalog()
    says(ANN, pace_purpose(catalog.slug), pace, channel="post")
    sent(catalog, *days_ago)
    assert asked(catalog) == answer


def test_a_pace_is_of_one_catalog_and_an_issue_signed_before_is_none_more() -> None:
    ann(), bea()
    horses, pets = a_catalog(), a_catalog()
    says(ANN, pace_purpose(horses.slug), "year1", channel="post")
    (campaign, _other) = sent(horses, 10)[0], sent(pets, 10)
    assert (asked(horses)[0], asked(pets)[0]) == ("no pace", YES)
    with clock.set_to(NOW):
        assert may(ANN, horses, campaign) == YES


def test_an_issue_does_not_count_for_another_person_and_email_keeps_its_own_pace() -> None:
    ann(), bea()
    catalog, deals = a_catalog(), a_topic(default="on_for_customers")
    says(ANN, pace_purpose(catalog.slug), "year1", channel="post")
    a_send(BEA, catalog, at=NOW - timedelta(days=3))
    a_send(ANN, deals, at=NOW - timedelta(days=3))
    assert (asked(catalog)[0], asked(deals)[0]) == (YES, YES)


@given(st.lists(st.integers(0, 500), max_size=40), st.sampled_from(sorted(YEARLY)))
def test_nobody_ever_gets_more_than_her_pace(offers: list[int], name: str) -> None:
    pace, begin = YEARLY[name], date(2026, 1, 1)
    issued: list[date] = []
    for offer in sorted(offers):
        today = begin + timedelta(days=offer)
        if (next_on := next_issue_on(pace, issued)) is None or next_on <= today:
            issued.append(today)
    for last in issued:
        within = [one for one in issued if last - timedelta(days=pace.within) < one <= last]
        assert len(within) <= pace.most
    gaps = [(later - earlier).days for earlier, later in pairwise(issued)]
    assert all(gap >= pace.apart for gap in gaps)


def has(address: str, kind: str, *, gone: datetime | None = None) -> Animal:
    animal = Animal(person_id=the_person(address).id, kind=kind, created_at=NOW, gone_at=gone)
    session().add(animal)
    session().commit()
    return animal


def test_after_a_farewell_topics_of_that_kind_stop_and_no_others() -> None:
    ann(), bea()
    horses, dogs, all_kinds = a_catalog(animal="horse"), a_catalog(animal="dog"), a_catalog()
    for address in (ANN, BEA):
        has(address, "horse", gone=NOW if address == ANN else None)
    assert [may(ANN, topic) for topic in (horses, dogs, all_kinds)] == ["no farewell", YES, YES]
    assert may(BEA, horses) == YES


def test_another_of_the_kind_or_a_yes_keeps_them_coming() -> None:
    ann(), bea()
    horses = a_catalog(animal="horse")
    has(ANN, "horse", gone=NOW)
    second = has(ANN, "horse")
    assert may(ANN, horses) == YES
    second.removed_at = NOW
    session().commit()
    assert may(ANN, horses) == "no farewell"
    a_yes(ANN, horses)
    assert may(ANN, horses) == "yes chosen"
    a_no(ANN, horses)
    assert (may(ANN, horses), may(BEA, horses)) == ("no suppressed_topic", YES)


def test_a_farewell_she_took_off_her_page_still_counts() -> None:
    ann(), bea()
    horses = a_topic(default="on_for_customers", animal="horse")
    has(ANN, "horse", gone=NOW).removed_at = NOW
    session().commit()
    assert [may(one, horses) for one in (ANN, BEA)] == ["no farewell", YES]


def test_farewells_of_many_people_are_told_by_kind_and_day_in_the_shops_zone() -> None:
    ann(), bea()
    has(ANN, "horse", gone=datetime(2026, 3, 2, 4, 0, tzinfo=UTC))
    has(ANN, "dog", gone=NOW)
    has(ANN, "dog")
    has(BEA, "cat")
    has(BEA, "", gone=NOW)
    ids = [the_person(one).id for one in (ANN, BEA)]
    assert farewells_of(ids) == {ids[0]: {"horse": date(2026, 3, 1)}}
    assert farewells_of([]) == {}


def test_a_stop_beats_a_pace() -> None:
    ann(), bea()
    catalog = a_catalog()
    says(ANN, pace_purpose(catalog.slug), "year1", channel="post")
    sent(catalog, 10)
    says(ANN, catalog.purpose, OFF, channel="post")
    assert asked(catalog)[0] == "no suppressed_topic"
