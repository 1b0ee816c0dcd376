"""Progress of long work: a bar on a terminal, nothing in a pipe. Always on standard error, so that output stays data."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

T = TypeVar("T")


def bar(items: Iterable[T], *, label: str, length: int | None = None) -> Iterator[T]:
    """Pass items through, drawing a bar with an estimate when standard error is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, length=length, file=sys.stderr) as drawn:
        yield from drawn
