"""A mail server that says, byte for byte, what the test wants, and hangs up where it is told to."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HANG_UP = b""
POLITE = {"hello": b"220 hi\r\n", "EHLO": b"250 hi\r\n", "DATA": b"354 go\r\n", ".": b"250 taken\r\n"}
Answer = bytes | Callable[[socket.socket], None]


@dataclass
class Rude:
    """`says`: by the first word of a command (`hello` for the greeting, `.` for the end of a mail) what it answers, once.

    After that it is polite. `body_limit`: so many bytes of a mail's body, and it hangs up.
    """

    port: int = 0
    says: dict[str, Answer] = field(default_factory=dict)
    body_limit: int | None = None
    taken: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            reader = connection.makefile("rb")
            word = "hello"
            while self.answers(connection, word):
                if word == "DATA":
                    word = "." if self.reads_body(reader) else "gone"
                    continue
                line = reader.readline()
                word = line.split(b" ")[0].strip().decode("latin-1").upper() or "gone"
            connection.shutdown(socket.SHUT_RDWR)

    def answers(self, connection: socket.socket, word: str) -> bool:
        said = self.says.pop(word, POLITE.get(word, HANG_UP if word in ("gone", "QUIT") else b"250 ok\r\n"))
        if callable(said):
            said(connection)
        elif said:
            connection.sendall(said)
        return bool(said)

    def reads_body(self, reader: "socket.SocketIO") -> bool:
        lines = []
        while (line := reader.readline()) not in (b".\r\n", b""):
            lines.append(line)
            if self.body_limit is not None and sum(map(len, lines)) >= self.body_limit:
                self.body_limit = None
                return False
        if line:
            self.taken.append(b"".join(lines))
        return bool(line)


def drip(connection: socket.socket) -> None:
    """A tarpit: a byte now and then, and never a whole line."""
    for _ in range(100):
        connection.sendall(b"2")
        time.sleep(0.05)


@contextmanager
def rude() -> Iterator[Rude]:
    """It listens until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Rude(listener.getsockname()[1])
    threading.Thread(target=server.serve, args=(listener,), daemon=True).start()
    yield server
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
