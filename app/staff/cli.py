"""`flask staff …`: the first administrator, and the way back in when everybody is locked out."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app import links
from app.core import settings
from app.core.database import reading, session
from app.core.fingerprints import canonical_email
from app.core.refusals import BadQuestion
from app.staff import accounts
from app.staff.accounts import Account
from app.staff.demo_members import OnlyInDevelopment, next_code
from app.staff.models import StaffMember
from app.staff.roles import Role
from app.staff.service import invite
from app.staff.signing_in import member_by_address

commands = AppGroup("staff", help="The people who work for the shop.")
ACTOR = "command"


@commands.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="What they work as.")
def add(email: str, role: str) -> None:
    """Invite a staff member. Prints a link that works once; adding again prints a new one and ends the older."""
    link = invite(email, Role(role), actor=ACTOR)
    session().commit()
    _say_link(link)


@commands.command("list")
def list_members() -> None:
    """Everybody who works here or did: address, role, how it stands."""
    with reading():
        for account in accounts.every_member():
            click.echo(f"{account.email:32} {account.role.value:10} {_standing(account)}")


@commands.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Clear password, app and recovery codes of a member. Prints a new invitation, and ends every session."""
    link = accounts.reset_member(_member(email).id, ACTOR)
    session().commit()
    _say_link(link)


@commands.command("end")
@click.argument("email")
def end(email: str) -> None:
    """Somebody works here no more. Ends every session at once; the last administrator is refused."""
    accounts.end_member(_member(email).id, ACTOR)
    session().commit()
    click.echo("Ended, with every session.")


@commands.command("code")
@click.argument("email")
def code(email: str) -> None:
    """The next six-digit code of a member. In development only: it stands in for a phone."""
    if settings.current().is_production:
        raise OnlyInDevelopment("Codes come from the member's own phone. SHOP_ENV is production, so none is printed.")
    with reading():
        digits, wait = next_code(_member(email))
    click.echo(f"{digits[:3]} {digits[3:]}")
    click.echo("Works now, once." if not wait else f"Works in {wait} seconds, once.", err=True)


def _member(email: str) -> StaffMember:
    found = member_by_address(canonical_email(email))
    if found is None:
        raise BadQuestion("Nobody works here under that address. `flask staff list` names who does.")
    return found


def _standing(account: Account) -> str:
    if account.ended_at:
        return f"ended {account.ended_at:%Y-%m-%d}"
    if account.invited_until:
        return f"invited, until {account.invited_until:%Y-%m-%d %H:%M} UTC"
    return f"signed in last {account.seen_at:%Y-%m-%d %H:%M} UTC" if account.seen_at else "never signed in"


def _say_link(link: str) -> None:
    click.echo(link)
    click.echo(
        f"Give it to them yourself. It works once, for {links.INVITATION.total_seconds() / 3600:.0f} hours.", err=True
    )
