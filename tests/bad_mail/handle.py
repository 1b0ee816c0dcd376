"""A drill's hold on the server: start it, tell it how to behave, kill it, read what it accepted."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from tests.bad_mail.journal import Line, lines
from tests.live import free_port
from tests.postgres import ROOT

WITHIN = 20


class BadMail:
    """One server over one folder; its journal outlives it."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.seed = seed
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._write("healthy")

    @property
    def url(self) -> str:
        """What MAIL_URL says."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start it, in the mode that was asked for last."""
        (self.folder / "now").unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.bad_mail.server", str(self.port), str(self.folder), str(self.seed)]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        self.behave((self.folder / "mode").read_text())
        return self

    def behave(self, mode: str) -> None:
        """From now on, in that mode. Returns when it is so."""
        self._write(mode)
        end = time.monotonic() + WITHIN
        now = self.folder / "now"
        while not (now.exists() and now.read_text() == mode):
            assert time.monotonic() < end and self.process and self.process.poll() is None, self.said()
            time.sleep(0.01)

    def kill(self) -> None:
        """As a power cut would."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def lines(self) -> list[Line]:
        """All of the journal."""
        return list(lines(self.folder))

    def accepted(self) -> Iterator[Line]:
        """The mails it took."""
        return (line for line in lines(self.folder) if line.what == "accepted")

    def said(self) -> str:
        """What went wrong in the server itself; it should be nothing."""
        log = self.folder / "log"
        return log.read_text()[-3000:] if log.exists() else ""

    def _write(self, mode: str) -> None:
        draft = self.folder / "mode.draft"
        draft.write_text(mode)
        draft.replace(self.folder / "mode")
