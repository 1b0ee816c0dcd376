"""Processes as the kernel lists them."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path


def _running() -> Iterator[tuple[Path, int, int]]:
    """(folder under /proc, parent, process group). The dead that nobody buried are left out."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent, group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue  # it ended while we looked
        if state != "Z":
            yield folder, int(parent), int(group)


def group_of(leader: int, part: str = "") -> list[int]:
    """The processes of a group whose command line holds `part`."""
    found = []
    for folder, _parent, group in _running():
        try:
            if group == leader and part in (folder / "cmdline").read_text():
                found.append(int(folder.name))
        except OSError:
            continue
    return sorted(found)


def parent_of(pid: int) -> int | None:
    """The parent of a process that runs."""
    return next((parent for folder, parent, _group in _running() if folder.name == str(pid)), None)


def working_in(place: Path) -> list[int]:
    """The processes whose working directory that is."""
    found = []
    for folder, _parent, _group in _running():
        try:
            if (folder / "cwd").readlink() == place:
                found.append(int(folder.name))
        except OSError:
            continue
    return sorted(found)


def eventually(question: Callable[[], object], within: float = 30, look_every: float = 0.05) -> bool:
    """Whether the answer becomes yes in time."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if question():
            return True
        time.sleep(look_every)
    return False
