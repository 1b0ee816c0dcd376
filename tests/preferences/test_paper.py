"""Paper mail on the preference page: what is printed, for whom it stops, and what stops it for the whole address."""

import pytest

from app import consent, people
from app.channels import Place
from app.consent import MARKETING, OFF, UNSET, Change, Circle, topic_purpose
from app.core.database import session
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.labels import a_run, in_days
from tests.makers import an_act, may, the_person
from tests.preferences.choosing import save, text
from tests.sign_in import sign_in

CATALOG = topic_purpose("horse-catalog")
MOVED = {"street": "9 Far Road", "city": "Dothan", "state": "AL", "postal_code": "36303", "country": "US"}
PLACE = Place("Sam Archer", "1 Elm Street", "", "Dothan", "AL", "36302")


def shared(scope: Circle, *, by: str = "", what: str = MARKETING) -> None:
    """Paper to Sam Archer, who lives with Ann, is stopped: with his label, or by whom, signed in."""
    who = the_person(by).subject_id if by else None
    act = an_act("preference_page" if by else "label")
    consent.stop_place(PLACE, scope, [Change(what, "post", OFF)], act, person_subject=who)
    session().commit()


def state_at(scope: str, purpose: str = CATALOG, address: str = ANN) -> str:
    """The state of her household or address."""
    person = people.person_by_address(address)
    assert person
    stops = [stop for stop in consent.shared_stops_of(person) if stop.scope == scope]
    found = [consent.current_states(stop.subject_id).get((purpose, "post"), UNSET) for stop in stops]
    return found[0] if found else UNSET


def test_the_page_names_what_is_printed_and_the_last_day(page: Browser) -> None:
    a_run(until=30, name="Spring horse catalog")
    a_run("postcards", pulled=-1, until=200, name="Summer card")
    page.get("/preferences")
    assert f"Printed already: Spring horse catalog, in homes until {in_days(30):%B %-d, %Y}." in text(page)
    assert f"the last piece can come until {in_days(200):%B %-d, %Y}" in text(page)


def test_a_stop_names_the_day_the_last_printed_piece_may_come(page: Browser) -> None:
    a_run(until=30)
    save(page, drop="horse-catalog")
    assert f"Paper that is printed already can come until {in_days(30):%B %-d, %Y}." in text(page)
    save(page, drop="dog-deals")
    assert "printed already can come" not in text(page)


def test_a_stop_for_me_stops_nobody_else(page: Browser) -> None:
    save(page, drop="horse-catalog")
    assert (may(ANN, topic_by_slug("horse-catalog")), state_at("household"), state_at("address")) == (
        "no suppressed_topic", UNSET, UNSET,
    )  # fmt: skip


@pytest.mark.parametrize(("scope", "other"), [("household", "address"), ("address", "household")])
def test_a_stop_for_more_than_me_is_named_and_undone_with_mine(scope: str, other: str, page: Browser) -> None:
    save(page, drop="horse-catalog", scope=scope)
    assert text(page).count("Horse catalog: was") == 2
    assert (state_at(scope), state_at(other)) == (OFF, UNSET)
    assert may(ANN, topic_by_slug("horse-catalog")) == "no suppressed_topic"
    page.press("Undo both")
    assert state_at(scope) == UNSET
    assert may(ANN, topic_by_slug("horse-catalog")) == may(BEA, topic_by_slug("horse-catalog")) == "yes customer"


def test_a_scope_alone_stops_nothing(page: Browser) -> None:
    save(page, drop="dog-deals", scope="address")
    assert (state_at("address", MARKETING), state_at("address")) == (UNSET, UNSET)


