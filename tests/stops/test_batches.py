"""Batches at the desk: what a platform has not taken, took, and has in force."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app import audit
from app.audit.models import AuditNote
from app.core import clock
from app.core.database import session
from app.suppression import SuppressionBatch
from tests.browser import Browser, filled_in
from tests.cast import ANN, BEA
from tests.desk import SUE, a_member, sit_down
from tests.exchange.desk import Desk, from_csv
from tests.makers import a_stop, says
from tests.statements import statements

PAGE = "/staff/stops"


def batch() -> SuppressionBatch:
    """The newest batch as it stands now."""
    statement = select(SuppressionBatch).order_by(SuppressionBatch.id.desc()).execution_options(populate_existing=True)
    found = session().scalars(statement).first()
    assert found is not None
    return found


def test_without_a_platform_the_page_says_how_one_is_named(max_: Browser) -> None:
    assert max_.get(PAGE).status_code == 200
    assert "No mail platform takes our stops yet" in max_.page.text  # type: ignore[union-attr]


def test_a_press_says_done_and_another_takes_it_back(shop: Desk, max_: Browser) -> None:
    a_stop(ANN)
    shop.export("--to", "mailtool")
    max_.get(PAGE)
    max_.press(f"Done at the platform (batch {batch().id})")
    assert batch().done_at is not None and batch().done_by is not None
    assert f"Batch {batch().id} is in force at mailtool" in max_.page.text  # type: ignore[union-attr]
    max_.press("Not done after all")
    assert (batch().done_at, batch().done_by) == (None, None)


def pressed_twice(browser: Browser, button: str) -> None:
    """The same form is sent twice, as by a double click."""
    form, page = browser.page.form(button)[0], browser.page  # type: ignore[union-attr]
    browser.press(button)
    browser.page = page
    browser.post(str(form.get("action")), data=filled_in(form), headers={"Sec-Fetch-Site": "same-origin"})


def test_a_double_click_is_noted_once(shop: Desk, max_: Browser) -> None:
    a_stop(ANN)
    shop.export("--to", "mailtool")
    max_.get(PAGE)
    pressed_twice(max_, f"Done at the platform (batch {batch().id})")
    assert list(session().scalars(select(AuditNote.act).where(AuditNote.act.like("stops.%")))) == ["stops.done"]
    assert list(audit.verify_trail()) == []


def file_of(browser: Browser, number: int) -> list[dict[str, str]]:
    """The rows of a batch, downloaded."""
    browser.get(PAGE)
    answer = browser.press(f"Download CSV (batch {number})")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/csv", "no-store")
    text = answer.get_data(as_text=True)
    answer.close()
    return from_csv(text)


def test_a_batch_comes_again_with_the_rows_it_had_raw_and_noted(shop: Desk, max_: Browser) -> None:
    a_stop("+1@example.org"), a_stop(ANN)
    first = shop.export("--to", "mailtool")
    with time_machine.travel(clock.now() + timedelta(minutes=12), tick=False):
        a_stop(BEA)
        says(ANN, "marketing", "on")
        second = shop.export("--to", "mailtool")
        number = batch().id
        assert (file_of(max_, number - 1), file_of(max_, number)) == (first, second)
    assert first[0]["email"] == "+1@example.org"
    assert [(row["email"], row["lifted_at"] != "") for row in second] == [
        ("+1@example.org", False),
        (ANN, True),
        (BEA, False),
    ]
    assert session().scalars(select(AuditNote.about).where(AuditNote.act == "stops.download")).all() == [
        f"batch:{number - 1}",
        f"batch:{number}",
    ]


def test_hashes_come_again_as_hashes(shop: Desk, max_: Browser) -> None:
    a_stop(ANN)
    handed = shop.export("--to", "mailtool", "--format", "sha256")
    assert file_of(max_, batch().id) == handed


def listed(browser: Browser, **query: str) -> int:
    """How many batches the page lists."""
    browser.get(PAGE, query_string=query)
    return len(browser.page.all("table")[1].findall("tbody/tr"))  # type: ignore[union-attr]


def test_the_list_is_filtered_by_the_address_line_and_paged_by_key(shop: Desk, max_: Browser) -> None:
    a_stop(ANN)
    shop.export("--to", "mailtool"), shop.export("--to", "other")
    one = {"sender": "other", "form": "plain", "rows": 1, "until": clock.now(), "taken_at": clock.now()}
    session().add_all([SuppressionBatch(**one) for _ in range(60)])
    session().commit()
    thirteenth = batch().id - 49
    assert listed(max_, platform="mailtool") == 1
    assert (listed(max_, state="taken"), listed(max_, state="taken", before=str(thirteenth))) == (50, 12)
    max_.get(PAGE, query_string={"state": "done"})
    assert "No batches here" in max_.page.text  # type: ignore[union-attr]


def test_more_rows_ask_the_database_no_more(app: Flask, shop: Desk, max_: Browser) -> None:
    def asked() -> int:
        with statements(app) as said:
            max_.get(PAGE)
        return len(said)

    a_stop(ANN)
    shop.export("--to", "mailtool")
    few = asked()
    for name in ("other", "third"):
        shop.export("--to", name), shop.export("--to", name)
    assert asked() == few


@pytest.mark.parametrize(
    "query",
    [
        "before=x",
        "before=99999999999999999999",
        "before=" + "0" * 11 + "9" * 20,
        "changed=" + "0" * 5000,
        "platform=%00",
        "state=x",
        "changed=999",
    ],
)
def test_garbage_in_the_address_line_shows_the_list(shop: Desk, max_: Browser, query: str) -> None:
    a_stop(ANN)
    shop.export("--to", "mailtool")
    assert max_.get(f"{PAGE}?{query}").status_code == 200


def test_a_batch_that_is_not_there_is_not_found(max_: Browser) -> None:
    max_.get(PAGE)
    token = max_.page.form("Sign out")[0].find("input").get("value")  # type: ignore[union-attr]
    for number in ("7", "99999999999999999999"):
        assert max_.post(f"{PAGE}/batches/{number}/done", data={"csrf_token": token}).status_code == 404


def test_another_role_is_refused_each_of_it(app: Flask, app_context: None) -> None:
    sue = Browser(app)
    sit_down(sue, a_member(SUE))
    assert sue.get(PAGE).status_code == 403
