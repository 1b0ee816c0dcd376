"""A mailbox over IMAP4rev1 (RFC 9051): what is unread in it, in pieces, and the mark that a mail is dealt with."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from app.core.mailbox_url import MailboxUrl
from app.core.refusals import Refusal
from app.mailroom.reading import LONGEST

TIMEOUT = 30  # seconds for each step of the talk
_PIECE = 256 * 1024
# Mails looked through in one question: imaplib takes no answer over a million bytes, and a flooded mailbox must be readable.
AT_A_TIME = 50_000


class MailboxAway(Refusal):
    """The mailbox can't be read now. Says at which step, never with what name or password."""

    def __init__(self, step: str) -> None:
        super().__init__(f"The mailbox could not be read ({step}). Look at MAILBOX_URL and at the mail server.")


class NotGiven(MailboxAway):
    """The server answers, and cannot give this one mail."""


class Mailbox:
    """One open mailbox."""

    def __init__(self, talk: imaplib.IMAP4, holds: int) -> None:
        self._talk, self._holds = talk, holds

    def unread(self) -> list[str]:
        """The numbers (UIDs) of mails without the mark \\Seen, oldest first."""
        found = [part for words in self._questions() for part in self._said("search", "SEARCH", *words)]
        numbers = b" ".join(part for part in found if isinstance(part, bytes)).split()
        return [number.decode() for number in numbers if number.isdigit()]

    def _questions(self) -> list[tuple[str, ...]]:
        if self._holds <= AT_A_TIME:
            return [("UNSEEN",)]
        starts = range(1, self._holds + 1, AT_A_TIME)
        return [(f"{start}:{min(start + AT_A_TIME - 1, self._holds)}", "UNSEEN") for start in starts]

    def open(self, number: str) -> MailInPieces:
        """One mail, to be read in pieces. Reading does not mark it."""
        return MailInPieces(self, number)

    def piece(self, number: str, start: int, length: int) -> bytes:
        """So many bytes of a mail from a place on; fewer at its end. Raises NotGiven."""
        found = self._said("fetch", "FETCH", number, f"(BODY.PEEK[]<{start}.{length}>)")
        return b"".join(part[1] for part in found if isinstance(part, tuple))

    def mark_read(self, number: str) -> None:
        """It is dealt with."""
        self._said("store", "STORE", number, "+FLAGS.SILENT", "(\\Seen)")

    def _said(self, step: str, command: str, *words: str) -> list[bytes | tuple[bytes, bytes]]:
        with _talking(step):
            state, data = self._talk.uid(command, *words)
        if state != "OK":
            raise (NotGiven if step == "fetch" else MailboxAway)(step)
        return [part for part in data if part is not None]


class MailInPieces:
    """A mail as a stream, as far as LONGEST and one byte."""

    def __init__(self, mailbox: Mailbox, number: str) -> None:
        self._mailbox, self._number = mailbox, number
        self._place, self._held, self._ended = 0, b"", False

    def read(self, most: int) -> bytes:
        """Some bytes, `most` or fewer; none at the end."""
        if not self._held and not self._ended and self._place <= LONGEST:
            self._held = self._mailbox.piece(self._number, self._place, _PIECE)
            self._place += len(self._held)
            self._ended = len(self._held) < _PIECE
        piece, self._held = self._held[:most], self._held[most:]
        return piece


@contextmanager
def opened(url: MailboxUrl) -> Iterator[Mailbox]:
    """Open a mailbox, and close it. Raises MailboxAway."""
    with _talking("connect"):
        talk = _connected(url)
    try:
        with _talking("sign-in"):
            talk.login(url.user, url.password)
        with _talking("folder"):
            state, data = talk.select(_quoted(url.folder))
        if state != "OK":
            raise MailboxAway("folder")
        holds = data[0] if data and isinstance(data[0], bytes) else b""
        yield Mailbox(talk, int(holds) if holds.isdigit() else 0)
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            talk.logout()
        with suppress(OSError):
            talk.shutdown()  # a goodbye that nobody heard leaves the connection open


def _connected(url: MailboxUrl) -> imaplib.IMAP4:
    if not url.is_encrypted:
        return imaplib.IMAP4(url.host, url.port, timeout=TIMEOUT)
    return imaplib.IMAP4_SSL(url.host, url.port, ssl_context=encryption(url), timeout=TIMEOUT)


def encryption(url: MailboxUrl) -> ssl.SSLContext:
    """Certificates are checked; on this machine, whose servers have ones of their own making, they are not."""
    context = ssl.create_default_context()
    if url.is_here:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


@contextmanager
def _talking(step: str) -> Iterator[None]:
    try:
        yield
    except (imaplib.IMAP4.error, OSError, UnicodeError):
        raise MailboxAway(step) from None
