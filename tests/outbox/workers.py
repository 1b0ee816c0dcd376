"""Real worker processes over the test's database."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.settings import ROOT
from tests.databases import KEYS, outer_environment

STARTS_WITHIN = 60.0
Start = Callable[..., "subprocess.Popen[bytes]"]


def eventually(question: Callable[[], object], within: float = STARTS_WITHIN) -> bool:
    """Whether the answer becomes yes in time."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if question():
            return True
        time.sleep(0.05)
    return False


@contextmanager
def workers(database: str, folder: Path) -> Iterator[Start]:
    """A function that starts a worker; each is ended when the block does."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(**environ: str) -> "subprocess.Popen[bytes]":
        own = {"DATABASE_URL": database, "INSTANCE_PATH": str(folder / "instance")}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        log = (folder / "worker.log").open("ab")
        environment = outer_environment(KEYS | own | environ)
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
        log.close()
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait(10)
