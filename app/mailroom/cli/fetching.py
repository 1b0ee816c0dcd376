"""`flask mail fetch`: every unread mail of a mailbox."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.core.commands import mail
from app.core.mailbox_url import read_mailbox_url
from app.core.refusals import BadQuestion
from app.core.settings import current
from app.mailroom.jobs import fetch as fetch_mailbox


@mail.command("fetch")
@click.argument("url", required=False)
@click.option(
    "--once",
    is_flag=True,
    expose_value=False,
    help="End when the mailbox is read. It always does: for scripts that want to say so.",
)
@with_appcontext
def fetch(url: str | None) -> None:
    """Take in every unread mail of the mailbox at URL (imaps://user:password@host/INBOX), and mark it read.

    Without URL: that of MAILBOX_URL, where no list of processes shows the password. A mail is marked once what it did is
    committed, so an interrupted run loses none and the next one goes on.
    """
    mailbox = read_mailbox_url(url) if url else current().mail.mailbox
    if mailbox is None:
        raise BadQuestion("Which mailbox? Set MAILBOX_URL, or name one: imaps://user:password@host/INBOX.")
    click.echo(fetch_mailbox(mailbox))
