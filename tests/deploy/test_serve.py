"""Web and worker live and die together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import KEYS, outer_environment
from tests.live import free_port
from tests.postgres import ROOT
from tests.processes import group_of

WITHIN = 30

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel ties processes only on Linux")


class Site:
    """The supervisor and all it started, in a process group of its own."""

    def __init__(self, environ: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("w") as out:
            command = [sys.executable, "-m", "deploy.serve"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environ, stdout=out, stderr=out, start_new_session=True
            )
        self.group = self.process.pid
        self.wait_for(lambda: "The site is running" in log.read_text())

    def wait_for(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + WITHIN
        while not condition():
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.05)

    def living(self, part: str = "") -> list[int]:
        """The processes of the group whose command line holds `part`."""
        return group_of(self.group, part)

    def end(self) -> None:
        """Leave nothing behind, whatever the test found."""
        if self.living():
            os.killpg(self.group, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def site(database: str, tmp_path: Path) -> Iterator[Site]:
    """The site, running."""
    own = {"DATABASE_URL": database, "INSTANCE_PATH": str(tmp_path / "instance"), "PORT": str(free_port())}
    running = Site(outer_environment(KEYS | own | {"WORKERS": "2"}), tmp_path / "log")
    yield running
    running.end()


def test_ctrl_c_ends_all_of_it_in_order(site: Site) -> None:
    assert len(site.living("gunicorn")) == 3
    os.killpg(site.group, signal.SIGINT)
    assert site.process.wait(WITHIN) == 0
    assert not site.living()


def test_kill_9_of_the_group_ends_every_process(site: Site) -> None:
    os.killpg(site.group, signal.SIGKILL)
    site.process.wait(WITHIN)
    site.wait_for(lambda: not site.living())


def test_kill_9_of_the_first_process_leaves_nobody_behind(site: Site) -> None:
    site.process.kill()
    site.process.wait(WITHIN)
    site.wait_for(lambda: not site.living())


def test_a_web_server_that_dies_ends_the_site_and_says_so(site: Site) -> None:
    os.kill(site.living("gunicorn")[0], signal.SIGKILL)
    assert site.process.wait(WITHIN) == 1
    site.wait_for(lambda: not site.living())
    assert "The web server ended by itself" in site.log.read_text()


def test_a_worker_that_dies_comes_back(site: Site) -> None:
    site.wait_for(lambda: site.living("wsgi\0worker"))
    (worker,) = site.living("wsgi\0worker")
    os.kill(worker, signal.SIGKILL)
    site.wait_for(lambda: site.living("wsgi\0worker") not in ([], [worker]))
    assert "The worker ended (status -9). Starting it again." in site.log.read_text()
