"""A mail provider as a program of its own: `python -m tests.drills.poster PORT HOST TOKENS ACKNOWLEDGED`.

It posts one click for each line of TOKENS. When an answer says 200 to its last byte, and not before, it appends the token to
ACKNOWLEDGED and waits for the disk. Whatever else happens to a request, it is sent again, as providers do.
"""

import http.client
import os
import sys
import threading
import time
from pathlib import Path
from queue import Empty, SimpleQueue

THREADS = 8
PATIENCE = 240  # seconds for all of it
PAUSE = 0.05
BODY = "List-Unsubscribe=One-Click"


class Poster:
    """Several connections, one list of tokens, one file of acknowledgements."""

    def __init__(self, port: int, host: str, tokens: list[str], acknowledged: int) -> None:
        self.port = port
        # What the proxy before the site adds.
        proxy = {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
        self.headers = proxy | {"Content-Type": "application/x-www-form-urlencoded"}
        self.acknowledged = acknowledged
        self.end = time.monotonic() + PATIENCE
        self.waiting: SimpleQueue[str] = SimpleQueue()
        for token in tokens:
            self.waiting.put(token)

    def run(self) -> bool:
        """Post everything. True when every token was acknowledged in time."""
        threads = [threading.Thread(target=self.post_all) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.waiting.empty() and time.monotonic() < self.end

    def post_all(self) -> None:
        """One connection's share."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        while time.monotonic() < self.end:
            try:
                token = self.waiting.get_nowait()
            except Empty:
                break
            while time.monotonic() < self.end and not self.post(connection, token):
                connection.close()
                time.sleep(PAUSE)
        connection.close()

    def post(self, connection: http.client.HTTPConnection, token: str) -> bool:
        """One click. True when it was acknowledged, and that was written down."""
        try:
            connection.request("POST", f"/u/{token}", BODY, self.headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            return False
        if answer.status != 200 or not text:
            return False
        os.write(self.acknowledged, token.encode() + b"\n")  # one write of one line: threads do not mix
        os.fsync(self.acknowledged)
        return True


def main() -> int:
    """Exit 0 when each token was acknowledged."""
    port, host, tokens, acknowledged = sys.argv[1:]
    out = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    return 0 if Poster(int(port), host, Path(tokens).read_text().split(), out).run() else 1


if __name__ == "__main__":
    sys.exit(main())
