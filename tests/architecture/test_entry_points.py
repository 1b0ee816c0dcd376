"""Who may import what inside a package, and who commits."""

import ast

import pytest

from tests.architecture.source import Source, sources

# Services know nothing of the request they serve.
REQUEST_NAMES = {"abort", "flash", "g", "make_response", "redirect", "request", "session"}
# These are the machinery of requests themselves.
ABOUT_REQUESTS = ("app/core/", "app/factory/")
# Committing outside an entry point, each with its reason.
COMMITS_ITSELF = {
    "app/core/database.py": "`reading` ends the read it began, so that a write may follow; it has nothing to commit",
    "app/core/limits.py": "a try is counted before the act, in a transaction of its own",
    "app/factory/doctor.py": "`flask doctor --repair` is a command",
    "app/factory/setup.py": "`flask migrate` is a command",
}


def own_and_core(source: Source) -> tuple[str, ...]:
    """Inside its own package a file may name modules. Core is a shelf: each module on it is its own front door."""
    return (f"app.{source.package}.", "app.core.")


def past_the_front_door(source: Source) -> list[str]:
    found = []
    for module, _names, line in source.imports():
        inner = module.startswith("app.") and module.count(".") > 1 and not module.startswith(own_and_core(source))
        listing = source.name == "app/features.py" and module.endswith(".feature")
        if inner and not listing:
            found.append(f"{source.name}:{line} imports {module}")
    return found


def commits(source: Source) -> list[str]:
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    return [
        f"{source.name}:{call.lineno}"
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
    ]


def test_other_packages_are_used_by_their_front_door() -> None:
    assert not [fault for source in sources("app") for fault in past_the_front_door(source)]


def test_a_front_door_imports_only_its_own_inside() -> None:
    doors = [source for source in sources("app") if source.path.name == "__init__.py" and source.package]
    found = [(door.name, module) for door in doors for module, _names, _line in door.imports()]
    assert not [each for each in found if not each[1].startswith((f"app.{each[0].split('/')[1]}.", "__future__"))]


def test_only_entry_points_commit() -> None:
    places = [place for source in sources("app") if not source.is_entry_point for place in commits(source)]
    assert not [place for place in places if place.partition(":")[0] not in COMMITS_ITSELF]


def test_no_reason_to_commit_outlives_its_file() -> None:
    assert set(COMMITS_ITSELF) <= {source.name for source in sources("app") if commits(source)}


def test_services_know_nothing_of_requests() -> None:
    inner = [s for s in sources("app") if not s.is_entry_point and not s.name.startswith(ABOUT_REQUESTS)]
    found = [(s.name, name) for s in inner for module, names, _ in s.imports() if module == "flask" for name in names]
    assert not [each for each in found if each[1] in REQUEST_NAMES]


def test_models_know_only_core() -> None:
    models = [source for source in sources("app") if source.path.name == "models.py"]
    found = [(source, module) for source in models for module, _names, _line in source.imports()]
    assert not [f"{s.name}: {m}" for s, m in found if m.startswith("app.") and not m.startswith(own_and_core(s))]


@pytest.mark.parametrize("source", ["from app.other.inside import x", "import app.other.inside"])
def test_the_search_finds_a_way_past_the_front_door(source: str) -> None:
    planted = Planted(source)
    assert past_the_front_door(planted)


class Planted(Source):
    """A file that exists only in this test."""

    def __init__(self, text: str) -> None:
        super().__init__(sources("app")[0].path.with_name("planted") / "service.py")
        self.__dict__["text"] = text
