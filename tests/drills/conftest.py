"""What a drill needs: a database that survives kills, and a site that is started and ended by its process ids."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bad_mail import BadMail
from tests.drills.site import Site
from tests.postgres import Server

Say = Callable[[str], None]
SAID = "said"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder kills processes."""
    for item in items:
        if "tests/drills/" in item.path.as_posix():
            item.add_marker("drill")


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server | None]:
    """On PostgreSQL a server that waits for the disk, as a real one does; None on SQLite, which is no process."""
    with durable(request.config) as running:
        yield running


@pytest.fixture
def site(server: Server | None, tmp_path: Path) -> Iterator[Site]:
    """The site as `make serve` runs it, over an empty database. Nothing of it outlives the test."""
    with empty(server, tmp_path) as own:
        yield own


@pytest.fixture
def bad(site: Site, tmp_path: Path) -> Iterator[BadMail]:
    """A mail server that misbehaves when it is told to; the site, not started yet, hands its mail to it."""
    server = BadMail(tmp_path / "bad")
    site.environ["MAIL_URL"] = server.url
    yield server.start()
    server.kill()
    assert server.said() == ""


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Say:
    """What a drill measured, printed at the end of the run whatever becomes of it."""
    return lambda text: request.node.user_properties.append((SAID, text))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Also of tests that ran in other processes."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, text in getattr(report, "user_properties", ()):
                if name == SAID and report.when == "call":
                    terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}\n{text}\n")


@contextmanager
def durable(config: pytest.Config) -> Iterator[Server | None]:
    """As `server`, for fixtures that live longer than one test."""
    if config.getoption("--database") == "sqlite":
        yield None
        return
    running = Server(durable=True)
    running.start()
    try:
        yield running
    finally:
        running.stop()
    assert not running.living()


@contextmanager
def empty(server: Server | None, folder: Path) -> Iterator[Site]:
    """As `site`. Where the block fails, the site is ended all the same."""
    own = Site(server.create_database("shop") if server else f"sqlite:///{folder}/shop.db", folder)
    try:
        yield own
    finally:
        own.end()
    assert not own.living()
