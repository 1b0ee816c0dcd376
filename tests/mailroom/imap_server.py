"""A real, small IMAP server on loopback: enough of RFC 9051 for a program that reads unread mail and marks it."""

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

LITERAL = re.compile(rb"BODY\.PEEK\[\]<(\d+)\.(\d+)>")


@dataclass
class ImapServer:
    """What lies in its one folder, which of it is read, and what it was told. `refuses`: commands answered NO.
    `cannot_read`: mails that are damaged on its disk."""

    mails: dict[int, bytes] = field(default_factory=dict)
    read: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    cannot_read: set[int] = field(default_factory=set)
    hangs_up_at: str = ""
    port: int = 0
    scheme: str = "imaps"

    @property
    def url(self) -> str:
        return f"{self.scheme}://shop%40example.com:let%20me%20in@127.0.0.1:{self.port}/In%20here"

    def put(self, *contents: bytes) -> None:
        for content in contents:
            self.mails[max(self.mails, default=0) + 1] = content

    def answer(self, command: str, words: bytes) -> tuple[bytes, str]:
        """(untagged answers, what the tagged one says)."""
        self.asked.append(command)
        if command in self.refuses or (command == "FETCH" and int(words.split()[0]) in self.cannot_read):
            return b"", "NO not now"
        untagged, said = b"", "OK done"
        if command == "LOGIN":
            said = "OK in" if words == b'shop@example.com "let me in"' else "NO who"
        elif command == "SELECT":
            untagged = b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n" % len(self.mails)
            said = "OK [READ-WRITE]" if words == b'"In here"' else "NO no such folder"
        elif command == "SEARCH":
            untagged = b"* SEARCH %s\r\n" % b" ".join(b"%d" % uid for uid in self._unread(words))
        elif command == "FETCH":
            untagged = self._piece(words)
        elif command == "STORE":
            self.read.add(int(words.split()[0]))
        elif command == "CAPABILITY":
            untagged = b"* CAPABILITY IMAP4rev1\r\n"
        return untagged, said

    def _unread(self, words: bytes) -> list[int]:
        """All, or those in these places."""
        first, _, last = words.removesuffix(b"UNSEEN").strip().partition(b":")
        places = sorted(self.mails)[int(first) - 1 : int(last)] if first else sorted(self.mails)
        return [uid for uid in places if uid not in self.read]

    def _piece(self, words: bytes) -> bytes:
        uid, found = int(words.split()[0]), LITERAL.search(words)
        assert found
        start, length = int(found[1]), int(found[2])
        piece = self.mails[uid][start : start + length]
        return b"* 1 FETCH (UID %d BODY[]<%d> {%d}\r\n%s)\r\n" % (uid, start, len(piece), piece)


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        office: ImapServer = self.server.office  # type: ignore[attr-defined]
        self.wfile.write(b"* OK hello\r\n")
        while line := self.rfile.readline():
            tag, verb, *rest = line.strip().split(b" ", 2)
            words = rest[0] if rest else b""
            if verb == b"UID":
                verb, _, words = words.partition(b" ")
            if office.hangs_up_at == verb.decode():
                return
            untagged, said = office.answer(verb.decode(), words)
            self.wfile.write(untagged + tag + b" " + said.encode() + b"\r\n")
            if verb == b"LOGOUT":
                return


class Listening(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    office: ImapServer
    tls: ssl.SSLContext | None = None

    def get_request(self) -> Any:
        connection, address = super().get_request()
        return (self.tls.wrap_socket(connection, server_side=True) if self.tls else connection), address

    def handle_error(self, *_named: Any) -> None:
        """A program that hung up is none of the test's output."""


@contextmanager
def imap_server(tls: ssl.SSLContext | None) -> Iterator[ImapServer]:
    """A server that listens until the block ends."""
    with Listening(("127.0.0.1", 0), Talk) as listening:
        listening.tls = tls
        listening.office = ImapServer(port=listening.server_address[1], scheme="imaps" if tls else "imap")
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield listening.office
        finally:
            listening.shutdown()
            thread.join()
