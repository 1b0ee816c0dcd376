"""What a drill needs: a database that survives kills, and a site that is started and ended by its process ids."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.site import Site
from tests.postgres import Server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder kills processes."""
    for item in items:
        if "tests/drills/" in item.path.as_posix():
            item.add_marker("drill")


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server | None]:
    """On PostgreSQL a server that waits for the disk, as a real one does; None on SQLite, which is no process."""
    if request.config.getoption("--database") == "sqlite":
        yield None
        return
    running = Server(durable=True)
    running.start()
    yield running
    running.stop()
    assert not running.living()


@pytest.fixture
def site(server: Server | None, tmp_path: Path) -> Iterator[Site]:
    """The site as `make serve` runs it, over an empty database. Nothing of it outlives the test."""
    url = server.create_database("shop") if server else f"sqlite:///{tmp_path}/shop.db"
    own = Site(url, tmp_path)
    yield own
    own.end()
    assert not own.living()
