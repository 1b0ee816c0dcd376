"""`flask suppression import` and `flask suppression export`."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from app import audit, suppression
from app.core import settings
from app.core.csvfiles import Writer, standard_output
from app.core.database import reading, session
from app.core.progress import bar
from app.core.refusals import BadQuestion
from app.exchange.cells import moment
from app.exchange.cli.loop import bring_in
from app.exchange.cli.options import takes_file
from app.exchange.suppression_import import COLUMNS, StopsFile
from app.topics import every_topic

commands = AppGroup("suppression", help="Do-not-contact lists, in and out.")
_VENDOR = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
_REST = ("scope", "topic", "reason", "stopped_at", "lifted_at")


@commands.command("import", epilog=f"Columns: {', '.join(COLUMNS)}. Without a topic all marketing e-mail stops.")
@takes_file
def import_stops(file: Path, dry_run: bool, verdicts: Path | None) -> None:
    """Bring in stops from FILE.csv, for known and unknown addresses alike. Never lifts one; safe to repeat."""
    with reading():
        topics = {topic.slug: topic for topic in every_topic()}
        session().expunge_all()
        session().rollback()
    bring_in(StopsFile(file, settings.current().brand.zone, topics), {}, verdicts, dry_run=dry_run)


@commands.command("export")
@click.option("--format", "kind", type=click.Choice(suppression.EXPORT_FORMATS), default="plain", show_default=True)
@click.option("--since", metavar="CURSOR", help="Only what changed since: the cursor an earlier export printed.")
@click.option("--to", "vendor", metavar="VENDOR", help="Register this sender, and go on from what it has.")
def export_stops(kind: str, since: str | None, vendor: str | None) -> None:
    """Stops as CSV on standard output, for a mail platform; the next cursor is printed on standard error.

    Without --since: everything stopped now. With it, also what was lifted since (lifted_at is set then). Cells are raw:
    an address such as +1@example.com stays as it is, so open the file in a mail platform, not in a spreadsheet.
    """
    cursor = suppression.next_cursor()
    start = _cursor(since) if since else None
    if vendor is not None:
        known = _registered(vendor)
        start = start or known
    count = _write(kind, start)
    if vendor is not None:
        suppression.set_taken(vendor, datetime.fromisoformat(cursor))
        audit.note("command", "suppression.export", about=vendor, values={"rows": (None, str(count))})
        session().commit()
    click.echo(f"next cursor: {cursor}", err=True)


def _cursor(text: str) -> datetime:
    found = moment(text, settings.current().brand.zone)
    if found is None:
        raise BadQuestion("--since is the cursor an earlier export printed, like 2024-05-31T10:30:00+00:00.")
    return found


def _registered(vendor: str) -> datetime | None:
    """Up to when the sender has our stops. Addresses are kept until every registered sender has them."""
    if not _VENDOR.match(vendor):
        raise BadQuestion("--to is a name of small letters, digits and hyphens, at most 40.")
    start = suppression.taken(vendor)
    session().commit()
    return start


def _write(kind: str, start: datetime | None) -> int:
    count = 0
    with reading(), standard_output() as stream:
        writer = Writer(stream, ("email" if kind == "plain" else kind, *_REST), for_people=False)
        for row in bar(suppression.export_rows(kind, start), label="Exporting"):
            writer.write(row)
            count += 1
        session().rollback()
    return count
