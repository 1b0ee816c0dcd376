"""The way back: for 30 days the old mailbox can take an e-mail change back, once."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.identity import merges_wanted
from app.identity.email_change import CHANGED
from app.links import EMAIL_REVERT
from app.people import Person, changes_of, erase_person, person_by_address
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.identity.changing import NEW, addresses, ask_for, change, confirm, letter, path, take_back
from tests.makers import a_person
from tests.sign_in import hand_over, link_path, sign_in

pytestmark = pytest.mark.usefixtures("app_context")
EVIL = "evil@example.net"


def test_the_press_in_the_old_mailbox_brings_the_old_address_back(app: Flask, client: Browser) -> None:
    person, other = ann(), bea()
    back = change(client)
    thief = Browser(app)
    sign_in(thief, NEW)
    take_back(client, back)
    assert "Your old address is back" in client.page.text
    assert (addresses(person), addresses(other)) == ([ANN], [BEA])
    assert thief.get("/preferences").status_code == 303
    sign_in(client)
    assert client.get("/preferences").status_code == 200


def test_looking_changes_nothing_and_shows_both_addresses_masked(client: Browser) -> None:
    person = ann()
    text = client.get(change(client)).text
    assert "a••@example.com" in text
    assert "n••@example.net" in text
    assert addresses(person) == [NEW]


def test_it_works_once(client: Browser) -> None:
    person = ann()
    back = change(client)
    take_back(client, back)
    change(client)
    assert client.get(back).status_code == 410
    assert client.post(back).status_code == 410
    assert addresses(person) == [NEW]


def test_it_works_for_thirty_days(client: Browser) -> None:
    person = ann()
    with time_machine.travel(clock.now(), tick=False) as travel:
        back = change(client)
        travel.shift(EMAIL_REVERT - timedelta(seconds=1))
        assert client.get(back).status_code == 200
        travel.shift(timedelta(seconds=1))
        assert client.post(back).status_code == 410
    assert addresses(person) == [NEW]


def test_the_address_that_was_taken_away_is_told_and_gets_no_way_back(client: Browser) -> None:
    person = ann()
    take_back(client, change(client))
    told = letter(CHANGED)
    assert (told.to, told.context["link"]) == (NEW, None)
    assert letter(CHANGED, 0) is None
    assert [noted.method for noted in changes_of(person.id, 9)] == ["undo", "profile_page"]


def test_whoever_changed_it_twice_has_not_won(app: Flask, client: Browser) -> None:
    person = ann()
    first = change(client)
    second = change(client, EVIL, NEW)
    take_back(Browser(app), first)
    assert addresses(person) == [ANN]
    assert client.post(second).status_code == 410
    assert letter(CHANGED).to == EVIL


def test_a_change_that_waits_ends_with_the_way_back(client: Browser) -> None:
    person = ann()
    back = change(client)
    waiting = ask_for(client, EVIL, NEW)
    take_back(client, back)
    assert client.post(waiting).status_code == 410
    assert addresses(person) == [ANN]


def test_there_is_nothing_to_take_back_once_she_is_back_herself(client: Browser) -> None:
    person = ann()
    first = change(client)
    change(client, ANN, NEW)
    client.get(first)
    client.press("Take it back")
    assert "This address is yours already" in client.page.text
    assert addresses(person) == [ANN]


def test_after_her_erasure_it_leads_nowhere(client: Browser) -> None:
    person = ann()
    back = change(client)
    erase_person(person)
    session().commit()
    assert client.post(back).status_code == 410
    assert person_by_address(ANN) is None


def test_an_address_that_somebody_else_has_by_now_is_left_to_staff_and_nobody_stays_in(
    app: Flask, client: Browser
) -> None:
    person = ann()
    back, thief = change(client), Browser(app)
    sign_in(thief, NEW)
    other = a_person("later@example.com")
    other.destinations[0].address = other.destinations[0].match_key = ANN
    session().commit()
    take_back(client, back)
    assert "already has choices here" in client.page.text
    assert (addresses(person), addresses(other)) == ([NEW], [ANN])
    assert thief.get("/preferences").status_code == 303
    assert [(one.person_id, one.other_person_id) for one in merges_wanted()] == [(person.id, other.id)]


@pytest.mark.parametrize("by", ["code", "link"])
def test_signing_in_with_the_old_address_leads_to_the_way_back(client: Browser, by: str) -> None:
    person = ann()
    change(client)
    sign_in(client)
    if by == "link":
        client.get("/sign-in")
        client.press("Email me a link and a code", email=ANN)
        client.get(link_path(hand_over(client)))
        client.press("Continue to my choices")
    assert "Take your old address back?" in client.page.text
    assert client.get("/preferences").status_code == 303
    assert session().scalars(select(Person)).all() == [person]


def test_after_thirty_days_the_old_address_begins_anew(client: Browser) -> None:
    person = ann()
    with time_machine.travel(clock.now(), tick=False) as travel:
        change(client)
        travel.shift(EMAIL_REVERT + timedelta(seconds=1))
        sign_in(client)
    assert client.page.url == "/preferences"
    new = person_by_address(ANN)
    assert new is not None
    assert new.subject_id != person.subject_id
    assert addresses(person) == [NEW]


def test_a_new_address_that_is_somebodys_old_one_takes_nothing_of_hers(client: Browser) -> None:
    person, other = ann(), bea()
    change(client)
    with time_machine.travel(clock.now() + EMAIL_REVERT + timedelta(days=1)):
        confirm(client, ask_for(client, ANN, BEA))
        assert addresses(other) == [ANN]
    assert person.subject_id != other.subject_id
    assert addresses(person) == [NEW]


def test_a_link_of_the_mail_works_after_a_repeated_hand_over(client: Browser) -> None:
    person = ann()
    back = change(client)
    again = path(letter(CHANGED))
    take_back(client, again)
    assert addresses(person) == [ANN]
    assert client.post(back).status_code == 410
