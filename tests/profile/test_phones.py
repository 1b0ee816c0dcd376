"""Phone numbers on the profile."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.people import Source, phones_of, set_phones
from app.profile import phones
from app.profile.since import ChangedSince
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import the_person
from tests.profile.contacts import act_of, add_number, all_numbers, numbers, state, take_back, values

HELD = "(334) 555-0101"


def first(address: str = ANN) -> int:
    return phones_of(the_person(address))[0].id


def open_first(page: Browser) -> str:
    path = f"/profile/phones/{first()}"
    assert page.get(path).status_code == 200
    return path


def test_a_stranger_is_asked_to_sign_in(client: Browser) -> None:
    for path in ("/profile/phones/add", "/profile/phones/1"):
        assert client.get(path).location.startswith("/sign-in")


def test_a_number_is_read_as_people_write_it_and_told_with_its_source(page: Browser) -> None:
    answer = add_number(page, "334.555.0142 ext 7", kind="mobile")
    assert numbers() == [HELD, "(334) 555-0142 ext. 7"]
    new = phones_of(the_person(ANN))[1]
    assert (new.kind, new.source, new.number) == ("mobile", Source.SELF, "+13345550142;ext=7")
    assert new.obtained_on is not None and values(act_of(answer)[0])[0] is None


def test_a_number_from_elsewhere_is_kept_with_its_country(page: Browser) -> None:
    add_number(page, "+49 30 901820")
    assert numbers() == [HELD, "+49 30 901820"]


@pytest.mark.parametrize("typed", ["", "call me", "12", "\0", "9" * 9000, "334-555-0101 <b>"])
def test_what_is_no_number_comes_back_with_what_was_typed(page: Browser, typed: str) -> None:
    assert add_number(page, typed).status_code == 422
    assert page.page and "Enter a phone number with its area code" in page.page.text
    assert page.page.title.startswith("Error:") and numbers() == [HELD]


def test_the_same_number_twice_is_refused_kindly(page: Browser) -> None:
    assert add_number(page, "334 555 0101").status_code == 422
    assert page.page and "on your profile already" in page.page.text
    assert numbers() == [HELD] and numbers(BEA) == []


def test_a_second_press_of_save_adds_nothing_and_tells_the_same(page: Browser) -> None:
    page.get("/profile/phones/add")
    form = page.page
    one = page.press("Save number", follow=False, phone="334 555 0142")
    page.page = form
    other = page.press("Save number", follow=False, phone="334 555 0142")
    assert one.location == other.location and numbers() == [HELD, "(334) 555-0142"]


def test_a_changed_number_takes_the_place_of_the_old_one(page: Browser) -> None:
    add_number(page, "334 555 0142")
    open_first(page)
    answer = page.press("Save number", follow=False, phone="334 555 0199", kind="work")
    assert numbers() == ["(334) 555-0199", "(334) 555-0142"]
    old, new = values(act_of(answer)[0])
    assert (old["number"], new["number"], new["kind"]) == ("+13345550101", "+13345550199", "work")


def test_no_file_brings_back_what_she_changed_or_removed(page: Browser) -> None:
    open_first(page)
    page.press("Save number", phone="334 555 0199")
    set_phones([(the_person(ANN), {"number": "+13345550101"})])
    assert numbers() == ["(334) 555-0199"]
    open_first(page)
    page.press("Remove number")
    set_phones([(the_person(ANN), {"number": "+13345550199"}), (the_person(BEA), {"number": "+13345550199"})])
    assert numbers() == [] and numbers(BEA) == ["(334) 555-0199"]


def test_a_kind_that_is_not_on_the_page_is_refused(page: Browser) -> None:
    assert add_number(page, "334 555 0142", kind="pigeon").status_code == 422
    assert numbers() == [HELD]


def test_saving_without_a_change_notes_nothing(page: Browser) -> None:
    open_first(page)
    assert page.press("Save number", follow=False).location == "/profile"


def test_a_removed_number_is_gone_and_a_second_press_is_harmless(page: Browser) -> None:
    path = open_first(page)
    form = page.page
    one = page.press("Remove number", follow=False)
    page.page = form
    assert page.press("Remove number", follow=False).location == one.location
    assert numbers() == [] and page.get(path).status_code == 404


@pytest.mark.parametrize("what", ["", "/remove"])
def test_the_number_of_another_person_is_not_there(page: Browser, what: str) -> None:
    set_phones([(the_person(BEA), {"number": "+13345550177"})])
    open_first(page)
    token = page.page.root.find(".//input[@name='csrf_token']")  # type: ignore[union-attr]
    for number in (first(BEA), 10**30, 2**31):
        path = f"/profile/phones/{number}"
        sent = {"csrf_token": str(token.get("value")), "phone": "334 555 0188"}  # type: ignore[union-attr]
        assert page.get(path).status_code == 404 and page.post(path + what, data=sent).status_code in (404, 405)
    assert numbers(BEA) == ["(334) 555-0177"]


@pytest.mark.parametrize("what", ["add", "change", "remove"])
def test_taking_it_back_leaves_exactly_what_stood_before(page: Browser, what: str) -> None:
    before = state()
    if what == "add":
        answer = add_number(page, "334 555 0142")
    else:
        open_first(page)
        button = "Save number" if what == "change" else "Remove number"
        answer = page.press(button, follow=False, **({"phone": "334 555 0199"} if what == "change" else {}))
    assert state() != before
    take_back(answer)
    assert state() == before and len(all_numbers()) == 1


def test_what_was_changed_again_is_not_taken_back(page: Browser) -> None:
    open_first(page)
    older = page.press("Save number", follow=False, phone="334 555 0199")
    open_first(page)
    page.press("Save number", phone="334 555 0200")
    with pytest.raises(ChangedSince):
        phones.restore(act_of(older)[0])
    assert numbers() == ["(334) 555-0200"]


def test_the_day_she_told_us_is_the_day_in_the_shops_zone(page: Browser) -> None:
    with time_machine.travel(clock.now().replace(hour=2, minute=0) + timedelta(days=0), tick=False):
        day = phones.told(phones.By("profile_page"))["obtained_on"]
    assert day == (clock.now() - timedelta(days=1)).date()