def test_a_shared_stop_is_shown_with_its_way_back(page: Browser) -> None:
    shared("household", by=ANN, what=CATALOG)
    page.get("/preferences")
    words = "Horse catalog: stopped for everybody of your last name at your address"
    assert words in text(page) and "Stopped for your household" in text(page)
    box = next(
        box for box in page.page.all("input") if (box.get("name"), box.get("value")) == ("topic", "horse-catalog")
    )  # type: ignore[union-attr]
    assert box.get("disabled") is not None and box.get("checked") is None
    page.press(f"Bring it back {words}")
    assert state_at("household") == UNSET and "Brought back at" in text(page)
    page.press("Undo")
    assert state_at("household") == OFF


def test_a_stop_that_somebody_else_asked_for_is_shown_and_not_hers_to_end(page: Browser) -> None:
    shared("household")
    page.get("/preferences")
    assert "Somebody else asked for it" in text(page) and "Bring it back" not in text(page)
    assert state_at("household", MARKETING) == OFF


def test_an_order_of_the_postal_service_is_shown_and_not_lifted(page: Browser) -> None:
    consent.enter_prohibitory_order(the_person(ANN), an_act("prohibitory_order"))
    session().commit()
    page.get("/preferences")
    assert "An order of the Postal Service." in text(page) and "Bring it back" not in text(page)
    token = next(f.get("value") for f in page.page.all("input") if f.get("name") == "csrf_token")  # type: ignore[union-attr]
    sent = {"scope": "address", "purpose": MARKETING, "csrf_token": token}
    assert (
        page.post("/preferences/lift-shared", data=sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404
    )
    assert state_at("address", MARKETING) == OFF


def test_an_order_follows_her_on_a_move_and_is_still_said(page: Browser) -> None:
    consent.enter_prohibitory_order(the_person(ANN), an_act("prohibitory_order"))
    people.set_postal_addresses([(the_person(ANN), {**MOVED})])
    session().expire_all()
    consent.settle_places([the_person(ANN)])
    session().commit()
    page.get("/preferences")
    assert "An order of the Postal Service." in text(page) and "Bring it back" not in text(page)
    assert (may(ANN, topic_by_slug("horse-catalog")), may(BEA, topic_by_slug("horse-catalog"))) == (
        "no suppressed_contact", "yes customer",
    )  # fmt: skip


def test_a_save_for_the_household_is_one_act_whose_undo_leaves_what_stood_before(page: Browser) -> None:
    save(page, drop="postcards")
    save(page, drop="horse-catalog", scope="household")
    acts = session().query(consent.ConsentEntry.act_id).filter_by(purpose=CATALOG).distinct()
    assert acts.count() == 1
    page.press("Undo both")
    assert "Horse catalog: was stopped" in text(page) and state_at("household") == UNSET
    found = [may(ANN, topic_by_slug(slug)) for slug in ("horse-catalog", "postcards")]
    assert found == ["yes customer", "no suppressed_topic"]


def test_nobody_lifts_or_reads_what_was_stopped_at_another_address(page: Browser) -> None:
    save(page, drop="horse-catalog", scope="household")
    act = session().query(consent.ConsentEntry.act_id).filter_by(method="preference_page").first()
    stranger = Browser(page.application)
    sign_in(stranger, BEA)
    stranger.get("/preferences", query_string={"what": "saved", "act": act[0] if act else ""})
    assert "Horse catalog: was" not in text(stranger)
    token = next(f.get("value") for f in stranger.page.all("input") if f.get("name") == "csrf_token")  # type: ignore[union-attr]
    sent = {"scope": "household", "purpose": CATALOG, "csrf_token": token}
    answer = stranger.post("/preferences/lift-shared", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, state_at("household")) == (404, OFF)


@pytest.mark.parametrize("value", ["", "\0", "everyone", "x" * 5000])
def test_a_strange_scope_or_pace_changes_nothing_more(value: str, page: Browser) -> None:
    save(page, drop="horse-catalog", scope=value, **{"pace:pet-catalog": value, "pace:weekly-deals": "year1"})
    assert "How often" not in text(page).split("Right now")[0]
    assert (state_at("household"), state_at("address")) == (UNSET, UNSET)
