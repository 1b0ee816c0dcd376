"""A live site and the system's Chromium. `page` and `context` come from pytest-playwright."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserType
from pytest_playwright import CreateContextCallback

from app.outbox.transports import transport
from tests.journeys.shop import Shop
from tests.journeys.visitor import Visitor
from tests.live import LiveSite, listening
from tests.mail_server import MailServer, mail_server
from tests.postgres import ROOT

BLOCK = 2  # Chromium's word for "never"

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


@pytest.fixture(params=["http", "https"])
def shop(
    request: pytest.FixtureRequest, make_app: Callable[..., Flask], tmp_path: Path, post_office: MailServer
) -> Iterator[Shop]:
    """The retailer: a site that hands its mails to a real server. Once over http, once over https."""
    post_office.mails.clear()
    with listening(make_app, request.param, MAIL_URL=post_office.url) as site:
        yield Shop(site, post_office, tmp_path)
        with site.app.app_context():
            transport().close()


@pytest.fixture(scope="session")
def post_office() -> Iterator[MailServer]:
    """The mail server that all shops hand over to."""
    with mail_server() as server:
        yield server


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts."""
    return bool(request.param)


@pytest.fixture
def visit(new_context: CreateContextCallback, shop: Shop, scripts: bool) -> Iterator[Callable[[], Visitor]]:
    """A function that gives a new browser at the shop. In the end nothing may have been wrong with any page."""
    visitors: list[Visitor] = []

    def new() -> Visitor:
        visitors.append(Visitor(new_context(java_script_enabled=scripts), shop.site.url, scripts))
        return visitors[-1]

    yield new
    assert not [fault for visitor in visitors for fault in visitor.faults]


@pytest.fixture
def visitor(visit: Callable[[], Visitor]) -> Visitor:
    """Somebody at a browser that has never been here."""
    return visit()


@pytest.fixture
def wary(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    shop: Shop,
    scripts: bool,
    tmp_path: Path,
) -> Iterator[Visitor]:
    """Somebody whose browser refuses every cookie."""
    settings = tmp_path / "profile" / "Default" / "Preferences"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": BLOCK}}}))
    named = {**browser_type_launch_args, **browser_context_args, "java_script_enabled": scripts}
    context = browser_type.launch_persistent_context(tmp_path / "profile", **named)
    found = Visitor(context, shop.site.url, scripts)
    yield found
    context.close()
    assert not found.faults
