"""A sender reads what she did and takes it with her; a friend reads that there was a note; marks stay."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import people
from app.core import clock
from app.core.database import session
from app.core.personal_data import Holder
from app.people import Person, erase_person
from app.products import Product
from app.tell_a_friend import Gone, Recommendation
from app.tell_a_friend.models import RecommendationOnce
from app.tell_a_friend.personal import export_friend, export_once, export_sent
from tests.cast import BEA
from tests.mail_server import MailServer
from tests.makers import a_person, the_person
from tests.tell_a_friend.notes import CAL, SAM, asked, hand_over, outcomes, posted, prove, sent, the_note

NOON = datetime.fromisoformat("2026-07-08T17:00:00Z")


def holder(person: Person) -> Holder:
    return Holder(person.id, person.subject_id)


def erase(address: str) -> None:
    erase_person(the_person(address))
    session().commit()


def test_a_sender_reads_her_notes_even_before_she_confirmed_them(bucket: Product) -> None:
    sam, bea = a_person(SAM, proven=True), a_person(BEA, proven=True)
    sent(bucket)
    asked(bucket, friend_address="dee@example.com")
    stands = [one["where it stands"] for one in export_sent(holder(sam))]
    assert stands == ["confirmed by you", "waits for you to confirm it"]
    assert list(export_sent(holder(bea))) == []


def test_nothing_she_reads_tells_about_the_friend(bucket: Product) -> None:
    sam = a_person(SAM, proven=True)
    sent(bucket)
    before = [*export_sent(holder(sam))]
    hand_over()
    assert [*export_sent(holder(sam))] == before
    assert not any(word in str(before).lower() for word in ("cal", "winters"))


def test_a_friend_who_is_a_customer_reads_that_there_was_a_note(bucket: Product) -> None:
    cal, bea = a_person(CAL), a_person(BEA)
    with clock.set_to(NOON):
        sent(bucket, friend_address="cal+shop@example.com")
    assert list(export_once(holder(cal))) == [{"about": "Bucket", "on": NOON.date()}]
    assert list(export_friend(holder(cal))) == [{"last on": NOON.date()}]
    assert list(export_once(holder(bea))) == list(export_friend(holder(bea))) == []


def test_an_erased_sender_is_nobody_and_what_waited_never_leaves(bucket: Product, server: MailServer) -> None:
    left = sent(bucket)
    hand_over()
    waiting, unproven = sent(bucket, friend_address="dee@example.com"), asked(bucket, friend_address="eve@example.com")
    bystander = sent(bucket, friend_address="fay@example.com", sender_address=BEA)
    erase(SAM)
    for number in (left, waiting, unproven):
        row = the_note(number)
        assert (row.sealed, row.data_key, row.sender_subject, row.sender_name) == (None, None, None, "")
    hand_over()
    assert [one.rcpt_tos for one in server.mails] == [[CAL], ["fay@example.com"]]
    assert the_note(bystander).sender_name == "Sam Ellis"


def test_an_erased_sender_frees_no_friend(bucket: Product) -> None:
    sent(bucket)
    hand_over()
    erase(SAM)
    sent(bucket)
    assert len(posted()) == 1
    assert session().scalar(select(func.count()).select_from(RecommendationOnce)) == 1


def test_an_erased_friend_stays_marked(bucket: Product) -> None:
    a_person(CAL)
    sent(bucket)
    erase(CAL)
    sent(bucket, sender_address=BEA)
    assert len(posted()) == 1


def test_notes_follow_a_merged_sender(app: Flask, bucket: Product) -> None:
    sent(bucket)
    kept, gone = a_person(BEA, proven=True), the_person(SAM)
    move = next(one.move for one in app.extensions["declarations"].personal_data if one.table == "recommendation")
    assert move
    moved = move.there(holder(gone), holder(kept))
    session().commit()
    assert [one["about"] for one in export_sent(holder(kept))] == ["Bucket"]
    move.back(holder(gone), holder(kept), moved)
    session().commit()
    assert list(export_sent(holder(kept))) == []
    assert session().scalars(select(Recommendation.sender_subject)).all() == [gone.subject_id]


def test_a_late_confirmation_of_an_erased_sender_finds_nothing(bucket: Product) -> None:
    number = sent(bucket)
    erase(SAM)
    assert people.person_by_address(SAM) is None
    with pytest.raises(Gone):
        prove(number)
    session().rollback()
    hand_over()
    assert outcomes() == ["nothing_to_say"]
