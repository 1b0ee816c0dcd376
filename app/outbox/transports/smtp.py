"""Handing mails to a server over SMTP, on a connection each thread keeps: a new one costs several times a mail.

Up to the final dot a mail is certainly not accepted, whatever happens; from then on only the server's word says what it is.
"""

from __future__ import annotations

import logging
import re
import threading
import time

from app.outbox.transports.base import (
    Mail,
    MaybeHandedOver,
    NeedsSmtputf8,
    NotHandedOver,
    Refused,
    StillWanted,
    TryAgain,
    Unwanted,
    always,
)
from app.outbox.transports.opening import checked, connected, is_ip
from app.outbox.transports.talk import Talk

log = logging.getLogger("sayso.outbox")

KEEP_IDLE = 60  # after that a router between may have forgotten the connection, and we would wait for nobody
OK = (250, 251)
GO_AHEAD = 354
CLOSING = 421
# Permanent by their number, yet about our setting and not about this mail: it goes out once the setting is mended.
OUR_SETTING = (503, 530, 535, 538)
# A line that was cut inside DATA shows within a round trip. Waiting for it before the final dot makes the end of a mail that
# may leave only once certain, where it would be unknown.
LISTEN_BEFORE_DOT = 0.25
_DOT_AT_START = re.compile(rb"^\.", re.MULTILINE)


class Smtp:
    """`smtp://user:password@host:port` (STARTTLS where offered) or `smtps://…` (TLS from the first byte)."""

    def __init__(self, url: str, own_name: str) -> None:
        self.url = checked(url)
        self.own_name = f"[{own_name}]" if is_ip(own_name) else own_name
        self._kept = threading.local()
        self._lock = threading.Lock()
        self._open: set[Talk] = set()

    def send(self, mail: Mail, still_wanted: StillWanted = always) -> None:
        """Hand over one mail. Raises Refused, NeedsSmtputf8, TryAgain, MaybeHandedOver or Unwanted."""
        talk = self._begun(mail)
        try:
            _recipient(talk, mail)
            _content(talk, mail, still_wanted)
        except BaseException:
            self._clean(talk)
            raise
        self._kept.used_at = time.monotonic()

    def close(self) -> None:
        """Say goodbye on every connection of every thread."""
        with self._lock:
            talks, self._open = self._open, set()
        for talk in talks:
            _quit(talk)
        self._kept = threading.local()

    def _begun(self, mail: Mail) -> Talk:
        """A connection that took the sender: the kept one, or a new one where the server has closed that meanwhile."""
        kept = getattr(self._kept, "talk", None)
        if kept is not None:
            kept.begin()
            fresh = time.monotonic() - self._kept.used_at < KEEP_IDLE
            if fresh and (code := _sender(kept, mail)) not in (None, CLOSING):
                return self._taken(kept, code)
            self._drop(kept)
        talk = self._connect()
        return self._taken(talk, _sender(talk, mail))

    def _taken(self, talk: Talk, code: int | None) -> Talk:
        if code in OK:
            return talk
        # A sender that is refused is our own address: a setting, not this mail.
        self._clean(talk)
        raise TryAgain(_said(code), is_away=talk.is_silent)

    def _connect(self) -> Talk:
        try:
            talk = connected(self.url, self.own_name)
        except OSError as error:  # smtplib's errors are OSErrors
            code = getattr(error, "smtp_code", None)
            log.warning("the mail server is not available: %s, reply code %s", type(error).__name__, code)
            raise TryAgain(_said(code), is_away=True) from None
        with self._lock:
            self._open.add(talk)
        self._kept.talk, self._kept.used_at = talk, time.monotonic()
        return talk

    def _clean(self, talk: Talk) -> None:
        """Make the connection ready for the next mail, or let go of it."""
        try:
            if talk.in_step and talk.rset()[0] in OK:
                return
        except OSError:
            pass  # it is gone
        self._drop(talk)

    def _drop(self, talk: Talk) -> None:
        with self._lock:
            self._open.discard(talk)
        self._kept.talk = None
        talk.close()


def _sender(talk: Talk, mail: Mail) -> int | None:
    """Begin a mail. The server's code; None: it is gone."""
    if mail.needs_smtputf8 and not talk.has_extn("smtputf8"):
        raise NeedsSmtputf8
    try:
        return talk.mail(mail.sender, ("SMTPUTF8",) if mail.needs_smtputf8 else ())[0]
    except OSError:
        return None


def _recipient(talk: Talk, mail: Mail) -> None:
    try:
        code = talk.rcpt(mail.to)[0]
    except OSError:
        raise TryAgain(is_away=talk.is_silent) from None
    if code not in OK:
        raise _by_code(code)


def _content(talk: Talk, mail: Mail, still_wanted: StillWanted) -> None:
    _all_but_the_dot(talk, mail)
    try:
        with still_wanted() as is_wanted:
            if not is_wanted:
                raise Unwanted
            talk.send(b".\r\n")
        talk.await_answer()
        code = talk.getreply()[0]
    except OSError:
        raise MaybeHandedOver(is_away=talk.is_silent) from None
    talk.in_step = 200 <= code < 600
    if 400 <= code < 600:
        raise _by_code(code)
    if not 200 <= code < 300:  # garbage is no word about the mail
        raise MaybeHandedOver


def _all_but_the_dot(talk: Talk, mail: Mail) -> None:
    """What may break and leave no doubt: without its final dot no server takes a mail (RFC 5321, 4.1.1.4)."""
    try:
        code = talk.docmd("DATA")[0]
        if code != GO_AHEAD:  # the server did not want it begun
            talk.in_step &= code not in OK  # or does not know where it is
            raise _by_code(code)
        talk.in_step = False
        if not talk.heard():
            talk.send(_dotted(mail.content))
        if talk.heard(LISTEN_BEFORE_DOT if mail.leaves_once else 0):
            raise _by_code(talk.getreply()[0])
        talk.await_room()
    except OSError:
        raise TryAgain(is_away=talk.is_silent) from None


def _dotted(content: bytes) -> bytes:
    """The content as it travels: a dot more where a line begins with one, and the last line ended."""
    return _DOT_AT_START.sub(b"..", content) + (b"" if content.endswith(b"\r\n") else b"\r\n")


def _by_code(code: int) -> NotHandedOver:
    permanent = 500 <= code < 600 and code not in OUR_SETTING
    return Refused(code) if permanent else TryAgain(_said(code))


def _said(code: int | None) -> int | None:
    """A reply's number, if it was one."""
    return code if code and 200 <= code < 600 else None


def _quit(talk: Talk) -> None:
    try:
        talk.quit()
    except OSError:
        talk.close()
