"""`flask postal export`."""

from __future__ import annotations

import time
from pathlib import Path

import click
from flask.cli import AppGroup

from app import audit
from app.core import settings
from app.core.database import reading, session
from app.paper import export, export_batch, export_files
from app.paper.batch_models import PostalBatch
from app.paper.export_batch import StillWriting, Wanted

commands = AppGroup("postal", help="Paper mail: lists for the mail house.")
_LOOKS, _LOOK_EVERY = 300, 0.1


@commands.command("export", epilog="docs/operations.md says what stands in the files and how to apply a delta.")
@click.option(
    "--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="Its own folder."
)
@click.option("--as-of", "as_of", metavar="ISO-8601", help="As it stood at that moment; without it, now.")
@click.option("--since", metavar="BATCH", help="Only what changed since that batch.")
@click.option("--raw", is_flag=True, help="Cells as they are, for machines. Without it they are safe in a spreadsheet.")
@click.pass_context
def export_(context: click.Context, folder: Path, as_of: str | None, since: str | None, raw: bool) -> None:
    """Who may get which paper mail, and whom the mail house must leave out, as dated CSV files with a manifest.

    The manifest comes last: where it is, the batch is whole. The same moment gives the same bytes. Exit 1 when they differ from
    what was first written and no erasure explains it.
    """
    wanted = _wanted(as_of, since, raw=raw)
    export_files.make_ready(folder, wanted.id)
    day = wanted.as_of.astimezone(settings.current().brand.zone).date().isoformat()
    with reading():
        written = export.write_files(wanted, folder, day)
        session().rollback()
    first = export_batch.keep(export.batch_of(wanted, written, "command"))
    counts = {"rows": (None, str(written.list.rows)), "stops": (None, str(written.stops.rows))}
    audit.note("command", "postal.export", about=wanted.id, values=counts)
    differs = export.difference(first, written)
    session().commit()
    both = (written.list, written.stops)
    export_files.write_manifest(folder, export_files.manifest(wanted, day, both, written.unnamed, differs))
    _tell(first, written, wanted)
    if differs:
        click.echo(f"Not the bytes of the first time ({first.written_at.isoformat()}): {differs['why']}.", err=True)
        context.exit(0 if differs["erased_since"] else 1)


def _wanted(as_of: str | None, since: str | None, *, raw: bool) -> Wanted:
    """The moment, once everybody who wrote before it is done. Raises BadQuestion, StillWriting."""
    moment = export_batch.moment_of(as_of, settings.current().brand.zone)
    mark = export_batch.writers_now()
    session().rollback()
    for _ in range(_LOOKS):
        if export_batch.are_done(mark):
            break
        time.sleep(_LOOK_EVERY)
    else:
        raise StillWriting("Another program has been writing for half a minute and may stop somebody. Try again soon.")
    found = export_batch.wanted(moment, since, raw=raw)
    session().rollback()
    return found


def _tell(first: PostalBatch, written: export.Written, wanted: Wanted) -> None:
    click.echo(f"batch {first.id}")
    for one in (written.list, written.stops):
        click.echo(f"{one.name}: {one.rows} rows, SHA-256 {one.sha256}")
    if written.unnamed:
        click.echo(f"{written.unnamed} stops of addresses we hold only as fingerprints have no row.")
    click.echo(f"again: --as-of {wanted.as_of.isoformat()}")
