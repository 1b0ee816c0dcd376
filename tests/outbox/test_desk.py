"""The desk's pages of mail: what is set aside, waits or came to nothing, and what staff do about it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from app import audit, outbox
from app.audit.models import AuditNote
from app.core import clock
from app.core.database import session
from app.core.desk import Due
from app.core.feature import Declarations, Feature, MessageKind
from app.features import FEATURES
from app.outbox import Message, Outcome
from app.outbox.desk_duties import mail_left, mail_set_aside
from app.outbox.models import Attempt
from tests.browser import Browser, filled_in
from tests.desk import MAX, MO, PIA, ROOT, a_member, sit_down
from tests.mail_server import MailServer
from tests.outbox.office import Writer, a_letter, kept_mails, outcome_of
from tests.sign_in import ask
from tests.statements import statements

PAGE = "/staff/mail"
POISON = a_letter(subject="=?x?=")


@pytest.fixture
def max_(office: Flask) -> Browser:
    """The mail clerk's browser."""
    browser = Browser(office)
    sit_down(browser, a_member(MAX))
    return browser


def read(browser: Browser, address: str = PAGE) -> str:
    browser.get(address)
    assert browser.page
    return browser.page.text


def poisoned(writer: Writer, kind: str = "note") -> int:
    """A message that is set aside."""
    message_id = writer.post(POISON, kind)
    outbox.deliver(message_id)
    return message_id


def ended(writer: Writer, outcome: Outcome, kind: str = "note") -> int:
    """A message that came to that end an hour ago."""
    message_id = writer.post(a_letter(), kind)
    end = {"done_at": clock.now() - timedelta(hours=1), "outcome": outcome, "tries": 8}
    session().execute(update(Message).where(Message.id == message_id).values(**end))
    session().commit()
    return message_id


def acts() -> list[str]:
    """What the trail says was done about mail."""
    session().rollback()
    return list(session().scalars(select(AuditNote.act).where(AuditNote.act.like("mail.%")).order_by(AuditNote.id)))


def buttons(browser: Browser, number: int) -> set[str]:
    """What the page of a message offers."""
    said = read(browser, f"{PAGE}/{number}")
    return {words for words in ("Retry now", "Drop", "Undo drop") if f"{words} (message {number})" in said}


def posts(browser: Browser, act: str, number: int) -> int:
    """Send what an old page would send. The status of the answer."""
    browser.get(PAGE)
    token = browser.page.all("input[@name='csrf_token']")[0].get("value")  # type: ignore[union-attr]
    sent = {"data": {"csrf_token": token}, "headers": {"Sec-Fetch-Site": "same-origin"}}
    return browser.post(f"{PAGE}/{number}/{act}", **sent).status_code


def test_where_nothing_waits_the_page_says_so(max_: Browser) -> None:
    assert "Nothing waits, and nothing is set aside." in read(max_)
    assert "No message waits." in read(max_, f"{PAGE}?list=waiting")
    assert "No message came to nothing in the last 7 days." in read(max_, f"{PAGE}?list=ended")


@pytest.mark.parametrize(("who", "status"), [(MAX, 200), (ROOT, 200), (MO, 403), (PIA, 403)])
def test_mail_clerks_and_administrators_open_it_and_nobody_else(who: str, status: int, office: Flask) -> None:
    browser = Browser(office)
    sit_down(browser, a_member(who))
    assert browser.get(PAGE).status_code == status


def test_a_message_set_aside_stands_there_with_its_reason(max_: Browser, writer: Writer) -> None:
    number = poisoned(writer)
    said = read(max_)
    assert "1 set aside, 0 waiting, 0 of them late." in said
    assert "Its text cannot stand in the header Subject" in said
    assert "not fit for a mail" in read(max_, f"{PAGE}/{number}")


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


def with_an_end(app: Flask, writer: Writer) -> list[tuple[str, str]]:
    """The kind "note" now wants to know how its messages end. What it was told."""
    told: list[tuple[str, str]] = []
    kind = MessageKind(
        "note", "at_least_once", writer.compose, ended=lambda reference, outcome: told.append((reference, outcome))
    )
    app.extensions["declarations"] = Declarations((*FEATURES, Feature("writer", messages=(kind,))))
    return told


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
    assert outbox.service.claim(number)  # type: ignore[attr-defined]  # a module of the package
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


@pytest.mark.parametrize(
    "query",
    ["list=nonsense", "only=%00", "after=%00", "after=99999999999999999-1", "after=1-999999999999999999", "many=9e9"],
)
def test_garbage_in_the_address_line_is_no_fault(query: str, max_: Browser, writer: Writer) -> None:
    poisoned(writer)
    for tab in ("aside", "waiting", "ended"):
        assert max_.get(f"{PAGE}?list={tab}&{query}").status_code == 200


def test_all_of_one_reason_go_in_line_and_others_stay(max_: Browser, writer: Writer) -> None:
    numbers = [poisoned(writer) for _ in range(3)]
    session().execute(update(Message).where(Message.id == numbers[0]).values(set_aside_why="no_kind"))
    session().commit()
    read(max_, f"{PAGE}?only=header:Subject")
    max_.press("Retry all of this reason")
    assert "2 messages are in line again." in max_.page.text  # type: ignore[union-attr]
    assert "1 set aside, 2 waiting" in max_.page.text  # type: ignore[union-attr]
    assert acts() == ["mail.retry_many"]


