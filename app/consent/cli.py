"""`flask consent …`: ask the gate, check the ledger, rebuild, export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import click
from flask.cli import AppGroup

from app import audit
from app.consent.beside import beside_faults
from app.consent.gate import REASONS, may_contact
from app.consent.scrub import scrub_file
from app.consent.verify import entries, ledger_faults, projection_faults
from app.consent.verify import rebuild as rebuild_preferences
from app.core.csvfiles import replacing
from app.core.database import reading, session
from app.core.progress import bar
from app.topics import topic_by_slug

LOOKS = {
    "the ledger": ledger_faults,
    "preferences": projection_faults,
    "what stands beside the ledger": beside_faults,
}
commands = AppGroup("consent", help="The ledger and the gate.")


@commands.command("check", epilog="Reasons: " + "; ".join(f"{word}: {text}" for word, text in REASONS.items()))
@click.argument("email")
@click.argument("slug")
@click.pass_context
def check(context: click.Context, email: str, slug: str) -> None:
    """May we write to EMAIL about topic SLUG now? Exit 0 yes, 1 no, 2 bad question. First line: yes|no REASON."""
    with reading():
        decision = may_contact(email, slug)
    click.echo(f"{'yes' if decision.allowed else 'no'} {decision.reason}")
    if decision.next_on:
        click.echo(f"again from {decision.next_on.isoformat()}")
    context.exit(0 if decision.allowed else 1)


@commands.command(
    "scrub", epilog="no_tracking is 1 for who refused measurement; preferred_channel is email, post or empty."
)
@click.option("--topic", "slug", required=True, metavar="SLUG", help="What the list is for.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The scrubbed list.")
@click.option("--refused", type=click.Path(dir_okay=False, path_type=Path), help="A CSV file: whom not, and why.")
def scrub(slug: str, file: Path, out: Path, refused: Path | None) -> None:
    """Keep the rows of FILE.csv we may write to now: by `email`, for paper also by `customer_number` or name and address.

    OUT appears whole or not at all.
    """
    with reading():
        topic = topic_by_slug(slug)
        session().expunge_all()
        with replacing(out) as stream, replacing(refused) if refused else nullcontext() as why:
            counts = scrub_file(file, topic, stream, why)
    stayed = counts.pop("stay", 0)
    click.echo(f"{stayed} may be written to, {counts.total()} may not.")
    for reason, count in counts.most_common():
        click.echo(f"  {count} {reason}")


@commands.command("verify")
@click.pass_context
def verify(context: click.Context) -> None:
    """Check every chain, head and seal, and that preferences follow. Exit 1 and a line per fault."""
    found = 0
    with reading():
        for fault in bar(_all_faults(), label="Checking the ledger"):
            click.echo(fault)
            found += 1
        count = sum(1 for _ in entries()) if not found else 0
    if found:
        context.exit(1)
    click.echo(f"The ledger holds: {count} lines.")


def _all_faults() -> Iterator[str]:
    for name, look in LOOKS.items():
        try:
            yield from look()
        except (ValueError, TypeError, KeyError) as err:
            # The database holds what this program never writes (text in a column of times): somebody else put it there.
            yield f"{name}: a row after those named here cannot be read ({type(err).__name__}: {err})"


@commands.command("rebuild")
def rebuild() -> None:
    """Make the derived preferences anew from the ledger."""
    count = rebuild_preferences()
    audit.note("command", "consent.rebuild", values={"preferences": (None, str(count))})
    session().commit()
    click.echo(f"{count} preferences rebuilt from the ledger.")


@commands.command("export")
def export() -> None:
    """Every ledger line as JSON, one a line, on standard output."""
    with reading():
        for entry in bar(entries(), label="Exporting the ledger"):
            line = {"id": entry.id, **entry.canonical(), "hash": entry.digest.hex()}
            click.echo(json.dumps(line, ensure_ascii=False))
