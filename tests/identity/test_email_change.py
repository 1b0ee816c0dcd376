"""Another e-mail address: asked for here, made by a press in the new mailbox."""

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
from app.identity.email_change import ASKED, CHANGED, PER_ADDRESS, PER_PERSON
from app.identity.jobs import forget_sign_ins
from app.identity.models import EmailChange, SignInRequest
from app.links import EMAIL_CHANGE, EMAIL_REVERT
from app.people import Person, changes_of, destination_of, erase_person, person_by_address
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.identity.changing import NEW, addresses, ask_for, change, confirm, letter, newest, path
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


def test_the_answer_is_the_same_for_an_address_we_know(app: Flask, client: Browser) -> None:
    ann(), bea()
    ask_for(client, BEA)
    known = client.page.text.replace(BEA, NEW)
    other = Browser(app)
    sign_in(other)
    other.get("/profile/email")
    other.press("Email a link there instead", email=NEW)
    assert other.page.text == known


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


def ask_for_more(browser: Browser, new: str) -> str:
    browser.get("/profile/email")
    browser.press("Email a link there instead", email=new)
    return path(letter(ASKED))


def test_it_can_be_cancelled(client: Browser) -> None:
    person = ann()
    link = ask_for(client)
    client.press("Cancel the change")
    assert "Change cancelled" in client.page.text
    assert client.post(link).status_code == 410
    assert addresses(person) == [ANN]
    assert letter(ASKED) is None


def test_the_link_lives_a_day(client: Browser) -> None:
    ann()
    with time_machine.travel(clock.now(), tick=False) as travel:
        link = ask_for(client)
        travel.shift(EMAIL_CHANGE - timedelta(seconds=1))
        assert client.get(link).status_code == 200
        travel.shift(timedelta(seconds=2))
        assert client.get(link).status_code == 410
        assert client.post(link).status_code == 410


@pytest.mark.parametrize("typed", ["garbage", "", "a@b", "\x00", "x" * 400 + "@example.com"])
def test_what_is_no_address_is_named_and_kept(client: Browser, typed: str) -> None:
    ann()
    sign_in(client)
    client.get("/profile/email")
    assert client.press("Email a link to the new address", email=typed).status_code == 422
    assert "Enter an email address" in client.page.text


def test_her_own_address_is_no_change(client: Browser) -> None:
    ann()
    sign_in(client)
    client.get("/profile/email")
    assert client.press("Email a link to the new address", email=ANN).status_code == 400
    assert "the address you have now" in client.page.text


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


def test_she_may_ask_three_times_a_day(client: Browser) -> None:
    ann()
    with time_machine.travel(clock.now(), tick=False):
        ask_for(client, "n0@example.net")
        for number in range(1, PER_PERSON.amount):
            ask_for_more(client, f"n{number}@example.net")
        client.get("/profile/email")
        assert client.press("Email a link there instead", email="n9@example.net").status_code == 429
        assert "three changes a day" in client.page.text


def test_an_address_gets_three_such_mails_a_day_and_nobody_can_tell(app: Flask) -> None:
    with time_machine.travel(clock.now(), tick=False):
        for number in range(PER_ADDRESS.amount + 1):
            browser = Browser(app)
            sign_in(browser, f"p{number}@example.org")
            browser.get("/profile/email")
            browser.press("Email a link to the new address", email=f"new+{number}@example.net")
            assert "Now press the link" in browser.page.text
    sent = [letter(ASKED, number).to for number in range(PER_ADDRESS.amount)]
    assert f"new+{PER_ADDRESS.amount}@example.net" not in sent
    with pytest.raises(IndexError):
        letter(ASKED, PER_ADDRESS.amount)


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


@pytest.mark.parametrize("path", ["/email/garbage", "/email/back/garbage"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_cut_short_says_so(client: Browser, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == 404
    assert "complete" in client.page.text


def test_a_link_of_one_kind_opens_no_page_of_the_other(client: Browser) -> None:
    ann()
    token = ask_for(client).rpartition("/")[2]
    assert client.post(f"/email/back/{token}").status_code == 404
    assert client.post(f"/in/{token}").status_code == 404
    assert newest().confirmed_at is None


def test_asking_needs_the_forms_token_and_a_session(app: Flask, client: Browser) -> None:
    ann()
    assert client.post("/profile/email", data={"email": NEW}).headers["Location"] == "/sign-in"
    sign_in(client)
    assert client.post("/profile/email", data={"email": NEW}).status_code == 400
    assert session().scalar(select(func.count()).select_from(EmailChange)) == 0
    assert session().scalar(select(func.count()).select_from(SignInRequest)) == 1
