"""Twenty thousand notes wait, hundreds of friends say no, workers are killed: nobody who was heard gets a note after that."""

import random
import re
import sys
import time
from collections.abc import Iterator

import pytest

from app import consent
from tests.bad_mail import BadMail
from tests.drills.conftest import Say
from tests.drills.notes import Notes, address
from tests.drills.office import Office
from tests.drills.refusing import Refusing
from tests.drills.site import Site
from tests.processes import eventually

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found and killed by /proc")
QUEUED = 20_000
FAR = range(QUEUED - 5_000, QUEUED)
AHEAD = 12  # notes: a second or two, at the pace in which they leave
HEARD = 300
KILLS = 4
NUMBER = re.compile("[0-9]+")
WITHIN = 240


def test_nothing_is_accepted_after_an_acknowledged_stop(site: Site, bad: BadMail, say: Say) -> None:
    site.command("migrate")
    office = Office(site)
    notes = Notes(office)
    notes.queue(range(QUEUED))
    site.start()
    refusing = Refusing(office, next_in_line(bad), notes.numbers)
    refusing.start()
    for _ in range(KILLS):
        wait_for_more(bad, 60)
        time.sleep(random.random())
        site.kill_queue_worker()
    assert eventually(lambda: len(refusing.acknowledged) >= HEARD, WITHIN)
    refusing.end()
    wait_for_more(bad, 50)
    site.strike()
    accepted = {line.to[0]: line.at for line in bad.accepted()}
    late = {one: accepted[address(one)] - at for one, at in refusing.acknowledged.items() if address(one) in accepted}
    ended = dict(office.ask("SELECT outcome, count(*) FROM outbox_message WHERE done_at IS NOT NULL GROUP BY outcome"))
    beaten = {one: round(after * 1000) for one, after in late.items() if after > 0}
    say(
        f"{len(accepted)} accepted, {len(refusing.acknowledged)} said no, {len(late)} of them too late for the mail; {ended}"
    )
    assert beaten == {}, "milliseconds between an acknowledgement and the mail it should have stopped"
    assert ended["refused_by_gate"] > HEARD / 4
    assert len(accepted) > len(late) + 100
    with office.at_work():
        assert not [one for one in refusing.acknowledged if consent.may_recommend(address(one)).allowed]
        untouched = set(range(QUEUED // 2, FAR.start)) - refusing.acknowledged.keys()
        assert all(consent.may_recommend(address(one)).allowed for one in random.sample(sorted(untouched), 200))


def next_in_line(bad: BadMail) -> Iterator[int]:
    """Friends whose note is about to leave, or in a worker's hands; and where each of those was heard, one far behind."""
    chance, far, heard = random.Random(5), iter(FAR), set[int]()
    while True:
        front = max((int(NUMBER.findall(line.to[0])[0]) for line in bad.accepted()), default=0)
        near = front + chance.randint(1, AHEAD)
        yield next(far) if near in heard else near
        heard.add(near)


def wait_for_more(bad: BadMail, count: int) -> None:
    """Until so many more were accepted."""
    enough = len(list(bad.accepted())) + count
    assert eventually(lambda: len(list(bad.accepted())) >= enough, WITHIN)
