"""The stack of letters: day and way stay, each is listed with its undo, and nothing is recorded twice or lost."""

from datetime import timedelta

import pytest
from flask import Flask

from app import consent
from app.consent import MARKETING, OFF
from app.core.database import session
from app.phone_desk.forms import today
from app.phone_desk.models import RecordedStop
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.desk import PIA, a_member, sit_down
from tests.makers import a_person, a_topic, may, the_person
from tests.phone_desk.calls import NEXT, a_letter, the_stop
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")
PLACE = {"name": "Cal Carter", "street": "7 Fir Road", "city": "Dothan", "state": "AL", "zip": "36303"}


def rows(browser: Browser) -> list[str]:
    """The lines below the form."""
    return [" ".join("".join(row.itertext()).split()) for row in browser.page.all("tr")[1:]]


def test_one_hit_is_stopped_and_listed_masked(desk: Browser) -> None:
    a_letter(desk, "C-1001")
    (row,) = rows(desk)
    assert row.startswith("A•• A•••••, Dothan Paper") and "Letter" in row and "Undo" in row
    assert consent.current_states(the_person(ANN).subject_id)[MARKETING, "post"] == OFF
    assert not consent.current_states(the_person(BEA).subject_id)


def test_day_and_way_stay_for_the_next_and_after_a_reload(desk: Browser) -> None:
    day = (today() - timedelta(days=6)).isoformat()
    a_letter(desk, "C-1001", received=day, way="fax")
    for _again in range(2):
        assert f'value="{day}"' in desk.page.html and '<option value="fax" selected>' in desk.page.html
        desk.get("/staff/letters")


def test_the_cursor_stands_in_the_first_field_and_nothing_is_chosen_before(desk: Browser) -> None:
    desk.get("/staff/letters")
    focused = [one.get("id") for one in desk.page.root.iter() if one.get("autofocus") is not None]
    assert focused == ["whom"]
    assert not [one for one in desk.page.all("input") if one.get("type") == "radio" and one.get("checked") is not None]


def test_without_a_choice_nothing_is_stopped_and_nothing_is_lost(desk: Browser) -> None:
    desk.get("/staff/letters")
    assert desk.press(NEXT, whom="C-1001").status_code == 422
    assert "Choose what to stop" in desk.page.text and 'value="C-1001"' in desk.page.html
    assert session().query(RecordedStop).count() == 0


def test_of_several_one_is_chosen_among_masked(desk: Browser) -> None:
    a_person("sam@example.com", last_name="Archer", first_name="Sam", street="9 Elm Street")
    assert a_letter(desk, "archer 36302").status_code == 422
    tiles = [one for one in desk.page.all("input") if one.get("name") == "who"]
    assert len(tiles) == 3 and "S•• A•••••" in desk.page.text and "Sam" not in desk.page.html
    desk.press(NEXT, who=tiles[1].get("value"))
    assert rows(desk)[0].startswith("S•• A•••••")
    assert not consent.current_states(the_person(ANN).subject_id)


def test_none_of_these_keeps_it_as_written(desk: Browser) -> None:
    a_person("sam@example.com", last_name="Archer", first_name="Sam", street="9 Elm Street")
    a_letter(desk, "archer 36302")
    assert desk.press(NEXT, who="none").status_code == 422
    desk.press(NEXT, who="none", **PLACE)
    assert rows(desk)[0].startswith("Not found: C•• C•••••, 36303 Paper, kept as a stop")


@pytest.mark.parametrize("text", ["dee@example.net", "C-9999 36303"])
def test_what_is_not_found_is_kept_as_a_stop(text: str, desk: Browser) -> None:
    a_letter(desk, text, "email" if "@" in text else "paper")
    assert rows(desk)[0].startswith("Not found:") and "kept as a stop" in rows(desk)[0]
    assert text not in desk.page.html


def test_a_number_with_another_zip_is_asked_about(desk: Browser) -> None:
    assert a_letter(desk, "C-1001 99999").status_code == 422
    assert "Who is it?" in desk.page.text and session().query(RecordedStop).count() == 0
    assert a_letter(desk, "C-1001 36302").status_code == 200


def test_a_row_is_undone_where_it_stands(desk: Browser) -> None:
    topic = a_topic(default="on_for_customers")
    a_letter(desk, ANN, "email"), a_letter(desk, BEA, "email")
    desk.press(f"Undo {the_stop().label}")
    assert "Taken back" in rows(desk)[0] and "Undo" in rows(desk)[1]
    assert (may(ANN, topic)[:2], may(BEA, topic)) == ("no", "yes customer")


def test_a_double_click_records_once(desk: Browser) -> None:
    desk.get("/staff/letters")
    form = desk.page
    for _click in range(2):
        desk.page = form
        assert desk.press(NEXT, whom="C-1001", stop="paper").status_code == 200
    assert len(rows(desk)) == session().query(RecordedStop).count() == 1


def test_after_back_the_same_form_takes_another_letter(desk: Browser) -> None:
    desk.get("/staff/letters")
    form = desk.page
    for text in ("C-1001", BEA):
        desk.page = form
        desk.press(NEXT, whom=text, stop="paper")
    assert [row.split()[0] for row in rows(desk)] == ["B••", "A••"]


def test_the_form_of_another_clerk_stops_nothing(app: Flask, desk: Browser) -> None:
    other = Browser(app)
    sit_down(other, a_member(PIA))
    other.get("/staff/letters")
    (entry,) = [one.get("value") for one in other.page.all("input") if one.get("name") == "entry"]
    assert a_letter(desk, "C-1001", entry=entry).status_code == 422
    assert "This form was open too long" in desk.page.text and session().query(RecordedStop).count() == 0


def test_another_clerks_stack_is_not_shown(app: Flask, desk: Browser) -> None:
    a_letter(desk, "C-1001")
    other = Browser(app)
    sit_down(other, a_member(PIA))
    other.get("/staff/letters")
    assert "0 done today" in other.page.text and "1 done today" in desk.page.text


def test_the_hundredth_letter_asks_no_more_than_the_second(app: Flask, desk: Browser) -> None:
    counts: dict[str, list[int]] = {"entry": [], "list": []}
    for more in (1, 25):
        for number in range(more):
            a_letter(desk, f"w{more}-{number}@example.net", "email")
        desk.get("/staff/letters")
        with statements(app) as said:
            desk.press(NEXT, False, whom=f"z{more}@example.net", stop="email")
        counts["entry"].append(len(said))
        with statements(app) as said:
            desk.get("/staff/letters")
        counts["list"].append(len(said))
    assert counts["entry"][0] == counts["entry"][1] <= 45
    assert counts["list"][0] == counts["list"][1] <= 12
