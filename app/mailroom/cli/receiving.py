"""`flask mail receive`: one mail on standard input, from an alias of the mail server."""

from __future__ import annotations

import logging
import sys

import click
from flask.cli import with_appcontext

from app.core.commands import mail
from app.core.database import session
from app.mailroom.jobs import arrive
from app.mailroom.reading import read_stream

log = logging.getLogger("sayso.mailroom")

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: a mail server keeps the mail and comes back


@mail.command("receive")
@click.option("--to", default="", metavar="ADDRESS", help="Whom the envelope names, where the mail server tells it.")
@click.pass_context
@with_appcontext
def receive(context: click.Context, to: str) -> None:
    """Take in the mail on standard input: a bounce, a complaint, a stop, a request by its subject line.

    Ends with 0 once what it did is committed, and with 75 where it could not be: then the mail server tries again.
    """
    incoming = read_stream(sys.stdin.buffer)
    try:
        what = arrive(incoming, to)
    except Exception as error:
        session().rollback()
        log.exception("a mail was not taken in: %s", type(error).__name__)
        context.exit(TRY_AGAIN)
    click.echo(what.value)
