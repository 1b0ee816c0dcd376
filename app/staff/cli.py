"""`flask staff …`."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app import links
from app.core.database import session
from app.staff.roles import Role
from app.staff.service import invite

commands = AppGroup("staff", help="The people who work for the shop.")


@commands.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="What they work as.")
def add(email: str, role: str) -> None:
    """Invite a staff member. Prints a link that works once; adding again prints a new one and ends the older."""
    link = invite(email, Role(role), actor="command")
    session().commit()
    click.echo(link)
    click.echo(
        f"Give it to them yourself. It works once, for {links.INVITATION.total_seconds() / 3600:.0f} hours.", err=True
    )
