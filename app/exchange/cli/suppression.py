"""`flask suppression import` and `flask suppression export`."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from app import audit, suppression
from app.core import clock, settings
from app.core.csvfiles import Writer, standard_output
from app.core.database import reading, session
from app.core.progress import bar
from app.core.refusals import BadQuestion
from app.exchange.cells import moment
from app.exchange.cli.loop import bring_in
from app.exchange.cli.options import takes_file
from app.exchange.suppression_import import COLUMNS, StopsFile
from app.suppression import SuppressionBatch
from app.topics import every_topic

commands = AppGroup("suppression", help="Do-not-contact lists, in and out.")
_VENDOR = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")


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
    moment_of_it = clock.now()
    start = _cursor(since) if since else None
    if vendor is None:
        _write(kind, start, None)
    else:
        known = _registered(vendor)
        _hand_over(vendor, kind, start or known, moment_of_it)
    click.echo(f"next cursor: {suppression.next_cursor(moment_of_it).isoformat()}", err=True)


@commands.command("done")
@click.argument("vendor")
def done(vendor: str) -> None:
    """Say that VENDOR has in force what it took: for a service that exports, loads, and tells the desk."""
    known = [one.name for one in suppression.waiting()]
    if vendor not in known:
        raise BadQuestion(f"No export was made for {vendor!r}. Platforms: {', '.join(known) or 'none yet'}.")
    count = suppression.set_all_done(vendor)
    if count:
        audit.note("command", "stops.done", about=vendor, values={"batches": (None, str(count))})
    session().commit()
    click.echo(f"{count} batches are done at {vendor}.")


def _hand_over(vendor: str, kind: str, start: datetime | None, until: datetime) -> None:
    """Write the span, then note it as a batch: a run that was killed in between is taken again, whole."""
    count, overlap_seen = _write(kind, start, until)
    batch = SuppressionBatch(sender=vendor, form=kind, since=start, until=until, rows=count, taken_at=clock.now())
    suppression.hand_over(batch, overlap_seen)
    audit.note("command", "suppression.export", about=vendor, values={"rows": (None, str(count))})
    session().commit()


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


def _write(kind: str, start: datetime | None, until: datetime | None) -> tuple[int, int]:
    """Write the rows. How many, and how many stops of the last ten minutes there were."""
    count = 0
    with reading(), standard_output() as stream:
        writer = Writer(stream, suppression.export_columns(kind), for_people=False)
        for row in bar(suppression.export_rows(kind, start, until), label="Exporting"):
            writer.write(row)
            count += 1
        overlap_seen = suppression.stops_in_overlap(until) if until else 0
        session().rollback()
    return count, overlap_seen
