"""The site in its production shape, as processes that can be killed one by one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.databases import KEYS, outer_environment
from tests.live import free_port
from tests.postgres import ROOT
from tests.processes import group_of, parent_of

HOST = "choices.example.com"
WITHIN = 120
LOOK_EVERY = 0.02


class Site:
    """`make serve` in a process group of its own. `root` is the checkout it runs from."""

    def __init__(self, database: str, folder: Path) -> None:
        self.root = ROOT
        self.folder = folder
        self.port = free_port()
        self.log = folder / "site.log"
        self.database = database
        self.process: subprocess.Popen[bytes] | None = None
        # A proxy stands before it, as in production: it ends https and says so. All keys are thrown away afterwards.
        self.environ = outer_environment(
            KEYS
            | {
                "SHOP_ENV": "production",
                "BRAND": "brands/jeffers.toml",
                "DATABASE_URL": database,
                "INSTANCE_PATH": str(folder / "instance"),
                "MAIL_URL": f"folder://{folder}/mail",
                "PORT": str(self.port),
                "PUBLIC_URL": f"https://{HOST}",
                "TRUSTED_PROXIES": "1",
                "WORKERS": "2",
            }
        )

    def start(self) -> None:
        """Start, and return when all of it is there."""
        with self.log.open("a") as out:
            self.process = subprocess.Popen(
                ["make", "serve"], cwd=self.root, env=self.environ, stdout=out, stderr=out, start_new_session=True
            )
        told = self.log.read_text().count("The site is running")
        self.wait_for(lambda: self.log.read_text().count("The site is running") > told)
        self.wait_for(lambda: len(self.web_workers()) == 2 and self.queue_workers())

    def command(self, *words: str, stdin: Path | None = None) -> str:
        """What `flask WORDS` prints, run beside the site as an operator does it. It must succeed."""
        line = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
        with (stdin or Path(os.devnull)).open("rb") as given:
            done = subprocess.run(
                line, cwd=self.root, env=self.environ, stdin=given, capture_output=True, text=True, check=False
            )
        assert done.returncode == 0, f"{' '.join(words)}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done.stdout

    def living(self, part: str = "") -> list[int]:
        """The processes of the site whose command line holds `part`."""
        return group_of(self.process.pid, part) if self.process else []

    def master(self) -> int:
        """The gunicorn that answers nothing itself: the one whose parent is no gunicorn."""
        found = self.living("gunicorn")
        return next(pid for pid in found if parent_of(pid) not in found)

    def web_workers(self) -> list[int]:
        """The gunicorns that answer."""
        found = self.living("gunicorn")
        return [pid for pid in found if parent_of(pid) in found]

    def queue_workers(self) -> list[int]:
        """The process that hands mails over and runs the timed jobs."""
        return self.living("wsgi\0worker")

    def kill_web_worker(self) -> None:
        """One of two. Its master starts another."""
        victim = self.web_workers()[0]
        os.kill(victim, signal.SIGKILL)
        self.wait_for(lambda: victim not in self.web_workers() and len(self.web_workers()) == 2)

    def kill_queue_worker(self) -> None:
        """Its supervisor starts another."""
        (victim,) = self.queue_workers()
        os.kill(victim, signal.SIGKILL)
        self.wait_for(lambda: self.queue_workers() not in ([], [victim]))

    def kill_master(self) -> None:
        """Takes the workers along and ends the site; whoever looks after the machine starts it again."""
        os.kill(self.master(), signal.SIGKILL)
        self._wait_for_the_end()
        self.start()

    def kill_all(self) -> None:
        """Every process at one moment, as when the machine goes down, and up again."""
        self.strike()
        self.start()

    def strike(self) -> None:
        """Every process at one moment, and nobody starts it again yet."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self._wait_for_the_end()

    def _wait_for_the_end(self) -> None:
        assert self.process
        self.process.wait(WITHIN)
        self.wait_for(lambda: not self.living())

    def wait_for(self, condition: Callable[[], object]) -> None:
        """Wait until `condition`, at most WITHIN seconds."""
        end = time.monotonic() + WITHIN
        while not condition():
            assert time.monotonic() < end, self.log.read_text()[-5000:]
            time.sleep(LOOK_EVERY)

    def end(self) -> None:
        """Leave nothing behind, whatever the drill found."""
        if self.living():
            assert self.process
            os.killpg(self.process.pid, signal.SIGKILL)
        if self.process:
            self.process.wait(WITHIN)
            self.wait_for(lambda: not self.living())
