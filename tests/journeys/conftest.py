"""A live site and the system's Chromium. `page` and `context` come from pytest-playwright."""

import os
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from tests.live import LiveSite, listening
from tests.postgres import ROOT

# A browser of the tests asks nobody but our site.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if "tests/journeys/" in item.path.as_posix():
            item.add_marker("journey")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium: Playwright's own is not downloaded. Root can have no sandbox."""
    found = subprocess.run([ROOT / "deploy/find.sh", "chromium"], capture_output=True, text=True, check=True)
    assert found.stdout, "Chromium is not installed: `make test` says how"
    flags = [*QUIET, *(["--no-sandbox"] if os.getuid() == 0 else [])]
    return {**browser_type_launch_args, "executable_path": found.stdout.strip(), "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """The certificate of a test signs itself."""
    return {**browser_context_args, "ignore_https_errors": True, "locale": "en-US", "timezone_id": "America/Chicago"}


@pytest.fixture(params=["http", "https"])
def live(request: pytest.FixtureRequest, make_app: Callable[..., Flask]) -> Iterator[LiveSite]:
    """The site, listening: once over http, once over https."""
    with listening(make_app, request.param) as site:
        yield site
