"""A talk with a mail server that ends: smtplib's, with a limit for each step and for all of it, and no reply without an end.

smtplib's own timeout counts from byte to byte, so a server that sends one each 14 seconds would hold a thread for ever.
"""

from __future__ import annotations

import select
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

STEP = 15  # seconds for each step up to the final dot …
TALK = 45  # … and for all of them
ANSWER = 60  # seconds for what the server says to the final dot: it may filter the mail before it takes it
LONGEST_REPLY = 64 * 1024  # bytes, over all lines of one reply
_AT_ONCE = 8192


class Silent(OSError):
    """The time for an answer is over."""


class Lines:
    """What the server says, line by line, as smtplib reads it."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self.sock, self.left = sock, left
        self.waiting = b""
        self.read = 0  # bytes since the last command

    def readline(self, most: int) -> bytes:
        """One line, or `most` bytes of one that is longer. Empty: the server is gone. Raises OSError."""
        while b"\n" not in self.waiting and len(self.waiting) < most and self._more(self.left()):
            pass
        end = min(self.waiting.find(b"\n") + 1 or len(self.waiting), most)
        line, self.waiting = self.waiting[:end], self.waiting[end:]
        self.read += len(line)
        if self.read > LONGEST_REPLY:
            raise OSError("a reply without an end")
        return line

    def heard(self, within: float) -> bool:
        """Whether the server said something unasked, or left, within so many seconds."""
        try:
            return bool(self.waiting) or self._more(within) or True
        except (TimeoutError, BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True

    def _more(self, within: float) -> bool:
        self.sock.settimeout(within)
        found = self.sock.recv(_AT_ONCE)
        self.waiting += found
        return bool(found)

    def close(self) -> None:
        """The socket is closed by whoever opened it."""


class Talk(smtplib.SMTP):
    """smtplib's talk in the clear, or with STARTTLS."""

    def __init__(self, host: str, port: int, **named: Any) -> None:
        self.is_silent = False  # a step took too long
        self.in_step = True  # each command got one whole reply: the next reply answers the next command
        self.begin()
        super().__init__(host, port, timeout=STEP, **named)

    def begin(self) -> None:
        """From now on count the time of a mail."""
        self.ends_at, self.step = time.monotonic() + TALK, float(STEP)

    def await_answer(self) -> None:
        """From now on count the time of the last answer."""
        self.ends_at, self.step = time.monotonic() + ANSWER, float(ANSWER)

    def left(self) -> float:
        """Seconds for what comes next. Raises Silent when there are none."""
        left = min(self.step, self.ends_at - time.monotonic())
        if left <= 0:
            self.is_silent = True
            raise Silent
        return left

    def heard(self, within: float = 0.0) -> bool:
        """Whether the server said something unasked, or left, within so many seconds."""
        return self.sock is None or self._lines().heard(within)

    def await_room(self) -> None:
        """Return when a few bytes can be sent without waiting: somebody may wait for us meanwhile. Raises OSError."""
        while self.sock is not None and not select.select([], [self.sock], [], self.left())[1]:
            pass

    def send(self, s: Any) -> None:
        """Send, unless the server left or speaks out of turn: its next reply would be taken for another's. Raises OSError."""
        if self.sock is not None:
            if self.heard():
                self.in_step = False
                raise smtplib.SMTPServerDisconnected
            self._lines().read = 0
            self.sock.settimeout(self.left())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """A reply's number, -1 for garbage, and its text. Raises OSError."""
        self.in_step, before = False, self.in_step
        if self.sock is not None:
            self._lines()
        try:
            code, text = super().getreply()
        except OSError as error:
            self.is_silent |= isinstance(error.__context__, TimeoutError | Silent)
            raise
        self.in_step = before and 200 <= code < 600
        return code, text

    def _lines(self) -> Lines:
        # smtplib forgets its file when it goes over to TLS: what came before is nobody's reply.
        assert self.sock is not None
        if self.file is None:
            self.file = Lines(self.sock, self.left)
        return self.file


class TlsTalk(Talk, smtplib.SMTP_SSL):
    """TLS from the first byte."""
