"""The layers of pyproject.toml are kept, and they are about the packages that exist."""

import re
import tomllib

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.source import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = [name.strip() for layer in CONTRACTS[0]["layers"] for name in layer.split("|")]


def built() -> set[str]:
    return {
        path.stem
        for path in (ROOT / "app").iterdir()
        if (path / "__init__.py").is_file() or (path.suffix == ".py" and path.stem != "__init__")
    }


def test_packages_import_only_downward() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_the_contract_has_a_place_for_every_package() -> None:
    assert CONTRACTS[0]["exhaustive"]
    assert built() <= {name.strip("()") for name in LAYERS}


def test_brackets_stand_around_packages_not_built_yet_and_around_no_other() -> None:
    waiting = {name.strip("()") for name in LAYERS if re.fullmatch(r"\(\w+\)", name)}
    assert waiting == {name.strip("()") for name in LAYERS} - built()


def test_importing_a_package_does_not_import_the_world() -> None:
    text = (ROOT / "app/__init__.py").read_text()
    assert "import" not in re.sub(r'"""[\s\S]*?"""', "", text)
