"""The retailer of a journey: a site that listens, a mail server that receives, and the commands."""

import re
import ssl
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Flask

from app import outbox
from app.topics import topic_by_slug
from tests.exchange.desk import Desk
from tests.live import LiveSite
from tests.mail_server import MailServer
from tests.makers import a_person, may

LINK = re.compile(r"https?://[^\s<>\"')]+")
CODE = re.compile(r"\A(\d{3} \d{3}) is your code")
SCANNERS = 4


@dataclass
class Shop:
    """All a journey needs besides a browser."""

    site: LiveSite
    mails: MailServer
    folder: Path

    @property
    def app(self) -> Flask:
        return self.site.app

    @property
    def desk(self) -> Desk:
        """Where commands are run."""
        return Desk(self.app, self.folder)

    def customer(self, address: str) -> str:
        """Somebody who bought something: topics for customers go to her until she says stop."""
        with self.app.app_context():
            a_person(address, is_customer=True)
        return address

    def may(self, address: str, slug: str) -> str:
        """What the gate says now: 'yes chosen', 'no suppressed_topic'."""
        with self.app.app_context():
            return may(address, topic_by_slug(slug))

    def deliver(self) -> None:
        """What the worker does when the bell rings."""
        with self.app.app_context():
            outbox.deliver_due()

    def newest_mail(self, address: str) -> EmailMessage:
        """The mail that arrived last, from the bytes that arrived."""
        found = [mail for mail in self.mails.mails if mail.rcpt_tos == [address]]
        assert found, f"no mail for {address}"
        content = found[-1].content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


def code_in(mail: EmailMessage) -> str:
    """The six digits, as they start the subject."""
    found = CODE.match(mail["Subject"])
    assert found, mail["Subject"]
    return found[1]


def text_of(mail: EmailMessage) -> str:
    """The text part."""
    part = mail.get_body(("plain",))
    assert part
    return str(part.get_content())


def links_in(mail: EmailMessage) -> list[str]:
    """Every address in the mail: its headers, its text and its HTML."""
    parts = [str(value) for value in mail.values()]
    parts += [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]
    return sorted({link for part in parts for link in LINK.findall(part)})


def fetch(url: str, method: str = "GET", body: bytes | None = None) -> tuple[int, dict[str, str]]:
    """A program asks: status and headers of the first answer. No cookie is kept and no redirect followed."""
    asked = urllib.request.Request(url, body, {"User-Agent": "scanner"}, method=method)
    opener = urllib.request.build_opener(_Stays, urllib.request.HTTPSHandler(context=_trusting()))
    try:
        with opener.open(asked, timeout=20) as answer:
            answer.read()
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as answer:
        return answer.code, dict(answer.headers)


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **named: object) -> None:
        """Not followed."""


def _trusting() -> ssl.SSLContext:
    """The certificate of a test signs itself."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def scan(mail: EmailMessage) -> None:
    """Scanners open every link on our side of a mail, several at once, some only for its head. None sets a cookie."""
    links = [link for link in links_in(mail) if "127.0.0.1" in link]
    assert links
    answers: list[tuple[int, dict[str, str]]] = []
    asked = [(link, method) for link in links for method in ("GET", "HEAD") for _ in range(SCANNERS)]
    threads = [threading.Thread(target=lambda one=one: answers.append(fetch(*one))) for one in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [status for status, _headers in answers] == [200] * len(asked)
    assert not [headers for _status, headers in answers if "Set-Cookie" in headers]
