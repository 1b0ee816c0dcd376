"""A page that is older than the choices it shows, or somebody else's."""

from sqlalchemy import select

from app import consent, links
from app.consent import ConsentEntry
from app.core.database import session
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import a_no, a_yes, may
from tests.preferences.choosing import SAVE, save, text
from tests.sign_in import sign_in


def test_a_stale_page_stops_but_names_the_turn_ons_it_could_not_apply(page: Browser) -> None:
    cats, dogs, tips = (topic_by_slug(slug) for slug in ("cat-deals", "dog-deals", "care-tips"))
    stale = page.page
    a_yes(ANN, tips), a_no(ANN, tips)
    page.page = stale
    save(page, add="care-tips", drop="dog-deals")
    assert (may(ANN, dogs), may(ANN, tips), may(ANN, cats)) == (
        "no suppressed_topic",
        "no suppressed_topic",
        "yes customer",
    )
    assert "Your page was older than your choices" in text(page)
    page.press("Turn on Care tips")
    assert may(ANN, tips) == "yes chosen"


def test_a_stop_made_elsewhere_is_not_undone_by_a_stale_page(page: Browser) -> None:
    stale, dogs = page.page, topic_by_slug("dog-deals")
    a_no(ANN, dogs)
    page.page = stale
    save(page, pace="week")
    assert (may(ANN, dogs), may(BEA, dogs)) == ("no suppressed_topic", "yes customer")


def test_a_looser_setting_of_a_stale_page_is_named(page: Browser) -> None:
    save(page, pace="week")
    stale = page.page
    save(page, pace="month")
    page.page = stale
    save(page, pace="all")
    assert "Email pace: choose it again below and save." in text(page)
    assert consent.current_states(consent.subject_for(ANN))[consent.PACE, "email"] == "month"


def test_another_persons_form_is_refused(page: Browser, app_context: None) -> None:
    stranger = Browser(page.application)
    sign_in(stranger, BEA)
    stranger.get("/preferences")
    mine = page.page
    assert mine
    shown = next(f.get("value") for f in mine.all("input") if f.get("name") == "shown")
    assert stranger.press(SAVE, shown=str(shown), topic=[]).status_code == 400
    assert may(BEA, topic_by_slug("dog-deals")) == "yes customer"


def test_a_snapshot_of_another_form_is_none_of_this_one(page: Browser, app_context: None) -> None:
    subject = consent.subject_for(ANN)
    foreign = links.prove("shown", {"form": "review", "about": 1, "subject": subject, "words": {}})
    assert page.press(SAVE, shown=foreign, topic=[]).status_code == 400
    assert Browser(page.application).post("/preferences", data={"shown": foreign}).status_code == 401
    assert may(ANN, topic_by_slug("dog-deals")) == "yes customer"


def test_nobody_sees_or_undoes_anothers_act(page: Browser, app_context: None) -> None:
    save(page, drop="dog-deals")
    act = session().scalars(select(ConsentEntry.act_id)).first()
    form, _button = page.page.form("Undo")  # type: ignore[union-attr]
    ticket = next(field.get("value") for field in form.iter("input") if field.get("name") == "ticket")
    stranger = Browser(page.application)
    sign_in(stranger, BEA)
    stranger.get(f"/preferences?what=saved&act={act}")
    assert "Dog deals: was" not in text(stranger)
    token = next(f.get("value") for f in stranger.page.all("input") if f.get("name") == "csrf_token")  # type: ignore[union-attr]
    own = {"Sec-Fetch-Site": "same-origin"}
    answer = stranger.post("/preferences/undo", data={"ticket": ticket, "csrf_token": token}, headers=own)
    assert (answer.status_code, may(ANN, topic_by_slug("dog-deals"))) == (404, "no suppressed_topic")
