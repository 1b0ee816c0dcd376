"""After the hand-over no byte on disk says who the friend was: database, its log, queue, and what was written to the log."""

import secrets
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.engine import make_url

from app import tell_a_friend
from app.core import clock
from app.core.database import session
from app.core.settings import current
from app.people import erase_person
from app.products import Product
from app.tell_a_friend.jobs import vanish, wipe
from app.tell_a_friend.mail import ended
from tests.mail_server import MailServer
from tests.makers import the_person
from tests.postgres import binaries
from tests.tell_a_friend.notes import SAM, WORDS, a_bucket, asked, hand_over, sent, the_note

CANARY = {"friend_name": "Zebulonia", "friend_address": "quuxicanary@example.com", "note": "Marmalade forklift dusk."}
SPOKEN = [word.encode() for word in ("Zebulonia", "quuxicanary", "Marmalade forklift")]


class Disk:
    """Every byte that is kept: files of SQLite, or a dump of PostgreSQL; the queue; the captured log."""

    def __init__(self, app: Flask, folder: Path, log: pytest.LogCaptureFixture) -> None:
        self.app, self.folder, self.log = app, folder, log

    def holds(self, *wanted: bytes) -> list[bytes]:
        everything = self._database() + self._others() + self._log()
        shapes = {one: (one, one.hex().encode()) for one in wanted}
        return [one for one in wanted if any(shape in everything for shape in shapes[one])]

    def _database(self) -> bytes:
        url = make_url(current().database_url)
        if url.get_backend_name() == "sqlite":
            files = sorted(self.folder.glob("test.db*"))
            assert {file.name for file in files} >= {"test.db", "test.db-wal"}
            return b"".join(file.read_bytes() for file in files)
        session().rollback()
        folder = binaries()
        assert folder is not None
        command = [folder / "pg_dump", "-h", url.query["host"], "-U", url.username or "", url.database or ""]
        return subprocess.run(command, capture_output=True, check=True).stdout

    def _log(self) -> bytes:
        """What we wrote; `mail.log` is what the mail server of the tests says to itself."""
        ours = (one for one in self.log.records if one.name != "mail.log")
        return "\n".join(f"{one.getMessage()} {one.exc_text}" for one in ours).encode()

    def _others(self) -> bytes:
        """The queue and whatever else lies in the instance folder."""
        return b"".join(file.read_bytes() for file in sorted(self.folder.rglob("*")) if file.is_file())


@pytest.fixture
def disk(app: Flask, app_context: None, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Disk:
    caplog.set_level("DEBUG")
    return Disk(app, tmp_path, caplog)


def sealed_in(number: int) -> list[bytes]:
    row = the_note(number)
    assert row.sealed and row.data_key
    found = [row.sealed, row.data_key]
    session().rollback()
    return found


def test_before_the_hand_over_only_sealed_bytes_are_there_and_after_it_nothing(disk: Disk, server: MailServer) -> None:
    number = sent(a_bucket(), **CANARY)
    sealed = sealed_in(number)
    assert disk.holds(*SPOKEN, *sealed) == sealed
    hand_over()
    assert b"Zebulonia" in b"".join(one.content or b"" for one in server.mails)
    wipe()
    assert disk.holds(*SPOKEN, *sealed) == []
    assert the_note(number).wiped_at


def test_nothing_is_left_of_a_note_that_nobody_confirmed(disk: Disk) -> None:
    sealed = sealed_in(asked(a_bucket(), **CANARY))
    assert disk.holds(*SPOKEN, *sealed) == sealed
    with clock.set_to(clock.now() + timedelta(hours=24)):
        vanish()
    assert disk.holds(*SPOKEN, *sealed) == []


def test_nothing_is_left_of_what_a_sender_wrote_who_was_erased(disk: Disk) -> None:
    bucket = a_bucket()
    sealed = sealed_in(sent(bucket, **CANARY)) + sealed_in(asked(bucket, friend_address="dee@example.com"))
    assert disk.holds(*SPOKEN, *sealed) == sealed
    erase_person(the_person(SAM))
    session().commit()
    wipe()
    assert disk.holds(*SPOKEN, *sealed) == []


def test_nothing_is_left_of_very_many_notes_in_any_order(disk: Disk) -> None:
    """Pages split and are put together again, and no copy of a row stays behind in one."""
    bucket = a_bucket()
    numbers = [asked_quickly(bucket, "x" * secrets.randbelow(300)) for _ in range(400)]
    sealed = [one for number in numbers for one in sealed_in(number)]
    assert disk.holds(*sealed) == sealed
    for number in sorted(numbers, key=lambda _: secrets.randbelow(1000)):
        ended(str(number), "handed_over")
        session().commit()
    wipe()
    assert disk.holds(*sealed) == []


def asked_quickly(bucket: Product, note: str) -> int:
    row = tell_a_friend.ask(bucket, replace(WORDS, note=note), f"10.1.{secrets.randbelow(10**6)}.0/24")
    session().commit()
    return row.id
