"""Many senders press at the same moment, in several processes: the caps hold."""

import multiprocessing
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from app import tell_a_friend
from app.core.database import db, session
from app.core.refusals import TooMany
from app.core.settings import Settings
from app.factory import create_app
from app.products import Product
from tests.cast import BEA
from tests.databases import KEYS, key
from tests.mail_server import MailServer
from tests.makers import a_person
from tests.tell_a_friend.notes import CAL, SAM, WORDS, hand_over, posted

PROCESSES, SENDS = 3, 50
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


def fifty_senders_for_cal(bucket: Product) -> list[Pressed]:
    senders = [(f"sender{number}@example.com", number) for number in range(SENDS)]
    return [a_note(bucket, CAL, who, a_person(who, proven=True).subject_id, place) for who, place in senders]


def fifty_of_sam(bucket: Product) -> list[Pressed]:
    sam = a_person(SAM, proven=True).subject_id
    return [a_note(bucket, f"friend{place}@example.com", SAM, sam, 100 + place) for place in range(SENDS)]


def fifty_presses_of_one(bucket: Product) -> list[Pressed]:
    return [a_note(bucket, "dee@example.com", BEA, a_person(BEA, proven=True).subject_id, 99)] * SENDS


@pytest.mark.parametrize("rotated", [0, 1])
def test_one_mail_for_one_friend_five_of_one_sender_and_one_of_one_note(
    bucket: Product, database: str, tmp_path: Path, server: MailServer, rotated: int
) -> None:
    pressed = fifty_senders_for_cal(bucket) + fifty_of_sam(bucket) + fifty_presses_of_one(bucket)
    press_everywhere(database, tmp_path / "instance", pressed, rotated=rotated)
    assert len(posted()) == 1 + 5 + 1
    hand_over()
    got = sorted(address for mail in server.mails for address in mail.rcpt_tos)
    assert got[:2] == [CAL, "dee@example.com"] and len(set(got)) == len(got) == 7
