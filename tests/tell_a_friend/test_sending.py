"""A note goes to the friend once its sender has proven her address, and never before."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from app import links, tell_a_friend
from app.core import clock
from app.core.database import session
from app.products import Product
from app.tell_a_friend import DayIsFull, Gone, NotTheSender
from app.tell_a_friend.jobs import vanish
from tests.mail_server import MailServer
from tests.makers import a_person
from tests.tell_a_friend.notes import CAL, SAM, asked, hand_over, outcomes, posted, prove, sent, the_note


def mails(server: MailServer) -> list[EmailMessage]:
    """What the mail server took, parsed."""
    return [message_from_bytes(one.content or b"", policy=policy.default) for one in server.mails]  # type: ignore[arg-type]


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_nothing_goes_to_the_friend_before_the_sender_has_proven_her_address(
    bucket: Product, server: MailServer
) -> None:
    number = asked(bucket)
    hand_over()
    assert posted() == [] and server.mails == []
    prove(number)
    hand_over()
    assert [one.rcpt_tos for one in server.mails] == [[CAL]]


def test_the_mail_says_who_asked_for_it_what_they_wrote_and_how_to_refuse(bucket: Product, server: MailServer) -> None:
    number = sent(bucket)
    hand_over()
    (mail,) = mails(server)
    assert mail["Subject"] == "Sam Ellis thought you might like this"
    assert mail["Reply-To"] == SAM and "customerservice@jefferspet.com" in mail["From"]
    assert "Sam Ellis (sam@example.com) asked us to send you one note about Bucket." in text_of(mail).replace("\n", " ")
    assert "> Mine lasted two winters." in text_of(mail)
    token = text_of(mail).split("/friend/")[1].split()[0]
    link = links.read_stop(token)
    assert (link.kind, link.topic_id, link.campaign_id) == ("refusal", 0, number)


def test_after_the_hand_over_marks_and_dates_are_all_that_is_left(bucket: Product) -> None:
    row = the_note(sent(bucket))
    assert row.sealed and row.data_key and row.sender_value
    hand_over()
    row = the_note(row.id)
    assert (row.sealed, row.data_key, row.sender_value) == (None, None, None)
    assert (row.outcome, row.sender_name) == ("handed_over", "Sam Ellis")
    assert row.friend_value is not None and row.sent_at == row.ended_at


@pytest.mark.parametrize("reply", ["550 no such user", "450 later"])
def test_a_refused_note_is_destroyed_and_one_that_may_be_tried_again_waits(
    bucket: Product, server: MailServer, reply: str
) -> None:
    server.replies["RCPT"] = [reply]
    number = sent(bucket)
    hand_over()
    is_over = reply.startswith("5")
    assert the_note(number).is_over is is_over and (the_note(number).sealed is None) is is_over


def test_a_reply_that_was_lost_uses_the_note_up(bucket: Product, server: MailServer) -> None:
    server.dies_at_data = True
    number = sent(bucket)
    hand_over()
    server.dies_at_data = False
    with clock.set_to(clock.now() + timedelta(minutes=2)):
        hand_over()
    assert outcomes() == ["unknown"] and server.mails == []
    assert the_note(number).sealed is None
    sent(bucket, sender_address="bea@example.com")
    assert len(posted()) == 1


def test_a_note_nobody_confirms_vanishes_after_a_day(bucket: Product) -> None:
    now = clock.now()
    early, late = asked(bucket), asked(bucket, friend_address="dee@example.com")
    session().execute(tell_a_friend.Recommendation.__table__.update().values(asked_at=now))  # type: ignore[attr-defined]
    session().commit()
    with clock.set_to(now + timedelta(hours=23, minutes=59)):
        vanish()
        assert the_note(early).sealed
    with clock.set_to(now + timedelta(hours=24)):
        with pytest.raises(Gone):
            prove(late)
        vanish()
        vanish()
    assert session().get(tell_a_friend.Recommendation, early) is None


def test_a_note_that_could_not_leave_within_its_day_expires(bucket: Product, server: MailServer) -> None:
    server.replies["RCPT"] = ["450 later"] * 20
    number = sent(bucket)
    hand_over()
    with clock.set_to(clock.now() + timedelta(hours=24)):
        hand_over()
        assert the_note(number).sealed is None
    assert outcomes() == ["expired"] and server.mails == []


def test_only_the_address_typed_as_the_senders_sends_it(bucket: Product) -> None:
    number = asked(bucket)
    eve = a_person("eve@example.com", proven=True)
    with pytest.raises(NotTheSender):
        tell_a_friend.send(number, eve.subject_id)
    session().rollback()
    assert posted() == []
    prove(number)
    assert posted() == [str(number)]


def test_confirming_twice_sends_once(bucket: Product) -> None:
    number = sent(bucket)
    prove(number)
    hand_over()
    prove(number)
    assert posted() == [str(number)]


def test_five_leave_in_the_shops_day_and_the_sixth_is_told_so(bucket: Product) -> None:
    with clock.set_to(datetime.fromisoformat("2026-07-08T04:30:00Z")):  # July 7, 11:30 p.m. in Dothan
        for number in range(5):
            sent(bucket, friend_address=f"friend{number}@example.com")
        with pytest.raises(DayIsFull) as told:
            sent(bucket, friend_address="sixth@example.com", sender_address="sam+two@example.com")
        session().rollback()
        assert told.value.retry_at == datetime.fromisoformat("2026-07-08T05:00:00Z")
        sent(bucket, friend_address="other@example.com", sender_address="bea@example.com")
    with clock.set_to(datetime.fromisoformat("2026-07-08T05:00:00Z")):
        sent(bucket, friend_address="sixth@example.com")
    assert len(posted()) == 7
