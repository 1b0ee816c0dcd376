"""A machine with a queue worker and nothing else: its own instance folder, the shop's database, queue and keys."""

import os
import signal
import subprocess
import sys

from tests.drills.site import WITHIN, Site


class Machine:
    """One worker process, which nobody starts again when it dies."""

    def __init__(self, site: Site, name: str) -> None:
        self.folder = site.folder / name
        self.log = self.folder / "worker.log"
        self.root = site.root
        self.environ = site.environ | {"INSTANCE_PATH": str(self.folder / "instance")}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start its worker."""
        self.folder.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(command, cwd=self.root, env=self.environ, stdout=out, stderr=out)

    def handed_over(self) -> int:
        """How many mails its worker says it handed over."""
        return self.log.read_text().count(": handed_over,") if self.log.exists() else 0

    def kill(self) -> None:
        """As when the machine goes down."""
        self._end(signal.SIGKILL)

    def end(self) -> None:
        """As a supervisor does it; what is in hand is finished."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, how)
            self.process.wait(WITHIN)
