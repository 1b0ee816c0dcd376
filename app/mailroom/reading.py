"""A mail as it arrives: read in pieces, bounded, known again by what it says, and refused before parsing where that would hurt.

The mail package of the standard library recurses into parts and looks at each line once for each open part. So the headers,
the parts and the lines are counted first, and what is beyond is not parsed: work on a mail is bounded by these figures,
whatever somebody sends.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

CHUNK = 64 * 1024
KEPT = 1024 * 1024  # bytes that are looked at; what a mail means stands at its beginning
LONGEST = 30 * 1024 * 1024  # bytes of a mail that we take for one
HEADERS, HEADER_LINES = 128 * 1024, 1000
LINES = 20_000
PARTS = 60
PARAMETERS, LONGEST_CONTENT = 50, 4000  # of one Content- header: each semicolon costs its whole length

# What servers on the way add: the same mail by another way, or a second time, has others of these.
_TRACE = re.compile(
    rb"(?:received|return-path|delivered-to|x-original-to|envelope-to|x-received|authentication-results|arc-[a-z-]+"
    rb"|received-spf|x-spam-[a-z-]+|x-uid[a-z]*|x-keywords|x-status|status|x-forwarded-[a-z-]+)[ \t]*:",
    re.IGNORECASE,
)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(rb"\r\n|\r|\n")
_CONTENT = re.compile(
    rb"(?:\A|[\r\n])content-[a-z-]{1,40}[ \t]*:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*", re.IGNORECASE
)
_PART = re.compile(rb"(?:multipart|message)/", re.IGNORECASE)


class Unreadable(Exception):
    """This mail cannot be read. `reason` is a word of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Incoming:
    """The beginning of a mail, its whole size in bytes, and a hash of what it says."""

    kept: bytes
    size: int
    digest: str


class Stream(Protocol):
    """What can be read in pieces."""

    def read(self, most: int, /) -> bytes: ...


def read_stream(stream: Stream) -> Incoming:
    """Read a mail to its end. Holds no more than KEPT of it."""
    kept = bytearray()
    while len(kept) < KEPT and (chunk := stream.read(min(CHUNK, KEPT - len(kept)))):
        kept += chunk
    size, said = len(kept), hashlib.sha256()
    said.update(_what_it_says(bytes(kept)))
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size <= LONGEST:
            said.update(chunk.replace(b"\r", b""))
    return Incoming(bytes(kept), size, said.hexdigest())


def read_bytes(content: bytes) -> Incoming:
    """The same for a mail at hand."""
    said = hashlib.sha256(_what_it_says(content[:KEPT]))
    said.update(content[KEPT:LONGEST].replace(b"\r", b""))
    return Incoming(content[:KEPT], len(content), said.hexdigest())


def _what_it_says(content: bytes) -> bytes:
    """Without the lines of servers on the way, and with line ends of one kind: a pipe and IMAP give other ones."""
    plain = content.replace(b"\r", b"")
    head, gap, body = plain.partition(b"\n\n")
    if len(head) > HEADERS:
        return plain
    stays, said = True, []
    for number, line in enumerate(head.split(b"\n")):
        if not line.startswith((b" ", b"\t")):
            stays = not _TRACE.match(line) and not (number == 0 and line.startswith(b"From "))
        if stays:
            said.append(line)
    return b"\n".join(said) + gap + body


def parseable(incoming: Incoming) -> bytes:
    """The part of a mail that is safe to parse. Raises Unreadable."""
    if incoming.size > LONGEST:
        raise Unreadable("too_large")
    content = incoming.kept
    if not content.strip():
        raise Unreadable("empty")
    end = _END_OF_HEADERS.search(content)
    head = content[: end.start()] if end else content
    if len(head) > HEADERS or head.count(b"\n") > HEADER_LINES:
        raise Unreadable("headers")
    if len(_PART.findall(content)) > PARTS:
        raise Unreadable("nesting")
    beginning = _first_lines(content)
    described = (found[0] for found in _CONTENT.finditer(beginning))
    if any(len(one) > LONGEST_CONTENT or one.count(b";") > PARAMETERS for one in described):
        raise Unreadable("headers")
    return beginning


def _first_lines(content: bytes) -> bytes:
    ends = islice(_LINE.finditer(content), LINES - 1, LINES)
    last = next(ends, None)
    return content[: last.end()] if last else content
