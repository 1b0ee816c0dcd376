"""Handing mails to a server over SMTP, on a connection each thread keeps: a new one costs several times a mail."""

from __future__ import annotations

import ipaddress
import logging
import smtplib
import ssl
import threading
import time
from urllib.parse import SplitResult, unquote, urlsplit

from app.core.refusals import BadSetting
from app.outbox.transports.base import Mail, MaybeHandedOver, NeedsSmtputf8, NotHandedOver, Refused, TryAgain

log = logging.getLogger("sayso.outbox")

TIMEOUT = 15  # seconds for each step of the talk
KEEP_IDLE = 60  # after that a router between may have forgotten the connection, and we would wait for nobody
PORTS = {"smtp": 25, "smtps": 465}
OK = (250, 251)
CLOSING = 421
# Permanent by their number, yet about our setting and not about this mail: it goes out once the setting is mended.
OUR_SETTING = (503, 530, 535, 538)


class NoEncryption(OSError):
    """The server offers no encryption, so the password stays here."""


class Smtp:
    """`smtp://user:password@host:port` (STARTTLS where offered) or `smtps://…` (TLS from the first byte)."""

    def __init__(self, url: str, own_name: str) -> None:
        self.url = _checked(url)
        self.own_name = f"[{own_name}]" if _is_ip(own_name) else own_name
        self._kept = threading.local()
        self._lock = threading.Lock()
        self._open: set[smtplib.SMTP] = set()

    def send(self, mail: Mail) -> None:
        """Hand over one mail. Raises Refused, NeedsSmtputf8, TryAgain or MaybeHandedOver."""
        connection = self._begun(mail)
        try:
            _recipient(connection, mail)
            _content(connection, mail)
        except NotHandedOver as no:
            self._clean(connection, broken=no.is_away)
            raise
        self._kept.used_at = time.monotonic()

    def close(self) -> None:
        """Say goodbye on every connection of every thread."""
        with self._lock:
            connections, self._open = self._open, set()
        for connection in connections:
            _quit(connection)
        self._kept = threading.local()

    def _begun(self, mail: Mail) -> smtplib.SMTP:
        """A connection that took the sender: the kept one, or a new one where the server has closed that meanwhile."""
        kept = getattr(self._kept, "connection", None)
        if kept is not None:
            fresh = time.monotonic() - self._kept.used_at < KEEP_IDLE
            if fresh and (code := _sender(kept, mail)) not in (None, CLOSING):
                return self._taken(kept, code)
            self._drop(kept)
        connection = self._connect()
        return self._taken(connection, _sender(connection, mail))

    def _taken(self, connection: smtplib.SMTP, code: int | None) -> smtplib.SMTP:
        if code in OK:
            return connection
        # A sender that is refused is our own address: a setting, not this mail.
        self._clean(connection, broken=code is None)
        raise TryAgain(code, is_away=code is None)

    def _connect(self) -> smtplib.SMTP:
        try:
            connection = _connected(self.url, self.own_name)
        except OSError as error:  # smtplib's errors are OSErrors
            code = getattr(error, "smtp_code", None)
            log.warning("the mail server is not available: %s, reply code %s", type(error).__name__, code)
            raise TryAgain(code, is_away=True) from None
        with self._lock:
            self._open.add(connection)
        self._kept.connection, self._kept.used_at = connection, time.monotonic()
        return connection

    def _clean(self, connection: smtplib.SMTP, broken: bool) -> None:
        """Make the connection ready for the next mail, or let go of it."""
        try:
            if not broken and connection.rset()[0] in OK:
                return
        except OSError:
            pass  # it is gone
        self._drop(connection)

    def _drop(self, connection: smtplib.SMTP) -> None:
        with self._lock:
            self._open.discard(connection)
        self._kept.connection = None
        connection.close()


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise BadSetting("MAIL_URL is smtp://user:password@host:port, with % escapes for : / @ in the password.")
    return parts


def _connected(url: SplitResult, own_name: str) -> smtplib.SMTP:
    host = url.hostname or ""
    where = (host, url.port or PORTS[url.scheme])
    if url.scheme == "smtps":
        tls = encryption(host)
        connection: smtplib.SMTP = smtplib.SMTP_SSL(*where, local_hostname=own_name, timeout=TIMEOUT, context=tls)
    else:
        connection = smtplib.SMTP(*where, local_hostname=own_name, timeout=TIMEOUT)
    try:
        _greeted(connection, url)
    except BaseException:
        connection.close()
        raise
    return connection


def greet(url: str, own_name: str) -> None:
    """Connect as for a mail, sign in where MAIL_URL says so, and leave. Raises OSError or SMTPException."""
    _connected(_checked(url), own_name).quit()


def _greeted(connection: smtplib.SMTP, url: SplitResult) -> None:
    host = url.hostname or ""
    connection.ehlo_or_helo_if_needed()
    encrypted = url.scheme == "smtps"
    if not encrypted and connection.has_extn("starttls"):
        connection.starttls(context=encryption(host))
        connection.ehlo()
        encrypted = True
    if url.username:
        if not encrypted and not _is_here(host):
            raise NoEncryption
        connection.login(unquote(url.username), unquote(url.password or ""))


def encryption(host: str) -> ssl.SSLContext:
    """TLS that checks the certificate, except with a server on this machine: nobody stands between us and it."""
    context = ssl.create_default_context()
    if _is_here(host):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_here(host: str) -> bool:
    return host == "localhost" or (_is_ip(host) and ipaddress.ip_address(host).is_loopback)


def _sender(connection: smtplib.SMTP, mail: Mail) -> int | None:
    """Begin a mail. The server's code; None: it is gone."""
    if mail.needs_smtputf8 and not connection.has_extn("smtputf8"):
        raise NeedsSmtputf8
    try:
        return connection.mail(mail.sender, ("SMTPUTF8",) if mail.needs_smtputf8 else ())[0]
    except OSError:
        return None


def _recipient(connection: smtplib.SMTP, mail: Mail) -> None:
    try:
        code = connection.rcpt(mail.to)[0]
    except OSError:
        raise TryAgain(is_away=True) from None
    if code not in OK:
        raise _by_code(code)


def _content(connection: smtplib.SMTP, mail: Mail) -> None:
    try:
        code = connection.data(mail.content)[0]
    except smtplib.SMTPDataError as no:  # the server did not want it begun
        raise _by_code(no.smtp_code) from None
    except OSError:
        raise MaybeHandedOver(is_away=True) from None
    if code not in OK:
        raise _by_code(code)


def _by_code(code: int) -> NotHandedOver:
    permanent = 500 <= code < 600 and code not in OUR_SETTING
    return Refused(code) if permanent else TryAgain(code)


def _quit(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except OSError:
        connection.close()
