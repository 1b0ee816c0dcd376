"""In writing: a mail to an address we hold, composed at hand-over, or a letter to print, which counts as a look."""

import pytest
from flask import current_app

from app import outbox
from app.core import clock
from app.core.database import session
from app.core.messages import Letter
from app.outbox.models import Message
from app.people import Look, erase_person
from app.phone_desk.mail import compose
from tests.browser import Browser
from tests.cast import ANN
from tests.mail.examples import EXAMPLES
from tests.makers import the_person
from tests.phone_desk.calls import a_letter, stopped, the_stop

pytestmark = pytest.mark.usefixtures("app_context")
MAIL, LETTER = "Email a confirmation", "Print a letter"


def composed(reference: str) -> Letter | None:
    """The letter as the worker composes it: pages have addresses there."""
    with current_app.test_request_context():
        return compose(reference)


def confirmations() -> int:
    return session().query(Message).filter_by(kind="stop_recorded").count()


def test_a_confirmation_is_mailed_to_the_address_held_once(desk: Browser) -> None:
    stopped(desk, ANN)
    form = desk.page
    desk.press(MAIL)
    assert "An email is on its way" in desk.page.text and MAIL not in desk.page.text
    desk.page = form
    desk.press(MAIL)
    assert confirmations() == 1
    assert composed(the_stop().reference).to == ANN
    outbox.deliver_due()


def test_the_example_is_what_the_mail_really_gets(desk: Browser) -> None:
    stopped(desk, ANN)
    assert composed(the_stop().reference).context.keys() == EXAMPLES["stop_recorded"].context.keys()


def test_what_was_taken_back_meanwhile_is_not_confirmed(desk: Browser) -> None:
    stopped(desk, ANN)
    desk.press(MAIL)
    desk.press("Undo")
    assert composed(the_stop().reference) is None and composed("nonsense") is None


def test_nobody_is_written_to_where_mail_comes_back(desk: Browser) -> None:
    stopped(desk, ANN)
    assert composed(the_stop().reference) is not None
    the_person(ANN).destinations[0].undeliverable_at = clock.now()
    session().commit()
    assert composed(the_stop().reference) is None
    assert MAIL not in desk.get(desk.page.url).text


def test_a_letter_shows_name_address_and_the_day_and_is_noted_as_a_look(desk: Browser) -> None:
    stopped(desk, ANN)
    assert session().query(Look).count() == 0
    desk.press(LETTER)
    text = desk.page.text
    assert "Ann Archer" in text and "1 Elm Street" in text and the_stop().reference in text
    assert session().query(Look).one().reason == "call" and the_stop().printed_at is not None


def test_a_stop_that_was_taken_back_prints_no_letter(desk: Browser) -> None:
    stopped(desk, ANN)
    form = desk.page
    desk.press("Undo")
    desk.page = form
    assert desk.press(LETTER).status_code == 404


def test_after_an_erasure_the_stop_leads_to_nobody(desk: Browser) -> None:
    a_letter(desk, ANN)
    row, person = the_stop(), the_person(ANN)
    subject, act = row.subject_id, row.act_id
    erase_person(person)
    session().commit()
    session().expire_all()
    row = the_stop()
    assert (row.label, row.late_reason) == ("", "") and subject != row.subject_id and act != row.act_id
    page = desk.get(f"/staff/phone/stops/{row.reference}").text
    assert "somebody who was erased since" in page and "erased since" in desk.get("/staff/letters").text
