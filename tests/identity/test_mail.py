"""The mail itself, on its way through the outbox."""

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

from flask import Flask

from app import outbox
from tests.browser import Browser
from tests.conftest import Shop
from tests.makers import a_stop
from tests.sign_in import ANN, ask


def delivered(app: Flask, folder: Path) -> list[EmailMessage]:
    """What the outbox hands over now."""
    with app.app_context():
        outbox.deliver_due()
    found = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    return [email.message_from_bytes(one, policy=email.policy.default) for one in found]


def plain(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def test_the_mail_starts_with_the_code_and_both_parts_carry_the_same_link(make_app: Shop, tmp_path: Path) -> None:
    app = make_app(MAIL_URL=f"folder://{tmp_path}/mails")
    browser = Browser(app)
    ask(browser)
    (mail,) = delivered(app, tmp_path / "mails")
    code = re.match(r"\d{3} \d{3}", mail["Subject"])[0]
    link = re.search(r"http://\S+/in/\S+", plain(mail))[0]
    assert mail["To"] == ANN
    assert code in plain(mail)
    assert link in mail.get_body(("html",)).get_content()
    assert "List-Unsubscribe" not in mail
    assert Browser(app).post("/in/" + link.rpartition("/")[2]).status_code == 303


def test_who_stopped_everything_can_still_sign_in_to_come_back(make_app: Shop, tmp_path: Path) -> None:
    app = make_app(MAIL_URL=f"folder://{tmp_path}/mails")
    with app.app_context():
        a_stop(ANN)
    ask(Browser(app))
    assert len(delivered(app, tmp_path / "mails")) == 1


def test_asking_again_before_the_first_mail_left_sends_one_mail(make_app: Shop, tmp_path: Path) -> None:
    app = make_app(MAIL_URL=f"folder://{tmp_path}/mails")
    ask(Browser(app))
    ask(Browser(app))
    assert len(delivered(app, tmp_path / "mails")) == 1
