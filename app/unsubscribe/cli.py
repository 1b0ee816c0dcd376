"""`flask unsubscribe …`."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.core.database import reading
from app.unsubscribe.service import REASONS, count_reasons

commands = AppGroup("unsubscribe", help="Why people stopped.")


@commands.command("reasons")
def reasons() -> None:
    """How often each reason was given after a stop. Nobody has to give one, and none is tied to a person."""
    with reading():
        found = count_reasons()
    for name in REASONS:
        click.echo(f"{name:16} {found.get(name, 0)}")
