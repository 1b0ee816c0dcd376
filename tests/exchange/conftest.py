"""What the tests of files can ask for."""

from pathlib import Path

import pytest
from flask import Flask

from tests.exchange.desk import Desk


@pytest.fixture
def desk(app: Flask, app_context: None, tmp_path: Path) -> Desk:
    """The retailer's terminal over an empty shop."""
    return Desk(app, tmp_path)
