"""The drill: kill after kill while mail providers post, then ask for everything that was acknowledged."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.drills.poster import PATIENCE
from tests.drills.shop import Shop, open_shop
from tests.drills.site import HOST, Site
from tests.postgres import ROOT, Server

POSTS = 3_000
CONTROLS = 200
ROUNDS = 2  # each process is killed so often


@dataclass
class Report:
    """What a drill found. `acknowledged` is what the posting process wrote down."""

    allowed_before: set[str]
    acknowledged: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    allowed_after: set[str] = field(default_factory=set)
    ledger: Counter[str] = field(default_factory=Counter)
    exported: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> set[str]:
        """Acknowledged, and yet the gate lets mail through, the ledger knows nothing, or the mail platform is not told."""
        told = set(self.acknowledged)
        return (told & self.allowed_after) | (told - self.ledger.keys()) | (told - self.exported.keys())

    @property
    def twice(self) -> set[str]:
        """More than one line or one exported row for one stop."""
        return {one for counts in (self.ledger, self.exported) for one, count in counts.items() if count > 1}


def run_drill(site: Site, server: Server | None) -> tuple[Shop, Report]:
    """Open the shop, post POSTS clicks while processes are killed, start again what died, and look at all of it."""
    site.start()
    shop = open_shop(site, POSTS, CONTROLS)
    report = Report(shop.may_be_mailed())
    acknowledged = _post_and_kill(site, shop, report, killers_of(site, server))
    report.acknowledged = [shop.tokens[token] for token in acknowledged]
    report.allowed_after = shop.may_be_mailed()
    report.ledger, report.exported = shop.lines_of_one_click(), shop.exported_stops()
    return shop, report


def killers_of(site: Site, server: Server | None) -> dict[str, Callable[[], None]]:
    """What may be killed, by name; each call returns when it is there again."""
    found = {
        "web worker": site.kill_web_worker,
        "queue worker": site.kill_queue_worker,
        "web master": site.kill_master,
        "all of the site": site.kill_all,
    }
    if server:
        found["database"] = lambda: _kill_database(server)
    return found


def _kill_database(server: Server) -> None:
    server.kill()
    server.start()


def _post_and_kill(site: Site, shop: Shop, report: Report, killers: dict[str, Callable[[], None]]) -> list[str]:
    """Kills are spread evenly over the acknowledgements, so each comes in the middle of posts."""
    tokens, acknowledged = site.folder / "tokens", site.folder / "acknowledged"
    tokens.write_text("\n".join(shop.tokens))
    acknowledged.touch()
    command = [sys.executable, "-m", "tests.drills.poster", str(site.port), HOST, str(tokens), str(acknowledged)]
    turns = list(killers) * ROUNDS
    with subprocess.Popen(command, cwd=ROOT, env=site.environ) as poster:
        try:
            for number, name in enumerate(turns, 1):
                _wait_for(poster, lambda: acknowledged.stat().st_size, POSTS * 59 * number // (len(turns) + 1))
                killers[name]()
                report.kills[name] += 1
            poster.wait(PATIENCE)
        finally:
            poster.kill()
    return acknowledged.read_text().split()


def _wait_for(poster: subprocess.Popen[bytes], size: Callable[[], int], wanted: int) -> None:
    while size() < wanted:
        assert poster.poll() is None, "the poster ended before all kills were done"
        time.sleep(0.005)
