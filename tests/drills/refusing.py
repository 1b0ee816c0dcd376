"""Friends who say no while their notes wait: each by one of the ways there are, and when it was acknowledged."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from app import links
from app.core import settings
from app.core.fingerprints import fingerprint, match_key
from tests.drills.notes import address
from tests.drills.office import Office
from tests.drills.visitor import visit

WAYS = ("typed", "one-click stop", "one-click refusal")
PAUSE = 0.05


class Refusing:
    """A thread that says no for one friend after the other. `acknowledged`: number → the wall clock after the answer."""

    def __init__(self, office: Office, friends: Iterator[int], notes: dict[int, int]) -> None:
        self.office, self.friends, self.notes = office, friends, notes
        self.acknowledged: dict[int, float] = {}
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def start(self) -> None:
        """Begin."""
        self.thread.start()

    def end(self) -> None:
        """The one in hand is finished."""
        self.over.set()
        self.thread.join()

    def _run(self) -> None:
        fresh = (number for number in self.friends if number not in self.acknowledged)
        for place, number in enumerate(fresh):
            saying = self._ways(number)[place % len(WAYS)]
            while not self.over.is_set():  # as people do, and as mail programs do
                with suppress(OSError, http.client.HTTPException):
                    if saying() == 200:
                        self.acknowledged[number] = time.time()
                        break
                time.sleep(PAUSE)
            if self.over.wait(PAUSE):
                break

    def _ways(self, number: int) -> tuple[Callable[[], int], ...]:
        site = self.office.site
        with self.office.app.app_context():
            mark = fingerprint(settings.current().fingerprint_keys, "email", match_key(address(number)))
            stop = links.stop_token(links.StopLink(mark))
            refusal = links.stop_token(links.StopLink(mark, 0, self.notes[number], "refusal"))
        click = {"List-Unsubscribe": "One-Click"}
        return (
            lambda: visit(site, "POST", "/stop", email=address(number))[0],
            lambda: visit(site, "POST", f"/u/{stop}", **click)[0],
            lambda: visit(site, "POST", f"/u/{refusal}", **click)[0],
        )
