"""One caller: masked hits, three equal buttons, what changed, the sentence to read out, undo."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app import paper
from app.consent.models import ConsentEntry
from app.core import clock
from app.core.database import session
from app.people import Look
from app.phone_desk.models import RecordedStop
from app.staff import StaffMember
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.desk import MAX, MO, PIA, ROOT, SUE, a_member, sit_down
from tests.labels import a_run, in_days
from tests.makers import a_no, a_person, a_topic, a_yes, may, says
from tests.phone_desk.calls import NONE, searched, stopped, the_stop

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.mark.parametrize("text", [ANN, "C-1001", "archer 36302", "C-1001 36302", " ann ARCHER, 36302-1234"])
def test_each_of_these_finds_ann_masked_and_chosen(text: str, desk: Browser) -> None:
    page = searched(desk, text)
    assert "1 found" in page and "What should stop for A•• A•••••, Dothan?" in page
    assert not [
        word for word in ("Archer", "Elm Street", "Baker", "555-01") if word in desk.page.html.replace(text, "")
    ]


def test_of_several_one_is_chosen_and_nobody_before(desk: Browser) -> None:
    a_person("sam@example.com", last_name="Archer", first_name="Sam", street="9 Elm Street")
    page = searched(desk, "archer 36302")
    assert "2 found" in page and "Don’t read out what you see" in page and "Stop all" not in page
    sam = next(one for one in desk.page.buttons(desk.page.all("form")[-1]) if "S••" in "".join(one.itertext()))
    desk.press(" ".join("".join(sam.itertext()).split()))
    assert "What should stop for S•• A•••••, Dothan?" in desk.page.text


def test_a_stop_holds_at_once_says_what_changed_and_leaves_bea_alone(desk: Browser) -> None:
    topic = a_topic()
    a_yes(ANN, topic), a_yes(BEA, topic)
    page = stopped(desk, ANN)
    assert "Everything stopped for A•• A•••••, Dothan" in page
    assert "All marketing email: was as you chose" in page and "now stopped" in page
    assert may(ANN, topic).startswith("no") and may(BEA, topic) == "yes chosen"


def test_the_sentence_names_what_stopped_the_last_day_and_the_reference_spelled(desk: Browser) -> None:
    with time_machine.travel("2026-07-08 15:44Z", tick=False):
        sit_down(desk, session().query(StaffMember).one())
        page = stopped(desk, ANN)
    assert "“I’ve stopped all our marketing email and all our paper mail to you, as of now." in page
    assert "can still come until September 30, 2026. After that, nothing.”" in page
    code = the_stop().reference
    assert f"“Your reference is J P, S, {' '.join(code[5:9])}, {' '.join(code[10:])}.”" in page


def test_the_sentence_names_what_is_printed_with_its_days(desk: Browser) -> None:
    a_run(until=30, name="The spring horse catalog"), a_run("postcards", pulled=5, until=60, name="Not yet printed")
    page = stopped(desk, ANN, "paper")
    until = f"{in_days(30):%B %-d, %Y}"
    assert f"The spring horse catalog is already printed. It can still come until {until}." in page
    assert f"Another piece that is already printed can still come until {in_days(84):%B %-d, %Y}." in page
    assert "Not yet printed" not in page and "After that, nothing." in page


def test_where_the_calendar_speaks_of_every_kind_only_what_it_names_may_come(desk: Browser) -> None:
    for topic in paper.kinds():
        a_run(topic, pulled=-10 if topic.slug == "horse-catalog" else 5, until=30, name=f"Issue of {topic.slug}")
    page = stopped(desk, ANN, "paper")
    assert "Issue of horse-catalog is already printed." in page
    assert "Another piece" not in page and "Issue of postcards" not in page


def test_where_nothing_is_printed_the_sentence_says_so(desk: Browser) -> None:
    for topic in paper.kinds():
        a_run(topic, pulled=5, until=30)
    assert "Nothing of ours is printed and on its way." in stopped(desk, ANN, "paper")


def test_email_alone_promises_nothing_about_paper(desk: Browser) -> None:
    page = stopped(desk, ANN, "email")
    assert "One already on its way may still land.”" in page and "printed" not in page
    assert session().query(ConsentEntry).filter_by(channel="post").count() == 0


def test_a_stop_opens_no_record_and_notes_no_look(desk: Browser) -> None:
    stopped(desk, ANN)
    assert session().query(Look).count() == 0
    assert "Archer" not in desk.page.html and ANN not in desk.page.html


def test_undo_brings_back_what_stood_once(desk: Browser) -> None:
    topic = a_topic()
    a_yes(ANN, topic)
    stopped(desk, ANN)
    address, form = desk.page.url, desk.page
    desk.press("Undo")
    assert "Taken back at" in desk.page.text and may(ANN, topic) == "yes chosen"
    desk.page = form
    assert desk.press("Undo").status_code == 409
    assert "Taken back at" in desk.get(address).text


def test_undo_ends_after_thirty_minutes(desk: Browser) -> None:
    stopped(desk, ANN)
    page = desk.page
    with time_machine.travel(clock.now() + timedelta(minutes=30, seconds=1), tick=False):
        sit_down(desk, session().query(StaffMember).one())
        assert "Undo" not in desk.get(page.url).text
    assert "Until" in page.text


def test_another_clerk_may_undo_and_it_is_noted_who(app: Flask, desk: Browser) -> None:
    stopped(desk, ANN)
    other, pia = Browser(app), a_member(PIA)
    sit_down(other, pia)
    other.get(desk.page.url)
    other.press("Undo")
    row = the_stop()
    assert (row.undone_by, row.staff_id) == (pia.id, session().query(StaffMember).filter_by(email=SUE).one().id)


def test_when_she_says_it_again_herself_the_clerks_undo_takes_nothing_back(desk: Browser) -> None:
    topic = a_topic()
    a_yes(ANN, topic)
    stopped(desk, ANN, "email")
    says(ANN, "marketing", "off")
    assert desk.press("Undo").status_code == 409
    assert "They said it again since" in desk.page.text and may(ANN, topic).startswith("no")


def test_what_was_stopped_already_says_so_and_offers_no_undo(desk: Browser) -> None:
    stopped(desk, ANN)
    page = stopped(desk, ANN)
    assert "It was stopped already" in page and "it stays stopped" in page and "Undo" not in page
    assert session().query(RecordedStop).count() == 2


def test_pressed_twice_it_is_recorded_once(desk: Browser) -> None:
    searched(desk, ANN)
    form = desk.page
    first = desk.press("Stop all", follow=False).location
    desk.page = form
    assert desk.press("Stop all", follow=False).location == first
    assert session().query(RecordedStop).count() == 1


def test_none_of_these_asks_for_the_address_as_told(desk: Browser) -> None:
    searched(desk, ANN)
    desk.press(NONE)
    assert "What should stop for the address as told?" in desk.page.text
    desk.press("Stop email", whom="new@example.net")
    assert (
        "Email stopped for n••@example.net" in desk.page.text
        and may(ANN, a_topic(default="on_for_customers"))[0] == "y"
    )


def test_search_goes_by_post_alone(desk: Browser) -> None:
    assert desk.get("/staff/phone/search", query_string={"whom": ANN}).status_code == 405
    stopped(desk, ANN)
    assert "ann" not in desk.page.url.lower()


@pytest.mark.parametrize("who", [MO, MAX, ROOT])
def test_other_roles_do_not_get_in(who: str, app: Flask, desk: Browser) -> None:
    other = Browser(app)
    sit_down(other, a_member(who))
    assert [other.get(page).status_code for page in ("/staff/phone", "/staff/letters")] == [403, 403]


def test_the_reference_finds_its_stop_in_the_search_box(desk: Browser) -> None:
    stopped(desk, ANN)
    row = the_stop()
    a_no(ANN, a_topic())
    desk.get("/staff")
    desk.press("Search", find=row.reference.lower().replace("-", " "))
    assert "Found 1" in desk.page.text and row.reference in desk.page.text
