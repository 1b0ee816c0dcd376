"""A storm: mail is posted while the mail server goes through all its troubles and processes are killed; then fine weather."""

import functools
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bad_mail import TROUBLES, BadMail, Line
from tests.drills.drill import killers_of
from tests.drills.notes import CANARY, Notes
from tests.drills.office import Message, Office
from tests.drills.site import Site
from tests.drills.traces import traces
from tests.postgres import Server
from tests.processes import eventually

SEED = 5
# The server that is away comes last: once it is back, all that it put off before is due.
SCRIPT = ("mixed", *TROUBLES[:-1], "mixed", TROUBLES[-1])
MEETS = 12  # so many notes, and so many mails of other kinds, meet a trouble before the next one comes
PATIENCE = 5.0  # seconds for that: a server that never speaks meets nobody
# In every second part a process is killed at a random moment, but for the last ones: whatever it held is free after a lease,
# and the drill waits for that anyway.
KILLS = range(0, 10, 2)
# Workers rest while a server is in trouble, so the next trouble would meet nobody. Each begins as if an hour had passed.
RESTED = "UPDATE outbox_trouble SET failures = 0, since = NULL, quiet_until = NULL"
CALM = 100  # notes in fine weather, before anything is killed
NOTES, SERVICES = 34, 26  # notes, and pairs of a sign-in and a service mail, in each part of the script
OVER_WITHIN = 300
DRAINS_WITHIN = 600  # seconds after the trouble ended; the issue's own promise


@dataclass
class Report:
    """What a storm left behind. `arrived_in`, `over_in`: seconds after the trouble ended until no service mail waited, and
    until nothing could be read of any friend."""

    kills: Counter[str] = field(default_factory=Counter)
    arrived_in: float = 0
    over_in: float = 0
    traces: list[str] = field(default_factory=list)
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
        ended = f"service mail all there {self.arrived_in:.0f} s after the trouble, all over after {self.over_in:.0f} s"
        return "\n".join([*rows, f"killed: {kills}", ended])


class Storm:
    """One storm over one site: mail of all kinds, so that one wait at its end serves all of them."""

    def __init__(self, site: Site, server: Server | None, bad: BadMail) -> None:
        self.bad = bad
        self.office = Office(site)
        self.notes = Notes(self.office)
        self.random = random.Random(SEED)
        self.report = Report()
        self.traces = lambda: traces(site, server, [CANARY.encode(), CANARY.title().encode(), *self.notes.secrets])
        kills = killers_of(site, server)
        # The worker twice for each of the others: it is the one with mail in its hands.
        self.killers = [("queue worker", kills["queue worker"])] * 2 + [
            (name, kills[name]) for name in ("all of the site", "database") if name in kills
        ]

    def blow(self) -> Report:
        """Some notes in fine weather, trouble after trouble, and fine weather again until all is over."""
        self.notes.send(range(CALM))
        self._wait_for(lambda: self.notes.left() == 0, OVER_WITHIN)
        for number, mode in enumerate(SCRIPT):
            self.bad.behave(mode)
            self.office.ask(RESTED)
            self.notes.send(range(CALM + number * NOTES, CALM + (number + 1) * NOTES))
            self._wait_for(functools.partial(self._met, mode, CANARY), PATIENCE)
            self.office.ask(RESTED)
            self.office.post_service(range(number * SERVICES, (number + 1) * SERVICES))
            if number in KILLS:
                self._kill()
            self._wait_for(functools.partial(self._met, mode), PATIENCE)
        self.bad.behave("healthy")
        self._clear_up()
        return self.report

    def _kill(self) -> None:
        time.sleep(self.random.uniform(0.1, 3))
        name, kill = self.killers[sum(self.report.kills.values()) % len(self.killers)]
        kill()
        self.report.kills[name] += 1

    def _met(self, mode: str, whom: str = "") -> bool:
        """Whether enough mails met that trouble; `whom`: of those to certain addresses."""
        return sum(line.mode == mode and any(whom in one for one in line.to) for line in self.bad.lines()) >= MEETS

    def _clear_up(self) -> None:
        report = self.report
        report.arrived_in = self._wait_for(lambda: self.office.waiting() == 0, DRAINS_WITHIN)
        report.over_in = report.arrived_in + self._wait_for(lambda: self.notes.left() == 0, OVER_WITHIN)
        # The log of SQLite is cut once nobody reads; until then it may hold what was destroyed.
        self._wait_for(lambda: not self.traces(), OVER_WITHIN)
        report.traces, report.messages, report.lines = self.traces(), self.office.messages(), self.bad.lines()

    def _wait_for(self, question: Callable[[], bool], seconds: float) -> float:
        """Until it is so, or that many seconds; how many it were."""
        began = time.monotonic()
        eventually(question, seconds, look_every=0.3)
        return time.monotonic() - began
