"""`flask audit verify`."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.audit.trail import verify_trail
from app.core.database import reading

commands = AppGroup("audit", help="The trail of staff and command acts.")


@commands.command("verify")
def verify() -> None:
    """Check the chain of every actor. Exit 1 and one line per fault when something was changed behind our back."""
    with reading():
        faults = list(verify_trail())
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo("The audit trail holds.")
