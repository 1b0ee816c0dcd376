"""Postal addresses on the profile: the fields of the country, the spelling she chooses, and stops that move with her."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import consent, suppression
from app.channels import post_keys
from app.core import clock
from app.core.database import session
from app.people import PostalAddress, Source, postal_address_of, set_postal_addresses
from app.profile import addresses
from app.profile.since import ChangedSince
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import a_no, may, the_person
from tests.profile.contacts import TYPED, act_of, mail_goes_to, move, state, take_back, values

OLD = ("1 Elm Street", "Dothan, AL 36302")
MINE = ("12 North Main Street Apt 4b", "Dothan, AL 36301")
STANDARD = ("12 N MAIN ST APT 4B", "DOTHAN, AL 36301")


def current(address: str = ANN) -> PostalAddress:
    found = postal_address_of(the_person(address))
    assert found is not None
    return found


def inputs(page: Browser) -> list[str]:
    assert page.page
    fields = [each for name in ("input", "select") for each in page.page.all(name)]
    return [str(each.get("name")) for each in fields if each.get("id")]


def test_a_stranger_is_asked_to_sign_in(client: Browser) -> None:
    assert client.get("/profile/addresses/add").location.startswith("/sign-in")


def test_she_is_shown_the_standard_spelling_and_nothing_is_saved_yet(page: Browser) -> None:
    page.get("/profile/addresses/add")
    page.press("Save address", **TYPED)
    assert page.page and "We can write it like this" in page.page.text
    assert all(line in page.page.text for line in (*STANDARD, *MINE)) and mail_goes_to() == OLD


@pytest.mark.parametrize(("button", "lines"), [("Use this spelling", STANDARD), ("Keep mine", MINE)])
def test_either_spelling_takes_one_press(page: Browser, button: str, lines: tuple[str, ...]) -> None:
    answer = move(page, button)
    assert mail_goes_to() == lines and mail_goes_to(BEA) == ("2 Oak Avenue", "Dothan, AL 36302")
    new = current()
    assert new.confirmed_at and (new.source, bool(new.obtained_on)) == (Source.SELF, True)
    assert values(act_of(answer)[0])[0]["street"] == "1 Elm Street"


def test_she_can_go_back_to_what_she_typed(page: Browser) -> None:
    page.get("/profile/addresses/add")
    page.press("Save address", **TYPED)
    page.press("Change what I typed")
    assert page.page and 'value="12 North Main Street Apt 4b"' in page.page.html and mail_goes_to() == OLD


def test_an_address_already_spelled_so_is_saved_at_once(page: Browser) -> None:
    move(page, street="12 MAIN ST", city="DOTHAN")
    assert mail_goes_to() == ("12 MAIN ST", "DOTHAN, AL 36301")


def test_the_old_address_stays_as_an_older_one(page: Browser) -> None:
    move(page)
    rows = list(session().scalars(select(PostalAddress).order_by(PostalAddress.id)))
    older = next(one for one in rows if one.street == "1 Elm Street")
    assert older.replaced_at and older.removed_at is None
    assert page.get(f"/profile/addresses/{older.id}").status_code == 200


def test_another_country_has_its_own_fields_without_script(page: Browser) -> None:
    page.get("/profile/addresses/add")
    page.press("Show the fields of this country", country="DE")
    assert inputs(page) == [
        "street",
        "second_line",
        "postal_code",
        "city",
        "country",
    ]  # no state, and the code before it
    page.press("Save address", street="Weg 1", city="Berlin", postal_code="10115")
    assert current().country == "DE" and current().postal_code == "10115"


@pytest.mark.parametrize("country", ["ZZ", "\0", "x" * 5000, "../us", "us"])
def test_a_country_nobody_knows_shows_the_home_form_and_cannot_be_saved(page: Browser, country: str) -> None:
    page.get("/profile/addresses/add", query_string={"country": country})
    assert "state" in inputs(page)
    assert page.press("Save address", **TYPED, country=country).status_code == 422
    assert page.page and "Choose a country from the list" in page.page.text and mail_goes_to() == OLD


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"postal_code": "3630"}, "Enter a ZIP code of five digits, like 36301"),
        ({"postal_code": "10001"}, "don’t go together"),
        ({"street": ""}, "Enter the street and house number, or the PO box"),
        ({"street": "\0\0"}, "Enter the street and house number, or the PO box"),
        ({"street": "x" * 9000}, "Shorten it by"),
        ({"state": "Atlantis"}, "Choose the state"),
        ({"city": "   "}, "Enter the city"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    page: Browser, wrong: dict[str, str], sentence: str
) -> None:
    page.get("/profile/addresses/add")
    assert page.press("Save address", **{**TYPED, "second_line": "Gate <3>", **wrong}).status_code == 422
    assert page.page and sentence in page.page.text and page.page.title.startswith("Error:")
    assert 'value="Gate &lt;3&gt;"' in page.page.html and mail_goes_to() == OLD


def test_odd_text_is_kept_as_text(page: Browser) -> None:
    assert move(page, street="12 <script>alert(1)</script> \u202eSt\0").status_code == 303
    assert current().street == "12 <script>alert(1)</script> St"


def test_a_second_press_changes_nothing_and_tells_the_same(page: Browser) -> None:
    page.get("/profile/addresses/add")
    page.press("Save address", **TYPED)
    form = page.page
    one = page.press("Keep mine", follow=False)
    page.page = form
    assert page.press("Keep mine", follow=False).location == one.location
    assert len([row for row in state() if "12 North Main Street Apt 4b" in row]) == 1


def test_a_removed_address_is_gone_and_no_file_brings_it_back(page: Browser) -> None:
    path = f"/profile/addresses/{current().id}"
    page.get(path)
    form = page.page
    one = page.press("Remove address", follow=False)
    page.page = form
    assert page.press("Remove address", follow=False).location == one.location
    assert mail_goes_to() == () and page.get(path).status_code == 404
    place = {"street": "1 Elm Street", "city": "Dothan", "state": "AL", "postal_code": "36302", "country": "US"}
    set_postal_addresses([(the_person(ANN), place)])
    assert mail_goes_to() == () and mail_goes_to(BEA) != ()


def test_the_address_of_another_person_is_not_there(page: Browser) -> None:
    page.get(f"/profile/addresses/{current().id}")
    token = page.page.root.find(".//input[@name='csrf_token']")  # type: ignore[union-attr]
    for number in (current(BEA).id, 2**31, 10**40):
        path, sent = f"/profile/addresses/{number}", {"csrf_token": token.get("value"), **TYPED}  # type: ignore[union-attr]
        answers = [page.get(path), page.post(path, data=sent), page.post(f"{path}/remove", data=sent)]
        assert {one.status_code for one in answers} <= {404, 405}
    assert mail_goes_to(BEA) == ("2 Oak Avenue", "Dothan, AL 36302")


@pytest.mark.parametrize("what", ["change", "remove"])
def test_taking_it_back_leaves_exactly_what_stood_before(page: Browser, what: str) -> None:
    before = state()
    if what == "change":
        answer = move(page)
    else:
        page.get(f"/profile/addresses/{current().id}")
        answer = page.press("Remove address", follow=False)
    assert state() != before
    take_back(answer)
    assert state() == before and mail_goes_to() == OLD


def as_of(moment: datetime) -> list[str]:
    """Streets mail went to at that moment."""
    session().expire_all()
    rows = session().scalars(select(PostalAddress).where(PostalAddress.person_id == the_person(ANN).id))
    ends = [(one, [at for at in (one.replaced_at, one.removed_at) if at]) for one in rows]
    return [one.street for one, gone in ends if one.created_at <= moment and all(at > moment for at in gone)]


@pytest.mark.parametrize(("what", "between"), [("change", ["12 North Main Street Apt 4b"]), ("remove", [])])
def test_what_stood_in_between_can_still_be_read_back(page: Browser, what: str, between: list[str]) -> None:
    now = clock.now()
    times = [now + timedelta(seconds=each) for each in (1, 2, 3, 4)]
    with time_machine.travel(times[0], tick=False):
        page.get(f"/profile/addresses/{current().id}")
        answer = move(page) if what == "change" else page.press("Remove address", follow=False)
    with time_machine.travel(times[2], tick=False):
        take_back(answer)
    assert [as_of(each) for each in (now, times[1], times[3])] == [["1 Elm Street"], between, ["1 Elm Street"]]


def test_two_acts_are_taken_back_one_after_the_other(page: Browser) -> None:
    before, moved = state(), move(page)
    page.get(f"/profile/addresses/{current().id}")
    take_back(page.press("Remove address", follow=False))
    assert mail_goes_to() == MINE
    take_back(moved)
    assert state() == before and mail_goes_to() == OLD


def test_what_was_changed_again_is_not_taken_back(page: Browser) -> None:
    older = move(page)
    move(page, street="14 Main St")
    with pytest.raises(ChangedSince):
        addresses.restore(act_of(older)[0])
    assert mail_goes_to()[0] == "14 Main St"


def test_a_stop_moves_with_her(page: Browser) -> None:
    catalog = topic_by_slug("horse-catalog")
    assert (may(ANN, catalog), may(BEA, catalog)) == ("yes customer", "yes customer")
    a_no(ANN, catalog)
    move(page)
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_topic", "yes customer")
    mark = suppression.mark_for_key(post_keys(consent.place_of(the_person(ANN), current())).person)
    assert mark.subject_id == the_person(ANN).subject_id
