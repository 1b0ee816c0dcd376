"""The layers of pyproject.toml are kept, and they are about the packages that exist."""

import re
import subprocess
import sys
import tomllib

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
    # A process of its own: import-linter silences every logger that exists, and other tests listen to ours.
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "1 kept" in checked.stdout


def test_the_contract_has_a_place_for_every_package() -> None:
    assert CONTRACTS[0]["exhaustive"]
    assert built() <= {name.strip("()") for name in LAYERS}


def test_brackets_stand_around_packages_not_built_yet_and_around_no_other() -> None:
    waiting = {name.strip("()") for name in LAYERS if re.fullmatch(r"\(\w+\)", name)}
    assert waiting == {name.strip("()") for name in LAYERS} - built()


def test_importing_a_package_does_not_import_the_world() -> None:
    text = (ROOT / "app/__init__.py").read_text()
    assert "import" not in re.sub(r'"""[\s\S]*?"""', "", text)
