"""The server as a process. What it does now is the one word in FOLDER/mode, which may change at any time."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path

from tests.bad_mail.journal import Journal
from tests.bad_mail.modes import MODES, Plan
from tests.bad_mail.talk import Talk

LOOK_EVERY = 0.02


class Server:
    """Listens while its mode is not `down`; says in FOLDER/now which mode it is in."""

    def __init__(self, port: int, folder: Path, seed: int) -> None:
        self.port = port
        self.folder = folder
        self.plan = Plan(seed)
        self.journal = Journal(folder)
        self.mode = ""
        self.talks: set[Talk] = set()
        self.listening: asyncio.Server | None = None

    async def run(self) -> None:
        """Until killed, or left alone by who started us."""
        parent = os.getppid()
        while os.getppid() == parent:
            wanted = (self.folder / "mode").read_text()
            if wanted != self.mode and wanted in MODES:
                await self.change_to(wanted)
            await asyncio.sleep(LOOK_EVERY)

    async def change_to(self, mode: str) -> None:
        """Open or close the port, and say that it is done."""
        self.mode = mode
        if mode == "down" and self.listening:
            self.listening.close()
            self.listening = None
            for talk in self.talks:
                talk.hang_up()
        elif mode != "down" and self.listening is None:
            self.listening = await asyncio.start_server(self.talk, "127.0.0.1", self.port, backlog=200)
        draft = self.folder / "now.draft"
        draft.write_text(mode)
        draft.replace(self.folder / "now")

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, to its end."""
        talk = Talk(self, reader, writer)
        self.talks.add(talk)
        # The client may go at any moment, in the middle of a line too; a line may be too long.
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            await talk.run()
        self.talks.discard(talk)
        talk.hang_up()


def main() -> None:
    port, folder, seed = sys.argv[1:]
    asyncio.run(Server(int(port), Path(folder), int(seed)).run())


if __name__ == "__main__":
    main()
