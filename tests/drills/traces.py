"""What a shop's files, or a dump of its PostgreSQL, still hold of somebody."""

import subprocess
from collections.abc import Collection, Iterator
from pathlib import Path

from tests.drills.site import Site
from tests.postgres import Server


def traces(site: Site, server: Server | None, wanted: Collection[bytes]) -> list[str]:
    """Where any of `wanted` stands, letter for letter: files of the shop (but the mail server's), and the dump."""
    places = list(_files(site.folder)) + ([("dump", dump(server))] if server else [])
    return [f"{one[:20]!r} in {name}" for name, content in places for one in wanted if one in content]


def dump(server: Server) -> bytes:
    """The whole database as SQL, as an operator would take it."""
    command = [server.binaries / "pg_dump", "-h", server.folder, "-U", "sayso", "shop"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "bad" not in path.relative_to(folder).parts:
            yield path.name, path.read_bytes()
