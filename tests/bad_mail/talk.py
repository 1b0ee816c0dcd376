"""One connection: SMTP as RFC 5321 has it, but for what the plan wants otherwise."""

import asyncio
import hashlib
import re
import time
from typing import TYPE_CHECKING

from tests.bad_mail.journal import Line

if TYPE_CHECKING:
    from tests.bad_mail.server import Server

LATE = 10.0  # seconds until a delayed reply
BYTE_EVERY = 1.0
MESSAGE_ID = re.compile(rb"^message-id:\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
DOT = b"\r\n.\r\n"
WHAT = {"4": "deferred", "5": "refused"}


class HungUp(OSError):
    """We hung up."""


class Talk:
    """The state of one connection: who the mail under way is from and to, and what it meets."""

    def __init__(self, server: "Server", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server = server
        self.reader = reader
        self.writer = writer
        self.drawn_in = server.mode
        self.meets = server.plan.draw(server.mode)
        self.sender = ""
        self.to: list[str] = []

    def hang_up(self) -> None:
        """At once, without a word."""
        self.writer.transport.abort()

    async def run(self) -> None:
        """From the greeting to the end."""
        if self.meets.mode == "silent":
            await self._nothing()
        await self._say("220 bad mail here", "GREETING")
        while line := await self.reader.readline():
            verb, _space, rest = line.decode("utf-8", "replace").strip().partition(" ")
            await self._answer(verb.upper(), rest)

    async def _answer(self, verb: str, rest: str) -> None:
        if verb == "MAIL":
            await self._begin(rest)
        if verb in ("MAIL", "RCPT", "DATA"):
            if verb == "RCPT":
                self.to.append(_path(rest))
            await self._step(verb)
        elif verb in ("EHLO", "HELO"):
            await self._say("250-bad.example\r\n250-SMTPUTF8\r\n250 8BITMIME", verb)
        elif verb == "QUIT":
            await self._say("221 bye", verb)
            raise HungUp
        else:
            await self._say("250 ok" if verb in ("RSET", "NOOP") else "502 5.5.1 what?", verb)

    async def _begin(self, rest: str) -> None:
        """Each mail of a kept connection meets something of its own."""
        self.drawn_in, self.meets = self.server.mode, self.server.plan.draw(self.server.mode)
        self.sender, self.to = _path(rest), []
        if self.meets.mode == "silent":
            await self._nothing()

    async def _step(self, verb: str) -> None:
        no = self.meets.says_no(verb)
        if no:
            self._note(WHAT[no[0]], verb)
            await self._say(no, verb)
        elif verb == "DATA":
            await self._data()
        else:
            await self._say("250 ok", verb)

    async def _data(self) -> None:
        await self._say("354 go on", "DATA")
        if self.meets.mode == "drops_in_data":
            await self.reader.readexactly(200)  # more than nothing, less than a mail
            self._note("dropped", "DATA")
            raise HungUp
        content = (await self._until_dot()).removesuffix(DOT)
        no = self.meets.says_no("DOT")
        if no:
            self._note(WHAT[no[0]], "DOT")
            await self._say(no, "DOT")
            return
        replies = {"loses_reply": "lost", "delays_reply": "late", "garbage": "garbage"}
        heard = replies.get(self.meets.mode, "said")
        if heard == "garbage" and self.meets.place != "DOT":
            heard = "said"
        self._note("accepted", "DOT", content, heard)
        if heard == "lost":
            raise HungUp
        if heard == "late":
            await self._while_it_lasts(LATE)
        await self._say("250 2.0.0 taken", "DOT")

    async def _until_dot(self) -> bytes:
        content = b"\r\n"
        while not content.endswith(DOT):
            more = await self.reader.read(1 << 16)
            if not more:
                raise HungUp
            content += more
        return content[2:]

    async def _say(self, text: str, place: str) -> None:
        if self.meets.babbles(place):
            self.writer.write(self.server.plan.garbage())
            await self.writer.drain()
            raise HungUp
        slow = self.meets.mode == "tarpits"
        for number, byte in enumerate(data := text.encode() + b"\r\n"):
            if not slow or self._is_over():
                self.writer.write(data[number:])
                break
            self.writer.write(bytes([byte]))
            await self._while_it_lasts(BYTE_EVERY)
        await self.writer.drain()

    async def _nothing(self) -> None:
        while not self._is_over():
            await self._while_it_lasts(LATE)

    async def _while_it_lasts(self, seconds: float) -> None:
        """Wait, but not longer than the mode in which this trouble was drawn."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self._is_over():
            await asyncio.sleep(0.05)
            if self.writer.transport.is_closing():
                raise HungUp

    def _is_over(self) -> bool:
        return self.server.mode != self.drawn_in

    def _note(self, what: str, place: str, content: bytes = b"", heard: str = "said") -> None:
        found = MESSAGE_ID.search(content.partition(b"\r\n\r\n")[0])
        self.server.journal.write(
            Line(
                time.time(),
                self.meets.mode,
                what,
                self.sender,
                tuple(self.to),
                place,
                found.group(1).decode() if found else "",
                hashlib.sha256(content).hexdigest() if content else "",
                heard,
            )
        )


def _path(rest: str) -> str:
    """The address in `FROM:<…>` and `TO:<…>`."""
    return rest.partition("<")[2].partition(">")[0]
