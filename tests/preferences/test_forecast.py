"""What she will get: the sentence at the top, and from what to what on each save."""

from app.consent import OFF, pace_purpose
from app.core.database import session
from app.people import person_by_address, postal_address_of
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN
from tests.labels import a_run
from tests.makers import says
from tests.preferences.choosing import save, text, ticked

BEGINS = "What you will get: "


def forecast(page: Browser) -> str:
    """The sentence of the page, opened anew."""
    page.get("/preferences")
    return text(page).split(BEGINS)[1].split(".")[0]


def usual(page: Browser) -> tuple[int, int, int]:
    """(mails a month, catalogs and other paper a year) of the boxes that are ticked, added up here."""
    topics = [topic_by_slug(slug) for slug in ticked(page)]
    catalogs = sum(topic.a_year for topic in topics if topic.slug.endswith("catalog"))
    others = sum(topic.a_year for topic in topics if topic.channel == "post" and not topic.slug.endswith("catalog"))
    return sum(topic.a_month for topic in topics if topic.channel == "email"), catalogs, others


def as_said(mails: int, catalogs: int, others: int) -> str:
    return f"about {mails} mails a month, {catalogs} catalogs a year and {others} cards and flyers a year"


def test_what_is_ticked_adds_up(page: Browser) -> None:
    assert forecast(page) == as_said(*usual(page))


def test_a_save_names_it_from_what_to_what(page: Browser) -> None:
    mails, catalogs, others = usual(page)
    less = topic_by_slug("dog-deals").a_month
    save(page, drop="dog-deals")
    before, after = as_said(mails, catalogs, others), as_said(mails - less, catalogs, others)
    assert f"What you will get: was {before} → now {after}" in text(page)
    assert forecast(page) == after
    page.get("/preferences")


def test_a_pace_of_email_caps_it_and_undo_brings_it_back(page: Browser) -> None:
    mails, catalogs, others = usual(page)
    save(page, pace="month")
    assert f"→ now about 1 mail a month, {catalogs} catalogs" in text(page)
    page.press("Undo")
    assert f"→ now {as_said(mails, catalogs, others)}" in text(page)


def test_a_break_says_until_when_and_what_comes_after(page: Browser) -> None:
    mails, catalogs, _others = usual(page)
    save(page, pause="30")
    assert f"then about {mails} mails a month, {catalogs} catalogs a year and" in forecast(page)
    assert forecast(page).startswith("no email until")


def test_the_pace_of_a_catalog_changes_it_by_the_issues_left_out(page: Browser) -> None:
    mails, catalogs, _others = usual(page)
    issues = topic_by_slug("horse-catalog").a_year
    save(page, **{"pace:horse-catalog": "year1"})
    assert "How often: Horse catalog: was every issue → now at most 1 a year" in text(page)
    assert f"→ now about {mails} mails a month, {catalogs - issues + 1} catalog a year" in text(page)


def test_moving_an_issue_out_of_the_year_takes_one_off(page: Browser) -> None:
    mails, catalogs, others = usual(page)
    runs = [a_run(pulled=days, until=days + 30, name=f"In {days}") for days in (10, 100, 200)]
    seen = catalogs - topic_by_slug("horse-catalog").a_year
    assert forecast(page) == as_said(mails, seen + 3, others)
    runs[0].list_pulled_on = runs[0].list_pulled_on.replace(year=runs[0].list_pulled_on.year + 2)
    runs[0].in_homes_until = runs[0].list_pulled_on
    session().commit()
    assert forecast(page) == as_said(mails, seen + 2, others)


def test_stopping_everything_leaves_nothing(page: Browser) -> None:
    before = as_said(*usual(page))
    page.press("Stop everything")
    assert f"was {before} → now no marketing mail" in text(page)
    page.press("Bring back what I had")
    assert f"was no marketing mail → now {before}" in text(page)


def test_without_an_address_no_paper_is_expected(page: Browser) -> None:
    mails, _catalogs, _others = usual(page)
    person = person_by_address(ANN)
    held = postal_address_of(person) if person else None
    assert held
    session().delete(held)
    session().commit()
    assert forecast(page) == f"about {mails} mails a month"


def test_a_pace_that_was_saved_stands_there_and_a_stale_page_only_slows(page: Browser) -> None:
    stale = page.page
    says(ANN, pace_purpose("horse-catalog"), "year1", channel="post")
    page.page = stale
    save(page, **{"pace:horse-catalog": "year4", "pace:pet-catalog": "year4"})
    assert "Horse catalog, how often: choose it again below and save." in text(page)
    assert "How often: Dog and cat catalog: was every issue → now at most 4 a year" in text(page)
    assert OFF not in ticked(page)
