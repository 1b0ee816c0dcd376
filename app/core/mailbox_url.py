"""Where a mailbox is read: `imaps://user:password@host/folder`."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from app.core.refusals import BadSetting

PORTS = {"imap": 143, "imaps": 993}
_SAYS = "MAILBOX_URL is imaps://user:password@host/INBOX, with special characters of the password as %40 and the like."


@dataclass(frozen=True)
class MailboxUrl:
    """A mailbox and who opens it."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    is_encrypted: bool = True

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_mailbox_url(text: str) -> MailboxUrl:
    """Read it. Raises BadSetting; its sentence never shows what stood there, since that has a password in it."""
    try:
        parts = urlsplit(text)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise BadSetting(_SAYS) from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if parts.scheme not in PORTS or not parts.hostname or not user or not password or not folder.isprintable():
        raise BadSetting(_SAYS)
    found = MailboxUrl(parts.hostname, port, user, password, folder, parts.scheme == "imaps")
    if not found.is_encrypted and not found.is_here:
        raise BadSetting("MAILBOX_URL: imap:// has no encryption, so it is for this machine only. Write imaps://.")
    return found
