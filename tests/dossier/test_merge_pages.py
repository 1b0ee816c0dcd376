"""Merges at the desk: support proposes, a privacy officer looks, decides, and parts again."""

import pytest
from flask import Flask

from app import people
from app.core.database import session
from app.dossier.models import PersonMerge
from app.people import looks_at, set_phones
from app.staff import Role
from tests.browser import Browser
from tests.cast import ANN, ann, bea
from tests.desk import PIA, SUE, a_member, sit_down
from tests.dossier.merged import OTHER, other_ann
from tests.makers import a_no, a_person, a_topic
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")
PAGE = "/staff/merges"


def proposal() -> PersonMerge | None:
    return session().query(PersonMerge).first()


def test_support_proposes_a_pair_and_a_privacy_officer_decides_it(client: Browser, app: Flask) -> None:
    kept, gone = ann(), other_ann()
    a_no(OTHER, a_topic("deals", title="Weekly deals"))
    sit_down(client, a_member(SUE))
    client.get(PAGE)
    client.press("Propose this merge", kept=ANN, gone=OTHER, why="told")
    assert client.page is not None
    assert "Proposed. A privacy officer decides it." in client.page.text
    pia = Browser(app)
    sit_down(pia, a_member(PIA))
    assert "1 pair of records may be one person." in pia.get("/staff").text
    open_both(pia)
    assert pia.page is not None
    assert OTHER in pia.page.text
    assert "Weekly dealsnot sendingstoppedstopped" in pia.page.text
    pia.press("Save the decision", decision="merge")
    assert "Decided: one person" in pia.page.text
    assert people.person_by_address(OTHER) == kept
    pia.press("Part them again")
    assert people.person_by_address(OTHER) == gone


def open_both(browser: Browser) -> None:
    row = proposal()
    assert row is not None
    browser.get(f"{PAGE}/{row.id}")
    assert browser.page is not None
    assert OTHER not in browser.page.text
    browser.press("Open both records", reason="check")


def test_both_looks_are_noted(client: Browser) -> None:
    proposed(client)
    sit_down(client, a_member(PIA))
    open_both(client)
    assert [len(looks_at(people.person_by_address(one).id)) for one in (ANN, OTHER)] == [1, 1]  # type: ignore[union-attr]


def proposed(client: Browser) -> None:
    ann(), other_ann()
    sit_down(client, a_member(SUE))
    client.get(PAGE)
    client.press("Propose this merge", kept=ANN, gone=OTHER)


def test_a_decision_without_an_open_look_is_refused(client: Browser) -> None:
    proposed(client)
    sit_down(client, a_member(PIA))
    open_both(client)
    answer = client.press("Save the decision", decision="merge", look="garbage")
    assert answer.status_code == 409
    assert "Open both records first" in answer.text
    assert proposal().decided_at is None  # type: ignore[union-attr]


def test_a_decision_that_says_nothing_is_asked_again(client: Browser) -> None:
    proposed(client)
    sit_down(client, a_member(PIA))
    open_both(client)
    assert client.press("Save the decision").status_code == 422
    assert client.press("Save the decision", decision="apart").status_code == 200
    assert proposal().decision == "apart"  # type: ignore[union-attr]


def test_support_sees_masked_records_and_no_button_to_decide(client: Browser) -> None:
    proposed(client)
    row = proposal()
    sit_down(client, a_member("sid@example.com", Role.SUPPORT))
    text = client.get(f"{PAGE}/{row.id}").text  # type: ignore[union-attr]
    assert "A privacy officer decides this" in text
    assert "Open both records" not in text
    assert OTHER not in text


def test_who_proposed_it_does_not_decide(client: Browser) -> None:
    ann(), other_ann()
    sit_down(client, a_member(PIA))
    client.get(PAGE)
    client.press("Propose this merge", kept=ANN, gone=OTHER)
    row = proposal()
    assert "You proposed this" in client.get(f"{PAGE}/{row.id}").text  # type: ignore[union-attr]


@pytest.mark.parametrize("typed", ["nobody@example.com", "", "\x00", "x" * 5000, "staff' OR 1=1"])
def test_a_text_that_names_nobody_is_kept_and_explained(typed: str, client: Browser) -> None:
    ann()
    sit_down(client, a_member(SUE))
    client.get(PAGE)
    answer = client.press("Propose this merge", kept=ANN, gone=typed)
    assert answer.status_code == 422
    assert "No record fits that." in answer.text
    assert f'value="{ANN}"' in answer.text


def test_a_record_with_itself_is_refused(client: Browser) -> None:
    ann()
    sit_down(client, a_member(SUE))
    client.get(PAGE)
    assert client.press("Propose this merge", kept=ANN, gone=ANN).status_code == 409


def test_pairs_that_look_alike_are_listed_masked_and_proposed_by_a_press(client: Browser) -> None:
    ann(), bea()
    other = other_ann()
    set_phones([(other, {"number": "+13345550101"})])
    sit_down(client, a_member(SUE))
    text = client.get(PAGE).text
    assert "Same phone number" in text
    assert OTHER not in text
    client.press("Propose pair 1")
    row = proposal()
    assert row is not None
    assert (row.gone_person_id, row.why) == (other.id, "phone")


def test_a_page_of_many_pairs_asks_no_more_than_one_of_few(client: Browser, app: Flask) -> None:
    sit_down(client, a_member(SUE))
    asked = []
    for count in (1, 9):
        for number in range(2 * count):
            a_person(f"p{count}-{number}@example.com", customer_number=f"N{count}-{number // 2}", first_name="P")
        with statements(app) as found:
            client.get(PAGE)
        asked.append(len(found))
    assert asked[0] == asked[1]
