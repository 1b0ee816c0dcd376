"""Who may open what at the desk, as a list. `python -m tests.security.staff_table` writes staff_table.txt anew."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from app.core.settings import Settings
from app.factory import create_app
from app.staff import Role, may, pages

FILE = Path(__file__).with_name("staff_table.txt")
HEAD = "# Role, method, page of the desk: allowed or 403. A line that changes is read in review.\n"
Cell = tuple[str, str, str, str]


def cells(app: Flask) -> Iterator[Cell]:
    """(role, method, rule, expected) of every page of the desk that needs somebody signed in, as it declares itself."""
    declared = pages(app)
    found = [(rule.rule, declared[rule.endpoint]) for rule in app.url_map.iter_rules() if rule.endpoint in declared]
    rules = sorted(found, key=lambda pair: (pair[0], sorted(pair[1].needs)))
    for role in Role:
        for rule, page in rules:
            for method, needs in sorted(page.needs.items()):
                yield role.value, method, rule, "allowed" if may(role.value, needs) else "403"


def listed(app: Flask) -> str:
    """The table as the file has it."""
    return HEAD + "".join(
        f"{role:<9} {method:<5} {rule:<62} {expected}\n" for role, method, rule, expected in cells(app)
    )


def committed() -> list[Cell]:
    """The cells of the file."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    found = [tuple(line.split()) for line in lines if line and not line.startswith("#")]
    assert all(len(cell) == 4 for cell in found)
    return [(role, method, rule, expected) for role, method, rule, expected in found]


def main() -> None:
    """Write the file from the site as it is."""
    with tempfile.TemporaryDirectory() as folder:
        site = create_app(Settings.from_environ({"INSTANCE_PATH": os.fspath(folder)}))
        FILE.write_text(listed(site), encoding="utf-8")


if __name__ == "__main__":
    main()
