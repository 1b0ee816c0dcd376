"""What every test can ask for: an empty migrated database, the site over it, and a browser that checks each page."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.core.database import db
from app.core.settings import Settings
from app.factory import create_app
from tests.browser import Browser
from tests.databases import KEYS, KINDS, Databases, clear, prepare
from tests.no_network import no_network
from tests.quick_engines import hurry
from tests.rules_once import compile_rules_once

__all__ = ["no_network"]

Shop = Callable[..., Flask]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database postgresql` runs the same tests on the other database."""
    parser.addoption("--database", choices=KINDS, default="sqlite", help="which database the tests run on")


def pytest_configure(config: pytest.Config) -> None:
    """Settings of a real shop in this shell are none of the tests' business; then the template is made."""
    for name in ("BRAND", "DATABASE_URL", "MAIL_URL", "PUBLIC_URL", "SECRET_KEYS", "SHOP_ENV"):
        os.environ.pop(name, None)
    compile_rules_once()
    prepare(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the template away."""
    clear(config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A story in a browser shows pages, not SQL: on PostgreSQL only those marked for it are run again."""
    if config.getoption("--database") == "postgresql" and not config.option.collectonly:
        for item in items:
            if item.get_closest_marker("journey") and not item.get_closest_marker("journey_everywhere"):
                item.add_marker(pytest.mark.skip(reason="runs in the SQLite lane"))


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """The source of empty databases for this process."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    found = Databases(request.config.getoption("--database"), worker)
    yield found
    found.close()


@pytest.fixture
def database(databases: Databases, tmp_path: Path) -> str:
    """The URL of an empty, migrated database."""
    return databases.fresh(tmp_path)


@pytest.fixture
def make_app(database: str, tmp_path: Path) -> Iterator[Shop]:
    """A function that builds the site with settings of its own: `make_app(PUBLIC_URL="https://…")`."""
    made: list[Flask] = []

    def make(**environ: str) -> Flask:
        own = {"DATABASE_URL": database, "INSTANCE_PATH": str(tmp_path / "instance")}
        made.append(create_app(Settings.from_environ(KEYS | own | environ)))
        if "DATABASE_URL" not in environ:  # else a test is about that one
            hurry(made[-1])
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def app(make_app: Shop) -> Flask:
    """The site with its default settings over an empty database."""
    return make_app()


@pytest.fixture
def app_context(app: Flask) -> Iterator[None]:
    """For tests that call services directly. A browser in the same test still sees each request from outside."""
    with app.app_context():
        yield


@pytest.fixture
def client(app: Flask) -> Browser:
    """A stranger's browser."""
    return Browser(app)
