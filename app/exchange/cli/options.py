"""What every command takes that brings a file in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from app.exchange.columns import Columns, load_map

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
F = TypeVar("F", bound=Callable[..., Any])


def takes_file(command: F) -> F:
    """`FILE`, `--dry-run` and `--report`: arguments `file`, `dry_run`, `verdicts`."""
    for option in (
        click.option(
            "--report", "verdicts", type=click.Path(dir_okay=False, path_type=Path), help="A CSV file: verdict per row."
        ),
        click.option("--dry-run", is_flag=True, help="Write nothing; give the same verdicts."),
        click.argument("file", type=FILE),
    ):
        command = option(command)
    return command


def takes_map(command: F) -> F:
    """`--map`: argument `mapping`, for `mapped` and `map_option`."""
    return click.option("--map", "mapping", type=FILE, help='A TOML file of column names, ours = "theirs".')(command)


def mapped(knows: tuple[str, ...], mapping: Path | None, needs: tuple[str, ...] = ("email",)) -> Columns:
    """The columns of a file, under our names or those of a map. Raises BadFile for a map that cannot be meant."""
    return Columns(knows, load_map(mapping, knows) if mapping else {}, needs)


def map_option(mapping: Path | None) -> dict[str, str]:
    """The map as an option of a run: another map is another run."""
    return {"map": hashlib.sha256(mapping.read_bytes()).hexdigest()[:16]} if mapping else {}
