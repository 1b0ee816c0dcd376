"""What is in the repository belongs to everybody: no address of a registry, no path of one machine."""

import re

from tests.architecture.source import ROOT, own_files

# Each is written in two halves, so that this file does not find itself.
NOT_OURS = {
    "a registry's address": "|".join(
        ("py" + r"pi\.org", "python" + "hosted", "registry" + r"\.npm", "deb" + r"\.debian\.org", "index" + "-url")
    ),
    "a path of one machine": "|".join((r"(?<![\w.}/-])/(wo" + "rk|ro" + "ot|ho" + r"me)/", "/tmp/" + "bash_jobs")),
}


def faults(pattern: str) -> list[str]:
    found = []
    for path in own_files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture, a font
        name = path.relative_to(ROOT)
        found += [f"{name}:{number}" for number, line in enumerate(lines, 1) if re.search(pattern, line)]
    return found


def test_no_file_names_a_registry() -> None:
    assert not faults(NOT_OURS["a registry's address"])


def test_no_file_names_a_path_of_one_machine() -> None:
    assert not faults(NOT_OURS["a path of one machine"])


def test_the_search_finds_what_it_looks_for() -> None:
    assert re.search(NOT_OURS["a path of one machine"], "see /ro" + "ot/notes")
    assert re.search(NOT_OURS["a registry's address"], "https://py" + "pi.org/simple")
