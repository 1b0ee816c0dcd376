"""The desk's pages of mail: what is set aside, waits or came to nothing, and what no page may show."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app import outbox
from app.core import clock
from app.core.database import session
from app.core.desk import Due
from app.core.feature import Declarations, Feature
from app.core.messages import MessageKind
from app.features import FEATURES
from app.outbox import Message, Outcome, service
from app.outbox.desk_duties import mail_left, mail_set_aside
from tests.browser import Browser
from tests.desk import MAX, MO, PIA, ROOT, a_member, sit_down
from tests.outbox.desk import PAGE, ended, many, poisoned, read, rows
from tests.outbox.office import Writer, kept_mails
from tests.sign_in import ask
from tests.statements import statements


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
    assert "1 set aside, 0 waiting." in said
    assert "Its text cannot stand in the header Subject" in said
    assert "not fit for a mail" in read(max_, f"{PAGE}/{number}")


@pytest.mark.parametrize(
    "query",
    ["list=nonsense", "just=%00", "after=%00", "after=99999999999999999-1", "after=1-999999999999999999", "many=9e9"],
)
def test_garbage_in_the_address_line_is_no_fault(query: str, max_: Browser, writer: Writer) -> None:
    poisoned(writer)
    for tab in ("aside", "waiting", "ended"):
        assert max_.get(f"{PAGE}?list={tab}&{query}").status_code == 200


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


@pytest.mark.parametrize("tab", ["aside", "waiting", "ended"])
def test_a_long_list_asks_no_more_than_a_short_one(tab: str, office: Flask, max_: Browser, writer: Writer) -> None:
    counted = []
    for more in (1, 60):
        many(tab, more)
        with statements(office) as asked:
            max_.get(f"{PAGE}?list={tab}")
        counted.append(len(asked))
    assert counted[0] == counted[1]
    assert len(rows(max_)) == 50


@pytest.mark.parametrize("tab", ["aside", "waiting", "ended"])
def test_a_list_goes_on_where_it_ended(tab: str, max_: Browser) -> None:
    many(tab, 60)
    seen: list[str] = []
    address: str | None = f"{PAGE}?list={tab}"
    while address:
        read(max_, address)
        seen += rows(max_)
        further = [link for link in max_.page.all("a") if link.text == "Further messages"]  # type: ignore[union-attr]
        address = further[0].get("href") if further else None
    assert (len(seen), len(set(seen))) == (60, 60)


def test_ends_are_filtered_by_links_with_counts(max_: Browser, writer: Writer) -> None:
    ended(writer, Outcome.GAVE_UP), ended(writer, Outcome.EXPIRED), ended(writer, Outcome.EXPIRED)
    ended(writer, Outcome.REFUSED_BY_GATE)
    said = read(max_, f"{PAGE}?list=ended")
    assert "All 3" in said and "too old to be worth sending 2" in said
    read(max_, f"{PAGE}?list=ended&just=expired")
    assert len(rows(max_)) == 2


def test_what_is_set_aside_is_a_duty_however_old(office: Flask, writer: Writer) -> None:
    poisoned(writer), poisoned(writer)
    with office.test_request_context(), clock.set_to(clock.now() + timedelta(days=200)):
        service.forget_done()
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


def whole(name: str) -> list[tuple[object, ...]]:
    session().rollback()
    found = session().execute(select(Message.metadata.tables[name]))
    return [tuple(row) for row in found]


def breaks(_references: object) -> dict[str, str]:
    raise ValueError("ann@example.com")
