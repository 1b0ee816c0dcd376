"""Many senders press at the same moment, in several processes: the caps hold."""

import multiprocessing
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import tell_a_friend
from app.core.database import db, session
from app.core.refusals import TooMany
from app.core.settings import Settings
from app.factory import create_app
from app.products import Product
from app.tell_a_friend.models import RecommendationOnce
from tests.databases import KEYS, key
from tests.mail_server import MailServer
from tests.makers import a_person
from tests.tell_a_friend.notes import CAL, SAM, WORDS, hand_over, posted

PROCESSES, EACH = 5, 10
Pressed = tuple[int, str]  # a note, and the subject of who confirms it
ROTATED = f"{KEYS['FINGERPRINT_KEYS']},2:{key('second')}"


def press(environ: dict[str, str], pressed: list[Pressed], start: Barrier) -> None:
    """One process of the site: its senders confirm one after the other."""
    with create_app(Settings.from_environ(environ)).app_context():
        start.wait(60)
        for number, subject_id in pressed:
            try:
                tell_a_friend.send(number, subject_id)
                session().commit()
            except TooMany:
                session().rollback()


def press_everywhere(database: str, instance: Path, pressed: list[Pressed], *, rotated: int = 0) -> None:
    """Spread over the processes; `rotated` of them hold a newer fingerprint key already."""
    session().rollback()
    db.engine.dispose()  # no connection may be shared with a child
    environ = KEYS | {"DATABASE_URL": database, "INSTANCE_PATH": str(instance)}
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(PROCESSES)
    newer = environ | {"FINGERPRINT_KEYS": ROTATED}
    processes = [
        context.Process(target=press, args=(newer if number < rotated else environ, pressed[number::PROCESSES], start))
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * PROCESSES


def a_note(bucket: Product, friend: str, sender: str, subject_id: str, place: int) -> Pressed:
    words = replace(WORDS, friend_address=friend, sender_address=sender)
    row = tell_a_friend.ask(bucket, words, f"10.2.{place}.0/24")
    session().commit()
    return row.id, subject_id


@pytest.mark.parametrize("rotated", [0, 2])
def test_fifty_for_one_friend_make_one_mail(
    bucket: Product, database: str, tmp_path: Path, server: MailServer, rotated: int
) -> None:
    senders = [(f"sender{number}@example.com", number) for number in range(PROCESSES * EACH)]
    pressed = [a_note(bucket, CAL, who, a_person(who, proven=True).subject_id, place) for who, place in senders]
    press_everywhere(database, tmp_path / "instance", pressed, rotated=rotated)
    assert len(posted()) == 1
    hand_over()
    assert [one.rcpt_tos for one in server.mails] == [[CAL]]
    products = select(func.count(func.distinct(RecommendationOnce.product_id)))
    assert session().scalar(products) == 1


def test_fifty_of_one_sender_make_five_mails(bucket: Product, database: str, tmp_path: Path) -> None:
    sam = a_person(SAM, proven=True).subject_id
    pressed = [a_note(bucket, f"friend{place}@example.com", SAM, sam, place) for place in range(PROCESSES * EACH)]
    press_everywhere(database, tmp_path / "instance", pressed)
    assert len(posted()) == 5


def test_fifty_presses_of_one_note_make_one_mail(bucket: Product, database: str, tmp_path: Path) -> None:
    sam = a_person(SAM, proven=True).subject_id
    press_everywhere(database, tmp_path / "instance", [a_note(bucket, CAL, SAM, sam, 1)] * (PROCESSES * EACH))
    assert len(posted()) == 1
