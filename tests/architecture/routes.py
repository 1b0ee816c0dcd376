"""The URL map as a list of kept promises. `python -m tests.architecture.routes` writes routes.txt anew."""

import os
import tempfile
from pathlib import Path

from flask import Flask

from app.core.settings import Settings
from app.factory import create_app

FILE = Path(__file__).with_name("routes.txt")
HEAD = "# Addresses in old mail and in other people's scripts are kept promises: a line leaves only with a redirect.\n"


def listed(app: Flask) -> str:
    """One line for each address: methods, address, endpoint."""
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        lines.append(f"{methods:<9} {rule.rule:<40} {rule.endpoint}")
    return HEAD + "\n".join(sorted(lines, key=lambda line: line.split()[1:])) + "\n"


def main() -> None:
    """Write the file from the site as it is."""
    with tempfile.TemporaryDirectory() as folder:
        site = create_app(Settings.from_environ({"INSTANCE_PATH": os.fspath(folder)}))
        FILE.write_text(listed(site), encoding="utf-8")


if __name__ == "__main__":
    main()
