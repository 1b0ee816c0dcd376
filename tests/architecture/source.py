"""The source as tests of its shape read it."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENTRY_POINTS = {"pages", "staff", "api", "cli", "jobs"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def package(self) -> str:
        """`consent` for app/consent/gate.py; empty for app/features.py."""
        parts = self.name.split("/")
        return parts[1] if len(parts) > 2 else ""

    @property
    def is_entry_point(self) -> bool:
        """Whether it is one of the files where people, programs and clocks come in."""
        inside = self.name.removesuffix(".py").split("/")[2:]  # below app/<package>/: a file, or a folder of them
        return bool(inside) and inside[0] in ENTRY_POINTS

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def functions(self) -> Iterator[Function]:
        """Every function and method."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    def imports(self) -> Iterator[tuple[str, tuple[str, ...], int]]:
        """(module, names, line) of each import."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom):
                yield node.module or "", tuple(alias.name for alias in node.names), node.lineno
            elif isinstance(node, ast.Import):
                yield from ((alias.name, (), node.lineno) for alias in node.names)


def sources(*folders: str) -> list[Source]:
    """The Python files under these folders. Never an empty list: a test that looks at nothing proves nothing."""
    found = [Source(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert found, folders
    return found


def own_files() -> list[Path]:
    """What git knows or would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = [ROOT / name for name in listed.split("\0") if name]
    assert found
    return [path for path in found if path.is_file()]


def body_lines(function: Function) -> int:
    """How many lines the body has, its docstring apart."""
    first = function.body[1:2] if ast.get_docstring(function) else function.body[:1]
    return 0 if not first else (function.end_lineno or 0) - first[0].lineno + 1
