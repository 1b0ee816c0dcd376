"""What the tests of stops can ask for."""

from pathlib import Path

import pytest
from flask import Flask

from tests.browser import Browser
from tests.desk import MAX, a_member, sit_down
from tests.exchange.desk import Desk


@pytest.fixture
def shop(app: Flask, app_context: None, tmp_path: Path) -> Desk:
    """The retailer's terminal over an empty shop."""
    return Desk(app, tmp_path)


@pytest.fixture
def max_(client: Browser, app_context: None) -> Browser:
    """Max, the mail clerk, at the desk."""
    sit_down(client, a_member(MAX))
    return client
