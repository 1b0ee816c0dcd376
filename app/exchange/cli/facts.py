"""`flask facts import` and `flask facts export`."""

from __future__ import annotations

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
from app.exchange.cli.options import map_option, mapped, takes_file, takes_map
from app.exchange.fact_export import COLUMNS as OUT
from app.exchange.fact_export import USES, export_facts
from app.exchange.fact_import import FactsFile
from app.exchange.fact_rows import COLUMNS, KINDS, NEEDS

commands = AppGroup("facts", help="What people said, what was seen, what was guessed about them.")


@commands.command(
    "import", epilog=f"Columns: {', '.join(COLUMNS)}; email or customer_number, or both. Kinds: {', '.join(KINDS)}."
)
@takes_file
@takes_map
def import_facts(file: Path, dry_run: bool, verdicts: Path | None, mapping: Path | None) -> None:
    """Bring in facts from FILE.csv, about people we know. Each says where it came from; a guess says its reason.

    What a person removed, corrected or refused stays so. The whole file is checked before anything is written. An
    interrupted import goes on where it stopped.
    """
    incoming = FactsFile(file, mapped(COLUMNS, mapping, NEEDS), settings.current().brand.zone)
    bring_in(incoming, map_option(mapping), verdicts, dry_run=dry_run)


@commands.command("export", epilog=f"Columns: {', '.join(OUT)}.")
@click.option(
    "--for", "use", type=click.Choice(list(USES)), default="mail", show_default=True,
    help="To pick what we send, or for ads elsewhere: each has its own answer.",
)  # fmt: skip
@click.option("--changed", is_flag=True, help="Only what changed since the cursor of --since.")
@click.option("--since", metavar="CURSOR", help="With --changed: the cursor an earlier export printed.")
def export(use: str, changed: bool, since: str | None) -> None:
    """Facts that may be used, as CSV on standard output; the next cursor is printed on standard error.

    With --changed also what was removed, corrected, gone or may be used no more (`withheld`): take it out over there.
    Cells are raw, for machines.
    """
    if changed != (since is not None):
        raise BadQuestion("--changed and --since CURSOR go together; the cursor is what an earlier export printed.")
    moment_of_it = clock.now()
    start = moment(since, settings.current().brand.zone) if since else None
    if since and start is None:
        raise BadQuestion("--since is the cursor an earlier export printed, like 2024-05-31T10:30:00+00:00.")
    count = 0
    with reading(), standard_output() as stream:
        writer = Writer(stream, OUT, for_people=False)
        for row in bar(export_facts(use, start), label="Exporting"):
            writer.write(row)
            count += 1
        session().rollback()
    audit.note("command", "facts.export", about=use, values={"rows": (None, str(count))})
    session().commit()
    click.echo(f"next cursor: {suppression.next_cursor(moment_of_it).isoformat()}", err=True)
