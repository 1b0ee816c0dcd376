"""Signing in by link and by code."""

from tests.browser import Browser
from tests.sign_in import ANN, ask, hand_over, link_path, sign_in


def test_the_code_signs_in_the_browser_that_asked(client: Browser) -> None:
    sign_in(client)
    assert client.is_signed_in
    assert "ann@example.com" in client.get("/privacy").get_data(as_text=True)
