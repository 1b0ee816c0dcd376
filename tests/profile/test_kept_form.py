"""A form sent after the session ended is kept, signed, and saved after code or link, if it was hers."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.people import phones_of
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import the_person
from tests.profile.contacts import TYPED
from tests.profile.knowing import a_fact, changes, html, text
from tests.sign_in import hand_over

AGAIN = "Sign in and save this"
LATER = timedelta(hours=2)
FORMS = [
    ("/profile/name", "Save name", {"first_name": "Anna"}, "Name: was Ann Archer → now Anna Archer"),
    ("/profile/gender", "Save", {"gender": "woman"}, "Gender: was nothing → now woman"),
    (
        "/profile/animals",
        "Save animal",
        {"kind": "dog", "name": "Biscuit", "mail": "no"},
        "Biscuit: was not on your list",
    ),
    ("/profile/interests", "Save interests", {"interest": ["Dog sports", "Small farm"]}, "now Small farm"),
    ("/profile/phones/add", "Save number", {"phone": "334-555-0177", "kind": "work"}, "now (334) 555-0177"),
    ("/profile/addresses/add", "Save address", TYPED, "now 12 North Main Street Apt 4b, Dothan, AL 36301"),
    ("/profile/use/animals", "Save answers", {"ads": "no"}, "for ads on other sites: was not answered → now no"),
]


def late(page: Browser, path: str, button: str, fields: dict[str, str | list[str]]) -> None:
    page.get(path)
    with time_machine.travel(clock.now() + LATER, tick=False):
        assert page.press(button, **fields).status_code == 401
    assert "The page sat open too long" in text(page)


def sign_in_again(page: Browser, address: str) -> None:
    with time_machine.travel(clock.now() + LATER + timedelta(minutes=1), tick=False):
        page.press(AGAIN, email=address)
        page.press("Open my choices", code=hand_over(page).context["code_spaced"])


@pytest.mark.parametrize(("path", "button", "fields", "told"), FORMS)
def test_it_is_saved_after_the_sign_in(
    page: Browser, path: str, button: str, fields: dict[str, str | list[str]], told: str
) -> None:
    late(page, path, button, fields)
    assert not changes(the_person(ANN))
    sign_in_again(page, ANN)
    assert told in text(page)


def test_somebody_elses_sign_in_does_not_save_it(page: Browser) -> None:
    late(page, *FORMS[0][:3])
    sign_in_again(page, BEA)
    assert (the_person(ANN).first_name, the_person(BEA).first_name) == ("Ann", "Bea")


def test_what_was_typed_is_shown(page: Browser) -> None:
    late(page, *FORMS[2][:3])
    assert "Biscuit" in text(page) and '<dt>To pick what we send you</dt><dd dir="auto">No</dd>' in html(page)


def test_a_changed_number_is_kept_too(page: Browser) -> None:
    held = phones_of(the_person(ANN))[0].id
    late(page, f"/profile/phones/{held}", "Save number", {"phone": "334-555-0188"})
    sign_in_again(page, ANN)
    assert [one.number for one in phones_of(the_person(ANN))] == ["+13345550188"]


def test_a_chosen_spelling_is_kept_too(page: Browser) -> None:
    page.get("/profile/addresses/add")
    page.press("Save address", **TYPED)
    with time_machine.travel(clock.now() + LATER, tick=False):
        assert page.press("Use this spelling").status_code == 401
    sign_in_again(page, ANN)
    assert "now 12 N MAIN ST APT 4B, DOTHAN, AL 36301" in text(page)


def test_a_number_she_has_already_is_not_added_after_the_sign_in(page: Browser) -> None:
    late(page, "/profile/phones/add", "Save number", {"phone": "334-555-0101"})
    sign_in_again(page, ANN)
    assert len(phones_of(the_person(ANN))) == 1 and not changes(the_person(ANN))


def test_a_form_with_a_fault_is_not_kept_but_shown(page: Browser) -> None:
    late(page, "/profile/animals", "Save animal", {"born": "last spring"})
    assert "last spring" in text(page) and "type it once more" in text(page)


def test_a_press_without_a_session_leads_to_the_sign_in(page: Browser) -> None:
    fact = a_fact(the_person(ANN))
    page.get("/profile")
    with time_machine.travel(clock.now() + LATER, tick=False):
        page.press("Remove Wormer")
    assert fact.removed_at is None and page.page and "/sign-in" in page.page.url
