"""A storm: mail is posted while the mail server goes through all its troubles and processes are killed; then fine weather."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bad_mail import TROUBLES, BadMail, Line
from tests.drills.drill import killers_of
from tests.drills.office import Message, Office
from tests.drills.site import Site
from tests.postgres import Server

SEED = 5
SCRIPT = ("mixed", *TROUBLES, "mixed")
MEETS = 15  # so many mails meet a trouble before the next one comes
PATIENCE = 8.0  # seconds for that: a server that never speaks meets nobody
KILLS = 0.6  # as often as not a process is killed in the middle
DRAINS_WITHIN = 600  # seconds after the trouble ended; the issue's own promise


@dataclass
class Report:
    """What a storm left behind. `drained_in` is in seconds after the trouble ended."""

    kills: Counter[str] = field(default_factory=Counter)
    drained_in: float = 0
    messages: list[Message] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Message]:
        """The messages of those kinds."""
        return [one for one in self.messages if one.kind in kinds]

    def accepted(self) -> Counter[str]:
        """How often the server took each Message-ID."""
        return Counter(line.message_id for line in self.lines if line.what == "accepted")

    def tally(self) -> str:
        """A table: what the server did in each mode, and how the messages ended."""
        met = Counter((line.mode, line.what if line.reply == "said" else line.reply) for line in self.lines)
        columns = ("accepted", "late", "lost", "garbage", "refused", "deferred", "dropped")
        rows = [f"{'':14}" + "".join(f"{name:>10}" for name in columns)]
        rows += [
            f"{mode:14}" + "".join(f"{met[mode, name]:>10}" for name in columns) for mode in ("healthy", *TROUBLES)
        ]
        taken = self.accepted()
        for kind in sorted({one.kind for one in self.messages}):
            ends = Counter(one.outcome or "open" for one in self.of(kind))
            repeats = sum(taken[one.message_id] - 1 for one in self.of(kind) if taken[one.message_id])
            ended = ", ".join(f"{count} {outcome}" for outcome, count in sorted(ends.items()))
            rows.append(f"{kind}: {len(self.of(kind))} posted, {ended}; {repeats} repeats")
        kills = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()))
        return "\n".join([*rows, f"killed: {kills}", f"drained {self.drained_in:.0f} s after the trouble ended"])


class Storm:
    """One storm over one site. `post(number)` is called with the number of each part of the script."""

    def __init__(self, site: Site, server: Server | None, bad: BadMail, post: Callable[[int], None]) -> None:
        self.site = site
        self.bad = bad
        self.post = post
        self.office = Office(site)
        self.random = random.Random(SEED)
        self.report = Report()
        kills = killers_of(site, server)
        # The worker twice for each of the others: it is the one with mail in its hands.
        self.killers = [("queue worker", kills["queue worker"])] * 2 + [
            (name, kills[name]) for name in ("all of the site", "database") if name in kills
        ]

    def blow(self) -> Report:
        """Trouble after trouble, then a healthy server until nothing waits any more."""
        for number, mode in enumerate(SCRIPT):
            self.bad.behave(mode)
            self.post(number)
            if self.random.random() < KILLS or number in (0, len(SCRIPT) - 1):
                time.sleep(self.random.uniform(0.1, 3))
                name, kill = self.killers[sum(self.report.kills.values()) % len(self.killers)]
                kill()
                self.report.kills[name] += 1
            self._wait_until_met(mode)
        self.bad.behave("healthy")
        self._drain()
        self.report.messages, self.report.lines = self.office.messages(), self.bad.lines()
        return self.report

    def _wait_until_met(self, mode: str) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._met(mode) < MEETS:
            time.sleep(0.1)

    def _met(self, mode: str) -> int:
        return sum(line.mode == mode for line in self.bad.lines())

    def _drain(self) -> None:
        began = time.monotonic()
        while self.office.waiting() and time.monotonic() < began + DRAINS_WITHIN:
            time.sleep(0.5)
        self.report.drained_in = time.monotonic() - began
