"""What is printed already, and the last day on which something may come."""

from datetime import timedelta

import pytest

from app import paper
from app.core import clock
from app.core.database import session
from app.topics import topic_by_slug
from tests.labels import a_run, in_days, today

pytestmark = pytest.mark.usefixtures("app_context")


def names(slug: str = "horse-catalog") -> list[str]:
    return [run.name for run in paper.printed([topic_by_slug(slug)], today())]


def test_an_issue_is_printed_from_the_day_its_list_is_pulled_until_the_last_day_in_homes() -> None:
    for pulled, until, name in (
        (-5, 5, "now"),
        (0, 9, "today"),
        (-9, 0, "last day"),
        (1, 9, "later"),
        (-9, -1, "over"),
    ):
        a_run(pulled=pulled, until=until, name=name)
    assert sorted(names()) == ["last day", "now", "today"]
    assert names("pet-catalog") == []


def test_a_cancelled_issue_is_not_printed() -> None:
    run = a_run(name="kept"), a_run(name="cancelled")
    run[1].cancelled_at = clock.now()
    session().commit()
    assert names() == ["kept"]


def test_the_last_day_is_that_of_the_last_piece() -> None:
    a_run(until=20, name="one"), a_run(until=40, name="two")
    assert paper.last_day([topic_by_slug("horse-catalog")], today()) == in_days(40)


def test_where_the_calendar_says_nothing_it_is_twelve_weeks() -> None:
    a_run(until=20)
    both = [topic_by_slug("horse-catalog"), topic_by_slug("postcards")]
    assert paper.last_day(both[:1], today()) == in_days(20)
    assert paper.last_day(both[1:], today()) == paper.last_day(both, today()) == today() + timedelta(weeks=12)


def test_nothing_is_on_its_way_where_the_next_list_is_still_to_be_pulled() -> None:
    a_run(pulled=10, until=60)
    assert paper.last_day([topic_by_slug("horse-catalog")], today()) is None


def test_a_calendar_that_ended_says_nothing() -> None:
    a_run(pulled=-90, until=-30)
    assert paper.last_day([topic_by_slug("horse-catalog")], today()) == today() + paper.WITHOUT_CALENDAR


def test_a_catalog_is_a_paper_topic_whose_short_name_says_so() -> None:
    slugs = ("horse-catalog", "pet-catalog", "postcards", "weekly-deals")
    assert [paper.is_catalog(topic_by_slug(slug)) for slug in slugs] == [True, True, False, False]
