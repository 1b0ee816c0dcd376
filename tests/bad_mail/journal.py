"""What became of each mail, one JSON line each. A mail is accepted when its line is on the disk."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "journal"


@dataclass(frozen=True)
class Line:
    """`at` is the wall clock in seconds. `reply` says what the client could learn of it: said, late, lost, garbage."""

    at: float
    mode: str
    what: str  # accepted, refused, deferred, dropped
    sender: str
    to: tuple[str, ...]
    place: str = ""
    message_id: str = ""
    digest: str = ""
    reply: str = "said"


class Journal:
    """Appends; an accepted mail waits for the disk, as a real server does before it answers."""

    def __init__(self, folder: Path) -> None:
        self.file = os.open(folder / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, line: Line) -> None:
        """One write of one line."""
        os.write(self.file, json.dumps(asdict(line)).encode() + b"\n")
        if line.what == "accepted":
            os.fsync(self.file)


def lines(folder: Path) -> Iterator[Line]:
    """What stands in the journal so far. A line that a kill cut short was never accepted."""
    path = folder / NAME
    text = path.read_bytes() if path.exists() else b""
    for each in text.splitlines(keepends=True):
        if each.endswith(b"\n"):
            found = json.loads(each)
            yield Line(**found | {"to": tuple(found["to"])})
