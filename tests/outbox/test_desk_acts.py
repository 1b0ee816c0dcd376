"""What staff do about mail that has not left: retry, drop, take back, many at once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app import audit, outbox
from app.core import clock
from app.core.database import session
from app.outbox import Message, Outcome, service
from tests.browser import Browser, filled_in
from tests.desk import MAX, a_member, sit_down
from tests.mail_server import MailServer
from tests.outbox.desk import PAGE, acts, buttons, ended, poisoned, posts, read, with_an_end
from tests.outbox.office import Writer, a_letter, kept_mails, outcome_of


def test_after_the_repair_one_press_sends_it(max_: Browser, writer: Writer) -> None:
    number = poisoned(writer)
    writer.letters["ref0"] = a_letter()
    read(max_)
    max_.press(f"Retry now (message {number})")
    assert f"Message {number} is in line and due now." in max_.page.text  # type: ignore[union-attr]
    outbox.deliver_due()
    assert (outcome_of(number), len(kept_mails()), acts()) == (Outcome.HANDED_OVER, 1, ["mail.retry"])
    assert list(audit.verify_trail()) == []


def test_a_drop_ends_it_and_undo_brings_it_back_where_it_stood(max_: Browser, writer: Writer) -> None:
    number = poisoned(writer)
    read(max_)
    max_.press(f"Drop (message {number})")
    assert outcome_of(number) == Outcome.DROPPED
    assert f"Message {number} is dropped. It never left." in max_.page.text  # type: ignore[union-attr]
    max_.press("Undo")
    assert "1 set aside" in read(max_)
    assert acts() == ["mail.drop", "mail.take_back"]


def test_a_drop_tells_the_feature_once_and_then_stays(office: Flask, max_: Browser, writer: Writer) -> None:
    number = poisoned(writer)
    told = with_an_end(office, writer)
    assert [posts(max_, "drop", number) for _ in range(2)] == [303, 303]
    assert told == [("ref0", Outcome.DROPPED)]
    assert (buttons(max_, number), posts(max_, "take-back", number)) == (set(), 409)


def test_what_is_over_for_its_feature_is_not_offered_again(office: Flask, max_: Browser, writer: Writer) -> None:
    number = ended(writer, Outcome.GAVE_UP)
    assert buttons(max_, number) == {"Retry now"}
    with_an_end(office, writer)
    assert (buttons(max_, number), posts(max_, "retry", number)) == (set(), 409)


@pytest.mark.parametrize(
    ("outcome", "offered"),
    [
        (Outcome.UNKNOWN, set()),
        (Outcome.HANDED_OVER, set()),
        (Outcome.EXPIRED, set()),
        (Outcome.GAVE_UP, {"Retry now"}),
        (Outcome.REFUSED_BY_SERVER, {"Retry now"}),
    ],
)
def test_only_what_certainly_has_not_left_is_offered_again(
    outcome: Outcome, offered: set[str], max_: Browser, writer: Writer
) -> None:
    number = ended(writer, outcome, "once")
    assert buttons(max_, number) == offered
    assert posts(max_, "retry", number) == (303 if offered else 409)
    assert outcome_of(number) == (None if offered else outcome)


def test_a_sign_in_mail_that_is_too_old_can_only_be_dropped(max_: Browser, writer: Writer) -> None:
    number = poisoned(writer)
    session().execute(update(Message).values(expires_at=clock.now() - timedelta(minutes=1)))
    session().commit()
    assert (buttons(max_, number), posts(max_, "retry", number)) == ({"Drop"}, 409)


def test_what_a_worker_has_in_hand_is_left_to_it(max_: Browser, writer: Writer) -> None:
    number = writer.post(a_letter())
    assert service.claim(number)
    session().commit()
    assert (buttons(max_, number), posts(max_, "drop", number)) == (set(), 409)
    assert "A worker has message" in max_.page.text  # type: ignore[union-attr]


@pytest.mark.parametrize("act", ["retry", "drop", "take-back"])
def test_a_double_click_does_it_once(act: str, max_: Browser, writer: Writer) -> None:
    number = ended(writer, Outcome.DROPPED) if act == "take-back" else poisoned(writer)
    assert [posts(max_, act, number) for _ in range(2)] == [303, 303]
    assert len(acts()) == 1


def test_a_message_that_left_meanwhile_is_told(max_: Browser, writer: Writer) -> None:
    number = writer.post(a_letter())
    outbox.deliver(number)
    assert [posts(max_, act, number) for act in ("retry", "drop")] == [409, 409]
    assert "is no longer where you saw it. Nothing was changed." in max_.page.text  # type: ignore[union-attr]
    assert acts() == []


@pytest.mark.parametrize("number", [4711, 2**63 - 1, 2**63])
def test_a_number_of_nothing_gets_a_clear_page(number: int, max_: Browser) -> None:
    assert max_.get(f"{PAGE}/{number}").status_code == 404
    assert [posts(max_, act, number) for act in ("retry", "drop", "take-back")] == [404] * 3


def test_all_of_one_reason_go_in_line_and_others_stay(max_: Browser, writer: Writer) -> None:
    numbers = [poisoned(writer) for _ in range(3)]
    session().execute(update(Message).where(Message.id == numbers[0]).values(set_aside_why="no_kind"))
    session().commit()
    read(max_, f"{PAGE}?just=header:Subject")
    max_.press("Retry all of this reason")
    assert "2 messages are in line again." in max_.page.text  # type: ignore[union-attr]
    assert "1 set aside, 2 waiting" in max_.page.text  # type: ignore[union-attr]
    assert acts() == ["mail.retry_many"]


def test_a_reason_that_stands_nowhere_is_refused(max_: Browser, writer: Writer) -> None:
    poisoned(writer)
    read(max_)
    form = filled_in(max_.page.form("Retry all of this reason")[0])  # type: ignore[union-attr]
    for why in ("no_kind", "a\x00b", "x" * 5000):
        assert max_.post(f"{PAGE}/retry", data={**form, "why": why}).status_code == 404
    assert max_.post(f"{PAGE}/retry", data={**form, "list": "\x00"}).status_code == 404


def test_all_that_were_given_up_go_in_line_but_not_what_may_have_left(max_: Browser, writer: Writer) -> None:
    given_up, unknown = ended(writer, Outcome.GAVE_UP), ended(writer, Outcome.UNKNOWN, "once")
    read(max_, f"{PAGE}?list=ended")
    max_.press("Retry all that were given up")
    outbox.deliver_due()
    assert (outcome_of(given_up), outcome_of(unknown)) == (Outcome.HANDED_OVER, Outcome.UNKNOWN)


def test_all_that_wait_for_a_later_try_are_tried_now(smtp_office: Flask, server: MailServer, writer: Writer) -> None:
    browser = Browser(smtp_office)
    sit_down(browser, a_member(MAX))
    server.replies["RCPT"] = ["450 busy"]
    number = writer.post(a_letter())
    outbox.deliver_due()
    assert "450: mailbox busy, later" in read(browser, f"{PAGE}?list=waiting")
    browser.press("Try all that wait now")
    outbox.deliver_due()
    assert outcome_of(number) == Outcome.HANDED_OVER
