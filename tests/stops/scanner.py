"""A mailing, and a mail scanner that presses its links."""

from datetime import datetime, timedelta

import time_machine
from sqlalchemy import select

from app.core.database import session
from app.stops.jobs import look_at_stops
from app.stops.models import BurstStop, StopBurst
from app.topics import Topic
from tests.browser import Browser
from tests.makers import a_person, a_send, a_topic, a_yes
from tests.unsubscribe.links_of import a_link

SECOND = timedelta(seconds=1)
NAME = "July 8"
SCRIPT = "python-requests/2.31"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"


class Mailing:
    """One mailing of a topic, signed at `at` for `count` people who all turned it on."""

    def __init__(self, at: datetime, count: int = 12, topic: Topic | None = None) -> None:
        self.at, self.topic = at, topic or a_topic()
        self.people = [f"p{number}@example.com" for number in range(count)]
        with time_machine.travel(at - timedelta(days=1), tick=False):
            for address in self.people:
                a_person(address, is_customer=True)
                a_yes(address, self.topic)
        for address in self.people:
            a_send(address, self.topic, NAME, at)

    def link(self, address: str) -> str:
        """Her stop link."""
        return a_link(address, self.topic, NAME)

    def pressed(
        self,
        browser: Browser,
        count: int | None = None,
        *,
        first: float = 5,
        apart: float = 1,
        address: str = "203.0.113.9",
        agent: str = SCRIPT,
    ) -> None:
        """The links of the first `count` people are pressed, one after the other, from that address by that program."""
        for place, person in enumerate(self.people[:count]):
            with time_machine.travel(self.at + (first + place * apart) * SECOND, tick=False):
                a_press(browser, self.link(person), address, agent)

    def look(self, minutes: float = 5) -> list[StopBurst]:
        """The job looks, so long after the signing. The bursts there are then."""
        with time_machine.travel(self.at + timedelta(minutes=minutes), tick=False):
            look_at_stops()
        statement = select(StopBurst).order_by(StopBurst.id).execution_options(populate_existing=True)
        return list(session().scalars(statement))


def a_press(browser: Browser, link: str, address: str = "203.0.113.9", agent: str = SCRIPT, what: str = "") -> None:
    """Something posts to a link from an address."""
    headers = {"User-Agent": agent, "Sec-Fetch-Site": "same-origin"}
    answer = browser.post(link, data={"what": what}, headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == 200


def stops_of(burst: StopBurst) -> list[BurstStop]:
    """The stops of a burst as they stand now, oldest first."""
    mine = select(BurstStop).where(BurstStop.burst_id == burst.id).order_by(BurstStop.at)
    return list(session().scalars(mine.execution_options(populate_existing=True)))
