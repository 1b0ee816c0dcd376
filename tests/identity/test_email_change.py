"""Another e-mail address: made by a press in the new mailbox, once, and by nobody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app import consent
from app.core import clock
from app.core.database import session
from app.core.personal_data import Holder
from app.identity import merges_wanted
from app.identity.email_change import CHANGED
from app.identity.jobs import forget_sign_ins
from app.identity.models import EmailChange
from app.links import EMAIL_CHANGE, EMAIL_REVERT
from app.outbox import Message
from app.people import Person, changes_of, destination_of, erase_person, person_by_address
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.identity.changing import NEW, addresses, ask_for, ask_for_more, change, confirm, letter
from tests.makers import a_person
from tests.sign_in import ask, composed, hand_over, link_path, sign_in

pytestmark = pytest.mark.usefixtures("app_context")


def test_the_press_in_the_new_mailbox_moves_her_there(client: Browser) -> None:
    person, other = ann(), bea()
    confirm(client, ask_for(client))
    assert "Your email address is changed" in client.page.text
    assert addresses(person) == [NEW]
    assert destination_of(person).proven_at is not None
    assert addresses(other) == [BEA]


def test_until_it_is_pressed_nothing_changes(client: Browser) -> None:
    person = ann()
    link = ask_for(client)
    client.get(link)
    assert "Nothing has changed yet" in client.page.text
    assert addresses(person) == [ANN]
    assert letter(CHANGED) is None


def test_it_works_in_another_browser_and_once(app: Flask, client: Browser) -> None:
    ann()
    link, phone = ask_for(client), Browser(app)
    confirm(phone, link)
    assert "is changed" in phone.page.text
    assert phone.get(link).status_code == 410
    assert phone.post(link).status_code == 410
    assert "used already" in phone.page.text


def test_the_page_of_the_link_names_only_the_new_address_masked(client: Browser, app: Flask) -> None:
    ann()
    link, stranger = ask_for(client), Browser(app)
    assert "n••@example.net" in stranger.get(link).text
    assert ANN not in stranger.page.html
    assert "a••@" not in stranger.page.html


def test_her_sessions_and_what_was_sent_to_the_old_address_end(app: Flask, client: Browser) -> None:
    ann()
    laptop, beas, waiting = Browser(app), Browser(app), Browser(app)
    sign_in(laptop)
    sign_in(beas, BEA)
    link = ask_for(client)
    ask(waiting)
    sent = link_path(hand_over(waiting))
    confirm(Browser(app), link)
    assert [one.get("/preferences").status_code for one in (client, laptop, beas)] == [303, 303, 200]
    assert waiting.get(sent).status_code == 410
    assert waiting.post(sent).status_code == 410


def test_a_mail_to_the_old_address_that_has_not_left_stays(app: Flask, client: Browser) -> None:
    ann()
    link = ask_for(client)
    ask(Browser(app))
    confirm(client, link)
    assert composed(client) is None


def test_the_old_address_is_told_at_once_and_given_a_way_back(client: Browser) -> None:
    ann()
    change(client)
    told = letter(CHANGED)
    assert told.to == ANN
    assert told.context["masked"] == "n••@example.net"
    assert told.context["until"] - told.context["at"] == EMAIL_REVERT


def test_she_signs_in_with_the_new_address_as_herself(client: Browser) -> None:
    person = ann()
    change(client)
    sign_in(client, NEW)
    assert client.get("/profile/email").status_code == 200
    assert NEW in client.page.text
    assert session().scalars(select(Person)).all() == [person]


def test_her_history_names_the_change(client: Browser) -> None:
    person = ann()
    change(client)
    (noted,) = changes_of(person.id, 9)
    assert (noted.field, noted.old, noted.new, noted.actor) == ("email", f'"{ANN}"', f'"{NEW}"', "self")


def test_an_address_of_somebody_else_is_never_joined(client: Browser) -> None:
    person, other = ann(), bea()
    confirm(client, ask_for(client, BEA))
    assert "This address already has choices here" in client.page.text
    assert (addresses(person), addresses(other)) == ([ANN], [BEA])
    (wanted,) = merges_wanted()
    assert (wanted.person_id, wanted.other_person_id) == (person.id, other.id)
    assert letter(CHANGED) is None
    assert client.get("/preferences").status_code == 200


def test_an_address_that_somebody_took_since_is_not_joined_either(client: Browser) -> None:
    person = ann()
    link = ask_for(client)
    other = a_person(NEW)
    confirm(client, link)
    assert (addresses(person), addresses(other)) == ([ANN], [NEW])
    assert "already has choices" in client.page.text


def test_a_newer_request_replaces_the_older(client: Browser) -> None:
    person = ann()
    older = ask_for(client)
    newer = ask_for_more(client, "newer@example.net")
    assert client.get(older).status_code == 410
    assert client.post(older).status_code == 410
    confirm(client, newer)
    assert addresses(person) == ["newer@example.net"]


def test_the_link_lives_a_day(client: Browser) -> None:
    ann()
    with time_machine.travel(clock.now(), tick=False) as travel:
        link = ask_for(client)
        travel.shift(EMAIL_CHANGE - timedelta(seconds=1))
        assert client.get(link).status_code == 200
        travel.shift(timedelta(seconds=2))
        assert client.get(link).status_code == 410
        assert client.post(link).status_code == 410


def test_another_spelling_of_her_own_address_is_one(client: Browser) -> None:
    person, said = ann(), "Ann@example.com"
    consent.choose(person.subject_id, [consent.Change("topic:weekly-deals", "email", "on")], consent.Act("import", "t"))
    confirm(client, ask_for(client, said))
    assert addresses(person) == [said]
    assert consent.may_contact(said, "weekly-deals").reason == "chosen"


def test_a_plus_address_is_another_one(client: Browser) -> None:
    person = ann()
    change(client, "ann+shop@example.com")
    assert addresses(person) == ["ann+shop@example.com"]
    assert person_by_address(ANN) is None


def test_a_second_address_of_hers_becomes_the_only_one(client: Browser) -> None:
    person = ann()
    from_file = person.destinations[0]
    person.destinations.append(type(from_file)(channel="email", address=NEW, match_key=NEW, created_at=clock.now()))
    session().commit()
    change(client)
    assert addresses(person) == [NEW]


def test_after_her_erasure_the_link_leads_nowhere(app: Flask, client: Browser) -> None:
    person = ann()
    link = ask_for(client)
    erase_person(person)
    session().commit()
    assert Browser(app).post(link).status_code == 410
    assert session().scalar(select(func.count()).select_from(EmailChange)) == 0
    assert person_by_address(NEW) is None


def test_erasing_whose_address_it_would_be_takes_the_request_too(client: Browser) -> None:
    ann()
    ask_for(client, BEA)
    erase_person(bea())
    session().commit()
    assert session().scalar(select(func.count()).select_from(EmailChange)) == 0


def test_her_export_shows_it_and_a_job_forgets_it(app: Flask, client: Browser) -> None:
    person = ann()
    with time_machine.travel(clock.now(), tick=False) as travel:
        change(client)
        sign_in(client, NEW)
        ask_for_more_from(client, "next@example.net")
        shown = {data.table: data for data in app.extensions["declarations"].personal_data}["email_change"]
        rows = list(shown.export(Holder(person.id, person.subject_id)))
        assert [row["to"] for row in rows] == [NEW, "next@example.net"]
        travel.shift(timedelta(days=2, seconds=1))
        forget_sign_ins()
        assert [row["to"] for row in shown.export(Holder(person.id, ""))] == [NEW]
        travel.shift(EMAIL_REVERT)
        forget_sign_ins()
        assert not list(shown.export(Holder(person.id, "")))


def ask_for_more_from(browser: Browser, new: str) -> None:
    browser.get("/profile/email")
    browser.press("Email a link to the new address", email=new)


def test_of_two_presses_at_once_one_makes_the_change(app: Flask, client: Browser) -> None:
    person = ann()
    link = ask_for(client)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: Browser(app).post(link).status_code, range(2)))
    assert sorted(answers) == [200, 410]
    assert addresses(person) == [NEW]
    assert session().scalar(select(func.count()).select_from(Message).where(Message.kind == CHANGED)) == 1
