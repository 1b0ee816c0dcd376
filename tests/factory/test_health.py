"""Is it up, is it ready, and whom to tell about a hole."""

from tests.browser import Browser


def test_the_process_answers(client: Browser) -> None:
    assert client.get("/healthz").get_json() == {"ok": True}


def test_a_migrated_database_is_ready(client: Browser) -> None:
    assert client.get("/readyz").status_code == 200


def test_there_is_somebody_to_tell_about_a_hole(client: Browser) -> None:
    assert "Contact: mailto:" in client.get("/.well-known/security.txt").get_data(as_text=True)
