"""The addresses of the site are written down, and a change of one is seen in review."""

from flask import Flask

from tests.architecture.routes import FILE, listed


def test_the_list_of_addresses_is_the_url_map(app: Flask) -> None:
    assert listed(app) == FILE.read_text(encoding="utf-8"), "run `make routes` and read the difference"
