"""Two workers on two machines share one outbox: nothing twice, what somebody waits for first, and one dies."""

import sys
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.bad_mail import BadMail
from tests.drills.conftest import Say
from tests.drills.machine import Machine
from tests.drills.office import Office
from tests.drills.site import Site
from tests.postgres import Server
from tests.processes import eventually
from tests.redis import RedisServer

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found and killed by /proc")
MANY = 2_000
AT_ONCE = 10.0  # seconds for a sign-in mail behind all of them
HELD = 3  # mails in the hands of one worker, at most
# What three minutes would do: whoever died holds nothing any more.
LATER = "UPDATE outbox_message SET leased_until = created_at WHERE done_at IS NULL AND leased_until IS NOT NULL"


@pytest.fixture(params=["postgresql", "redis"])
def queue(request: pytest.FixtureRequest, server: Server | None, site: Site) -> Iterator[str]:
    """A queue that two machines reach."""
    if server is None:
        pytest.skip("two machines need a database both of them reach")
    if request.param == "postgresql":
        yield site.database
        return
    redis = RedisServer(site.folder)
    redis.start()
    yield redis.url
    redis.kill()


@pytest.fixture
def machines(site: Site, queue: str, bad: BadMail) -> Iterator[list[Machine]]:
    """Two of them, over a migrated database."""
    site.environ["QUEUE_URL"] = queue
    site.command("migrate")
    two = [Machine(site, name) for name in ("one", "two")]
    for machine in two:
        machine.start()
    yield two
    for machine in two:
        machine.end()


def test_two_machines_share_the_work_and_one_may_die(
    machines: list[Machine], site: Site, bad: BadMail, say: Say
) -> None:
    one, two = machines
    office = Office(site)
    office.post_many(MANY)
    assert eventually(lambda: one.handed_over() > 50 and two.handed_over() > 50, 60)
    waits = sign_in_behind_them(office, bad)
    one.kill()
    office.wait_until_left(HELD)
    office.ask(LATER)
    office.wait_until_left()
    taken = Counter(line.message_id for line in bad.accepted())
    say(f"{one.handed_over()} and {two.handed_over()} of {MANY}; a sign-in mail left after {waits:.1f} s")
    assert waits < AT_ONCE
    assert set(taken) == {message.message_id for message in office.messages()}
    assert sum(taken.values()) - len(taken) <= HELD  # what the killed one may have handed over without saying so


def sign_in_behind_them(office: Office, bad: BadMail) -> float:
    """Seconds until the mail of somebody who signs in now is accepted."""
    began = time.monotonic()
    office.post_sign_in(0)
    assert eventually(lambda: any(line.to == ("signs-in-0@example.com",) for line in bad.accepted()), 120)
    return time.monotonic() - began
