"""The forecast: what adds up, what caps it, and that a stricter choice never raises it."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.paper import EMAILS_A_MONTH, ISSUES_A_YEAR, EmailTopic, Forecast, PaperTopic, forecast

TODAY = date(2026, 7, 1)
CATALOG = PaperTopic(is_on=True, a_year=4, is_catalog=True)
DAYS = st.integers(-400, 800).map(lambda days: TODAY + timedelta(days=days))
EMAILS = st.lists(st.builds(EmailTopic, st.booleans(), st.integers(0, 60)), max_size=8)
PAPERS = st.lists(
    st.builds(
        PaperTopic,
        st.booleans(),
        st.integers(0, 30),
        st.booleans(),
        st.sampled_from(list(ISSUES_A_YEAR)),
        st.lists(DAYS, max_size=9).map(tuple),
    ),
    max_size=6,
)
PACES = list(EMAILS_A_MONTH)


def numbers(found: Forecast) -> tuple[int, int, int]:
    return found.emails, found.catalogs, found.other_paper


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_topics_that_are_on_add_up() -> None:
    emails = [EmailTopic(True, 4), EmailTopic(True, 3), EmailTopic(False, 9)]
    papers = [CATALOG, replace(CATALOG, is_on=False), PaperTopic(True, 6, is_catalog=False)]
    assert numbers(forecast(emails, papers, TODAY)) == (7, 4, 6)


def test_the_pace_of_email_caps_the_sum() -> None:
    emails = [EmailTopic(True, 4), EmailTopic(True, 3)]
    assert [forecast(emails, [], TODAY, pace).emails for pace in ("all", "week", "month")] == [7, 4, 1]


def test_rare_mail_is_said_to_be_rare_and_none_to_be_none() -> None:
    assert forecast([EmailTopic(True, 0)], [], TODAY).rarely
    assert not forecast([EmailTopic(False, 0)], [], TODAY).rarely
    assert not forecast([EmailTopic(True, 0)], [], TODAY, on_a_break=True).rarely


def test_a_break_holds_back_email_and_no_paper() -> None:
    assert numbers(forecast([EmailTopic(True, 4)], [CATALOG], TODAY, on_a_break=True)) == (0, 4, 0)


def test_the_pace_of_a_catalog_caps_its_own_issues_alone() -> None:
    six = replace(CATALOG, a_year=6)
    found = [forecast([], [replace(six, pace=pace), six], TODAY).catalogs for pace in ("all", "year4", "year1")]
    assert found == [6 + 6, 4 + 6, 1 + 6]


def test_a_pace_is_for_catalogs() -> None:
    assert forecast([], [PaperTopic(True, 6, is_catalog=False, pace="year1")], TODAY).other_paper == 6


def test_the_calendar_counts_before_the_usual_number() -> None:
    dated = replace(CATALOG, pulled_on=(day(10), day(100)))
    assert forecast([], [dated], TODAY).catalogs == 2


def test_what_is_pulled_already_and_what_lies_beyond_a_year_is_not_counted() -> None:
    dated = replace(CATALOG, pulled_on=(day(0), day(1), day(365), day(366)))
    assert forecast([], [dated], TODAY).catalogs == 2


def test_a_calendar_of_the_past_says_nothing() -> None:
    assert forecast([], [replace(CATALOG, pulled_on=(day(-5),))], TODAY).catalogs == CATALOG.a_year


@given(EMAILS, PAPERS, st.sampled_from(PACES), st.booleans())
def test_it_is_never_negative(emails: list[EmailTopic], papers: list[PaperTopic], pace: str, resting: bool) -> None:
    assert min(numbers(forecast(emails, papers, TODAY, pace, on_a_break=resting))) >= 0


@given(EMAILS, PAPERS, st.sampled_from(PACES), st.sampled_from(PACES))
def test_a_slower_pace_of_email_never_raises_it(
    emails: list[EmailTopic], papers: list[PaperTopic], one: str, other: str
) -> None:
    faster, slower = sorted((one, other), key=PACES.index)
    before, after = (numbers(forecast(emails, papers, TODAY, pace)) for pace in (faster, slower))
    assert all(new <= old for old, new in zip(before, after, strict=True))


@given(EMAILS, PAPERS, st.data())
def test_a_stop_or_a_slower_catalog_never_raises_it(
    emails: list[EmailTopic], papers: list[PaperTopic], data: st.DataObject
) -> None:
    paces = list(ISSUES_A_YEAR)
    stricter = [
        replace(
            one,
            is_on=one.is_on and data.draw(st.booleans()),
            pace=data.draw(st.sampled_from(paces[paces.index(one.pace) :])),
        )
        for one in papers
    ]
    quieter = [replace(one, is_on=one.is_on and data.draw(st.booleans())) for one in emails]
    before, after = numbers(forecast(emails, papers, TODAY)), numbers(forecast(quieter, stricter, TODAY))
    assert all(new <= old for old, new in zip(before, after, strict=True))
