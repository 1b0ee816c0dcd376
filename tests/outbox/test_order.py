"""Who leaves first, how fast one domain gets mail, and how late a stop still counts."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app import outbox, suppression
from app.core import clock
from app.core.database import session
from app.core.mail_settings import MailSettings
from app.core.messages import AT_ONCE, BULK, SERVICE
from app.core.refusals import BadSetting
from app.outbox import Outcome, trouble
from app.outbox.jobs import deliver_next, drop_expired
from app.suppression import Scope
from tests.mail_server import MailServer
from tests.outbox.office import Writer, a_letter, outcome_of, with_writer


@pytest.fixture
def paced(server: MailServer, make_app: Callable[..., Flask], writer: Writer) -> Iterator[Flask]:
    """Ten mails a minute to one domain."""
    app = with_writer(make_app(MAIL_URL=server.url, MAIL_PACE="10"), writer)
    with app.app_context():
        yield app
        app.extensions["outbox_transport"].close()


def posted(writer: Writer, to: str, rank: int, count: int = 1) -> list[int]:
    ids = [writer.post(a_letter(to)) for _ in range(count)]
    session().execute(update(outbox.Message).where(outbox.Message.id.in_(ids)).values(rank=rank))
    session().commit()
    return ids


def left(ids: list[int]) -> int:
    session().rollback()
    gone = select(func.count()).where(outbox.Message.id.in_(ids), outbox.Message.outcome == Outcome.HANDED_OVER)
    return session().scalar(gone) or 0


def test_what_somebody_waits_for_overtakes_what_was_there_before(office: Flask, writer: Writer) -> None:
    bulk, mail = posted(writer, "a@example.com", BULK, 3), posted(writer, "b@example.com", SERVICE)
    deliver_next()
    assert (left(mail), left(bulk)) == (1, 0)
    sign_in = posted(writer, "c@example.com", AT_ONCE)
    deliver_next()
    assert (left(sign_in), left(bulk)) == (1, 0)


def test_one_lane_takes_only_what_somebody_waits_for(office: Flask, writer: Writer) -> None:
    bulk, sign_in = posted(writer, "a@example.com", BULK), posted(writer, "c@example.com", AT_ONCE)
    assert deliver_next(at_once=True) is not None
    assert deliver_next(at_once=True) is None
    assert (left(sign_in), left(bulk)) == (1, 0)


def test_a_domain_gets_its_pace_and_holds_up_no_other(paced: Flask, writer: Writer) -> None:
    slow, other = posted(writer, "a@slow.example", BULK, 30), posted(writer, "b@other.example", BULK)
    outbox.deliver_due()
    assert (left(slow), left(other)) == (2, 1)
    for second in range(0, 60, 5):
        with clock.set_to(clock.now() + timedelta(seconds=second)):
            outbox.deliver_due()
    assert 10 <= left(slow) <= 12


def test_a_mail_that_waited_for_its_pace_was_not_tried(paced: Flask, writer: Writer) -> None:
    slow = posted(writer, "a@slow.example", BULK, 5)
    outbox.deliver_due()
    tries = session().scalars(select(outbox.Message.tries).where(outbox.Message.id.in_(slow)))
    assert sorted(tries) == [0, 0, 0, 1, 1]


def test_sign_in_mail_has_no_pace_and_service_mail_goes_before_bulk(paced: Flask, writer: Writer) -> None:
    bulk, mail = posted(writer, "a@slow.example", BULK, 9), posted(writer, "b@slow.example", SERVICE, 2)
    sign_in = posted(writer, "c@slow.example", AT_ONCE, 9)
    outbox.deliver_due()
    assert (left(sign_in), left(mail), left(bulk)) == (9, 2, 0)


@pytest.mark.parametrize("wrong", ["0", "-1", "fast", "1.5", "60001"])
def test_a_pace_that_is_none_stops_the_start(wrong: str) -> None:
    with pytest.raises(BadSetting, match="MAIL_PACE"):
        MailSettings.from_environ({"MAIL_PACE": wrong})


def test_a_stop_that_comes_while_the_mail_is_on_its_way_still_counts(
    smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    taken_back, other = writer.post(a_letter("ann@example.com")), writer.post(a_letter("bea@example.com"))
    on_recipient(server, "ann@example.com", lambda: stop(smtp_office, "ann@example.com"))
    outbox.deliver_due()
    assert (outcome_of(taken_back), outcome_of(other)) == (Outcome.REFUSED_BY_GATE, Outcome.HANDED_OVER)
    assert [mail.rcpt_tos for mail in server.mails] == [["bea@example.com"]]


def test_what_is_worth_nothing_any_more_is_dropped_while_the_server_is_away(office: Flask, writer: Writer) -> None:
    late, other = writer.post(a_letter()), writer.post(a_letter())
    session().execute(
        update(outbox.Message).where(outbox.Message.id == late).values(expires_at=clock.now() + timedelta(hours=1))
    )
    trouble.note(Outcome.TRY_AGAIN, server_is_away=True)
    session().commit()
    with clock.set_to(clock.now() + timedelta(minutes=59)):
        assert drop_expired() == "0 messages expired"
    with clock.set_to(clock.now() + timedelta(minutes=61)):
        assert drop_expired() == "1 messages expired"
    assert (outcome_of(late), outcome_of(other)) == (Outcome.EXPIRED, None)


def stop(app: Flask, address: str) -> None:
    with app.app_context():
        suppression.suppress(suppression.mark_for(address), Scope.ALL_CONTACT, reason="test", act_id="0" * 32)
        session().commit()


def on_recipient(server: MailServer, address: str, act: Callable[[], None]) -> None:
    """Something happens just when the server hears that name."""
    before = server.handle_RCPT

    async def handle(smtp, talk, envelope, name, options) -> str:  # type: ignore[no-untyped-def]
        if name == address:
            act()
        return await before(smtp, talk, envelope, name, options)

    server.handle_RCPT = handle  # type: ignore[method-assign]