def test_a_reason_that_stands_nowhere_is_refused(max_: Browser, writer: Writer) -> None:
    poisoned(writer)
    read(max_)
    form = filled_in(max_.page.form("Retry all of this reason")[0])  # type: ignore[union-attr]
    headers = {"Sec-Fetch-Site": "same-origin"}
    for why in ("no_kind", "a\x00b", "x" * 5000):
        assert max_.post(f"{PAGE}/retry", data={**form, "why": why}, headers=headers).status_code == 404
    assert max_.post(f"{PAGE}/retry", data={**form, "list": "\x00"}, headers=headers).status_code == 404


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


def test_no_list_and_no_page_holds_an_address_a_link_or_a_code(office: Flask, max_: Browser) -> None:
    ask(Browser(office))
    number = session().scalars(select(Message.id)).one()
    outbox.deliver(number)
    mail = kept_mails()[0].read_text()
    code = next(line for line in mail.splitlines() if line.startswith("Subject:")).split()[1:3]
    session().execute(
        update(Message).values(done_at=None, outcome=None, set_aside_at=clock.now(), set_aside_why="no_kind")
    )
    session().commit()
    for address in (PAGE, f"{PAGE}/{number}"):
        html = max_.get(address).get_data(as_text=True)
        assert "a••@example.com" in html and "sign-in link and code" in html
        assert not [secret for secret in ("ann@", "/in/", " ".join(code), "".join(code)) if secret in html]


def test_looking_makes_no_new_code(office: Flask, max_: Browser) -> None:
    ask(Browser(office))
    before = whole("sign_in_request")
    read(max_, f"{PAGE}?list=waiting")
    assert whole("sign_in_request") == before


def whole(name: str) -> list[tuple[object, ...]]:
    session().rollback()
    found = session().execute(select(session().get_bind().dialect and outbox.Message.metadata.tables[name]))
    return [tuple(row) for row in found]


@pytest.mark.parametrize("tab", ["aside", "waiting", "ended"])
def test_a_long_list_asks_no_more_than_a_short_one(tab: str, office: Flask, max_: Browser, writer: Writer) -> None:
    counted = []
    for more in (1, 60):
        many(tab, more)
        with statements(office) as asked:
            max_.get(f"{PAGE}?list={tab}")
        counted.append(len(asked))
    assert counted[0] == counted[1]
    rows = max_.page.all("table")[0].findall("tbody/tr")  # type: ignore[union-attr]
    assert len(rows) == 50


def many(tab: str, count: int) -> None:
    """So many more messages in that list, each with a try."""
    now = clock.now()
    values = {"kind": "note", "reference": "r", "created_at": now, "due_at": now, "tries": 1}
    end = {"aside": {"set_aside_at": now, "set_aside_why": "no_kind"}, "ended": {"done_at": now, "outcome": "gave_up"}}
    rows = [{**values, **end.get(tab, {}), "message_id": f"{count}-{number}@x"} for number in range(count)]
    ids = list(session().scalars(insert(Message).returning(Message.id), rows))
    session().execute(insert(Attempt), [{"message_id": number, "at": now, "outcome": "broke"} for number in ids])
    session().commit()


@pytest.mark.parametrize("tab", ["aside", "waiting", "ended"])
def test_a_list_goes_on_where_it_ended(tab: str, max_: Browser) -> None:
    many(tab, 60)
    seen: list[str] = []
    address: str | None = f"{PAGE}?list={tab}"
    while address:
        read(max_, address)
        page = max_.page
        seen += [link.text for link in page.all("tbody/tr/th/a")]  # type: ignore[union-attr]
        further = [link for link in page.all("a") if link.text == "Further messages"]  # type: ignore[union-attr]
        address = further[0].get("href") if further else None
    assert (len(seen), len(set(seen))) == (60, 60)


def test_ends_are_filtered_by_links_with_counts(max_: Browser, writer: Writer) -> None:
    ended(writer, Outcome.GAVE_UP), ended(writer, Outcome.EXPIRED), ended(writer, Outcome.EXPIRED)
    ended(writer, Outcome.REFUSED_BY_GATE)
    said = read(max_, f"{PAGE}?list=ended")
    assert "All 3" in said and "too old to be worth sending 2" in said
    read(max_, f"{PAGE}?list=ended&only=expired")
    assert len(max_.page.all("tbody/tr")) == 2  # type: ignore[union-attr]


def test_what_is_set_aside_is_a_duty_however_old(office: Flask, writer: Writer) -> None:
    poisoned(writer), poisoned(writer)
    with office.test_request_context(), clock.set_to(clock.now() + timedelta(days=200)):
        outbox.service.forget_done()  # type: ignore[attr-defined]  # a module of the package
        due = mail_set_aside()
    assert isinstance(due, Due)
    assert (due.count, due.strong, due.urgency) == (2, "2 messages are set aside.", "soon")


def test_the_overview_counts_what_left_and_what_came_to_nothing(office: Flask, writer: Writer) -> None:
    for outcome in (Outcome.HANDED_OVER, Outcome.HANDED_OVER, Outcome.REFUSED_BY_SERVER, Outcome.GAVE_UP):
        ended(writer, outcome)
    found = mail_left(clock.now() - timedelta(days=7))
    assert (found.label, found.value, found.remark) == ("Mails handed over", 2, "1 refused, 1 given up")


def test_a_kind_that_cannot_tell_whom_shows_a_dash(office: Flask, max_: Browser, writer: Writer) -> None:
    poisoned(writer)
    kind = MessageKind("note", "at_least_once", writer.compose, to=breaks)
    office.extensions["declarations"] = Declarations((*FEATURES, Feature("writer", messages=(kind,))))
    assert max_.get(PAGE).status_code == 200


def breaks(_references: object) -> dict[str, str]:
    raise ValueError("ann@example.com")
