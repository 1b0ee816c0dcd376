"""The development inbox: mails in a folder, as a person, a program and a curious developer see them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from flask_babel import gettext as _

from app.core import clock
from app.core.refusals import NotFound

SHOWN = 200
# The names that the outbox gives its files. Nothing else is opened, so no name can lead out of the folder.
_ID = re.compile(r"\d{8}T\d{12}-[0-9a-f]{24}")


@dataclass(frozen=True)
class Listed:
    """A mail in the list."""

    id: str
    subject: str
    from_: str
    to: str
    date: datetime


@dataclass(frozen=True)
class Opened(Listed):
    """A mail with its parts. `html` is as sent; show it in a frame that may do nothing."""

    html: str
    text: str
    headers: str
    source: str


def mails(folder: Path) -> list[Listed]:
    """The newest SHOWN mails, newest first."""
    found = sorted((path for path in folder.glob("*.eml") if _ID.fullmatch(path.stem)), reverse=True)
    heads = ((path.stem, _headers(path)) for path in found[:SHOWN])
    return [Listed(*_head(name, headers)) for name, headers in heads if headers is not None]


def opened(folder: Path, mail_id: str) -> Opened:
    """One mail. Raises NotFound."""
    if not _ID.fullmatch(mail_id):
        raise NotFound(_("There is no such mail."))
    try:
        content = (folder / f"{mail_id}.eml").read_bytes()
    except FileNotFoundError:
        raise NotFound(_("There is no such mail.")) from None
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
    source = content.decode("utf-8", "replace").replace("\r\n", "\n")
    head = _head(mail_id, message)
    return Opened(*head, _part(message, "html"), _part(message, "plain"), source.partition("\n\n")[0], source)


def emptied(folder: Path) -> int:
    """Delete every mail. Returns how many."""
    found = [path for path in folder.glob("*.eml") if _ID.fullmatch(path.stem)]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _headers(path: Path) -> EmailMessage | None:
    """None: somebody emptied the inbox a moment ago."""
    try:
        with path.open("rb") as file:
            return BytesHeaderParser(EmailMessage, policy=policy.default).parse(file)
    except FileNotFoundError:
        return None


def _head(mail_id: str, message: EmailMessage) -> tuple[str, str, str, str, datetime]:
    subject, sender, to = (str(message.get(name, "")) for name in ("Subject", "From", "To"))
    return mail_id, subject or _("(no subject)"), sender, to, _date(message)


def _date(message: EmailMessage) -> datetime:
    try:
        return parsedate_to_datetime(str(message["Date"])).astimezone(UTC)
    except ValueError:
        return clock.now()


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""
