"""The site answers under its own names only."""

import logging

import pytest

from tests.browser import Browser


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere"])
def test_a_name_that_is_not_ours_gets_one_line_and_no_traceback(
    client: Browser, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get(path, base_url="http://elsewhere.example")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_name_that_is_not_ours_stops_nothing(client: Browser) -> None:
    assert (
        client.post("/stop", base_url="http://elsewhere.example", data={"email": "ann@example.com"}).status_code == 400
    )
