"""Opening a talk with a mail server: connect, greet, encrypt, sign in."""

from __future__ import annotations

import ipaddress
import ssl
from urllib.parse import SplitResult, unquote, urlsplit

from app.core.refusals import BadSetting
from app.outbox.transports.talk import Talk, TlsTalk

PORTS = {"smtp": 25, "smtps": 465}


class NoEncryption(OSError):
    """The server offers no encryption, so the password stays here."""


class Garbled(OSError):
    """The server says what nobody can read."""


def checked(url: str) -> SplitResult:
    """MAIL_URL in its parts. Raises BadSetting."""
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise BadSetting("MAIL_URL is smtp://user:password@host:port, with % escapes for : / @ in the password.")
    return parts


def connected(url: SplitResult, own_name: str) -> Talk:
    """A talk past its greetings: encrypted where offered, signed in where MAIL_URL says so. Raises OSError."""
    host = url.hostname or ""
    where = (host, url.port or PORTS[url.scheme])
    if url.scheme == "smtps":
        talk: Talk = TlsTalk(*where, local_hostname=own_name, context=encryption(host))
    else:
        talk = Talk(*where, local_hostname=own_name)
    try:
        _greeted(talk, url)
    except ValueError:  # smtplib's reading of capabilities and challenges stumbles over some garbage
        talk.close()
        raise Garbled from None
    except BaseException:
        talk.close()
        raise
    return talk


def greet(url: str, own_name: str) -> None:
    """Connect as for a mail, sign in where MAIL_URL says so, and leave. Raises OSError."""
    connected(checked(url), own_name).quit()


def _greeted(talk: Talk, url: SplitResult) -> None:
    host = url.hostname or ""
    talk.ehlo_or_helo_if_needed()
    encrypted = url.scheme == "smtps"
    if not encrypted and talk.has_extn("starttls"):
        talk.starttls(context=encryption(host))
        talk.ehlo()
        encrypted = True
    if url.username:
        if not encrypted and not _is_here(host):
            raise NoEncryption
        talk.login(unquote(url.username), unquote(url.password or ""))


def encryption(host: str) -> ssl.SSLContext:
    """TLS that checks the certificate, except with a server on this machine: nobody stands between us and it."""
    context = ssl.create_default_context()
    if _is_here(host):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def is_ip(host: str) -> bool:
    """Whether a host is written as a number."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_here(host: str) -> bool:
    return host == "localhost" or (is_ip(host) and ipaddress.ip_address(host).is_loopback)
