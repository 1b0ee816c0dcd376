"""The development inbox."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import outbox
from app.core.web import POLICY
from tests.browser import Browser
from tests.databases import KEYS
from tests.outbox.office import Writer, a_letter, kept_mails, with_writer

PRODUCTION = {
    "SHOP_ENV": "production",
    "PUBLIC_URL": "https://choices.example.com",
    "MAIL_URL": "smtp://127.0.0.1:9",
    "BRAND": "brands/example.toml",
    **KEYS,
}


@pytest.fixture
def two_mails(office: Flask, writer: Writer) -> list[str]:
    """Ids of two mails in the inbox, oldest first."""
    for subject in ("First", "Second"):
        outbox.deliver(writer.post(a_letter(subject=subject, link="http://127.0.0.1:8000/sign-in/abc")))
    return [path.stem for path in kept_mails()]


def test_an_empty_inbox_says_how_to_get_the_first_mail(client: Browser) -> None:
    assert client.get("/dev/inbox").status_code == 200
    assert client.page is not None
    assert "No mails yet" in client.page.text


def test_a_mail_that_is_deleted_while_the_list_is_drawn_is_left_out(client: Browser, two_mails: list[str]) -> None:
    newest = next(path for path in kept_mails() if path.stem == two_mails[1])
    newest.unlink()
    newest.symlink_to("gone")  # still in the folder when it is listed, no more when it is read
    text = client.get("/dev/inbox").get_data(as_text=True)
    assert "First" in text and "Second" not in text


def test_the_newest_mail_stands_first_and_is_open(client: Browser, two_mails: list[str]) -> None:
    text = client.get("/dev/inbox").get_data(as_text=True)
    assert text.index("Second") < text.index("First")
    assert f"/dev/inbox/{two_mails[1]}/frame" in text


@pytest.mark.parametrize(
    ("view", "words"),
    [("text", "Hello Ann,"), ("headers", "Auto-Submitted: auto-generated"), ("source", "Content-Type: text/html")],
)
def test_a_mail_shows_its_text_headers_and_source(view: str, words: str, client: Browser, two_mails: list[str]) -> None:
    client.get(f"/dev/inbox/{two_mails[0]}?view={view}")
    assert client.page is not None
    assert words in client.page.text
    assert not client.page.all("iframe")


def test_the_page_may_hold_a_frame_of_this_site_and_nothing_more(client: Browser, two_mails: list[str]) -> None:
    assert client.get("/dev/inbox").headers["Content-Security-Policy"] == POLICY + "; frame-src 'self'"
    assert client.get("/").headers["Content-Security-Policy"] == POLICY


def test_the_mail_in_the_frame_may_do_nothing_but_open_its_links(office: Flask, two_mails: list[str]) -> None:
    answer = FlaskClient(office, office.response_class).get(f"/dev/inbox/{two_mails[0]}/frame")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert '<base target="_blank">' in answer.get_data(as_text=True)


def test_the_button_empties_the_inbox(client: Browser, two_mails: list[str]) -> None:
    client.get("/dev/inbox")
    assert client.press("Empty the inbox").status_code in (200, 303)
    assert kept_mails() == []


@pytest.mark.parametrize(
    "name", ["nothing", "..%2fkeys", "20260101T000000000000-" + "0" * 24, "20260101T000000000000-" + "0" * 24 + ".eml"]
)
def test_a_name_that_the_outbox_did_not_give_opens_nothing(name: str, client: Browser, two_mails: list[str]) -> None:
    assert client.get(f"/dev/inbox/{name}").status_code == 404
    assert client.get(f"/dev/inbox/{name}/frame").status_code == 404


@pytest.mark.parametrize("environ", [PRODUCTION, {"MAIL_URL": "smtp://127.0.0.1:9"}], ids=["production", "smtp"])
def test_where_mails_leave_the_machine_there_is_no_inbox(
    environ: dict[str, str], make_app: Callable[..., Flask]
) -> None:
    app = with_writer(make_app(**environ), Writer())
    base = environ.get("PUBLIC_URL", "http://127.0.0.1:8000")
    for path in ("/dev/inbox", "/dev/inbox/20260101T000000000000-" + "0" * 24):
        assert Browser(app).get(path, base_url=base).status_code == 404
